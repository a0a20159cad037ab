"""The organisation's embargoes: news that is not public yet, kept with every version it had."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any

import sqlalchemy as sa
from pydantic import Field, ValidationError, field_validator, model_validator
from sqlalchemy.orm import Session

from assistant.audit import Audit
from assistant.checking.embargo.record import EmbargoRecord
from assistant.checking.lines import LineError, read_lines
from assistant.checking.rules.rule import Strict, Text, in_words, read_object
from assistant.clock import Clock, Window, parse_instant, zone
from assistant.errors import InputError, NotFound
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.store import Store
from assistant.store import revision as revisions
from assistant.store.tables.sharing import EmbargoRow, SharingVersionRow
from assistant.texts import Language


class EmbargoLine(Strict):
    """An embargo as it is written on a line; what has a value here may be left out."""

    id: Annotated[str, Field(min_length=1, max_length=120)]
    title: Text
    statement: Annotated[str, Field(min_length=1, max_length=20_000)]
    facts: Annotated[list[str], Field(max_length=200)] = Field(default_factory=list)
    terms: Annotated[list[Text], Field(max_length=200)] = Field(default_factory=list)
    lang: Language = "nl"
    embargoed_from: datetime | None = None
    lifts_at: datetime | None = None
    zone: str = "Europe/Brussels"
    contact: Annotated[str, Field(max_length=500)] = ""
    knowers: Annotated[list[Text], Field(max_length=500)] = Field(default_factory=list)
    existence_secret: bool = False
    market_sensitive: bool = False

    @field_validator("facts", mode="before")
    @classmethod
    def _facts(cls, value: Any) -> Any:
        """A fact may be an object: its values together say it."""
        return [_fact(entry) for entry in value] if isinstance(value, list) else value

    @field_validator("embargoed_from", "lifts_at", mode="before")
    @classmethod
    def _instant(cls, value: Any) -> Any:
        if isinstance(value, str):
            return parse_instant(value)
        if value is not None and not isinstance(value, datetime):
            raise InputError("time.unreadable", value=str(value)[:40])
        return value

    @model_validator(mode="after")
    def _whole(self) -> EmbargoLine:
        zone(self.zone)
        if self.embargoed_from and self.lifts_at and self.lifts_at <= self.embargoed_from:
            raise InputError("checking.lifts_before_start")
        return self


def _fact(value: Any) -> Any:
    if isinstance(value, dict):
        return " ".join(
            str(part) for entry in value.values() for part in (entry if isinstance(entry, list) else [entry])
        )
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def read_embargo(line: str) -> EmbargoRecord:
    """A record from a line of JSON. Raises `InputError` that says in words what is wrong."""
    return embargo_from(read_object(line))


def embargo_from(body: dict[str, Any]) -> EmbargoRecord:
    try:
        line = EmbargoLine.model_validate(body)
    except ValidationError as problem:
        raise in_words(problem) from None
    return EmbargoRecord(
        id=line.id,
        version=0,
        title=line.title,
        statement=line.statement,
        language=line.lang,
        window=Window(line.embargoed_from, line.lifts_at),
        facts=tuple(fact.strip() for fact in line.facts if fact.strip()),
        terms=tuple(line.terms),
        zone=line.zone,
        contact=line.contact,
        knowers=tuple(line.knowers),
        existence_secret=line.existence_secret,
        market_sensitive=line.market_sensitive,
    )


def as_line(record: EmbargoRecord) -> dict[str, Any]:
    """The record as it is written on a line; instants in the zone they were meant in."""
    place = zone(record.zone)
    start, end = record.window.start, record.window.end
    return {
        "id": record.id,
        "title": record.title,
        "statement": record.statement,
        "facts": list(record.facts),
        "terms": list(record.terms),
        "lang": record.language,
        "embargoed_from": start.astimezone(place).isoformat() if start else None,
        "lifts_at": end.astimezone(place).isoformat() if end else None,
        "zone": record.zone,
        "contact": record.contact,
        "knowers": list(record.knowers),
        "existence_secret": record.existence_secret,
        "market_sensitive": record.market_sensitive,
    }


@dataclass(frozen=True)
class EmbargoInfo:
    record: EmbargoRecord
    cancelled_at: datetime | None
    updated_at: datetime


class Embargoes:
    def __init__(self, store: Store, clock: Clock, audit: Audit) -> None:
        self._store, self._clock, self._audit = store, clock, audit
        self._lock = threading.Lock()
        self._known: tuple[int, tuple[EmbargoRecord, ...]] | None = None

    def load(self, by: Person, lines: Iterable[str]) -> list[LineError]:
        """Save a record for each line, or nothing at all: then every line that is wrong is named."""
        require(by, "sharing.manage")
        records, errors = read_lines(lines, read_embargo, lambda record: record.id)
        if errors:
            return errors
        with self._store.write() as session:
            for _, record in records:
                self._save(session, by, record)
        return []

    def save(self, by: Person, record: EmbargoRecord) -> EmbargoRecord:
        """Save a record, or a new version of it; what cannot be right is refused."""
        require(by, "sharing.manage")
        checked = embargo_from(as_line(record))
        with self._store.write() as session:
            return _record(self._save(session, by, checked))

    def cancel(self, by: Person, embargo_id: str) -> None:
        """From now on nothing of it is protected. It stays in the history."""
        require(by, "sharing.manage")
        with self._store.write() as session:
            row = session.get(EmbargoRow, embargo_id)
            if row is None:
                raise NotFound("checking.no_such_embargo")
            if row.cancelled_at is not None:
                return
            row.cancelled_at = row.updated_at = self._clock.now()
            revisions.bump(session)
            self._audit.append(session, by, "embargo.cancel", embargo_id, version=row.version)

    def list(self, by: Person) -> list[EmbargoInfo]:
        """Every record, cancelled ones too; for communications."""
        require(by, "sharing.manage")
        with self._store.read() as session:
            rows = session.scalars(sa.select(EmbargoRow).order_by(EmbargoRow.id)).all()
            return [EmbargoInfo(_record(row), row.cancelled_at, row.updated_at) for row in rows]

    def get(self, by: Person, embargo_id: str) -> EmbargoRecord:
        require(by, "sharing.manage")
        with self._store.read() as session:
            row = session.get(EmbargoRow, embargo_id)
            if row is None:
                raise NotFound("checking.no_such_embargo")
            return _record(row)

    def live(self, at: datetime) -> tuple[EmbargoRecord, ...]:
        """The records that protect something at an instant. For the check: asks for no permission, shows nobody."""
        return tuple(record for record in self._current() if at in record.window)

    def standing(self) -> tuple[EmbargoRecord, ...]:
        """All records that are not cancelled, whatever their window: a lifted one explains what fits it better."""
        return self._current()

    def _current(self) -> tuple[EmbargoRecord, ...]:
        with self._store.read() as session:
            number = revisions.current(session)
            with self._lock:
                if self._known is not None and self._known[0] == number:
                    return self._known[1]
            query = sa.select(EmbargoRow).where(EmbargoRow.cancelled_at.is_(None)).order_by(EmbargoRow.id)
            records = tuple(_record(row) for row in session.scalars(query))
        with self._lock:
            self._known = (number, records)
        return records

    def _save(self, session: Session, by: Person, record: EmbargoRecord) -> EmbargoRow:
        row = session.get(EmbargoRow, record.id)
        now = self._clock.now()
        if row is None:
            row = EmbargoRow(id=record.id, version=1)
            session.add(row)
        elif row.cancelled_at is None and _record(row) == replace(record, version=row.version):
            return row
        else:
            row.version += 1
        row.title, row.statement, row.language = record.title, record.statement, record.language
        row.facts, row.terms, row.knowers = list(record.facts), list(record.terms), list(record.knowers)
        row.embargoed_from, row.lifts_at, row.zone = record.window.start, record.window.end, record.zone
        row.contact, row.existence_secret = record.contact, record.existence_secret
        row.market_sensitive = record.market_sensitive
        row.cancelled_at, row.updated_at = None, now
        session.add(
            SharingVersionRow(
                kind="embargo",
                ref=record.id,
                version=row.version,
                body=as_line(record),
                changed_by=by.name,
                changed_at=now,
            )
        )
        revisions.bump(session)
        self._audit.append(session, by, "embargo.save", record.id, version=row.version)
        return row


def _record(row: EmbargoRow) -> EmbargoRecord:
    return EmbargoRecord(
        id=row.id,
        version=row.version,
        title=row.title,
        statement=row.statement,
        language=row.language,  # type: ignore[arg-type]
        window=Window(row.embargoed_from, row.lifts_at),
        facts=tuple(row.facts),
        terms=tuple(row.terms),
        zone=row.zone,
        contact=row.contact,
        knowers=tuple(row.knowers),
        existence_secret=row.existence_secret,
        market_sensitive=row.market_sensitive,
    )
