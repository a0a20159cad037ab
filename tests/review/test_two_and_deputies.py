"""Two people for what could move a share price, deputies at the desk, and what is said of single findings."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assistant.errors import Conflict, InputError, NotAllowed, NotFound
from assistant.people.deputies import Deputies
from assistant.people.person import OPERATOR, Person
from assistant.review.release import NotCleared
from assistant.store.tables.desk import NotificationRow
from assistant.store.tables.people import AccountRow

TEXT = "De fusie komt eraan en ik ben blij."


@pytest.fixture
def third(office, clock) -> Person:
    """A manager who leads another team and does not see these drafts by themselves."""
    person = Person(id="f" * 32, name="tom", display_name="Tom", role="manager", manages=("it",))
    with office.store.write() as session:
        session.add(
            AccountRow(
                id=person.id, name="tom", name_key="tom", display_name="Tom", role="manager", manages=["it"],
                created_at=clock.now(),
            )
        )  # fmt: skip
    return person


def hand_in(office, person, text=TEXT):
    post = office.posts.new(person).id
    office.posts.save_draft(person, post, text, "edit")
    return post, office.hand_ins.hand_in(person, post).id


@pytest.fixture
def sensitive(office, employee):
    office.checker.forbid("fusie", market_sensitive=True)
    return hand_in(office, employee)


def sent(office) -> list[tuple[str | None, str]]:
    with office.store.read() as session:
        return sorted((row.account_id or "", row.kind) for row in session.query(NotificationRow))


def test_one_approval_of_a_sensitive_text_frees_nothing(office, employee, manager, other_manager, sensitive):
    post, handed = sensitive
    assert office.desk.decide(manager, handed, "approve").kind == "endorse"
    with pytest.raises(NotCleared):
        office.releases.release(employee, post)
    assert office.releases.status(employee, post).state == "waiting"
    assert office.releases.status(employee, post).decision is None
    seen = office.desk.open(other_manager, handed)
    assert (seen.needs_two, seen.endorsed_by) == (True, "Bart")
    assert office.desk.decide(other_manager, handed, "approve").kind == "approve"
    assert office.releases.release(employee, post).text == TEXT
    decisions = [entry for entry in office.audit.export() if entry["action"].startswith("review.")][1:]
    assert [(entry["action"], entry["actor"]) for entry in decisions] == [
        ("review.endorse", "bart"),
        ("review.approve", "els"),
    ]
    assert decisions[1]["data"]["endorsed"] == decisions[0]["data"]["decision"]


def test_nobody_is_both_of_the_two(office, manager, sensitive):
    office.desk.decide(manager, sensitive[1], "approve")
    with pytest.raises(Conflict) as told:
        office.desk.decide(manager, sensitive[1], "approve")
    assert told.value.key == "review.second_needed"
    assert office.desk.queue(manager)[0].yours_is_in


@pytest.mark.parametrize("kind", ["deny", "ask_for_changes"])
def test_one_is_enough_to_stop_it(office, employee, manager, other_manager, sensitive, kind):
    office.desk.decide(manager, sensitive[1], "approve")
    office.desk.decide(other_manager, sensitive[1], kind, comment="Nog niet.")
    with pytest.raises(NotCleared):
        office.releases.release(employee, sensitive[0])


def test_the_first_of_two_lapses_like_any_approval(office, manager, other_manager, sensitive, clock):
    office.desk.decide(manager, sensitive[1], "approve")
    clock.move(timedelta(days=14))
    assert office.desk.open(other_manager, sensitive[1]).endorsed_by == ""
    assert office.desk.decide(other_manager, sensitive[1], "approve").kind == "endorse"


def test_the_first_of_two_does_not_cover_what_was_found_after(office, employee, manager, other_manager, sensitive):
    post, handed = sensitive
    office.desk.decide(manager, handed, "approve")
    office.checker.forbid("blij")
    office.hand_ins.hand_in(employee, post)
    assert office.desk.decide(other_manager, handed, "approve").kind == "endorse"
    with pytest.raises(NotCleared):
        office.releases.release(employee, post)


def test_an_approval_by_one_is_void_once_the_record_is_sensitive(office, employee, manager):
    office.checker.forbid("fusie", market_sensitive=False)
    post, handed = hand_in(office, employee)
    office.desk.decide(manager, handed, "approve")
    office.checker.forbid("fusie", market_sensitive=True)
    with pytest.raises(NotCleared) as told:
        office.releases.release(employee, post)
    assert told.value.key == "review.approval_void"


def test_who_may_not_know_the_secret_is_none_of_the_two(office, employee, manager, other_manager):
    office.checker.forbid("fusie", market_sensitive=True, existence_secret=True, knowers=["els"])
    _, handed = hand_in(office, employee)
    with pytest.raises(NotAllowed):
        office.desk.decide(manager, handed, "approve")
    assert office.desk.decide(other_manager, handed, "approve").kind == "endorse"


def test_a_deputy_sees_and_decides_while_it_lasts(office, employee, manager, third, clock):
    office.checker.forbid("fusie")
    _, handed = hand_in(office, employee)
    assert office.desk.queue(third) == []
    with pytest.raises(NotFound):
        office.desk.open(third, handed)
    Deputies(office.store, clock, office.audit).add(manager, "bart", "tom", None, clock.now() + timedelta(days=5))
    assert [item.in_place_of for item in office.desk.queue(third)] == ["Bart"]
    assert office.desk.open(third, handed).in_place_of == "Bart"
    office.desk.decide(third, handed, "approve")
    entry = list(office.audit.export())[-1]
    assert (entry["actor"], entry["data"]["in_place_of"]) == ("tom", "Bart")
    _, again = hand_in(office, employee, TEXT + " Echt.")
    clock.move(timedelta(days=5))
    with pytest.raises(NotFound):
        office.desk.decide(third, again, "approve")


def test_a_deputy_never_decides_on_their_own_draft(office, manager, third, clock):
    with office.store.write() as session:
        session.get(AccountRow, third.id).team = "care"
    office.checker.forbid("fusie")
    _, handed = hand_in(office, third)
    Deputies(office.store, clock, office.audit).add(manager, "bart", "tom")
    assert office.desk.queue(third) == []
    with pytest.raises(NotFound):
        office.desk.decide(third, handed, "approve")


def test_nobody_decides_on_their_own_draft_through_a_deputy_of_all_teams(office, other_manager, manager, clock):
    """Els leads everybody; Bart stands in for her. Her own draft is not among what he gets by that."""
    with office.store.write() as session:
        session.get(AccountRow, other_manager.id).team = "board"
    office.checker.forbid("fusie")
    _, handed = hand_in(office, other_manager)
    Deputies(office.store, clock, office.audit).add(other_manager, "els", "bart")
    with pytest.raises(NotFound):
        office.desk.open(manager, handed)
    with pytest.raises(NotFound):
        office.desk.open(other_manager, handed)


def test_filters(office, employee, colleague, other_manager):
    office.checker.forbid("fusie")
    office.checker.forbid("blij", "review")
    hand_in(office, employee)
    hand_in(office, colleague, "Ik ben blij.")
    assert [item.author for item in office.desk.queue(other_manager, verdict="blocked")] == ["Lotte"]
    assert [item.author for item in office.desk.queue(other_manager, team="it")] == ["Wim"]
    assert office.desk.queue(other_manager, team="it", verdict="blocked") == []
    assert list(office.desk.teams(other_manager)) == ["care", "it"]


def test_not_a_leak_is_shown_next_time_and_silences_nothing(office, employee, colleague, manager, other_manager):
    office.checker.forbid("fusie", record_title="De fusie")
    post, handed = hand_in(office, employee)
    office.desk.mark(manager, handed, 1, right=False, comment="Dit gaat over de fusie van twee koren.")
    assert office.desk.open(manager, handed).said_before[0].mine is False
    with pytest.raises(NotCleared):
        office.releases.release(employee, post)
    other, again = hand_in(office, colleague, "De fusie van de koren!")
    (said,) = office.desk.open(other_manager, again).said_before
    assert (said.right, said.wrong, said.last_right, said.by, said.same_words) == (0, 1, False, "Bart", True)
    assert said.comment == "Dit gaat over de fusie van twee koren."
    assert office.desk.open(other_manager, again).verdict == "blocked"
    with pytest.raises(NotCleared):
        office.releases.release(colleague, other)


def test_who_thinks_again_changes_their_word(office, manager, employee):
    office.checker.forbid("fusie")
    _, handed = hand_in(office, employee)
    office.desk.mark(manager, handed, 1, right=False)
    office.desk.mark(manager, handed, 1, right=True)
    (said,) = office.desk.open(manager, handed).said_before
    assert (said.right, said.wrong, said.mine) == (1, 0, True)


def test_of_a_record_one_may_not_know_nothing_is_said(office, employee, manager, other_manager):
    office.checker.forbid("fusie", knowers=["els"])
    _, handed = hand_in(office, employee)
    office.desk.mark(other_manager, handed, 1, right=False, comment="geheim")
    (said,) = office.desk.open(manager, handed).said_before
    assert (said.wrong, said.comment) == (0, "")


def test_marks_ask_who_it_is(office, employee, colleague, manager, other_manager, administrator):
    office.checker.forbid("fusie", existence_secret=True, knowers=["els"])
    _, handed = hand_in(office, employee)
    for person in (employee, colleague, administrator):
        with pytest.raises(NotAllowed):
            office.desk.mark(person, handed, 1, right=True)
    with pytest.raises(NotAllowed):
        office.desk.mark(manager, handed, 1, right=True)
    for number in (0, 2, -1):
        with pytest.raises(NotFound):
            office.desk.mark(other_manager, handed, number, right=True)
    with pytest.raises(NotFound):
        office.desk.mark(OPERATOR, handed, 1, right=True)
    with pytest.raises(InputError):
        office.desk.mark(other_manager, handed, 1, right=True, comment="x" * 6000)


def test_who_is_to_hear_of_it(office, employee, manager, other_manager, third, sensitive):
    assert sent(office) == [("", "hand_in"), (manager.id, "hand_in"), (other_manager.id, "hand_in")]
    office.desk.decide(manager, sensitive[1], "approve")
    assert (other_manager.id, "second") in sent(office)
    office.desk.decide(other_manager, sensitive[1], "approve")
    assert (employee.id, "decided") in sent(office)
    assert third.id not in {account for account, _ in sent(office)}
