"""Moments together: kick-off, lunch, training. Who comes says so; who does not come says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.clock import Clock
from assistant.clock import zone as zone_named
from assistant.errors import InputError, NotFound
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.store import Store
from assistant.store.tables.people import AccountRow
from assistant.store.tables.support import AttendanceRow, MomentRow
from assistant.texts import Language, text

MomentKind = Literal["kickoff", "lunch", "training", "photo", "other"]
KINDS: Final[tuple[MomentKind, ...]] = get_args(MomentKind)


@dataclass(frozen=True)
class Moment:
    id: str
    kind: MomentKind
    title: str
    words: str
    """What the officer adds to the invitation."""
    place: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    sequence: int
    cancelled: bool
    changed_at: datetime
    coming: int
    mine: bool
    """Whether the person who asks said that they come."""


class Moments:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def list(self, person: Person) -> list[Moment]:
        """Those to come first, in their order; then those that were."""
        require(person, "own.write")
        now = self._clock.now()
        with self._store.read() as session:
            rows = session.scalars(sa.select(MomentRow).order_by(MomentRow.starts_at, MomentRow.id)).all()
            found = [_moment(session, row, person) for row in rows]
        coming = [one for one in found if one.ends_at >= now]
        return [*coming, *reversed([one for one in found if one.ends_at < now])]

    def get(self, person: Person, moment_id: str) -> Moment:
        require(person, "own.write")
        with self._store.read() as session:
            return _moment(session, _row(session, moment_id), person)

    def save(
        self,
        by: Person,
        *,
        kind: str,
        title: str,
        words: str,
        place: str,
        starts_at: datetime,
        ends_at: datetime,
        zone: str,
        moment_id: str | None = None,
    ) -> Moment:
        require(by, "programme.manage")
        zone_named(zone)
        if kind not in KINDS:
            raise InputError("engage.bad_kind")
        if not title.strip():
            raise InputError("engage.needs_title")
        if ends_at <= starts_at:
            raise InputError("engage.ends_before")
        with self._store.write() as session:
            row = MomentRow(sequence=-1) if moment_id is None else _row(session, moment_id)
            if row.cancelled_at is not None:
                raise InputError("engage.is_cancelled")
            row.kind, row.title, row.words = kind, title.strip()[:200], words.strip()[:4000]
            row.place, row.zone = place.strip()[:300], zone
            row.starts_at, row.ends_at = starts_at, ends_at
            row.sequence, row.changed_at = row.sequence + 1, self._clock.now()
            session.add(row)
            session.flush()
            return _moment(session, row, by)

    def cancel(self, by: Person, moment_id: str) -> None:
        """It does not take place: the calendar file says so to whoever has it."""
        require(by, "programme.manage")
        with self._store.write() as session:
            row = _row(session, moment_id)
            if row.cancelled_at is None:
                row.cancelled_at = row.changed_at = self._clock.now()
                row.sequence += 1

    def come(self, person: Person, moment_id: str, comes: bool) -> None:
        require(person, "own.write")
        with self._store.write() as session:
            row = _row(session, moment_id)
            there = session.get(AttendanceRow, (row.id, person.id))
            if comes and there is None:
                if row.cancelled_at is not None or row.ends_at < self._clock.now():
                    raise InputError("engage.is_over")
                session.add(AttendanceRow(moment_id=row.id, account_id=person.id, said_at=self._clock.now()))
            elif not comes and there is not None:
                session.delete(there)

    def who(self, by: Person, moment_id: str) -> Sequence[str]:
        """The names of those who come, for the chairs and the soup."""
        require(by, "programme.manage")
        with self._store.read() as session:
            query = (
                sa.select(AccountRow.display_name)
                .join(AttendanceRow, AttendanceRow.account_id == AccountRow.id)
                .where(AttendanceRow.moment_id == moment_id)
            )
            return session.scalars(query.order_by(AccountRow.display_name)).all()


def invitation(moment: Moment, language: Language, when: str) -> str:
    """The text that invites, to send oneself: what, when, where, and that nobody has to."""
    lines = [text(f"engage.invitation.{moment.kind}", language, title=moment.title), moment.words, ""]
    lines += [text("engage.invitation.when", language, when=when)]
    if moment.place:
        lines.append(text("engage.invitation.where", language, place=moment.place))
    lines += ["", text("engage.invitation.free", language)]
    return "\n".join(line for number, line in enumerate(lines) if line or number != 1)


def _row(session: Session, moment_id: str) -> MomentRow:
    row = session.get(MomentRow, moment_id)
    if row is None:
        raise NotFound("engage.no_moment")
    return row


def _moment(session: Session, row: MomentRow, person: Person) -> Moment:
    coming = sa.select(AttendanceRow.account_id).where(AttendanceRow.moment_id == row.id)
    people = set(session.scalars(coming))
    return Moment(
        row.id,
        row.kind,  # type: ignore[arg-type]  # only kinds are stored
        row.title,
        row.words,
        row.place,
        row.starts_at,
        row.ends_at,
        row.zone,
        row.sequence,
        row.cancelled_at is not None,
        row.changed_at,
        len(people) + row.left_people,
        person.id in people,
    )


def leave(session: Session, account_id: str) -> None:
    """Before somebody is deleted: that they came stays counted."""
    query = sa.select(MomentRow).join(AttendanceRow, AttendanceRow.moment_id == MomentRow.id)
    for row in session.scalars(query.where(AttendanceRow.account_id == account_id)).all():
        row.left_people += 1
    session.execute(sa.delete(AttendanceRow).where(AttendanceRow.account_id == account_id))
