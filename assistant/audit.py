"""The record of who did what: each entry holds the hash of the one before, so that a change shows.

It holds no texts and no secrets: hashes, ids, versions and reasons. Who can write to the database can also write a
whole new chain; `head` is what to keep elsewhere, and `verify(anchors)` compares with it.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.clock import Clock
from assistant.people.person import Person
from assistant.store import Store
from assistant.store.tables.audit import AuditHeadRow, AuditRow
from assistant.texts import Language, text

FIRST_HASH = "0" * 64
PROGRAM = "program"
_BATCH = 500

ProblemKind = Literal["changed", "missing", "reordered", "cut_off", "head", "anchor"]


@dataclass(frozen=True)
class Problem:
    """What is wrong with the record, and at which entry."""

    number: int
    kind: ProblemKind

    def text(self, language: Language) -> str:
        return text(f"audit.{self.kind}", language, number=self.number)

    def __str__(self) -> str:
        return self.text("en")


@dataclass(frozen=True)
class Head:
    """The newest entry: with it kept elsewhere, nothing before it can be changed unseen."""

    number: int
    hash: str
    at: datetime | None


class Audit:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def append(self, session: Session, actor: Person | None, action: str, subject: str, **data: Any) -> int:
        """Add an entry in the caller's own write transaction: both happen or neither. Returns its number.

        Without an actor it was the program itself, by its own timetable.
        """
        head = session.get(AuditHeadRow, 1, with_for_update=True, populate_existing=True)
        if head is None:
            head = AuditHeadRow(id=1, number=0, hash=FIRST_HASH, at=self._clock.now())
            session.add(head)
        row = AuditRow(
            number=head.number + 1,
            at=self._clock.now().astimezone(UTC),
            actor=PROGRAM if actor is None else actor.name,
            role=PROGRAM if actor is None else actor.role,
            action=action,
            subject=subject,
            data=json.loads(_canonical(data)),
            previous_hash=head.hash,
        )
        row.hash = entry_hash(as_json(row))
        session.add(row)
        head.number, head.hash, head.at = row.number, row.hash, row.at
        session.flush()
        return row.number

    def head(self) -> Head:
        with self._store.read() as session:
            return _head(session)

    def latest_instant(self, session: Session) -> datetime:
        """Now, or the instant of the newest entry where that is later: a clock that was set back wins nothing."""
        at = _head(session).at
        now = self._clock.now()
        return now if at is None else max(now, at)

    def export(self) -> Iterator[dict[str, Any]]:
        """Every entry as it was hashed, with its hash, oldest first."""
        for row in self._rows():
            yield {**as_json(row), "hash": row.hash}

    def verify(self, anchors: Mapping[int, str] | Iterable[tuple[int, str]] = ()) -> list[Problem]:
        """What is wrong, entry by entry; nothing when the record is whole.

        `anchors` are hashes by number that were kept elsewhere; two that contradict each other are a problem too.
        """
        problems: list[Problem] = []
        expected, previous, latest = 1, FIRST_HASH, None
        wanted: defaultdict[int, set[str]] = defaultdict(set)
        for number, kept in anchors.items() if isinstance(anchors, Mapping) else anchors:
            wanted[number].add(kept)
        for row in self._rows():
            if entry_hash(as_json(row)) != row.hash:
                problems.append(Problem(row.number, "changed"))
            problems += [Problem(number, "missing") for number in range(expected, row.number)]
            if row.number == expected and row.previous_hash != previous:
                problems.append(Problem(row.number, "reordered"))
            if wanted.pop(row.number, {row.hash}) != {row.hash}:
                problems.append(Problem(row.number, "anchor"))
            expected, previous, latest = row.number + 1, row.hash, row
        head = self.head()
        problems += [Problem(number, "cut_off") for number in range(expected, head.number + 1)]
        if latest is not None and head.number <= latest.number and head.hash != latest.hash:
            problems.append(Problem(latest.number, "head"))
        problems += [Problem(number, "anchor") for number in sorted(wanted) if number > head.number]
        return problems

    def _rows(self) -> Iterator[AuditRow]:
        last = -(2**31)
        while True:
            with self._store.read() as session:
                query = sa.select(AuditRow).where(AuditRow.number > last).order_by(AuditRow.number).limit(_BATCH)
                rows = session.scalars(query).all()
            if not rows:
                return
            yield from rows
            last = rows[-1].number


def as_json(row: AuditRow) -> dict[str, Any]:
    """What the hash of an entry is taken of."""
    return {
        "number": row.number,
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": row.actor,
        "role": row.role,
        "action": row.action,
        "subject": row.subject,
        "data": row.data,
        "previous_hash": row.previous_hash,
    }


def entry_hash(entry: Mapping[str, Any]) -> str:
    return hashlib.sha256(_canonical(entry).encode("ascii")).hexdigest()


def _canonical(value: Mapping[str, Any]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    raise TypeError(f"{type(value).__name__} has no place in the record")


def _head(session: Session) -> Head:
    row = session.get(AuditHeadRow, 1)
    return Head(0, FIRST_HASH, None) if row is None else Head(row.number, row.hash, row.at)
