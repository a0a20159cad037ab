"""The coach's own pages and the voice card in its owner's hands: each is one's own, and chosen freely."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from starlette.testclient import TestClient

from assistant.bootstrap import Services
from assistant.pages.version_actions import VersionActions
from assistant.pages.write_actions import WriteActions
from assistant.people.person import Person

pytestmark = pytest.mark.slow
STORY = "Gisteren vroeg een studente op de jobbeurs in Gent of ik nooit bang ben in het donker. " * 2
SignIn = Callable[[str], TestClient]


@pytest.fixture
def lotte(services: Services) -> Iterator[Person]:
    person = services.accounts.by_name("lotte")
    assert person is not None
    yield person
    services.voices.forget(person)
    services.lessons.choose(person, remarks=True, path="on", weekly=False)


def test_a_lesson_is_read_finished_and_taken_back(services: Services, sign_in: SignIn, lotte: Person) -> None:
    assert "Klein beginnen" in sign_in("lotte").get("/learn").text
    assert "Doe dit nu" in sign_in("lotte").get("/learn/start").text
    sign_in("lotte").post("/learn/start", data={"done": "yes"})
    assert services.lessons.path(lotte)[0].state == "done"
    other = services.accounts.by_name("wim")
    assert other is not None
    assert services.lessons.path(other)[0].state == "new"
    sign_in("lotte").post("/learn/start", data={"done": "no"})
    assert services.lessons.path(lotte)[0].state == "opened"
    assert sign_in("lotte").get("/learn/nothing").status_code == 404
    assert sign_in("nobody").get("/learn").headers["location"].startswith("/login")


def test_who_leaves_leaves_nothing_behind_and_hides_what_they_like(
    services: Services, sign_in: SignIn, lotte: Person
) -> None:
    services.lessons.open(lotte, "voice")
    sign_in("lotte").post("/learn/choices", data={"path": "left", "weekly": "yes"})
    chosen = services.lessons.choices(lotte)
    assert (chosen.path, chosen.weekly, chosen.remarks) == ("left", False, False)
    assert {step.state for step in services.lessons.path(lotte)} == {"new"}
    assert "/learn/voice" not in sign_in("lotte").get("/learn").text


def test_weekly_ideas_only_for_who_asked_and_once(services: Services, sign_in: SignIn, lotte: Person) -> None:
    assert not services.lessons.ideas_due(lotte)
    sign_in("lotte").post("/learn/choices", data={"path": "on", "weekly": "yes", "remarks": "yes"})
    assert services.lessons.ideas_due(lotte)
    assert sign_in("lotte").get("/learn/ideas").text.count("<li>") >= 3
    assert not services.lessons.ideas_due(lotte)


def test_a_card_from_five_answers_then_changed(services: Services, sign_in: SignIn, lotte: Person) -> None:
    short = sign_in("lotte").post("/my-voice/interview", data={"story": "kort <b>"})
    assert short.status_code == 422
    assert "kort &lt;b&gt;" in short.text
    made = sign_in("lotte").post("/my-voice/interview", data={"story": STORY, "emoji": "never", "never": "trots"})
    assert made.headers["location"] == "/my-voice?done=made"
    sign_in("lotte").post("/my-voice/lines/nl", data={"sentences": "9"})
    card = services.voices.card(lotte)
    assert card is not None
    assert (card.habits["nl"].sentence_words, card.edits.never) == (9.0, ("trots",))
    wrong = sign_in("lotte").post("/my-voice/lines/nl", data={"sentences": "ninety"})
    assert wrong.status_code == 422
    sign_in("lotte").post("/my-voice/restore", data={"version": "1"})
    back = services.voices.card(lotte)
    assert back is not None
    assert "sentences" not in back.edits.lines["nl"]
    assert services.voices.card(services.accounts.by_name("wim")) is None  # type: ignore[arg-type]


def test_undo_goes_back_and_keeps_both(services: Services, app: object, lotte: Person) -> None:
    chat = services.chats.new(lotte)
    post = services.posts.new(lotte, chat_id=chat.id)
    state = services.chats.state(lotte, chat.id)
    services.chats.keep(lotte, chat.id, state.changed(post_id=post.id))
    for text in ("eerste", "tweede", "derde"):
        services.posts.save_draft(lotte, post.id, text, "guided")
    write = WriteActions(services)
    versions = VersionActions(services, write)
    where = write.open_chat(lotte, chat.id, {"window": "w"})["where"]
    once = versions.undo(lotte, where, "derde")
    assert once["draft"] == "tweede"
    twice = versions.undo(lotte, once["where"], "tweede")
    assert twice["draft"] == "eerste"
    assert [one.text for one in services.posts.drafts(lotte, post.id)][:3] == ["eerste", "tweede", "derde"]
    assert "<ins>" in versions.show(lotte, twice["where"], 3)["version_diff"].value


def test_a_reload_opens_the_chat_that_was_open_and_a_chat_is_ones_own(
    services: Services, app: object, sign_in: SignIn, lotte: Person
) -> None:
    write = WriteActions(services)
    older, newer = services.chats.new(lotte), services.chats.new(lotte)
    services.chats.add(lotte, newer.id, "person", "nieuw")
    write.open_chat(lotte, older.id, {"window": "w"})
    assert write.load(lotte)["where"]["chat"] == older.id
    services.chats.add(lotte, older.id, "person", "van mij")
    assert "van mij" in sign_in("lotte").get(f"/my-chats/{older.id}.json").text
    assert sign_in("wim").get(f"/my-chats/{older.id}.json").status_code == 404
