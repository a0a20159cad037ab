"""The figures of the programme: editions of sums over five people or more, which outlive whoever was in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.clock import Clock
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.programme import contributions
from assistant.programme.contributions import DIMENSIONS
from assistant.programme.groups import ALL, REST, edition
from assistant.store import Store
from assistant.store.tables.results import CountedRow, FigureRow, LeftRow


@dataclass(frozen=True)
class Figure:
    """One line of a table: a theme, a month, ... with what is known of it."""

    key: str
    people: int
    """At least so many: the most that one edition had."""
    numbers: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> int:
        return self.numbers.get(name, 0)


class Figures:
    def __init__(self, store: Store, clock: Clock, zone: ZoneInfo) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def renew(self) -> None:
        """Make a new edition of each family to which at least five people added something since the last."""
        with self._store.write() as session:
            contributions.note_publications(session, self._zone)
            for family, dimensions in DIMENSIONS.items():
                self._renew(session, family, dimensions)

    def by(self, by: Person, family: str, dimension: str, *, since: date | None = None) -> list[Figure]:
        """The figures of a family by theme, month, ...; `REST` last. Of the editions counted since a day, or all."""
        require(by, "programme.manage")
        query = sa.select(FigureRow).where(FigureRow.family == family, FigureRow.dimension == dimension)
        if since is not None:
            query = query.where(FigureRow.counted_at >= self._start(since))
        people: dict[str, int] = {}
        sums: dict[str, dict[str, int]] = {}
        with self._store.read() as session:
            for row in session.scalars(query):
                people[row.key] = max(people.get(row.key, 0), row.people)
                total = sums.setdefault(row.key, {})
                for name, value in row.numbers.items():
                    total[name] = total.get(name, 0) + value
        return [Figure(key, people[key], sums[key]) for key in sorted(sums, key=lambda key: (key == REST, key))]

    def total(self, by: Person, family: str, *, since: date | None = None) -> Figure | None:
        """Everything of a family together; None while it would be about fewer than five."""
        return next(iter(self.by(by, family, ALL, since=since)), None)

    def renewed_at(self, by: Person) -> datetime | None:
        """When figures were last added."""
        require(by, "programme.manage")
        with self._store.read() as session:
            return session.scalar(sa.select(FigureRow.counted_at).order_by(FigureRow.counted_at.desc()).limit(1))

    def _renew(self, session: Session, family: str, dimensions: tuple[str, ...]) -> None:
        pending = contributions.gather(session, family, self._zone)
        cells = edition(pending, dimensions)
        if not cells:
            return
        newest = sa.select(sa.func.coalesce(sa.func.max(FigureRow.edition), 0)).where(FigureRow.family == family)
        number = (session.scalar(newest) or 0) + 1
        now = self._clock.now()
        for cell in cells:
            session.add(
                FigureRow(
                    family=family,
                    edition=number,
                    dimension=cell.dimension,
                    key=cell.key,
                    people=cell.people,
                    numbers=dict(cell.numbers),
                    counted_at=now,
                )
            )
        known = {row.source: row for row in session.scalars(sa.select(CountedRow))}
        for one in pending:
            if not one.source:
                continue
            row = known.get(one.source)
            if row is None:
                session.add(CountedRow(source=one.source, numbers=dict(one.numbers)))
            else:
                names = {*row.numbers, *one.numbers}
                row.numbers = {name: row.numbers.get(name, 0) + one.numbers.get(name, 0) for name in names}
        session.execute(sa.delete(LeftRow).where(LeftRow.family == family))
        session.flush()

    def _start(self, day: date) -> datetime:
        return datetime.combine(day, time(), self._zone)
