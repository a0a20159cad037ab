"""Handing in: this text, with these findings, and a word from its author."""

import pytest

from assistant.errors import Conflict, InputError, NotFound


@pytest.fixture
def handed_in(office, employee):
    office.checker.forbid("fusie")
    post_id = office.draft(employee, "De fusie komt eraan.")
    return office.hand_ins.hand_in(employee, post_id, "Mag dit?")


def test_a_hand_in_holds_the_text_the_verdict_and_the_note(office, handed_in, employee):
    assert (handed_in.text, handed_in.verdict, handed_in.note) == ("De fusie komt eraan.", "blocked", "Mag dit?")
    assert (handed_in.state, handed_in.decision) == ("waiting", None)
    assert office.hand_ins.mine(employee) == [handed_in]
    assert office.releases.status(employee, handed_in.post_id).state == "waiting"


def test_the_same_text_twice_is_one_hand_in(office, handed_in, employee):
    again = office.hand_ins.hand_in(employee, handed_in.post_id)
    assert again == handed_in
    assert office.actions().count("review.hand_in") == 1


def test_another_text_takes_the_place_of_what_waited(office, handed_in, employee, manager):
    office.edit(employee, handed_in.post_id, "De fusie komt er bijna aan.")
    second = office.hand_ins.hand_in(employee, handed_in.post_id)
    assert [info.state for info in office.hand_ins.mine(employee) if info.id == handed_in.id] == ["replaced"]
    assert [item.hand_in_id for item in office.desk.queue(manager)] == [second.id]
    with pytest.raises(NotFound):
        office.desk.decide(manager, handed_in.id, "approve")


def test_a_colleagues_post_or_hand_in_does_not_exist(office, handed_in, colleague, manager):
    for act in (
        lambda person: office.hand_ins.hand_in(person, handed_in.post_id),
        lambda person: office.hand_ins.withdraw(person, handed_in.id),
        lambda person: office.hand_ins.accept_suggestion(person, handed_in.id),
    ):
        for person in (colleague, manager):
            with pytest.raises(NotFound):
                act(person)
    assert office.hand_ins.mine(colleague) == []


def test_a_withdrawn_hand_in_is_gone_from_the_desk(office, handed_in, employee, manager):
    office.hand_ins.withdraw(employee, handed_in.id)
    assert office.desk.queue(manager) == []
    with pytest.raises(NotFound):
        office.desk.open(manager, handed_in.id)
    with pytest.raises(Conflict):
        office.hand_ins.withdraw(employee, handed_in.id)
    assert office.releases.status(employee, handed_in.post_id).state == "flagged"


def test_there_must_be_a_text(office, employee):
    post = office.posts.new(employee)
    with pytest.raises(InputError, match="no text"):
        office.hand_ins.hand_in(employee, post.id)
    office.posts.save_draft(employee, post.id, "  \n", "edit")
    with pytest.raises(InputError, match="no text"):
        office.hand_ins.hand_in(employee, post.id)


def test_a_note_has_an_end(office, employee):
    post_id = office.draft(employee, "Hallo")
    with pytest.raises(InputError, match="too long"):
        office.hand_ins.hand_in(employee, post_id, "x" * 2001)


def test_a_draft_saved_while_it_was_checked_is_checked_itself(office, employee):
    post_id = office.draft(employee, "Hallo")

    def save_once() -> None:
        office.checker.after = None
        office.edit(employee, post_id, "Hallo fusie")

    office.checker.forbid("fusie")
    office.checker.after = save_once
    handed_in = office.hand_ins.hand_in(employee, post_id)
    assert (handed_in.text, handed_in.verdict) == ("Hallo fusie", "blocked")


def test_an_accepted_suggestion_is_a_new_draft_that_needs_a_check(office, handed_in, employee, manager):
    with pytest.raises(InputError, match="no suggested text"):
        office.hand_ins.accept_suggestion(employee, handed_in.id)
    office.desk.decide(manager, handed_in.id, "ask_for_changes", suggestion="Er beweegt iets.")
    draft = office.hand_ins.accept_suggestion(employee, handed_in.id)
    assert (draft.text, draft.origin, draft.number) == ("Er beweegt iets.", "suggestion", 2)
    assert draft.sources == ({"passage_id": "p1"}, {"passage_id": "p2"})
    status = office.releases.status(employee, handed_in.post_id)
    assert (status.state, status.needs_check) == ("drafting", True)
    office.posts.check(employee, handed_in.post_id)
    assert office.releases.status(employee, handed_in.post_id).state == "clear"


def test_the_author_sees_who_decided_what_and_why(office, handed_in, employee, manager):
    office.desk.decide(manager, handed_in.id, "deny", reason="not_public", comment="Wacht tot maandag.")
    (info,) = office.hand_ins.mine(employee)
    assert info.state == "denied"
    assert (info.decision.decided_by, info.decision.reason, info.decision.comment) == (
        "Bart",
        "not_public",
        "Wacht tot maandag.",
    )


def test_the_audit_knows_the_text_by_its_hash_only(office, handed_in):
    entries = list(office.audit.export())
    assert "fusie komt" not in str(entries)
    assert entries[-1]["data"]["judged_by"] == [{"detector": "phrase", "ref": "ref-fusie", "version": 1}]
    assert len(entries[-1]["data"]["text_hash"]) == 64
