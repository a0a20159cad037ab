"""Keeps somebody's earlier posts and their voice card. Nobody but their owner ever sees either."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.clock import Clock
from assistant.errors import InputError, NotFound
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.store import Store
from assistant.store.tables.posts import VoiceCardRow, VoicePostRow
from assistant.writing.card_edits import Edits
from assistant.writing.earlier_posts import EarlierPost
from assistant.writing.lexicon import guess_language, words
from assistant.writing.voice import VoiceCard, learn

FEWEST_POSTS, MOST_POSTS = 3, 50
FEWEST_WORDS = 25
"""Of the story in the interview: with less there is nothing to measure."""
_LONGEST = 20_000


@dataclass(frozen=True)
class KeptPost:
    id: str
    text: str
    language: str
    posted_at: datetime | None


@dataclass(frozen=True)
class CardVersion:
    version: int
    created_at: datetime
    edits: Edits


@dataclass(frozen=True)
class Added:
    """What came of posts that were given: new ones, ones already there, and the oldest past the most that are kept."""

    new: int
    known: int
    left_out: int


class Voices:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._cards: dict[str, tuple[datetime, VoiceCard]] = {}
        self._lock = threading.Lock()

    def learn(self, person: Person, posts: Iterable[str]) -> VoiceCard:
        """Learn from these posts, in place of the ones before. Raises `InputError` for fewer than three."""
        require(person, "own.write")
        kept = list(dict.fromkeys(post.strip() for post in posts if post.strip()))[:MOST_POSTS]
        if len(kept) < FEWEST_POSTS:
            raise InputError("writing.too_few_posts", minimum=FEWEST_POSTS)
        _demand_storable(kept)
        with self._store.write() as session:
            version, edits = self._last(session, person)
            _delete(session, person)
            for post in kept:
                session.add(_row(person, EarlierPost(post)))
            session.flush()
            self._relearn(session, person, version, edits)
        return learn(kept, version + 1, edits)

    def add(self, person: Person, posts: Sequence[EarlierPost]) -> Added:
        """Keep these posts beside the ones there are, and learn again; with fewer than three there is no card yet."""
        require(person, "own.write")
        given = {post.text.strip(): post for post in posts if post.text.strip()}
        _demand_storable(given)
        with self._store.write() as session:
            there = {one.text for one in self._kept(session, person)}
            new = [post for text, post in given.items() if text not in there]
            for post in new:
                session.add(_row(person, post))
            session.flush()
            oldest = self._kept(session, person)[MOST_POSTS:]
            self._drop(session, person, [one.id for one in oldest])
            if new:
                self._relearn(session, person, *self._last(session, person))
        return Added(len(new), len(given) - len(new), len(oldest))

    def kept(self, person: Person) -> list[KeptPost]:
        """Somebody's own earlier posts, newest first."""
        require(person, "own.write")
        with self._store.read() as session:
            return self._kept(session, person)

    def remove(self, person: Person, post_id: str) -> None:
        """Delete one post, and everything that was learned from it."""
        require(person, "own.write")
        with self._store.write() as session:
            if not self._drop(session, person, [post_id]):
                raise NotFound("writing.no_such_post")
            version, edits = self._last(session, person)
            session.execute(sa.delete(VoiceCardRow).where(VoiceCardRow.account_id == person.id))
            if version:
                self._relearn(session, person, version, edits)

    def revise(self, person: Person, change: Callable[[Edits], Edits]) -> VoiceCard | None:
        """What the owner says otherwise, as the next version of the card; the ones before stay."""
        require(person, "own.write")
        with self._store.write() as session:
            version, edits = self._last(session, person)
            changed = change(edits)
            values = (value for lines in changed.lines.values() for value in lines.values())
            _demand_storable([*changed.never, *changed.interview, *values])
            if changed != edits:
                self._relearn(session, person, version, changed)
        return self.card(person)

    def interview(self, person: Person, written: str, chosen: Mapping[str, str], never: str) -> VoiceCard | None:
        """A card from five answers, for who has no posts: one of them is told freely, and measured."""
        told = written.strip()
        if len(words(told)) < FEWEST_WORDS:
            raise InputError("writing.interview_short", minimum=FEWEST_WORDS)
        language = guess_language(told, person.language)

        def answered(edits: Edits) -> Edits:
            edits = replace(edits, interview=(told,)).with_never(never)
            for key, value in chosen.items():
                edits = edits.with_line(language, key, value)
            return edits

        return self.revise(person, answered)

    def edits(self, person: Person) -> Edits:
        require(person, "own.write")
        with self._store.read() as session:
            return self._last(session, person)[1]

    def versions(self, person: Person) -> list[CardVersion]:
        """Every version of the card there was, newest first."""
        require(person, "own.write")
        with self._store.read() as session:
            query = sa.select(VoiceCardRow).where(VoiceCardRow.account_id == person.id)
            rows = session.scalars(query.order_by(VoiceCardRow.version.desc()))
            return [CardVersion(row.version, row.created_at, Edits.from_json(row.edits)) for row in rows]

    def restore(self, person: Person, version: int) -> VoiceCard | None:
        """The lines as they were in that version, as a new one."""
        earlier = next((one.edits for one in self.versions(person) if one.version == version), None)
        if earlier is None:
            raise NotFound("writing.no_such_version")
        return self.revise(person, lambda now: replace(earlier, answered=now.answered))

    def card(self, person: Person) -> VoiceCard | None:
        """The newest card; None for who gave fewer than three posts."""
        made = self.dated_card(person)
        return made[1] if made else None

    def dated_card(self, person: Person) -> tuple[datetime, VoiceCard] | None:
        """The newest card, and when it was made."""
        require(person, "own.write")
        with self._store.read() as session:
            row = self._newest(session, person)
            if row is None or not row.body:
                return None
            with self._lock:
                made = self._cards.get(person.id)
            if made is not None and (made[0], made[1].version) == (row.created_at, row.version):
                return made
            texts = [one.text for one in self._kept(session, person)]
            enough = texts if len(texts) >= FEWEST_POSTS else ()
            made = row.created_at, learn(enough, row.version, Edits.from_json(row.edits))
        with self._lock:
            self._cards[person.id] = made
        return made

    def posts(self, person: Person) -> list[str]:
        return [one.text for one in self.kept(person)]

    def export(self, person: Person) -> dict[str, Any]:
        """All that is kept of somebody's voice, for themselves: their posts, and every version of the card."""
        require(person, "own.write")
        with self._store.read() as session:
            query = sa.select(VoiceCardRow).where(VoiceCardRow.account_id == person.id)
            cards = session.scalars(query.order_by(VoiceCardRow.version)).all()
            return {
                "name": person.name,
                "posts": [
                    {"text": one.text, "language": one.language, "posted_at": _iso(one.posted_at)}
                    for one in self._kept(session, person)
                ],
                "cards": [
                    {
                        "version": row.version,
                        "created_at": _iso(row.created_at),
                        "habits": row.body,
                        "changed": row.edits or {},
                    }
                    for row in cards
                ],
            }

    def forget(self, person: Person) -> None:
        """Delete the posts and every version of the card."""
        require(person, "own.write")
        with self._store.write() as session:
            _delete(session, person)
        with self._lock:
            self._cards.pop(person.id, None)

    def drop_remembered(self) -> None:
        """Drop the cards that this process remembers; they are learned again from the posts that are there."""
        with self._lock:
            self._cards.clear()

    def _relearn(self, session: Session, person: Person, version: int, edits: Edits) -> None:
        """The next version of the card; an empty one where too little is left to learn from."""
        texts = [one.text for one in self._kept(session, person)]
        if len(texts) < FEWEST_POSTS and not version and edits == Edits():
            return
        card = learn(texts if len(texts) >= FEWEST_POSTS else (), version + 1, edits)
        body = {language: habits.as_json() for language, habits in card.habits.items()}
        row = VoiceCardRow(
            account_id=person.id,
            version=card.version,
            body=body,
            edits=edits.as_json(),
            created_at=self._clock.now(),
        )
        session.add(row)

    @staticmethod
    def _kept(session: Session, person: Person) -> list[KeptPost]:
        query = sa.select(VoicePostRow).where(VoicePostRow.account_id == person.id)
        query = query.order_by(sa.desc(VoicePostRow.posted_at).nulls_last(), VoicePostRow.id)
        return [KeptPost(row.id, row.text, row.language, row.posted_at) for row in session.scalars(query)]

    @staticmethod
    def _drop(session: Session, person: Person, post_ids: Sequence[str]) -> int:
        own = sa.select(VoicePostRow).where(VoicePostRow.account_id == person.id, VoicePostRow.id.in_(post_ids))
        rows = session.scalars(own).all()
        for row in rows:
            session.delete(row)
        session.flush()
        return len(rows)

    @staticmethod
    def _newest(session: Session, person: Person) -> VoiceCardRow | None:
        query = sa.select(VoiceCardRow).where(VoiceCardRow.account_id == person.id)
        return session.scalars(query.order_by(VoiceCardRow.version.desc()).limit(1)).first()

    @classmethod
    def _last(cls, session: Session, person: Person) -> tuple[int, Edits]:
        """The number of the newest version, and what its owner changed in it."""
        row = cls._newest(session, person)
        return (row.version, Edits.from_json(row.edits)) if row else (0, Edits())


def _row(person: Person, post: EarlierPost) -> VoicePostRow:
    text = post.text.strip()
    return VoicePostRow(account_id=person.id, text=text, language=guess_language(text), posted_at=post.posted_at)


def _delete(session: Session, person: Person) -> None:
    session.execute(sa.delete(VoicePostRow).where(VoicePostRow.account_id == person.id))
    session.execute(sa.delete(VoiceCardRow).where(VoiceCardRow.account_id == person.id))


def _demand_storable(posts: Iterable[str]) -> None:
    if any(len(post) > _LONGEST or "\0" in post or not _storable(post) for post in posts):
        raise InputError("writing.unreadable_post", longest=_LONGEST)


def _storable(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
