"""Two things at the same moment, with real threads, on SQLite and on PostgreSQL."""

import threading
from collections import Counter

import pytest

from assistant.errors import Conflict, PersonError
from assistant.review.release import NotCleared

ROUNDS = 8


def side_by_side(*acts):
    """Start every act at the same moment; give what each returned or raised."""
    start = threading.Barrier(len(acts))
    outcomes = [None] * len(acts)

    def run(number: int) -> None:
        start.wait()
        try:
            outcomes[number] = acts[number]()
        except PersonError as error:
            outcomes[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def entry(office, action, number=-1):
    found = [entry for entry in office.audit.export() if entry["action"] == action]
    return found[number] if found else None


def test_a_rule_added_while_somebody_releases(each_office, employee):
    """Either the release stands in the record from before the rule, or it was refused."""
    outcomes = Counter()
    for number in range(ROUNDS):
        post_id = each_office.draft(employee, f"Nieuws over woord{number}.")
        released, _ = side_by_side(
            lambda post_id=post_id: each_office.releases.release(employee, post_id),
            lambda number=number: each_office.checker.forbid(f"woord{number}"),
        )
        if isinstance(released, NotCleared):
            outcomes["refused"] += 1
        else:
            outcomes["released"] += 1
            assert entry(each_office, "release.give_out")["data"]["revision"] == number
        with pytest.raises(NotCleared):
            each_office.releases.release(employee, post_id)
    assert sum(outcomes.values()) == ROUNDS
    assert each_office.audit.verify() == []


def test_an_approval_and_an_edit_at_once(each_office, employee, manager):
    """Whoever is first: what is released is a text that was approved, letter by letter."""
    each_office.checker.forbid("fusie")
    for number in range(ROUNDS):
        text, other = f"De fusie komt {number}.", f"De fusie komt wel {number}."
        post_id = each_office.draft(employee, text)
        handed_in = each_office.hand_ins.hand_in(employee, post_id)
        decided, _ = side_by_side(
            lambda id=handed_in.id: each_office.desk.decide(manager, id, "approve"),
            lambda post_id=post_id, other=other: each_office.edit(employee, post_id, other),
        )
        assert isinstance(decided, Conflict) or decided.kind == "approve"
        with pytest.raises(NotCleared):
            each_office.releases.release(employee, post_id)
        each_office.edit(employee, post_id, text)
        if isinstance(decided, Conflict):
            with pytest.raises(NotCleared):
                each_office.releases.release(employee, post_id)
        else:
            assert each_office.releases.release(employee, post_id).text == text


def test_a_release_and_an_edit_at_once(each_office, employee):
    each_office.checker.forbid("fusie")
    for number in range(ROUNDS):
        post_id = each_office.draft(employee, f"Hallo {number}")
        released, _ = side_by_side(
            lambda post_id=post_id: each_office.releases.release(employee, post_id),
            lambda post_id=post_id: each_office.edit(employee, post_id, "De fusie komt."),
        )
        assert isinstance(released, NotCleared) or released.text == f"Hallo {number}"


def test_a_double_click_releases_once(each_office, employee):
    for number in range(ROUNDS):
        post_id = each_office.draft(employee, f"Hallo {number}")
        outcomes = side_by_side(*[lambda post_id=post_id: each_office.releases.release(employee, post_id)] * 4)
        assert len({outcome.release_id for outcome in outcomes}) == 1
    assert each_office.actions().count("release.give_out") == ROUNDS


def test_two_managers_decide_and_one_is_first(each_office, employee, manager, other_manager):
    each_office.checker.forbid("fusie")
    for number in range(ROUNDS):
        handed_in = each_office.hand_ins.hand_in(employee, each_office.draft(employee, f"De fusie {number}."))
        outcomes = side_by_side(
            lambda id=handed_in.id: each_office.desk.decide(manager, id, "approve"),
            lambda id=handed_in.id: each_office.desk.decide(other_manager, id, "deny", reason="tone"),
        )
        assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 1
    actions = each_office.actions()
    assert actions.count("review.approve") + actions.count("review.deny") == ROUNDS
    assert each_office.audit.verify() == []


def test_a_pause_and_a_release_at_once(each_office, employee, officer):
    """After `pause` has returned, nothing goes out; what went out stands in the record before it."""
    for number in range(ROUNDS):
        post_id = each_office.draft(employee, f"Hallo {number}")
        released, _ = side_by_side(
            lambda post_id=post_id: each_office.releases.release(employee, post_id),
            lambda: each_office.releases.pause(officer),
        )
        if not isinstance(released, PersonError):
            given_out = entry(each_office, "release.give_out")["number"]
            assert given_out < entry(each_office, "release.pause")["number"]
        each_office.releases.resume(officer)


def test_two_tabs_save_and_nothing_is_lost(each_office, employee):
    for number in range(ROUNDS):
        post_id = each_office.draft(employee, "Begin")
        outcomes = side_by_side(
            *[
                lambda text=f"{tab} {number}", post_id=post_id: each_office.posts.save_draft(
                    employee, post_id, text, "edit", expected_number=1
                )
                for tab in ("links", "rechts")
            ]
        )
        (refused,) = [index for index, outcome in enumerate(outcomes) if isinstance(outcome, Conflict)]
        kept = f"{('links', 'rechts')[refused]} {number}"
        each_office.posts.save_draft(employee, post_id, kept, "edit", expected_number=1, force=True)
        texts = {draft.text for draft in each_office.posts.drafts(employee, post_id)}
        assert texts == {"Begin", f"links {number}", f"rechts {number}"}


def test_the_same_hand_in_twice_at_once_is_one(each_office, employee, manager):
    for number in range(ROUNDS):
        post_id = each_office.draft(employee, f"Hallo {number}")
        first, second = side_by_side(*[lambda post_id=post_id: each_office.hand_ins.hand_in(employee, post_id)] * 2)
        assert first.id == second.id
    assert len(each_office.desk.queue(manager)) == ROUNDS


def test_two_managers_approve_a_sensitive_text_at_once(each_office, employee, manager, other_manager):
    """One is the first of two, the other the second; both names stand with the approval."""
    each_office.checker.forbid("fusie", market_sensitive=True)
    for number in range(ROUNDS):
        post_id = each_office.draft(employee, f"De fusie, deel {number}.")
        handed = each_office.hand_ins.hand_in(employee, post_id).id
        made = side_by_side(
            lambda handed=handed: each_office.desk.decide(manager, handed, "approve"),
            lambda handed=handed: each_office.desk.decide(other_manager, handed, "approve"),
        )
        assert sorted(one.kind for one in made) == ["approve", "endorse"]
        assert each_office.releases.release(employee, post_id).text
    assert each_office.audit.verify() == []


def test_one_manager_pressing_twice_is_one_of_two(each_office, employee, manager):
    each_office.checker.forbid("fusie", market_sensitive=True)
    for number in range(ROUNDS):
        post_id = each_office.draft(employee, f"De fusie, deel {number}.")
        handed = each_office.hand_ins.hand_in(employee, post_id).id
        press = [lambda handed=handed: each_office.desk.decide(manager, handed, "approve")] * 2
        made = side_by_side(*press)
        assert Counter(getattr(one, "kind", type(one)) for one in made) == {"endorse": 1, Conflict: 1}
        with pytest.raises(NotCleared):
            each_office.releases.release(employee, post_id)


def test_a_pause_while_somebody_takes_a_text_along(each_office, employee, officer):
    """What was given out stands before the pause in the record; after it nothing is given out."""
    for number in range(ROUNDS):
        post_id = each_office.draft(employee, f"Nieuws {number}.")
        known = len(each_office.actions())
        side_by_side(
            lambda post_id=post_id: each_office.releases.as_text_file(employee, post_id),
            lambda: each_office.releases.pause(officer, "Stop."),
        )
        actions = each_office.actions()[known:]
        assert not {"release.give_out", "release.text_file"} & set(actions[actions.index("release.pause") :])
        each_office.releases.resume(officer)
