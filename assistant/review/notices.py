"""What authors are told of their posts when something changed without them: in their language, without the secret."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.clock import Clock
from assistant.errors import NotFound
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.review import outbox
from assistant.store import Store
from assistant.store.tables.review import NoticeRow
from assistant.texts import Language, text
from assistant.writing import post_check

Kind = Literal["worse", "advice", "waiting", "approval_void", "released", "hold_ready", "hold_stopped"]
_FIRST_WORDS = 60
MOST = 50


@dataclass(frozen=True)
class Notice:
    id: str
    kind: Kind
    post_id: str
    text: str
    """In the reader's language."""
    parameters: dict[str, Any]
    created_at: datetime
    read_at: datetime | None


class Notices:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def mine(self, person: Person, *, unread: bool = False, limit: int = MOST) -> Sequence[Notice]:
        """One's own notices, newest first; `unread` leaves out those that were read."""
        require(person, "own.write")
        query = sa.select(NoticeRow).where(NoticeRow.account_id == person.id)
        if unread:
            query = query.where(NoticeRow.read_at.is_(None))
        query = query.order_by(NoticeRow.created_at.desc(), NoticeRow.id).limit(limit)
        with self._store.read() as session:
            return [_notice(session, row, person.language) for row in session.scalars(query)]

    def unread(self, person: Person) -> int:
        """How many there are to read."""
        require(person, "own.write")
        query = sa.select(sa.func.count()).where(NoticeRow.account_id == person.id, NoticeRow.read_at.is_(None))
        with self._store.read() as session:
            return session.scalar(query) or 0

    def read(self, person: Person, notice_id: str) -> None:
        """Its reader saw it. Somebody else's is not found."""
        require(person, "own.write")
        with self._store.write() as session:
            row = session.get(NoticeRow, notice_id)
            if row is None or row.account_id != person.id:
                raise NotFound("notices.not_found")
            row.read_at = row.read_at or self._clock.now()


def tell(session: Session, account_id: str, post_id: str, kind: Kind, at: datetime, **parameters: Any) -> None:
    """A notice for an author. It takes the place of what was not read yet about the same post."""
    session.execute(sa.delete(NoticeRow).where(NoticeRow.post_id == post_id, NoticeRow.read_at.is_(None)))
    session.add(NoticeRow(account_id=account_id, post_id=post_id, kind=kind, parameters=parameters, created_at=at))
    outbox.put(session, account_id, "hold" if kind.startswith("hold") else "notice", at)


def _notice(session: Session, row: NoticeRow, language: Language) -> Notice:
    draft = post_check.latest_draft(session, row.post_id)
    words = "" if draft is None else " ".join(draft.text.split())
    if len(words) > _FIRST_WORDS:
        cut = words[:_FIRST_WORDS]
        words = (cut.rsplit(" ", 1)[0] if " " in cut else cut) + " …"
    return Notice(
        id=row.id,
        kind=cast(Kind, row.kind),
        post_id=row.post_id,
        text=text(f"notices.{row.kind}", language, words=words),
        parameters=row.parameters,
        created_at=row.created_at,
        read_at=row.read_at,
    )
