"""Stories shared inside: a post that its author shows to colleagues, with why it mattered. By the author's choice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from assistant.clock import Clock
from assistant.errors import InputError, NotFound
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.store import Store
from assistant.store.tables.people import AccountRow
from assistant.store.tables.posts import DraftRow, PostRow
from assistant.store.tables.review import PublicationRow, ReleaseRow
from assistant.store.tables.support import StoryRow


@dataclass(frozen=True)
class Story:
    id: str
    post_id: str
    account_id: str
    author: str
    team: str
    text: str
    language: str
    why: str
    address: str
    shared_at: datetime


class Stories:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def list(self, person: Person) -> list[Story]:
        """The newest first, for every colleague."""
        require(person, "own.write")
        query = (
            sa.select(StoryRow, AccountRow.display_name, AccountRow.team)
            .join(AccountRow, StoryRow.account_id == AccountRow.id)
            .order_by(StoryRow.shared_at.desc(), StoryRow.id)
        )
        with self._store.read() as session:
            rows = session.execute(query).all()
            addresses = sa.select(PublicationRow.post_id, PublicationRow.address)
            known = {post: address for post, address in session.execute(addresses) if address}
        return [
            Story(
                row.id,
                row.post_id,
                row.account_id,
                author,
                team,
                row.text,
                row.language,
                row.why,
                known.get(row.post_id, ""),
                row.shared_at,
            )
            for row, author, team in rows
        ]

    def share(self, person: Person, post_id: str, why: str) -> None:
        """Only what stands online already, exactly as it was released."""
        require(person, "own.write")
        query = (
            sa.select(DraftRow.text)
            .join(ReleaseRow, ReleaseRow.draft_id == DraftRow.id)
            .join(PublicationRow, PublicationRow.release_id == ReleaseRow.id)
            .where(PublicationRow.post_id == post_id)
            .order_by(PublicationRow.published_at.desc())
        )
        with self._store.write() as session:
            post = session.get(PostRow, post_id)
            if post is None or post.account_id != person.id:
                raise NotFound("my_posts.no_such_post")
            text = session.scalar(query.limit(1))
            if text is None:
                raise InputError("my_posts.not_online")
            row = session.scalar(sa.select(StoryRow).where(StoryRow.post_id == post_id))
            if row is None:
                row = StoryRow(account_id=person.id, post_id=post_id, shared_at=self._clock.now())
                session.add(row)
            row.text, row.language, row.why = text, post.language, " ".join(why.split())[:500]

    def take_back(self, person: Person, post_id: str) -> None:
        require(person, "own.write")
        with self._store.write() as session:
            mine = sa.delete(StoryRow).where(StoryRow.post_id == post_id, StoryRow.account_id == person.id)
            session.execute(mine)
