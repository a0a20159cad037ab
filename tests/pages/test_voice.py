"""The page "My voice": what is shown is one's own, what people wrote stays text, and forgetting asks first."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.bootstrap import Services
from assistant.errors import InputError, NotAllowed, NotFound
from assistant.pages.voice_actions import VoiceActions
from assistant.people.person import Person
from assistant.texts import Language

pytestmark = pytest.mark.slow
POSTS = ["Vandaag leerde ik iets <b>nieuws</b> op de gang.", "Koffie met Els, en een goed gesprek!", "Wat een dag?"]


@pytest.fixture
def lotte(services: Services, app: object) -> Iterator[Person]:
    person = services.accounts.by_name("lotte")
    assert person is not None
    services.voices.forget(person)
    yield person
    services.voices.forget(person)


@pytest.fixture
def actions(services: Services, monkeypatch: pytest.MonkeyPatch) -> VoiceActions:
    monkeypatch.setattr("gradio.Info", lambda *words, **more: None)
    return VoiceActions(services)


def value(update: Any) -> str:
    return unescape(str(getattr(update, "value", update)))


def choices(update: Any) -> list[Any]:
    return [chosen for _, chosen in update.choices]


def test_posts_become_a_card_with_examples(actions: VoiceActions, lotte: Person) -> None:
    assert "minstens 3" in value(actions.load(lotte)["card"])
    assert "nog 2 te gaan" in value(actions.give(lotte, POSTS[0], None)["card"])
    made = actions.give(lotte, "\n---\n".join(POSTS), None)
    assert "2 nieuwe posts" in value(made["given"])
    assert "1 post had ik al" in value(made["given"])
    assert made["pasted"] == ""
    assert "Versie 1" in value(made["card"])
    assert "uit 3 posts" in value(made["card"])
    assert f"“{POSTS[1]}”" in value(made["card"])
    assert "<b>nieuws" not in str(made["card"])


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_the_card_in_each_language(
    services: Services, actions: VoiceActions, lotte: Person, language: Language
) -> None:
    actions.give(lotte, "\n---\n".join(POSTS), None)
    reader = Person(lotte.id, lotte.name, lotte.display_name, "employee", language=language)
    made = actions.load(reader)
    told = {"nl": "niemand anders krijgt ze ooit te zien", "fr": "personne d’autre", "en": "nobody else ever"}
    assert told[language] in value(made["card"])


def test_a_file_is_read_and_gone_from_the_disk(actions: VoiceActions, lotte: Person) -> None:
    file = Path(os.environ["GRADIO_TEMP_DIR"]) / "Shares.csv"
    rows = [f'2026-01-0{day} 08:00:00,https://l/{day},"{post}"' for day, post in enumerate(POSTS, start=1)]
    file.write_text("\n".join(["Date,ShareLink,ShareCommentary", *rows, "2026-01-09 08:00:00,https://l/9,"]))
    made = actions.give(lotte, "", str(file))
    assert "1 deling overgeslagen" in value(made["given"])
    assert "3 jan. 2026" in made["post"].choices[0][0]
    assert not file.exists()
    with pytest.raises(NotAllowed):
        actions.give(lotte, "", "/etc/hostname")


def test_nothing_given_says_so(actions: VoiceActions, lotte: Person) -> None:
    with pytest.raises(InputError):
        actions.give(lotte, " \n---\n ", None)


def test_a_post_is_shown_and_deleted_by_its_owner_only(
    services: Services, actions: VoiceActions, lotte: Person
) -> None:
    colleague = services.accounts.by_name("wim")
    assert colleague is not None
    ids = choices(actions.give(lotte, "\n---\n".join(POSTS), None)["post"])
    shown = actions.show(lotte, ids[0])
    assert any(post in value(shown["whole"]) for post in POSTS)
    assert value(actions.show(colleague, ids[0])["whole"]) == "None"
    with pytest.raises(NotFound):
        actions.remove(colleague, ids[0])
    assert len(choices(actions.remove(lotte, ids[0])["post"])) == 2
    assert services.voices.card(lotte) is None


def test_forgetting_asks_first(services: Services, actions: VoiceActions, lotte: Person) -> None:
    actions.give(lotte, "\n---\n".join(POSTS), None)
    assert actions.ask_to_forget(lotte)["confirm"].visible
    assert len(services.voices.kept(lotte)) == 3
    assert not actions.keep(lotte)["confirm"].visible
    actions.forget(lotte)
    assert services.voices.export(lotte) == {"name": "lotte", "posts": [], "cards": []}


def test_the_download_is_ones_own(actions: VoiceActions, lotte: Person, sign_in: Callable[[str], TestClient]) -> None:
    actions.give(lotte, "\n---\n".join(POSTS), None)
    assert sign_in("nobody").get("/my-voice.json").headers["location"].startswith("/login")
    mine = sign_in("lotte").get("/my-voice.json")
    assert mine.headers["content-disposition"].startswith("attachment")
    assert mine.headers["cache-control"] == "no-store"
    assert {post["text"] for post in json.loads(mine.text)["posts"]} == set(POSTS)
    other = sign_in("wim").get("/my-voice.json?name=lotte").json()
    assert (other["name"], other["posts"]) == ("wim", [])
