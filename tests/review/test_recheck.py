"""What changed is checked anew in every open post, and its author is told when it came out worse."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
import sqlalchemy as sa

from assistant.checking.finding import CheckResult, Finding
from assistant.people.accounts import Accounts
from assistant.review import recheck
from assistant.review.notices import Notices
from assistant.review.recheck import Rechecker
from assistant.store.tables.posts import CheckRow
from assistant.store.tables.review import RecheckRow
from assistant.store.tables.sharing import EmbargoRow


class Bench:
    def __init__(self, office):
        self.office = office
        self.accounts = Accounts(office.store, office.clock, office.audit)
        self.notices = Notices(office.store, office.clock)
        self.rechecker = self.another()

    def another(self):
        return Rechecker(self.office.store, self.office.clock, self.office.checker, self.accounts)

    def checked(self, person, text):
        post_id = self.office.draft(person, text)
        self.office.posts.check(person, post_id)
        return post_id

    def approved(self, person, manager, text):
        post_id = self.checked(person, text)
        hand_in = self.office.hand_ins.hand_in(person, post_id)
        self.office.desk.decide(manager, hand_in.id, "approve")
        return post_id

    def kinds(self, person):
        return [(notice.kind, notice.post_id) for notice in self.notices.mine(person)]


@pytest.fixture
def bench(each_office):
    return Bench(each_office)


def test_a_new_rule_reaches_every_open_post_and_tells_its_author(bench, employee, colleague):
    hit = bench.checked(employee, "Morgen opent de vuurtoren.")
    other = bench.checked(colleague, "Fijne dag op de beurs.")
    bench.office.checker.forbid("vuurtoren")
    assert bench.rechecker.due()
    progress = bench.rechecker.run()
    assert (progress.state, progress.done, progress.total, progress.failed, progress.told) == ("idle", 2, 2, 0, 1)
    assert not bench.rechecker.due()
    assert bench.kinds(employee) == [("worse", hit)]
    assert bench.kinds(colleague) == []
    assert bench.office.releases.status(employee, hit).state == "flagged"
    assert bench.office.releases.status(colleague, other).state == "clear"


def test_doing_it_twice_tells_nobody_twice(bench, employee):
    bench.checked(employee, "Morgen opent de vuurtoren.")
    bench.office.checker.forbid("vuurtoren")
    bench.rechecker.run()
    calls = bench.office.checker.calls
    bench.rechecker.run()
    bench.another().run()
    assert bench.office.checker.calls == calls
    assert len(bench.kinds(employee)) == 1


def test_a_cancelled_rule_frees_the_post_without_a_notice(bench, employee):
    bench.office.checker.forbid("vuurtoren")
    post = bench.checked(employee, "Morgen opent de vuurtoren.")
    bench.office.checker.allow("vuurtoren")
    bench.rechecker.run()
    assert bench.office.releases.status(employee, post).state == "clear"
    assert bench.kinds(employee) == []


def test_only_advice_is_told_as_advice(bench, employee):
    post = bench.checked(employee, "Morgen opent de vuurtoren.")
    bench.office.checker.forbid("vuurtoren", "advice")
    bench.rechecker.run()
    assert bench.kinds(employee) == [("advice", post)]


def test_an_approval_that_no_longer_covers_everything_is_void_and_told(bench, employee, manager):
    bench.office.checker.forbid("Morgen", "review")
    post = bench.approved(employee, manager, "Morgen opent de vuurtoren.")
    assert bench.office.releases.status(employee, post).state == "approved"
    bench.office.checker.forbid("vuurtoren")
    bench.rechecker.run()
    assert bench.kinds(employee) == [("approval_void", post)]
    assert bench.office.releases.status(employee, post).state == "flagged"


def test_an_approval_of_the_same_finding_stays(bench, employee, manager):
    bench.office.checker.forbid("vuurtoren", "review")
    post = bench.approved(employee, manager, "Morgen opent de vuurtoren.")
    bench.office.checker.forbid("iets anders")
    bench.rechecker.run()
    assert bench.kinds(employee) == []
    assert bench.office.releases.status(employee, post).state == "approved"


def test_a_post_that_waits_is_told_of_what_its_manager_does_not_see(bench, employee):
    bench.office.checker.forbid("Morgen", "review")
    post = bench.checked(employee, "Morgen opent de vuurtoren.")
    bench.office.hand_ins.hand_in(employee, post)
    bench.office.checker.forbid("vuurtoren", "review")
    bench.rechecker.run()
    assert bench.kinds(employee) == [("waiting", post)]


def test_what_was_given_out_and_not_posted_is_called_back(bench, employee):
    post = bench.checked(employee, "Morgen opent de vuurtoren.")
    bench.office.releases.release(employee, post)
    bench.office.checker.forbid("vuurtoren")
    bench.rechecker.run()
    assert bench.kinds(employee) == [("released", post)]


def test_what_stands_online_is_left_alone(bench, employee):
    post = bench.checked(employee, "Morgen opent de vuurtoren.")
    bench.office.releases.release(employee, post)
    bench.office.releases.published(employee, post)
    bench.office.checker.forbid("vuurtoren")
    assert bench.rechecker.run().total == 0
    assert bench.kinds(employee) == []


def test_a_text_that_changed_since_gets_no_notice_about_the_old_one(bench, employee):
    post = bench.checked(employee, "Morgen opent de vuurtoren.")
    bench.office.edit(employee, post, "Fijne dag op de beurs.")
    bench.office.checker.forbid("vuurtoren")
    bench.rechecker.run()
    assert bench.kinds(employee) == []


def test_whoever_types_meanwhile_keeps_the_text_and_it_is_checked_too(bench, employee):
    post = bench.checked(employee, "Morgen opent de vuurtoren.")
    bench.office.checker.forbid("vuurtoren")

    def type_on():
        bench.office.checker.after = None
        bench.office.edit(employee, post, "Fijne dag op de beurs.")

    bench.office.checker.after = type_on
    bench.rechecker.run()
    assert bench.office.releases.status(employee, post).state == "clear"
    assert bench.kinds(employee) == []


def test_a_rule_that_changes_meanwhile_is_not_missed(bench, employee):
    post = bench.checked(employee, "Morgen opent de vuurtoren.")
    bench.office.checker.forbid("iets anders")

    def change():
        bench.office.checker.after = None
        bench.office.checker.forbid("vuurtoren")

    bench.office.checker.after = change
    bench.rechecker.run()
    assert bench.kinds(employee) == [("worse", post)]
    assert not bench.rechecker.due()


def test_a_start_after_a_crash_goes_on_where_it_stopped(bench, employee, monkeypatch):
    monkeypatch.setattr(recheck, "PIECE", 2)
    for number in range(6):
        bench.checked(employee, f"Bericht {number}")
    bench.office.checker.forbid("vuurtoren")
    before = bench.office.checker.calls

    def crash():
        if bench.office.checker.calls == before + 5:
            raise KeyboardInterrupt

    bench.office.checker.before = crash
    with pytest.raises(KeyboardInterrupt):
        bench.rechecker.run()
    bench.office.checker.before = None
    again = bench.another()
    assert again.due()
    assert again.run().total == 2
    assert not again.due()


def test_one_that_fails_stops_no_other_and_stays_due(bench, employee, colleague, caplog):
    good, bad = bench.checked(employee, "Morgen opent de vuurtoren."), bench.checked(colleague, "Stuk.")
    bench.office.checker.forbid("vuurtoren")
    check = bench.office.checker.check

    def broken(text, **asked):
        if text == "Stuk.":
            raise RuntimeError("no")
        return check(text, **asked)

    bench.office.checker.check = broken
    progress = bench.rechecker.run()
    assert (progress.failed, progress.told) == (1, 1)
    assert "fault" in caplog.text
    assert bench.kinds(employee) == [("worse", good)]
    assert bench.rechecker.due()
    assert bench.office.releases.status(colleague, bad).needs_check
    bench.office.checker.check = check
    assert bench.rechecker.run().failed == 0
    assert not bench.rechecker.due()


def test_a_part_that_failed_does_not_tell_people_that_their_text_is_wrong(bench, employee):
    bench.checked(employee, "Morgen opent de vuurtoren.")
    bench.office.checker.forbid("iets anders")
    check = bench.office.checker.check
    slow = Finding("check", "check.embargo", 1, "review", None, None, "", {"nl": "x", "fr": "x", "en": "x"})

    def partly(text, **asked):
        return CheckResult("review", (slow,), 1.0, check(text, **asked).revision, {})

    bench.office.checker.check = partly
    assert bench.rechecker.run().failed == 1
    assert bench.kinds(employee) == []
    assert bench.rechecker.due()


def test_an_embargo_that_starts_by_itself_makes_it_due(bench, employee):
    clock = bench.office.clock
    with bench.office.store.write() as session:
        session.add(
            EmbargoRow(
                id="toren", version=1, title="Toren", statement="De toren opent.", language="nl",
                embargoed_from=clock.now() + timedelta(hours=1), updated_at=clock.now(),
            )
        )  # fmt: skip
    bench.checked(employee, "Morgen opent de vuurtoren.")
    bench.rechecker.run()
    assert not bench.rechecker.due()
    clock.move(timedelta(minutes=59))
    assert not bench.rechecker.due()
    clock.move(timedelta(minutes=1))
    assert bench.rechecker.due()
    assert bench.rechecker.run().total == 1
    assert not bench.rechecker.due()


def test_posts_of_somebody_who_was_disabled_are_left_alone(bench, employee, administrator):
    bench.checked(employee, "Morgen opent de vuurtoren.")
    bench.accounts.disable(administrator, employee.name)
    bench.office.checker.forbid("vuurtoren")
    assert bench.rechecker.run().total == 0


def test_the_author_is_the_one_it_is_checked_for(bench, employee):
    bench.checked(employee, "Fijne dag op de beurs.")
    bench.office.checker.forbid("vuurtoren")
    bench.rechecker.run()
    assert bench.office.checker.asked[-1]["person"].id == employee.id


def test_the_worker_finds_a_change_by_itself_and_stops_when_asked(bench, employee, monkeypatch):
    monkeypatch.setattr(recheck, "POLL", 0.02)
    monkeypatch.setattr(recheck, "STILL", 0.02)
    post = bench.checked(employee, "Morgen opent de vuurtoren.")
    bench.rechecker.start()
    bench.rechecker.start()
    try:
        bench.office.checker.forbid("vuurtoren")
        bench.rechecker.wake()
        end = time.monotonic() + 10
        while not bench.kinds(employee) and time.monotonic() < end:
            time.sleep(0.02)
        assert bench.kinds(employee) == [("worse", post)]
    finally:
        bench.rechecker.stop()
    calls = bench.office.checker.calls
    bench.office.checker.forbid("opent")
    time.sleep(0.1)
    assert bench.office.checker.calls == calls
    bench.rechecker.stop()


def test_the_finished_revision_and_one_check_a_draft_are_what_is_kept(bench, employee):
    bench.checked(employee, "Morgen opent de vuurtoren.")
    bench.office.checker.forbid("vuurtoren")
    bench.rechecker.run()
    with bench.office.store.read() as session:
        row = session.get_one(RecheckRow, 1)
        assert (row.revision, row.at) == (1, bench.office.clock.now())
        assert session.scalar(sa.select(sa.func.count()).select_from(CheckRow)) == 1
