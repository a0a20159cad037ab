"""Audiences as a file: out with everything, in only after somebody saw, line by line, what it would do."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.clock import Clock
from assistant.errors import InputError, PersonError
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.programme import audiences, table_file
from assistant.programme.ambassadors import active_ids
from assistant.programme.audiences import Audience, Audiences
from assistant.programme.colleagues import Colleague, colleagues
from assistant.programme.table_file import Row
from assistant.store import Store
from assistant.store.tables.programme import ThemeRow
from assistant.texts import LANGUAGES, text

COLUMNS: Final = ("name", "description", "channels", "voices", "moments", "themes", "near")
_NAMES: Final = {column: [text(f"programme.column.{column}", language) for language in LANGUAGES] for column in COLUMNS}


class AudienceTable:
    def __init__(self, store: Store, clock: Clock, kept: Audiences) -> None:
        self._store = store
        self._clock = clock
        self._kept = kept

    def export(self, by: Person) -> bytes:
        require(by, "programme.manage")
        rows = [[text(f"programme.column.{column}", by.language) for column in COLUMNS]]
        rows += [_cells(one) for one in self._kept.list(by)]
        return table_file.write(rows, by.language)

    def look(self, by: Person, data: bytes) -> list[Row]:
        """What each line would do. Nothing is changed."""
        require(by, "programme.manage")
        with self._store.read() as session:
            return [row for row, _ in self._read(session, by, data)]

    def load(self, by: Person, data: bytes) -> list[Row]:
        """Keep the lines that can be used; the others stay as they were told."""
        require(by, "programme.manage")
        with self._store.write() as session:
            found = self._read(session, by, data)
            for row, audience in found:
                if row.change in ("new", "changed") and audience is not None:
                    audiences.save(session, audience, self._clock)
        return [row for row, _ in found]

    def _read(self, session: Session, by: Person, data: bytes) -> list[tuple[Row, Audience | None]]:
        header, *lines = table_file.read(data)
        places = table_file.columns(header, _NAMES, ("name",))
        known = {one.name.casefold(): one for one in self._kept.list(by)}
        themes = _themes(session)
        people = {one.name.casefold(): one for one in colleagues(session)}
        joined = active_ids(session)
        seen: dict[str, int] = {}
        found: list[tuple[Row, Audience | None]] = []
        for number, cells in enumerate(lines, start=2):
            if not any(cells):
                continue
            given = {column: cells[place] if place < len(cells) else "" for column, place in places.items()}
            name = " ".join(given["name"].split())[:120]
            problem = _wrong(name, seen, number)
            if problem is not None:
                found.append((Row(number, name, "wrong", (problem,)), None))
                continue
            seen[name.casefold()] = number
            before = known.get(name.casefold())
            audience, aside = _audience(before, name, given, themes, people, joined)
            change = "new" if before is None else ("same" if audience == before else "changed")
            found.append((Row(number, name, change, tuple(aside)), audience))  # type: ignore[arg-type]  # one of them
        return found


def _wrong(name: str, seen: dict[str, int], number: int) -> PersonError | None:
    if not name:
        return InputError("programme.audience_name")
    if name.casefold() in seen:
        return InputError("programme.row_twice", name=name, line=seen[name.casefold()])
    return None


def _audience(
    before: Audience | None,
    name: str,
    given: dict[str, str],
    themes: dict[str, str],
    people: dict[str, Colleague],
    joined: set[str],
) -> tuple[Audience, list[PersonError]]:
    """The audience as the line says it; a column that is not in the file leaves what there was."""
    aside: list[PersonError] = []
    audience = before or Audience("", name)
    if "description" in given:
        audience = replace(audience, description=given["description"])
    if "channels" in given:
        audience = replace(audience, channels=table_file.apart(given["channels"]))
    if "voices" in given:
        audience = replace(audience, voices=table_file.apart(given["voices"]))
    if "moments" in given:
        audience = replace(audience, moments=table_file.apart(given["moments"]))
    if "themes" in given:
        named = table_file.apart(given["themes"])
        aside += [InputError("programme.row_theme", name=one) for one in named if one.casefold() not in themes]
        audience = replace(audience, themes=tuple(themes[one.casefold()] for one in named if one.casefold() in themes))
    if "near" in given:
        named = table_file.apart(given["near"])
        there = [people[one.casefold()] for one in named if one.casefold() in people]
        aside += [InputError("programme.row_person", name=one) for one in named if one.casefold() not in people]
        aside += [
            InputError("programme.row_not_joined", name=one.name) for one in there if one.account_id not in joined
        ]
        near = sorted((one for one in there if one.account_id in joined), key=lambda one: one.display_name)
        audience = replace(audience, near=tuple(near))
    return audience, aside


def _themes(session: Session) -> dict[str, str]:
    """The id of each theme by its id and by each of its titles."""
    found: dict[str, str] = {}
    for row in session.scalars(sa.select(ThemeRow)):
        found |= {title.casefold(): row.id for title in row.title.values()}
        found[row.id.casefold()] = row.id
    return found


def _cells(one: Audience) -> list[str]:
    many = (one.channels, one.voices, one.moments, one.themes, [who.name for who in one.near])
    return [one.name, one.description, *(table_file.joined(values) for values in many)]
