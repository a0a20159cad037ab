"""Posts and drafts: numbered versions, one owner, nothing typed gets lost."""

from datetime import timedelta

import pytest

from assistant.checking.finding import CheckResult, Finding, verdict_of
from assistant.errors import Conflict, InputError, NotFound
from assistant.store.hashing import text_hash
from assistant.store.revision import bump
from assistant.store.tables.people import AccountRow
from assistant.store.tables.posts import ChatRow
from assistant.writing.posts import LONGEST, Posts


class Checker:
    """Finds an embargo in every text with "geheim" in it."""

    def __init__(self):
        self.asked = []

    def check(self, text, **asked):
        self.asked.append((text, asked))
        findings = ()
        if "geheim" in text:
            message = {"nl": "Nog niet publiek.", "fr": "Pas encore public.", "en": "Not public yet."}
            evidence, source = {"record_id": "fusie-2027", "fact": "de fusie"}, {"title": "Fusieplan"}
            findings = (
                Finding("embargo", "fusie-2027", 3, "block", 0, 6, text[:6], message, source=source, evidence=evidence),
                Finding("phrase", "no-hype", 1, "advice", 0, 6, text[:6], message, evidence={"list": "x"}),
            )
        return CheckResult(verdict_of(findings), findings, 0.0, 0, {})


@pytest.fixture
def checker():
    return Checker()


@pytest.fixture
def posts(store, clock, checker, employee, colleague):
    with store.write() as session:
        for person in (employee, colleague):
            row = AccountRow(
                id=person.id,
                name=person.name,
                name_key=person.name,
                display_name=person.display_name,
                role=person.role,
                created_at=clock.now(),
            )
            session.add(row)
        for person in (employee, colleague):
            at = clock.now()
            session.add(ChatRow(id=f"chat-{person.name}", account_id=person.id, created_at=at, updated_at=at))
    return Posts(store, clock, checker)


@pytest.fixture
def post(posts, employee):
    return posts.new(employee)


def save(posts, person, post, text, origin="rewrite", **how):
    return posts.save_draft(person, post.id, text, origin, **how)


def test_a_new_post_has_no_text_yet(posts, employee):
    post = posts.new(
        employee, chat_id="chat-lotte", channel="x", language="fr", theme="care", notes=["Gisteren in Gent"]
    )
    assert (post.chat_id, post.channel, post.language, post.theme) == ("chat-lotte", "x", "fr", "care")
    assert (post.number, post.text, post.notes) == (0, "", ("Gisteren in Gent",))
    assert posts.latest(employee, post.id) is None
    assert posts.get(employee, post.id) == posts.of_chat(employee, "chat-lotte") == post


def test_a_post_speaks_its_authors_language(posts, employee):
    assert posts.new(employee).language == "nl"


def test_drafts_are_numbered_and_keep_their_text_exactly(posts, employee, post):
    texts = ["Één", "  spaties  \n", "🙂 é\u0301 \u200b\r\n", ""]
    for number, text in enumerate(texts, 1):
        draft = save(posts, employee, post, text)
        assert (draft.number, draft.text, draft.text_hash) == (number, text, text_hash(text))
    assert [draft.text for draft in posts.drafts(employee, post.id)] == texts
    assert posts.latest(employee, post.id).number == 4


def test_sources_and_prompt_are_kept_and_an_edit_keeps_the_sources(posts, employee, post):
    save(posts, employee, post, "Een", "model", sources=[{"passage_id": "p1"}], prompt="write/1")
    assert posts.latest(employee, post.id).prompt == "write/1"
    save(posts, employee, post, "Een en een half", "edit")
    assert posts.latest(employee, post.id).sources == ({"passage_id": "p1"},)
    save(posts, employee, post, "Iets anders", "guided")
    assert posts.latest(employee, post.id).sources == ()


def test_another_window_that_saved_first_is_told_and_loses_nothing(posts, employee, post):
    save(posts, employee, post, "Begin")
    save(posts, employee, post, "Links", "edit", expected_number=1)
    with pytest.raises(Conflict, match="save it as a new version"):
        save(posts, employee, post, "Rechts", "edit", expected_number=1)
    assert posts.latest(employee, post.id).text == "Links"
    kept = save(posts, employee, post, "Rechts", "edit", expected_number=1, force=True)
    assert (kept.number, kept.text) == (3, "Rechts")
    assert [draft.text for draft in posts.drafts(employee, post.id)] == ["Begin", "Links", "Rechts"]


def test_two_windows_with_the_same_text_do_not_disagree(posts, employee, post):
    save(posts, employee, post, "Begin")
    first = save(posts, employee, post, "Zelfde", "edit", expected_number=1)
    assert save(posts, employee, post, "Zelfde", "edit", expected_number=1) == first


def test_the_first_draft_expects_none(posts, employee, post):
    assert save(posts, employee, post, "Begin", expected_number=0).number == 1
    with pytest.raises(Conflict):
        save(posts, employee, post, "Ook begin", expected_number=0)


def test_saving_the_same_edit_again_is_no_new_version(posts, employee, post):
    first = save(posts, employee, post, "Begin", "edit")
    assert save(posts, employee, post, "Begin", "edit") == first


def test_a_few_minutes_of_typing_is_one_version(posts, clock, employee, post):
    save(posts, employee, post, "Voorstel", "guided")
    for text in ("V", "Vo", "Vol"):
        clock.move(timedelta(seconds=20))
        save(posts, employee, post, text, "edit")
    assert [draft.text for draft in posts.drafts(employee, post.id)] == ["Voorstel", "Vol"]
    clock.move(timedelta(minutes=6))
    save(posts, employee, post, "Volgende keer", "edit")
    assert [draft.text for draft in posts.drafts(employee, post.id)] == ["Voorstel", "Vol", "Volgende keer"]
    assert posts.latest(employee, post.id).number == 5


def test_somebody_elses_post_does_not_exist(posts, employee, colleague, post):
    save(posts, employee, post, "Van mij")
    acts = [
        lambda: posts.get(colleague, post.id),
        lambda: posts.update(colleague, post.id, channel="x"),
        lambda: save(posts, colleague, post, "Van jou"),
        lambda: posts.latest(colleague, post.id),
        lambda: posts.drafts(colleague, post.id),
        lambda: posts.check(colleague, post.id),
        lambda: posts.last_check(colleague, post.id),
        lambda: posts.material(colleague, post.id),
        lambda: posts.delete(colleague, post.id),
        lambda: posts.new(colleague, chat_id="chat-lotte"),
        lambda: posts.get(employee, "no such id"),
    ]
    for act in acts:
        with pytest.raises(NotFound):
            act()
    assert posts.list(colleague) == []
    assert posts.of_chat(colleague, "chat-lotte") is None
    assert posts.get(employee, post.id).text == "Van mij"


@pytest.mark.parametrize("text", ["nul \0", "half \ud83d", "x" * (LONGEST + 1)])
def test_a_text_that_cannot_be_kept_as_it_is_is_refused(posts, employee, post, text):
    with pytest.raises(InputError):
        save(posts, employee, post, text)
    with pytest.raises(InputError):
        posts.update(employee, post.id, notes=[text])
    assert posts.latest(employee, post.id) is None


def test_the_check_gets_everything_and_its_result_is_kept(posts, clock, checker, employee):
    post = posts.new(employee, channel="x", language="en", notes=["one", "two"])
    save(posts, employee, post, "Hello")
    assert posts.last_check(employee, post.id) is None
    assert posts.check(employee, post.id).verdict == "clear"
    text, asked = checker.asked[0]
    assert (text, asked["language"], asked["channel"]) == ("Hello", "en", "x")
    assert (asked["at"], asked["person"], asked["notes"]) == (clock.now(), employee, ("one", "two"))
    stored = posts.last_check(employee, post.id)
    assert (stored.verdict, stored.current, stored.checked_at) == ("clear", True, clock.now())


def test_a_check_is_of_one_text_and_one_state_of_the_rules(posts, store, employee, post):
    save(posts, employee, post, "Hallo")
    posts.check(employee, post.id)
    with store.write() as session:
        bump(session)
    assert not posts.last_check(employee, post.id).current
    save(posts, employee, post, "Hallo!")
    assert posts.last_check(employee, post.id) is None


def test_the_author_never_gets_the_evidence_nor_the_name_of_a_record(posts, employee, post):
    save(posts, employee, post, "geheim nieuws")
    for findings in (posts.check(employee, post.id).findings, posts.last_check(employee, post.id).findings):
        embargo, phrase = findings
        assert (embargo.evidence, embargo.source, embargo.ref) == ({}, None, "embargo")
        assert (phrase.evidence, phrase.ref) == ({}, "no-hype")
        assert "fusie" not in str(findings).lower()


def test_an_empty_text_is_not_checked(posts, checker, employee, post):
    for text in (None, "", " \n"):
        if text is not None:
            save(posts, employee, post, text)
        with pytest.raises(InputError, match="no text"):
            posts.check(employee, post.id)
    assert checker.asked == []


def test_changes_to_a_post_change_only_what_is_given(posts, clock, employee):
    post = posts.new(employee, theme="care", notes=["a"])
    clock.move(timedelta(minutes=1))
    changed = posts.update(employee, post.id, language="en")
    assert (changed.language, changed.channel, changed.theme, changed.notes) == ("en", "linkedin", "care", ("a",))
    assert changed.updated_at == clock.now()
    assert posts.update(employee, post.id, notes=[]).notes == ()


def test_the_list_has_ones_own_posts_the_latest_worked_on_first(posts, clock, employee, colleague):
    first, second = posts.new(employee), posts.new(employee)
    posts.new(colleague)
    clock.move(timedelta(minutes=1))
    save(posts, employee, first, "Nieuws")
    assert [post.id for post in posts.list(employee)] == [first.id, second.id]


def test_a_deleted_post_is_gone_with_its_drafts(posts, store, employee, post):
    save(posts, employee, post, "Weg ermee")
    posts.check(employee, post.id)
    posts.delete(employee, post.id)
    assert posts.list(employee) == []
    from sqlalchemy import text

    with store.read() as session:
        assert session.scalar(text("SELECT (SELECT count(*) FROM draft) + (SELECT count(*) FROM 'check')")) == 0


@pytest.mark.parametrize(
    ("origins", "expected"),
    [
        (["edit"], "own"),
        (["guided", "edit", "rewrite"], "guided"),
        (["guided", "model", "edit"], "model"),
        (["model", "suggestion"], "suggestion"),
    ],
)
def test_the_check_knows_who_wrote_it_through_later_edits(posts, checker, employee, post, origins, expected):
    for number, origin in enumerate(origins):
        save(posts, employee, post, f"tekst {number}", origin)
    posts.check(employee, post.id)
    assert checker.asked[-1][1]["origin"] == expected


def test_the_check_gets_what_went_out_of_other_posts(posts, store, clock, checker, employee, colleague, post):
    from assistant.audit import Audit
    from assistant.review.release import Releases

    releases = Releases(store, clock, checker, Audit(store, clock))
    theirs, kept = posts.new(colleague), posts.new(colleague)
    save(posts, colleague, theirs, "Van een collega")
    save(posts, colleague, kept, "Nooit uitgestuurd")
    save(posts, employee, post, "Van mij")
    releases.release(colleague, theirs.id)
    releases.release(employee, post.id)
    posts.check(employee, post.id)
    assert checker.asked[-1][1]["earlier_posts"] == ("Van een collega",)
