"""The release: nothing goes out that was not checked, as it stands, at that moment."""

from datetime import timedelta
from importlib.metadata import version
from urllib.parse import parse_qs, urlsplit

import pytest

from assistant.errors import Conflict, InputError, NotAllowed, NotFound, Unavailable
from assistant.review.release import ATTEMPTS, NotCleared
from assistant.store.hashing import text_hash
from assistant.store.tables.people import AccountRow

FLAGGED = "De fusie komt eraan."


@pytest.fixture
def flagged(office, employee):
    """A post that may not go out without a manager."""
    office.checker.forbid("fusie")
    return office.draft(employee, FLAGGED)


@pytest.fixture
def approved(office, employee, manager, flagged):
    handed_in = office.hand_ins.hand_in(employee, flagged)
    office.desk.decide(manager, handed_in.id, "approve", reason="agreed")
    return flagged


def refused(office, person, post_id):
    with pytest.raises(NotCleared) as raised:
        office.releases.release(person, post_id)
    return raised.value


def test_a_clear_text_goes_out_with_a_link_that_holds_exactly_it(office, employee):
    text = "Hallo & welkom: 100 % échte #verhalen\n\n🙂 + meer?"
    post_id = office.draft(employee, text)
    released = office.releases.release(employee, post_id)
    assert released.text == text
    parts = urlsplit(released.composer_link)
    assert (parts.scheme, parts.hostname, parts.path) == ("https", "www.linkedin.com", "/feed/")
    assert parse_qs(parts.query)["text"] == [text]
    assert office.releases.status(employee, post_id).state == "released"


def test_it_is_recorded_with_all_that_it_was_judged_by(office, employee):
    office.checker.forbid("omzet", "advice")
    post = office.posts.new(employee)
    office.posts.save_draft(employee, post.id, "omzet", "model", [{"passage_id": "p1"}], prompt="write/3/abc")
    office.releases.release(employee, post.id)
    entry = list(office.audit.export())[-1]
    assert (entry["action"], entry["actor"], entry["role"]) == ("release.give_out", "lotte", "employee")
    assert entry["data"] == {
        "post": post.id,
        "channel": "linkedin",
        "text_hash": text_hash("omzet"),
        "verdict": "advice",
        "revision": 1,
        "judged_by": [{"detector": "phrase", "ref": "ref-omzet", "version": 1}],
        "decision": None,
        "origin": "model",
        "draft": 1,
        "language": "nl",
        "program": version("boegbeeld"),
        "reason": "",
        "prompt": "write/3/abc",
        "sources": ["p1"],
    }


def test_it_is_checked_again_whatever_was_found_before(office, employee):
    post_id = office.draft(employee, FLAGGED)
    assert office.posts.check(employee, post_id).verdict == "clear"
    office.checker.forbid("fusie")
    error = refused(office, employee, post_id)
    assert error.result.verdict == "blocked"
    assert office.releases.status(employee, post_id).state == "flagged", "and the page shows why"
    assert "release.give_out" not in office.actions()


def test_the_check_is_asked_with_the_clock_of_now_and_the_author(office, clock, employee):
    post = office.posts.new(employee, language="fr", notes=["une note"])
    office.posts.save_draft(employee, post.id, "Bonjour", "edit")
    clock.move(timedelta(hours=3))
    office.releases.release(employee, post.id, "x")
    asked = office.checker.asked[-1]
    assert (asked["at"], asked["person"], asked["channel"]) == (clock.now(), employee, "x")
    assert (asked["language"], asked["notes"]) == ("fr", ("une note",))


def test_advice_goes_out_and_is_shown(office, employee):
    office.checker.forbid("omzet", "advice")
    released = office.releases.release(employee, office.draft(employee, "omzet"))
    assert [finding.quote for finding in released.advice] == ["omzet"]
    assert released.advice[0].evidence == {}


@pytest.mark.parametrize("severity", ["review", "block"])
def test_what_needs_a_manager_does_not_go_out_without_one(office, employee, severity):
    office.checker.forbid("fusie", severity)
    post_id = office.draft(employee, FLAGGED)
    error = refused(office, employee, post_id)
    assert error.key == "review.not_clear"
    assert [finding.evidence for finding in error.result.findings] == [{}]


def test_waiting_is_not_approval(office, employee, flagged):
    office.hand_ins.hand_in(employee, flagged)
    refused(office, employee, flagged)


def test_an_approved_text_goes_out(office, employee, approved):
    assert office.releases.status(employee, approved).state == "approved"
    released = office.releases.release(employee, approved)
    assert released.text == FLAGGED
    assert list(office.audit.export())[-1]["data"]["decision"]


def test_one_changed_character_needs_a_new_check_and_a_new_approval(office, employee, approved):
    office.edit(employee, approved, FLAGGED + " ")
    status = office.releases.status(employee, approved)
    assert (status.state, status.needs_check) == ("drafting", True)
    assert refused(office, employee, approved).key == "review.not_clear"
    assert office.releases.status(employee, approved).state == "flagged"
    office.edit(employee, approved, FLAGGED)
    assert office.releases.release(employee, approved).text == FLAGGED, "the approved text is still approved"


def test_one_new_finding_voids_the_approval(office, employee, approved):
    office.checker.forbid("komt", "advice")
    assert refused(office, employee, approved).key == "review.approval_void"
    assert office.releases.status(employee, approved).state == "flagged"
    office.checker.allow("komt")
    office.releases.release(employee, approved)


def test_a_new_version_of_the_rule_voids_the_approval(office, employee, approved):
    office.checker.version = 2
    assert refused(office, employee, approved).key == "review.approval_void"


def test_no_approval_covers_a_part_of_the_check_that_failed(office, employee, approved):
    office.checker.fail()
    assert [finding.detector for finding in refused(office, employee, approved).result.findings][-1] == "check"
    office.checker.recover()
    assert office.releases.release(employee, approved).text == FLAGGED


def test_not_even_one_that_saw_it_fail(office, employee, manager):
    office.checker.fail()
    post_id = office.draft(employee, "Hallo")
    handed_in = office.hand_ins.hand_in(employee, post_id)
    office.desk.decide(manager, handed_in.id, "approve", reason="agreed")
    refused(office, employee, post_id)


def test_an_approval_lapses(office, clock, employee, approved):
    clock.move(timedelta(days=14) - timedelta(microseconds=1))
    assert office.releases.status(employee, approved).state == "approved"
    clock.move(timedelta(microseconds=1))
    assert office.releases.status(employee, approved).state != "approved"
    assert refused(office, employee, approved).key == "review.approval_lapsed"


def test_a_clock_set_back_does_not_revive_an_approval(office, clock, employee, approved, administrator):
    clock.move(timedelta(days=20))
    office.releases.pause(administrator)
    office.releases.resume(administrator)
    clock.move(timedelta(days=-10))
    assert refused(office, employee, approved).key == "review.approval_lapsed"


def test_the_last_word_counts(office, employee, manager, other_manager, approved):
    again = office.hand_ins.hand_in(employee, approved)
    office.clock.move(timedelta(minutes=1))
    office.desk.decide(other_manager, again.id, "deny", reason="not_public")
    assert refused(office, employee, approved).key == "review.denied_text"
    assert office.releases.status(employee, approved).state == "denied"


def test_a_denied_text_stays_in_even_when_the_rule_is_gone(office, employee, manager, flagged):
    handed_in = office.hand_ins.hand_in(employee, flagged)
    office.desk.decide(manager, handed_in.id, "deny", reason="tone")
    office.checker.allow("fusie")
    assert refused(office, employee, flagged).key == "review.denied_text"
    office.edit(employee, flagged, "Iets helemaal anders.")
    office.releases.release(employee, flagged)


def test_an_approval_is_of_one_post_only(office, employee, approved):
    refused(office, employee, office.draft(employee, FLAGGED))


def test_twice_is_one_release(office, employee):
    post_id = office.draft(employee, "Hallo")
    first, second = office.releases.release(employee, post_id), office.releases.release(employee, post_id)
    assert first == second
    assert office.actions().count("release.give_out") == 1


def test_again_under_other_rules_or_elsewhere_is_recorded_again(office, employee):
    post_id = office.draft(employee, "Hallo")
    first = office.releases.release(employee, post_id)
    office.checker.forbid("zebra")
    second = office.releases.release(employee, post_id)
    third = office.releases.release(employee, post_id, "x")
    assert len({first.release_id, second.release_id, third.release_id}) == 3
    assert office.actions().count("release.give_out") == 3


def test_only_its_author_can_release_a_post(office, employee, colleague, manager, officer, administrator):
    post_id = office.draft(employee, "Hallo")
    for person in (colleague, manager, officer, administrator):
        with pytest.raises(NotFound):
            office.releases.release(person, post_id)
        with pytest.raises(NotFound):
            office.releases.status(person, post_id)
        with pytest.raises(NotFound):
            office.releases.published(person, post_id, "https://example.org/x")


def test_a_person_disabled_meanwhile_gets_nothing(office, employee):
    post_id = office.draft(employee, "Hallo")

    def disable() -> None:
        with office.store.write() as session:
            session.get_one(AccountRow, employee.id).disabled_at = office.clock.now()

    office.checker.after = disable
    with pytest.raises(NotAllowed):
        office.releases.release(employee, post_id)
    assert "release.give_out" not in office.actions()


def test_no_text_no_release(office, employee):
    post = office.posts.new(employee)
    with pytest.raises(InputError, match="no text"):
        office.releases.release(employee, post.id)


def test_a_draft_saved_during_the_check_is_what_gets_checked(office, employee):
    office.checker.forbid("fusie")
    post_id = office.draft(employee, "Hallo")

    def save_once() -> None:
        office.checker.after = None
        office.edit(employee, post_id, FLAGGED)

    office.checker.after = save_once
    refused(office, employee, post_id)
    assert office.checker.calls == 2


def test_notes_or_a_language_changed_during_the_check_count_too(office, employee):
    post_id = office.draft(employee, "Hallo")

    def change_once() -> None:
        office.checker.after = None
        office.posts.update(employee, post_id, language="fr", notes=["nieuw"])

    office.checker.after = change_once
    office.releases.release(employee, post_id)
    assert [asked["language"] for asked in office.checker.asked] == ["nl", "fr"]


def test_a_rule_made_during_the_check_counts(office, employee):
    post_id = office.draft(employee, FLAGGED)

    def forbid_once() -> None:
        office.checker.after = None
        office.checker.forbid("fusie")

    office.checker.after = forbid_once
    refused(office, employee, post_id)
    assert "release.give_out" not in office.actions()


def test_rules_that_never_stand_still_end_in_words_and_not_in_a_release(office, employee):
    post_id = office.draft(employee, "Hallo")
    office.checker.after = lambda: office.checker.forbid(f"woord{office.checker.calls}")
    with pytest.raises(Conflict):
        office.releases.release(employee, post_id)
    assert office.checker.calls == ATTEMPTS
    assert "release.give_out" not in office.actions()


@pytest.mark.parametrize("jump", [timedelta(minutes=5), timedelta(seconds=-1)])
def test_a_check_from_another_time_is_made_again(office, clock, employee, jump):
    post_id = office.draft(employee, "Hallo")

    def jump_once() -> None:
        office.checker.after = None
        clock.move(jump)

    office.checker.after = jump_once
    office.releases.release(employee, post_id)
    assert office.checker.calls == 2


def test_a_check_that_breaks_releases_nothing(office, employee):
    post_id = office.draft(employee, "Hallo")

    def break_down() -> None:
        raise OSError("the check is broken")

    office.checker.before = break_down
    with pytest.raises(OSError, match="broken"):
        office.releases.release(employee, post_id)
    assert "release.give_out" not in office.actions()


def test_a_record_that_cannot_be_written_releases_nothing(office, employee, monkeypatch):
    post_id = office.draft(employee, "Hallo")

    def full_disk(*_: object, **__: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(office.audit, "append", full_disk)
    with pytest.raises(OSError, match="no space"):
        office.releases.release(employee, post_id)
    assert office.releases.status(employee, post_id).state != "released"


def test_a_pause_stops_everybody_with_its_message_and_is_recorded(office, employee, officer, administrator, approved):
    with pytest.raises(NotAllowed):
        office.releases.pause(employee, "x")
    office.releases.pause(officer, "Er loopt een crisis.")
    pause = office.releases.paused()
    assert (pause.message, pause.by) == ("Er loopt een crisis.", "ine")
    for post_id in (approved, office.draft(employee, "Hallo")):
        with pytest.raises(Unavailable, match="Er loopt een crisis"):
            office.releases.release(employee, post_id)
    with pytest.raises(NotAllowed):
        office.releases.resume(employee)
    office.releases.resume(administrator)
    assert office.releases.paused() is None
    office.releases.release(employee, approved)
    assert [action for action in office.actions() if action in ("release.pause", "release.resume")] == [
        "release.pause",
        "release.resume",
    ]


def test_a_pause_during_the_check_stops_it_too(office, employee, officer):
    post_id = office.draft(employee, "Hallo")
    office.checker.after = lambda: office.releases.pause(officer)
    with pytest.raises(Unavailable):
        office.releases.release(employee, post_id)


def test_i_posted_it(office, employee):
    post_id = office.draft(employee, "Hallo")
    with pytest.raises(InputError, match="not released"):
        office.releases.published(employee, post_id, "https://www.linkedin.com/posts/1")
    office.releases.release(employee, post_id)
    status = office.releases.published(employee, post_id, " https://www.linkedin.com/posts/1 ")
    assert (status.state, status.address) == ("published", "https://www.linkedin.com/posts/1")
    office.releases.published(employee, post_id, "https://www.linkedin.com/posts/1")
    assert office.actions().count("release.published") == 1
    office.edit(employee, post_id, "Hallo!")
    assert office.releases.status(employee, post_id).state == "drafting"


def test_i_posted_it_without_an_address(office, employee):
    post_id = office.draft(employee, "Hallo")
    office.releases.release(employee, post_id)
    assert office.releases.published(employee, post_id).state == "published"
    assert office.releases.published(employee, post_id, "https://example.org/a").address == "https://example.org/a"


@pytest.mark.parametrize(
    "address",
    [
        "linkedin.com/posts/1",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org/x",
        "https://",
        "https://localhost/x",
        "https://user:word@example.org/",
        "https://example.org/a b",
        "https://[::1",
        "https://example.org/\n",
        "https://example.org/" + "x" * 2000,
        "hallo",
    ],
)
def test_what_is_not_a_web_address_is_refused_in_words(office, employee, address):
    if address.endswith("\n"):
        address += "x"
    post_id = office.draft(employee, "Hallo")
    office.releases.release(employee, post_id)
    with pytest.raises(InputError, match="not a web address"):
        office.releases.published(employee, post_id, address)
    assert office.releases.status(employee, post_id).state == "released"


def test_a_rule_changed_after_the_check_shows_in_the_status(office, employee):
    post_id = office.draft(employee, "Hallo")
    office.posts.check(employee, post_id)
    assert office.releases.status(employee, post_id).state == "clear"
    office.checker.forbid("zebra")
    status = office.releases.status(employee, post_id)
    assert (status.state, status.needs_check, status.verdict) == ("drafting", True, "clear")


def test_status_of_changes_asked(office, employee, manager, flagged):
    handed_in = office.hand_ins.hand_in(employee, flagged)
    office.desk.decide(manager, handed_in.id, "ask_for_changes", comment="Korter")
    status = office.releases.status(employee, flagged)
    assert (status.state, status.decision.comment) == ("changes_asked", "Korter")
