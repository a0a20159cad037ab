"""Feeling around a secret: slower for the prober whatever they ask, recorded, told to the contact, nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assistant.review.alerts import Alerts
from assistant.review.notices import Notices
from assistant.review.probing import FREE, SLOWEST, STEP, WINDOW, PacedChecker, Probing
from assistant.store.tables.desk import NearMissRow, NotificationRow
from assistant.store.tables.sharing import EmbargoRow


class Watch:
    """A stopwatch: the check takes what it is told, sleeping takes what it asks."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def probing(office):
    return Probing(office.store, office.clock, office.audit)


@pytest.fixture
def paced(office, probing, watch):
    return PacedChecker(office.checker, probing, clock=watch, sleep=watch.sleep)


@pytest.fixture
def record(office, clock):
    with office.store.write() as session:
        session.add(
            EmbargoRow(
                id="ref-fusie", version=1, title="De fusie", statement="x", language="nl", contact="Bel Bart, of Ine",
                updated_at=clock.now(),
            )
        )  # fmt: skip
    office.checker.forbid("fusie", record_id="ref-fusie")


def takes(paced, watch, person, text, work=0.01):
    """How long one check takes for whoever waits for it."""
    began = watch.now
    paced._checker.before = lambda: watch.sleep(work)
    paced.check(text, person=person)
    return round(watch.now - began, 6)


def probe(paced, person, times, word="fusie"):
    for number in range(times):
        paced.check(f"{word} in week {number}", person=person)


def test_everybody_s_checks_take_whole_steps(paced, watch, record, employee):
    assert takes(paced, watch, employee, "niets", 0.001) == STEP
    assert takes(paced, watch, employee, "fusie", 0.08) == STEP
    assert takes(paced, watch, employee, "niets", 0.13) == takes(paced, watch, employee, "fusie", 0.19) == 2 * STEP


def test_whoever_feels_around_waits_the_same_whatever_they_ask(paced, watch, record, employee, colleague):
    probe(paced, employee, FREE)
    assert takes(paced, watch, employee, "niets") == STEP
    probe(paced, employee, FREE + 1)
    near, far = takes(paced, watch, employee, "de fusie nu"), takes(paced, watch, employee, "het weer", 0.9)
    assert near == far == 2.0
    assert takes(paced, watch, colleague, "de fusie nu") == STEP, "others are not slowed down"


def test_it_grows_up_to_its_longest_and_is_forgotten_after_a_day(paced, watch, record, employee, clock):
    probe(paced, employee, 200)
    assert takes(paced, watch, employee, "niets") == SLOWEST
    clock.move(WINDOW)
    assert takes(paced, watch, employee, "niets") == STEP


def test_the_same_text_again_is_no_try(paced, office, record, employee):
    for _ in range(50):
        paced.check("fusie", person=employee)
    with office.store.read() as session:
        assert session.query(NearMissRow).count() == 1


def test_it_is_recorded_and_reaches_the_contact(paced, office, record, employee, manager, officer, colleague):
    probe(paced, employee, FREE)
    assert "probing.suspected" not in office.actions()
    probe(paced, employee, FREE + 1)
    probe(paced, employee, FREE + 5)
    entries = [entry for entry in office.audit.export() if entry["action"] == "probing.suspected"]
    assert [(entry["actor"], entry["subject"], entry["data"]["person"]) for entry in entries] == [
        ("program", "ref-fusie", "lotte")
    ]
    alerts = Alerts(office.store, office.clock)
    (told,) = alerts.mine(officer)
    assert "Lotte" in told.text and "De fusie" in told.text and str(FREE + 1) in told.text
    (unnamed,) = alerts.mine(manager)
    assert "Lotte" in unnamed.text and "De fusie" not in unnamed.text, "Bart is the contact, and no knower"
    assert alerts.mine(colleague) == []
    with office.store.read() as session:
        assert {row.account_id for row in session.query(NotificationRow)} == {manager.id, officer.id}


def test_the_prober_is_told_nothing(paced, office, record, employee):
    before = paced.check("fusie om te beginnen", person=employee)
    probe(paced, employee, FREE * 2 + 1)
    after = paced.check("fusie om te eindigen", person=employee)
    assert before.findings[0].message == after.findings[0].message
    assert Alerts(office.store, office.clock).mine(employee) == []
    assert Notices(office.store, office.clock).mine(employee) == []


def test_the_contact_does_not_learn_of_their_own_tries(paced, office, record, officer, manager, clock):
    with office.store.write() as session:
        session.get(EmbargoRow, "ref-fusie").contact = "Bart"
    probe(paced, manager, FREE + 1)
    alerts = Alerts(office.store, office.clock)
    assert alerts.mine(manager) == []
    assert len(alerts.mine(officer)) == 1, "where the contact is the prober, communications hears of it"


def test_it_is_told_again_only_after_as_many_more(paced, office, record, employee, officer):
    probe(paced, employee, 2 * FREE)
    assert len(Alerts(office.store, office.clock).mine(officer)) == 1
    probe(paced, employee, 2 * FREE + 1)
    assert len(Alerts(office.store, office.clock).mine(officer)) == 2


def test_who_may_know_is_not_counted(paced, office, watch, employee, officer, record):
    office.checker.forbid("plan", record_id="x", knowers=["lotte"])
    probe(paced, employee, 40, "plan")
    probe(paced, officer, 40)
    with office.store.read() as session:
        assert session.query(NearMissRow).count() == 0


def test_what_is_old_goes(paced, office, record, employee, clock):
    probe(paced, employee, 3)
    clock.move(timedelta(days=8))
    paced.check("fusie", person=employee)
    with office.store.read() as session:
        assert session.query(NearMissRow).count() == 1


def test_a_check_is_not_lost_when_counting_fails(paced, probing, employee, record, monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError("no database")

    monkeypatch.setattr(probing, "note", broken)
    monkeypatch.setattr(probing, "floor", broken)
    assert paced.check("fusie", person=employee).verdict == "blocked"
    assert "near miss was not counted" in caplog.text


def test_ones_alerts_are_ones_own(paced, office, record, employee, officer, colleague):
    from assistant.errors import NotFound

    probe(paced, employee, FREE + 1)
    alerts = Alerts(office.store, office.clock)
    (one,) = alerts.mine(officer)
    with pytest.raises(NotFound):
        alerts.read(colleague, one.id)
    alerts.read(officer, one.id)
    assert alerts.mine(officer, unread=True) == []
