"""What the keepers of the house are told in the pages: never the one it is about, and never more than they may know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.clock import Clock
from assistant.errors import NotFound
from assistant.people.permissions import may, require
from assistant.people.person import Person
from assistant.review import outbox
from assistant.store import Store
from assistant.store.tables.desk import AlertRow
from assistant.store.tables.people import AccountRow
from assistant.store.tables.sharing import EmbargoRow
from assistant.texts import text

MOST = 50


@dataclass(frozen=True)
class Alert:
    id: str
    text: str
    """In the reader's language."""
    created_at: datetime
    read_at: datetime | None


class Alerts:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def mine(self, person: Person, *, unread: bool = False) -> Sequence[Alert]:
        """One's own, newest first."""
        require(person, "own.write")
        query = sa.select(AlertRow).where(AlertRow.account_id == person.id)
        if unread:
            query = query.where(AlertRow.read_at.is_(None))
        with self._store.read() as session:
            rows = session.scalars(query.order_by(AlertRow.created_at.desc(), AlertRow.id).limit(MOST))
            return [Alert(row.id, _words(session, row, person), row.created_at, row.read_at) for row in rows]

    def read(self, person: Person, alert_id: str) -> None:
        require(person, "own.write")
        with self._store.write() as session:
            row = session.get(AlertRow, alert_id)
            if row is None or row.account_id != person.id:
                raise NotFound("notices.not_found")
            row.read_at = row.read_at or self._clock.now()


def tell(session: Session, account_id: str, kind: str, at: datetime, **parameters: Any) -> None:
    session.add(AlertRow(account_id=account_id, kind=kind, parameters=parameters, created_at=at))
    outbox.put(session, account_id, "alert", at)


def _words(session: Session, row: AlertRow, reader: Person) -> str:
    """The record is named only to whoever may know it."""
    record = session.get(EmbargoRow, row.parameters.get("ref", ""))
    about = session.get(AccountRow, row.parameters.get("person", ""))
    knows = record is not None and (may(reader, "sharing.manage") or reader.name in record.knowers)
    return text(
        f"alerts.{row.kind}" if knows else f"alerts.{row.kind}_unnamed",
        reader.language,
        name="–" if about is None else about.display_name,
        count=row.parameters.get("count", 0),
        **({"title": record.title} if knows and record is not None else {}),
    )
