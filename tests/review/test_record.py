"""A check, a hand-in, a decision and a release each leave all that an auditor asks for, in one shape."""

from datetime import datetime, timedelta

import pytest

from assistant.people.accounts import Accounts
from assistant.review.recheck import Rechecker
from assistant.store.hashing import text_hash

WHO_AND_WHEN = {"number", "at", "actor", "role", "action", "subject", "data", "previous_hash", "hash"}
WHAT = {
    "post",
    "draft",
    "text_hash",
    "channel",
    "language",
    "verdict",
    "revision",
    "judged_by",
    "origin",
    "prompt",
    "sources",
    "program",
}
PROMPT = "draft@3#0123456789ab openai/some-model"


@pytest.fixture
def entries(office, employee, manager):
    """From a model's draft, changed by hand, through the desk, to its release."""
    office.checker.forbid("omzet", "review")
    post = office.posts.new(employee)
    office.posts.save_draft(employee, post.id, "De omzet.", "model", [{"passage_id": "p1"}], prompt=PROMPT)
    office.posts.save_draft(employee, post.id, "De omzet groeit.", "edit", expected_number=1)
    office.posts.check(employee, post.id)
    hand_in = office.hand_ins.hand_in(employee, post.id)
    office.desk.decide(manager, hand_in.id, "approve", reason="public")
    office.releases.release(employee, post.id)
    return {entry["action"]: entry for entry in office.audit.export()}


@pytest.mark.parametrize("action", ["post.check", "review.hand_in", "review.approve", "release.give_out"])
def test_an_entry_says_who_what_when_by_which_rules_and_which_model(entries, action):
    entry = entries[action]
    assert set(entry) == WHO_AND_WHEN
    assert set(entry["data"]) >= WHAT
    assert datetime.fromisoformat(entry["at"]).utcoffset() == timedelta(0)
    assert entry["role"] in ("employee", "manager")
    data = entry["data"]
    assert data["text_hash"] == text_hash("De omzet groeit.")
    assert data["judged_by"] == [{"detector": "phrase", "ref": "ref-omzet", "version": 1}]
    assert (data["verdict"], data["revision"], data["draft"]) == ("review", 1, 2)
    assert (data["prompt"], data["sources"]) == (PROMPT, ["p1"]), "the model is seen through an edit by hand"


@pytest.mark.parametrize("action", ["review.approve", "release.give_out"])
def test_the_reason_and_the_decision_stand_with_it(entries, action):
    assert entries[action]["data"]["reason"] == "public"
    assert entries[action]["data"]["decision"] == entries["review.approve"]["data"]["decision"]


def test_no_words_of_the_text_stand_in_the_record(entries):
    assert "omzet groeit" not in str(entries)


def test_the_same_check_again_is_no_new_entry_and_another_outcome_is(office, employee):
    post_id = office.draft(employee, "De omzet.")
    for _ in range(3):
        office.posts.check(employee, post_id)
    assert office.actions() == ["post.check"]
    office.checker.forbid("omzet", "review")
    office.posts.check(employee, post_id)
    assert office.actions() == ["post.check", "post.check"]


def test_a_check_by_the_program_itself_says_so(office, employee):
    post_id = office.draft(employee, "De omzet.")
    office.posts.check(employee, post_id)
    office.checker.forbid("omzet", "review")
    Rechecker(office.store, office.clock, office.checker, Accounts(office.store, office.clock, office.audit)).run()
    by_hand, by_itself = office.audit.export()
    assert (by_hand["actor"], by_itself["actor"], by_itself["role"]) == ("lotte", "program", "program")
    assert [entry["data"]["verdict"] for entry in (by_hand, by_itself)] == ["clear", "review"]


def test_where_it_was_posted_is_kept_as_a_hash(office, employee):
    post_id = office.draft(employee, "Hallo")
    office.releases.release(employee, post_id)
    office.releases.published(employee, post_id, "https://www.linkedin.com/posts/lotte-1")
    entry = list(office.audit.export())[-1]
    assert entry["action"] == "release.published"
    assert entry["data"]["address_hash"] == text_hash("https://www.linkedin.com/posts/lotte-1")
    assert "lotte-1" not in str(entry)


def test_a_login_name_cannot_pass_for_the_program(office):
    from assistant.audit import PROGRAM

    accounts = Accounts(office.store, office.clock, office.audit)
    from assistant.errors import InputError
    from assistant.people.person import OPERATOR

    for name in (PROGRAM, OPERATOR.name, "Program"):
        with pytest.raises(InputError):
            accounts.add(OPERATOR, name, "X", "employee")
