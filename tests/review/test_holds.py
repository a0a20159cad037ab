"""A text that waits for an embargo: checked when its moment is there, told to its author, never posted by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assistant.errors import InputError, NotFound
from assistant.people.accounts import Accounts
from assistant.review.holds import Holds
from assistant.review.notices import Notices
from assistant.review.release import NotCleared
from assistant.review.release_log import ReleaseLog
from assistant.store.tables.desk import NotificationRow
from assistant.store.tables.review import PublicationRow, ReleaseRow
from assistant.store.tables.sharing import EmbargoRow

TEXT = "De fusie is rond en ik ben blij."


@pytest.fixture
def holds(each_office):
    office = each_office
    return Holds(
        office.store, office.clock, office.checker, Accounts(office.store, office.clock, office.audit), office.audit
    )


@pytest.fixture
def lifts(each_office, clock):
    """A record on "fusie" that lifts in two days."""
    at = clock.now() + timedelta(days=2)
    with each_office.store.write() as session:
        session.add(
            EmbargoRow(
                id="fusion", version=1, title="Fusie", statement="x", language="nl", lifts_at=at, updated_at=clock.now()
            )
        )
    each_office.checker.forbid("fusie", record_id="fusion")
    return at


def told(office, person):
    return [notice.kind for notice in Notices(office.store, office.clock).mine(person)]


def given_out(office):
    with office.store.read() as session:
        return session.query(ReleaseRow).count(), session.query(PublicationRow).count()


def test_it_waits_reminds_and_posts_nothing(each_office, holds, lifts, employee, clock):
    office = each_office
    post = office.draft(employee, TEXT)
    assert holds.hold(employee, post).state == "waiting"
    assert holds.settle() == 0
    clock.set(lifts - timedelta(seconds=1))
    assert holds.settle() == 0
    clock.set(lifts)
    office.checker.allow("fusie")
    assert holds.settle() == 1
    assert holds.mine(employee)[post].state == "ready"
    assert told(office, employee) == ["hold_ready"]
    assert given_out(office) == (0, 0)
    with office.store.read() as session:
        assert [(row.account_id, row.kind) for row in session.query(NotificationRow)] == [(employee.id, "hold")]
    assert holds.settle() == 0, "told once"
    assert office.releases.release(employee, post).text == TEXT
    assert [action for action in office.actions() if action.startswith("hold")] == ["hold.begin", "hold.ready"]


def test_a_record_that_was_moved_is_waited_for_anew(each_office, holds, lifts, employee, clock):
    post = each_office.draft(employee, TEXT)
    holds.hold(employee, post)
    with each_office.store.write() as session:
        session.get(EmbargoRow, "fusion").lifts_at = lifts + timedelta(days=5)
    clock.set(lifts)
    assert holds.settle() == 1
    assert holds.mine(employee)[post].state == "waiting"
    assert holds.settle() == 0, "until the new moment"
    assert told(each_office, employee) == []


def test_a_record_that_is_cancelled_sets_it_free_at_once(each_office, holds, lifts, employee):
    post = each_office.draft(employee, TEXT)
    holds.hold(employee, post)
    each_office.checker.allow("fusie")
    holds.settle()
    assert holds.mine(employee)[post].state == "ready"


def test_something_new_in_the_way_is_told(each_office, holds, lifts, employee, clock):
    post = each_office.draft(employee, TEXT)
    holds.hold(employee, post)
    each_office.checker.forbid("blij")
    holds.settle()
    assert holds.mine(employee)[post].state == "stopped"
    assert told(each_office, employee) == ["hold_stopped"]


def test_a_check_that_fails_then_says_nothing_and_is_tried_again(each_office, holds, lifts, employee, clock):
    post = each_office.draft(employee, TEXT)
    holds.hold(employee, post)
    clock.set(lifts)
    each_office.checker.allow("fusie")
    each_office.checker.fail()
    holds.settle()
    assert (holds.mine(employee)[post].state, told(each_office, employee)) == ("waiting", [])
    each_office.checker.recover()
    holds.settle()
    assert holds.mine(employee)[post].state == "ready"


def test_one_changed_character_ends_it_in_silence(each_office, holds, lifts, employee, clock):
    post = each_office.draft(employee, TEXT)
    holds.hold(employee, post)
    each_office.edit(employee, post, TEXT + "!")
    clock.set(lifts)
    holds.settle()
    assert (holds.mine(employee)[post].state, told(each_office, employee)) == ("changed", [])


def test_only_what_an_embargo_alone_stops_may_wait(each_office, holds, lifts, employee, manager):
    office = each_office
    free = office.draft(employee, "Ik ben blij.")
    with pytest.raises(InputError) as nothing:
        holds.hold(employee, free)
    assert nothing.value.key == "hold.nothing_to_wait_for"
    office.checker.forbid("blij", "review")
    both = office.draft(employee, TEXT)
    with pytest.raises(InputError) as more:
        holds.hold(employee, both)
    assert more.value.key == "hold.something_else"
    handed = office.hand_ins.hand_in(employee, both).id
    office.desk.decide(manager, handed, "approve")
    assert holds.hold(employee, both).state == "waiting"


def test_a_denied_text_does_not_wait(each_office, holds, lifts, employee, manager):
    post = each_office.draft(employee, TEXT)
    handed = each_office.hand_ins.hand_in(employee, post).id
    each_office.desk.decide(manager, handed, "deny", comment="Nee.")
    with pytest.raises(InputError):
        holds.hold(employee, post)


def test_once_a_text_and_only_ones_own(each_office, holds, lifts, employee, colleague):
    post = each_office.draft(employee, TEXT)
    assert holds.hold(employee, post).id == holds.hold(employee, post).id
    for call in (holds.hold, holds.withdraw):
        with pytest.raises(NotFound):
            call(colleague, post)
    assert holds.mine(colleague) == {}
    holds.withdraw(employee, post)
    assert holds.mine(employee)[post].state == "withdrawn"
    with pytest.raises(NotFound):
        holds.withdraw(employee, post)


def test_the_author_sees_where_everything_stands(each_office, holds, lifts, employee, colleague, manager):
    office = each_office
    log = ReleaseLog(office.store, office.clock, holds)
    post = office.draft(employee, TEXT)
    office.posts.check(employee, post)
    (line,) = log.list(employee)
    assert (line.status.state, line.may_be_held, line.hold, line.releases) == ("flagged", True, None, ())
    holds.hold(employee, post)
    (line,) = log.list(employee)
    assert (line.may_be_held, line.hold.state) == (False, "waiting")
    handed = office.hand_ins.hand_in(employee, post)
    (line,) = log.list(employee)
    assert (line.waiting_since, line.waiting_id) == (handed.handed_in_at, handed.id)
    office.desk.decide(manager, handed.id, "approve")
    office.releases.release(employee, post)
    (line,) = log.list(employee)
    assert [(one.channel, one.verdict, one.is_latest_text) for one in line.releases] == [("linkedin", "blocked", True)]
    assert log.list(colleague) == []


def test_a_text_file_is_a_release_like_any_other(each_office, lifts, employee, officer):
    office = each_office
    with pytest.raises(NotCleared):
        office.releases.as_text_file(employee, office.draft(employee, TEXT))
    post = office.draft(employee, "Ik ben blij.")
    assert office.releases.as_text_file(employee, post).text == "Ik ben blij."
    assert office.actions()[-2:] == ["release.give_out", "release.text_file"]
    assert office.releases.as_text_file(employee, post).release_id
    assert office.actions()[-2:] == ["release.text_file", "release.text_file"]
    office.releases.pause(officer, "Even niet.")
    with pytest.raises(Exception, match="Even niet"):
        office.releases.as_text_file(employee, post)
