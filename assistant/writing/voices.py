"""Keeps somebody's earlier posts and their voice card. Nobody but their owner ever sees either."""

from __future__ import annotations

import threading
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.clock import Clock
from assistant.errors import InputError
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.store import Store
from assistant.store.tables.posts import VoiceCardRow, VoicePostRow
from assistant.writing.lexicon import guess_language
from assistant.writing.voice import VoiceCard, learn

FEWEST_POSTS, MOST_POSTS = 3, 50
_LONGEST = 20_000


class Voices:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._cards: dict[str, VoiceCard] = {}
        self._lock = threading.Lock()

    def learn(self, person: Person, posts: Iterable[str]) -> VoiceCard:
        """Learn from these posts, in place of the ones before. Raises `InputError` for fewer than three."""
        require(person, "own.write")
        kept = list(dict.fromkeys(post.strip() for post in posts if post.strip()))[:MOST_POSTS]
        if len(kept) < FEWEST_POSTS:
            raise InputError("writing.too_few_posts", minimum=FEWEST_POSTS)
        if any(len(post) > _LONGEST or "\0" in post or not _storable(post) for post in kept):
            raise InputError("writing.unreadable_post", longest=_LONGEST)
        now = self._clock.now()
        with self._store.write() as session:
            session.execute(sa.delete(VoicePostRow).where(VoicePostRow.account_id == person.id))
            for post in kept:
                session.add(
                    VoicePostRow(account_id=person.id, text=post, language=guess_language(post), posted_at=None)
                )
            version = 1 + (self._version(session, person) or 0)
            card = learn(kept, version)
            body = {language: habits.as_json() for language, habits in card.habits.items()}
            session.add(VoiceCardRow(account_id=person.id, version=version, body=body, created_at=now))
        return card

    def card(self, person: Person) -> VoiceCard | None:
        """The newest card; None for who gave no posts yet."""
        require(person, "own.write")
        with self._store.read() as session:
            version = self._version(session, person)
            if version is None:
                return None
            with self._lock:
                card = self._cards.get(person.id)
            if card is not None and card.version == version:
                return card
            query = sa.select(VoicePostRow.text).where(VoicePostRow.account_id == person.id)
            card = learn(session.scalars(query).all(), version)
        with self._lock:
            self._cards[person.id] = card
        return card

    def posts(self, person: Person) -> list[str]:
        card = self.card(person)
        return list(card.posts) if card else []

    def forget(self, person: Person) -> None:
        """Delete the posts and every version of the card."""
        require(person, "own.write")
        with self._store.write() as session:
            session.execute(sa.delete(VoicePostRow).where(VoicePostRow.account_id == person.id))
            session.execute(sa.delete(VoiceCardRow).where(VoiceCardRow.account_id == person.id))
        with self._lock:
            self._cards.pop(person.id, None)

    @staticmethod
    def _version(session: Session, person: Person) -> int | None:
        return session.scalar(sa.select(sa.func.max(VoiceCardRow.version)).where(VoiceCardRow.account_id == person.id))


def _storable(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
