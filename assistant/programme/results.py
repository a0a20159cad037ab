"""What posts brought: told by their authors, kept for them, seen by nobody else unless they say so."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.clock import Clock
from assistant.errors import InputError, NotFound
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.programme import linkedin_file
from assistant.programme.contributions import note_publications
from assistant.programme.linkedin_file import COUNTS, Line, NotUnderstood, Reading, post_key
from assistant.programme.written import count, day
from assistant.store import Store
from assistant.store.tables.posts import DraftRow
from assistant.store.tables.results import ImportRow, ResultRow
from assistant.store.tables.review import PublicationRow, ReleaseRow

KEPT: Final = timedelta(days=1)
"""A file that was read and not confirmed is forgotten after this."""
Change = Literal["new", "changed", "same"]


@dataclass(frozen=True)
class Result:
    id: str
    post_id: str | None
    address: str
    channel: str
    language: str
    theme: str | None
    posted_on: date
    start: str
    """How the post starts, where it was written here."""
    numbers: Mapping[str, int | None]
    told: bool
    """Whether communications may know what it brought."""

    @property
    def has_figures(self) -> bool:
        return any(value is not None for value in self.numbers.values())


@dataclass(frozen=True)
class Planned:
    """One line of a file, with what confirming would do."""

    line: Line
    change: Change
    start: str
    """How the known post starts; empty for a new one."""


@dataclass(frozen=True)
class Import:
    """A file that was read: nothing of it counts until it is confirmed."""

    id: str
    file: str
    planned: tuple[Planned, ...]
    reading: Reading


class Results:
    def __init__(self, store: Store, clock: Clock, zone: ZoneInfo) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def list(self, person: Person) -> list[Result]:
        """One's own posts that stand online, the newest first."""
        require(person, "own.write")
        with self._store.write() as session:
            note_publications(session, self._zone)
            _take_addresses(session, person)
            return _own(session, person)

    def type(self, person: Person, result_id: str, written: Mapping[str, str]) -> None:
        """Figures as they were typed; an empty field is not known. Nothing changes when one cannot be read."""
        numbers = {name: _typed(name, written.get(name, "")) for name in COUNTS if name in written}
        with self._store.write() as session:
            row = _mine(session, person, result_id)
            for name, value in numbers.items():
                setattr(row, name, value)
            row.updated_at = self._clock.now()

    def add(self, person: Person, address: str, posted_on: str, channel: str, theme: str | None, language: str) -> None:
        """A post that was not written here."""
        require(person, "own.write")
        address = address.strip()
        if not address.startswith("https://"):
            raise InputError("my_posts.bad_address")
        when = day(posted_on)
        if when is None or when > self._today():
            raise InputError("my_posts.bad_day", value=posted_on[:40])
        with self._store.write() as session:
            if post_key(address) in _by_key(session, person):
                raise InputError("my_posts.known_already")
            session.add(self._new(person, Line(address[:500], when), channel, language, theme))

    def set_theme(self, person: Person, result_id: str, theme: str | None) -> None:
        with self._store.write() as session:
            _mine(session, person, result_id).theme = theme or None

    def tell(self, person: Person, result_id: str, told: bool) -> None:
        """Let communications know what this post brought, or no longer."""
        with self._store.write() as session:
            _mine(session, person, result_id).told_at = self._clock.now() if told else None

    def remove(self, person: Person, result_id: str) -> None:
        """Take the figures away; a post from elsewhere goes whole. What was counted stays counted, without a name."""
        with self._store.write() as session:
            row = _mine(session, person, result_id)
            if row.post_id is None:
                session.delete(row)
                return
            for name in COUNTS:
                setattr(row, name, None)
            row.told_at = None

    def look(self, person: Person, name: str, data: bytes) -> Import:
        """Read a file and say what confirming would do. Changes nothing."""
        require(person, "own.write")
        reading = linkedin_file.read(name, data)
        now = self._clock.now()
        with self._store.write() as session:
            session.execute(sa.delete(ImportRow).where(ImportRow.read_at < now - KEPT))
            session.execute(sa.delete(ImportRow).where(ImportRow.account_id == person.id))
            row = ImportRow(account_id=person.id, file=name[:200], body=_as_json(reading), read_at=now)
            session.add(row)
            note_publications(session, self._zone)
            return self._import(session, person, row)

    def looked(self, person: Person, import_id: str) -> Import:
        with self._store.read() as session:
            return self._import(session, person, _import_row(session, person, import_id))

    def confirm(self, person: Person, import_id: str) -> tuple[int, int]:
        """Take over what was read: how many posts are new, and how many have other figures now."""
        with self._store.write() as session:
            row = _import_row(session, person, import_id)
            note_publications(session, self._zone)
            planned = self._import(session, person, row).planned
            known = _by_key(session, person)
            for one in planned:
                if one.change == "new":
                    session.add(self._new(person, one.line, "linkedin", person.language, None))
                elif one.change == "changed":
                    _take_over(known[one.line.key], one.line, self._clock.now())
            session.delete(row)
            changes = [one.change for one in planned]
            return changes.count("new"), changes.count("changed")

    def forget_import(self, person: Person, import_id: str) -> None:
        with self._store.write() as session:
            session.delete(_import_row(session, person, import_id))

    def _import(self, session: Session, person: Person, row: ImportRow) -> Import:
        reading = _from_json(row.body)
        known = _by_key(session, person)
        starts = {one.id: one.start or one.address for one in _own(session, person)}
        planned = []
        for line in reading.lines:
            there = known.get(line.key)
            change: Change = "new" if there is None else "changed" if _differs(there, line) else "same"
            planned.append(Planned(line, change, "" if there is None else starts.get(there.id, "")))
        return Import(row.id, row.file, tuple(planned), reading)

    def _new(self, person: Person, line: Line, channel: str, language: str, theme: str | None) -> ResultRow:
        identity = hashlib.sha256(f"{person.id} {line.key}".encode()).hexdigest()[:32]
        return ResultRow(
            id=identity,  # the same post given twice is the same result, also after it was taken away in between
            account_id=person.id,
            address=line.address,
            channel=channel,
            language=language,
            theme=theme,
            posted_on=line.posted_on or self._today(),
            updated_at=self._clock.now(),
            **{name: getattr(line, name) for name in COUNTS},
        )

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone).date()


def _own(session: Session, person: Person) -> list[Result]:
    query = sa.select(ResultRow).where(ResultRow.account_id == person.id)
    rows = session.scalars(query.order_by(ResultRow.posted_on.desc(), ResultRow.id)).all()
    texts = published_texts(session, [row.post_id for row in rows if row.post_id])
    return [
        Result(
            row.id,
            row.post_id,
            row.address,
            row.channel,
            row.language,
            row.theme,
            row.posted_on,
            start_of(texts.get(row.post_id or "", "")),
            {name: getattr(row, name) for name in COUNTS},
            row.told_at is not None,
        )
        for row in rows
    ]


def published_texts(session: Session, post_ids: Sequence[str]) -> dict[str, str]:
    """The text that was published of each post."""
    query = (
        sa.select(PublicationRow.post_id, DraftRow.text)
        .join(ReleaseRow, PublicationRow.release_id == ReleaseRow.id)
        .join(DraftRow, ReleaseRow.draft_id == DraftRow.id)
        .where(PublicationRow.post_id.in_(post_ids))
        .order_by(PublicationRow.published_at)
    )
    return {str(post_id): str(words) for post_id, words in session.execute(query)}


def start_of(text: str, most: int = 90) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]}…"


def _take_addresses(session: Session, person: Person) -> None:
    """An address that was told later, or corrected."""
    query = (
        sa.select(ResultRow, PublicationRow.address)
        .join(PublicationRow, PublicationRow.post_id == ResultRow.post_id)
        .where(ResultRow.account_id == person.id, PublicationRow.address != "")
        .order_by(PublicationRow.published_at)
    )
    for row, address in session.execute(query).all():
        row.address = address


def _mine(session: Session, person: Person, result_id: str) -> ResultRow:
    require(person, "own.write")
    row = session.get(ResultRow, result_id)
    if row is None or row.account_id != person.id:
        raise NotFound("my_posts.no_such_post")
    return row


def _import_row(session: Session, person: Person, import_id: str) -> ImportRow:
    require(person, "own.write")
    row = session.get(ImportRow, import_id)
    if row is None or row.account_id != person.id:
        raise NotFound("my_posts.no_such_file")
    return row


def _by_key(session: Session, person: Person) -> dict[str, ResultRow]:
    _take_addresses(session, person)
    query = sa.select(ResultRow).where(ResultRow.account_id == person.id, ResultRow.address != "")
    return {post_key(row.address): row for row in session.scalars(query)}


def _differs(row: ResultRow, line: Line) -> bool:
    return any(getattr(line, name) not in (None, getattr(row, name)) for name in COUNTS)


def _take_over(row: ResultRow, line: Line, now: datetime) -> None:
    """What the file tells; what it is silent about stays as it was."""
    for name in COUNTS:
        if getattr(line, name) is not None:
            setattr(row, name, getattr(line, name))
    row.updated_at = now


def _typed(name: str, written: str) -> int | None:
    if not written.strip():
        return None
    found = count(written)
    if found is None:
        raise InputError("my_posts.bad_count", value=written[:40], field=name)
    return found


def _as_json(reading: Reading) -> dict[str, Any]:
    body = asdict(reading)
    for line in body["lines"]:
        line["posted_on"] = line["posted_on"].isoformat() if line["posted_on"] else None
    return body


def _from_json(body: Mapping[str, Any]) -> Reading:
    lines = [
        Line(**{**line, "posted_on": date.fromisoformat(line["posted_on"]) if line["posted_on"] else None})
        for line in body["lines"]
    ]
    return Reading(
        tuple(lines),
        tuple(NotUnderstood(**one) for one in body["not_understood"]),
        tuple(body["passed_sheets"]),
        tuple(body["unused_columns"]),
        body["day_order"],
    )
