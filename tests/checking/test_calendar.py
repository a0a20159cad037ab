"""The calendar names what is coming to those who may know, and says what a text would be worth then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from assistant.audit import Audit
from assistant.checking.calendar import Calendar, edges
from assistant.checking.embargo.record import EmbargoRecord
from assistant.checking.embargoes import Embargoes
from assistant.checking.finding import CheckResult
from assistant.checking.rule_book import RuleBook
from assistant.checking.rules.rule import rule_from
from assistant.clock import Window
from assistant.errors import InputError, NotAllowed
from assistant.store.tables.library import DocumentRow

START, LIFT = datetime(2026, 12, 1, 8, tzinfo=UTC), datetime(2027, 2, 3, 8, tzinfo=UTC)


class WindowChecker:
    """Blocks what an embargo would protect at that moment, whatever the text."""

    def __init__(self, embargoes):
        self.embargoes = embargoes

    def check(self, text, *, at, **_):
        return CheckResult("blocked" if self.embargoes.live(at) else "clear", (), 0.0, 0, {})


@pytest.fixture
def house(store, clock, officer):
    audit = Audit(store, clock)
    embargoes, rules = Embargoes(store, clock, audit), RuleBook(store, clock, audit, None)
    embargoes.save(officer, EmbargoRecord("toren", 1, "De toren", "De toren opent.", "nl", Window(START, LIFT)))
    embargoes.save(officer, EmbargoRecord("oud", 1, "Oud", "Voorbij.", "nl", Window(None, START - timedelta(days=30))))
    embargoes.save(officer, EmbargoRecord("weg", 1, "Weg", "Geannuleerd.", "nl", Window(None, LIFT)))
    embargoes.cancel(officer, "weg")
    rules.save(
        officer,
        rule_from(
            {
                "id": "kalm", "title": {"nl": "Kalm"}, "severity": "advice", "kind": "pattern", "pattern": "kalm",
                "valid_until": "2027-01-01T00:00:00+01:00",
            }
        ),
    )  # fmt: skip
    documents = [
        SimpleNamespace(embargo_id="toren", title="Persbericht"),
        SimpleNamespace(embargo_id=None, title="Ander"),
    ]
    library = SimpleNamespace(list=lambda by: documents)
    return Calendar(rules, embargoes, library, WindowChecker(embargoes), clock)


def test_what_is_coming_soonest_first_with_what_opens(house, officer):
    found = [(moment.at, moment.what, moment.kind, moment.ref, moment.documents) for moment in house.coming(officer)]
    assert found == [
        (START, "starts", "embargo", "toren", ()),
        (datetime(2026, 12, 31, 23, tzinfo=UTC), "lifts", "rule", "kalm", ()),
        (LIFT, "lifts", "embargo", "toren", ("Persbericht",)),
    ]
    assert house.coming(officer)[0].zone == "Europe/Brussels"


def test_until_an_instant(house, officer):
    assert [moment.at for moment in house.coming(officer, until=LIFT)] == [
        START,
        datetime(2026, 12, 31, 23, tzinfo=UTC),
    ]


def test_what_has_come_is_no_longer_coming(house, officer, clock):
    clock.set(START)
    assert START not in [moment.at for moment in house.coming(officer)]


def test_if_this_went_out_then(house, officer, clock):
    outcomes = house.what_if(officer, "De toren opent.", [LIFT, START, LIFT - timedelta(seconds=1), clock.now()])
    assert [(outcome.at, outcome.verdict) for outcome in outcomes] == [
        (clock.now(), "clear"),
        (START, "blocked"),
        (LIFT - timedelta(seconds=1), "blocked"),
        (LIFT, "clear"),
    ]
    assert [moment.ref for moment in outcomes[-1].changes] == ["toren"]
    assert outcomes[-2].changes == ()


def test_without_instants_now_and_each_coming_moment(house, officer, clock):
    outcomes = house.what_if(officer, "De toren opent.")
    assert [outcome.at for outcome in outcomes] == [clock.now(), *(moment.at for moment in house.coming(officer))]


def test_an_instant_needs_a_zone_and_a_hundred_are_too_many(house, officer, clock):
    with pytest.raises(InputError):
        house.what_if(officer, "De toren opent.", [datetime(2026, 12, 1)])
    with pytest.raises(InputError):
        house.what_if(officer, "x", [clock.now() + timedelta(days=day) for day in range(100)])


def test_nobody_else_learns_when_something_lifts(house, employee, manager, administrator):
    for person in (employee, manager, administrator):
        with pytest.raises(NotAllowed):
            house.coming(person)
        with pytest.raises(NotAllowed):
            house.what_if(person, "De toren opent.")


def test_every_instant_at_which_a_check_may_change(house, store, clock):
    opens = datetime(2027, 5, 1, tzinfo=UTC)
    with store.write() as session:
        session.add(
            DocumentRow(
                file="a.md", title="A", kind="news", language="nl", status="approved", valid_from=opens,
                created_at=clock.now(), updated_at=clock.now(),
            )
        )  # fmt: skip
    with store.read() as session:
        assert edges(session) == [
            START - timedelta(days=30), START, datetime(2026, 12, 31, 23, tzinfo=UTC), LIFT, opens,
        ]  # fmt: skip
