"""A person with something of everything, on disk, so that what is deleted can be looked for in its bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.audit import Audit
from assistant.checking.finding import CheckResult, Finding, verdict_of
from assistant.clock import FixedClock
from assistant.conversation.chats import Chats
from assistant.people.accounts import Accounts
from assistant.people.person import OPERATOR, Person
from assistant.people.sessions import Sessions
from assistant.privacy.service import Privacy, privacy
from assistant.review.desk import Desk
from assistant.review.hand_in import HandIns
from assistant.review.release import Releases
from assistant.settings import Settings
from assistant.store import Store
from assistant.store.revision import current
from assistant.store.schema import prepare
from assistant.writing.posts import Posts
from assistant.writing.voices import Voices

MARK = "zeepaardje"
"""Stands in everything that Lotte writes, and nowhere else."""
SECRET = "embargo-geheim-7"


class Finds:
    """A check that finds a record whose name nobody may learn, in texts that say so."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def check(self, text: str, **_: Any) -> CheckResult:
        with self._store.read() as session:
            revision = current(session)
        message = {"nl": "Nog niet.", "fr": "Pas encore.", "en": "Not yet."}
        found = (
            (Finding("embargo", SECRET, 3, "review", 0, 4, text[:4], message, evidence={"record": SECRET}),)
            if "bijna" in text
            else ()
        )
        return CheckResult(verdict_of(found), found, 0.0, revision, {})


@dataclass
class House:
    settings: Settings
    store: Store
    clock: FixedClock
    audit: Audit
    accounts: Accounts
    sessions: Sessions
    chats: Chats
    posts: Posts
    voices: Voices
    hand_ins: HandIns
    desk: Desk
    releases: Releases
    privacy: Privacy
    forgotten: list[int]

    def post(self, person: Person, text: str, **fields: Any) -> str:
        post = self.posts.new(person, **fields)
        self.posts.save_draft(person, post.id, text, "guided")
        self.posts.check(person, post.id)
        return post.id

    def published(self, person: Person, text: str, **fields: Any) -> str:
        post_id = self.post(person, text, **fields)
        self.releases.release(person, post_id)
        self.releases.published(
            person, post_id, f"https://www.linkedin.com/posts/{MARK if MARK in text else person.name}"
        )
        return post_id

    def later(self, **by: float) -> None:
        self.clock.move(timedelta(**by))

    def files(self) -> bytes:
        """Every byte of the database and its log."""
        return b"".join(file.read_bytes() for file in sorted(self.settings.data.glob("boegbeeld.db*")))


@pytest.fixture
def house(tmp_path: Path, clock: FixedClock) -> Iterator[House]:
    settings = Settings(_env_file=None, data=tmp_path / "data")  # type: ignore[call-arg]
    settings.data.mkdir()
    store = Store(settings.database_address)
    prepare(store)
    audit = Audit(store, clock)
    posts, voices = Posts(store, clock, Finds(store)), Voices(store, clock)  # type: ignore[arg-type]
    forgotten: list[int] = []
    yield House(
        settings,
        store,
        clock,
        audit,
        Accounts(store, clock, audit),
        Sessions(store, clock, 12),
        Chats(store, clock),
        posts,
        voices,
        HandIns(store, clock, posts, audit),
        Desk(store, clock, audit, 14),
        Releases(store, clock, Finds(store), audit),  # type: ignore[arg-type]
        privacy(store, clock, audit, settings, forget=lambda: forgotten.append(1)),
        forgotten,
    )
    store.close()


@pytest.fixture
def lotte(house: House) -> Person:
    return house.accounts.add(OPERATOR, "lotte", "Lotte Peeters", "employee", team="Zorg", email="lotte@example.org")


@pytest.fixture
def wim(house: House) -> Person:
    return house.accounts.add(OPERATOR, "wim", "Wim Claes", "employee", team="Zorg")


@pytest.fixture
def ilse(house: House) -> Person:
    return house.accounts.add(OPERATOR, "ilse", "Ilse Maes", "manager")


@pytest.fixture
def full(house: House, lotte: Person, wim: Person, ilse: Person) -> House:
    """Lotte chatted, wrote, was decided about, posted and gave earlier posts; Wim did a little too."""
    chat = house.chats.new(lotte)
    house.chats.add(lotte, chat.id, "person", f"Ik zag een {MARK} in de gang.")
    house.chats.keep_unsent(lotte, chat.id, f"en nog een {MARK}")
    house.post(lotte, f"Een {MARK} dat niemand zag.", chat_id=chat.id, notes=[f"{MARK} in de gang"])
    house.published(lotte, f"Vandaag een {MARK} gezien.", theme="zorg")
    waiting = house.post(lotte, f"bijna een {MARK}")
    hand_in = house.hand_ins.hand_in(lotte, waiting, f"Mag dit, van het {MARK}?")
    house.desk.decide(ilse, hand_in.id, "ask_for_changes", reason="tone", comment="Graag zonder dat zeedier.")
    house.voices.learn(lotte, [f"Bericht {number} over een {MARK} op de afdeling." for number in range(4)])
    house.sessions.open(lotte, f"{MARK}-browser")
    house.published(wim, "Wim zag een paard.", theme="zorg")
    return house
