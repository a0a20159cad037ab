"""A whole conversation with a real database, real posts, and a library and a check that are told what to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from assistant.checking.finding import CheckResult
from assistant.clock import FixedClock
from assistant.conversation.chats import Chats
from assistant.conversation.turn import Conversation
from assistant.people.person import Person
from assistant.programme.themes import Themes
from assistant.store import Store
from assistant.store.tables.people import AccountRow
from assistant.writing.own_changes import OwnChanges
from assistant.writing.posts import Posts
from assistant.writing.voices import Voices
from assistant.writing.writer import Writer


@dataclass
class FakeChecker:
    checked: list[str] = field(default_factory=list)

    def check(self, text: str, **_: Any) -> CheckResult:
        self.checked.append(text)
        return CheckResult("clear", (), 0.0, 1, {"whole": 0.1})


@dataclass(frozen=True)
class FakeHit:
    passage_id: str
    document_id: str
    file: str
    title: str
    text: str
    score: float
    kind: str = "news"

    @property
    def quote(self) -> str:
        return self.text


@dataclass
class FakeLibrary:
    hits: Sequence[FakeHit] = ()

    def search(self, person: Person, question: str, *, limit: int = 5, at: datetime | None = None) -> list[FakeHit]:
        return list(self.hits[:limit])

    def recent_news(self, person: Person, *, limit: int = 5) -> list[FakeHit]:
        return [hit for hit in self.hits if hit.kind == "news"][:limit]

    def passage(self, person: Person, passage_id: str) -> FakeHit | None:
        return next((hit for hit in self.hits if hit.passage_id == passage_id), None)


@dataclass
class Desk:
    """The conversation and what it stands on, for a test to look into."""

    conversation: Conversation
    chats: Chats
    posts: Posts
    library: FakeLibrary
    checker: FakeChecker
    voices: Voices
    themes: Themes


@pytest.fixture
def account(store: Store, clock: FixedClock, employee: Person, colleague: Person) -> None:
    with store.write() as session:
        for person in (employee, colleague):
            session.add(
                AccountRow(
                    id=person.id,
                    name=person.name,
                    name_key=person.name,
                    display_name=person.display_name,
                    role="employee",
                    language="nl",
                    created_at=clock.now(),
                )
            )


@pytest.fixture
def desk(store: Store, clock: FixedClock, account: None) -> Desk:
    return make_desk(store, clock, Writer(None))


def make_desk(store: Store, clock: FixedClock, writer: Writer) -> Desk:
    chats, checker, library = Chats(store, clock), FakeChecker(), FakeLibrary()
    posts, voices, themes = Posts(store, clock, checker), Voices(store, clock), Themes(store, clock)  # type: ignore[arg-type]
    changes = OwnChanges(store, clock, voices)
    conversation = Conversation(chats, posts, library, writer, voices, themes, checker, clock, None, changes)  # type: ignore[arg-type]
    return Desk(conversation, chats, posts, library, checker, voices, themes)
