"""The people of the programme as a file: out with who joined and who may be asked, in only whom to think of."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from assistant.clock import Clock
from assistant.errors import InputError, PersonError
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.programme import finder, table_file
from assistant.programme.ambassadors import Ambassadors
from assistant.programme.finder import KINDS, Finder
from assistant.programme.inventory import Inventory
from assistant.programme.table_file import Row
from assistant.store import Store
from assistant.store.tables.programme import CandidateRow
from assistant.texts import LANGUAGES, Language, text

COLUMNS: Final = (
    "account", "person", "team", "state", "since", "kind", "note",
    "themes", "channels", "blog", "network", "languages", "minutes",
)  # fmt: skip
TOLD: Final = ("state", "since", "themes", "channels", "blog", "network", "languages", "minutes")
"""Only the person's own; a file never says it for them."""
_NAMES: Final = {column: [text(f"programme.column.{column}", language) for language in LANGUAGES] for column in COLUMNS}


class PeopleTable:
    def __init__(
        self, store: Store, clock: Clock, ambassadors: Ambassadors, inventory: Inventory, kept: Finder
    ) -> None:
        self._store = store
        self._clock = clock
        self._ambassadors = ambassadors
        self._inventory = inventory
        self._finder = kept

    def export(self, by: Person) -> bytes:
        """Who joined, who told something with their name, and who is to be asked; nobody else."""
        require(by, "programme.manage")
        language = by.language
        people: dict[str, dict[str, str]] = {}
        for one in self._ambassadors.list(by):
            people[one.who.name] = {
                "person": one.who.display_name,
                "team": one.who.team,
                "state": text("programme.state.in", language),
                "since": one.joined_at.date().isoformat(),
            }
        for candidate in self._finder.list(by):
            state = "invited" if candidate.invited_at else "candidate"
            people[candidate.who.name] = {
                "person": candidate.who.display_name,
                "team": candidate.who.team,
                "state": text(f"programme.state.{state}", language),
                "since": candidate.invited_at.date().isoformat() if candidate.invited_at else "",
                "kind": text(f"programme.kind.{candidate.kind}", language),
                "note": candidate.note,
            }
        for who, about in self._inventory.named(by):
            row = people.setdefault(who.name, {"person": who.display_name, "team": who.team})
            row |= {
                "themes": table_file.joined(about.themes),
                "channels": table_file.joined(about.channels),
                "blog": about.blog,
                "network": text(f"ambassador.network.{about.network}", language) if about.network else "",
                "languages": table_file.joined(about.languages),
                "minutes": str(about.minutes) if about.minutes else "",
            }
        rows = [[text(f"programme.column.{column}", language) for column in COLUMNS]]
        rows += [
            [name, *(row.get(column, "") for column in COLUMNS[1:])]
            for name, row in sorted(people.items(), key=lambda item: item[1]["person"].casefold())
        ]
        return table_file.write(rows, language)

    def look(self, by: Person, data: bytes) -> list[Row]:
        """What each line would do. Nothing is changed."""
        require(by, "programme.manage")
        with self._store.read() as session:
            return [row for row, _ in self._read(session, by, data)]

    def load(self, by: Person, data: bytes) -> list[Row]:
        require(by, "programme.manage")
        with self._store.write() as session:
            found = self._read(session, by, data)
            for row, given in found:
                if row.change in ("new", "changed"):
                    finder.think_of(session, by, *given, self._clock.now())
        return [row for row, _ in found]

    def _read(self, session: Session, by: Person, data: bytes) -> list[tuple[Row, tuple[str, str, str]]]:
        header, *lines = table_file.read(data)
        places = table_file.columns(header, _NAMES, ("account", "kind", "note"))
        joined = {one.who.name.casefold() for one in self._ambassadors.list(by)}
        seen: dict[str, int] = {}
        found = []
        for number, cells in enumerate(lines, start=2):
            given = {column: cells[place] if place < len(cells) else "" for column, place in places.items()}
            name = given["account"].strip()
            if not any(cells) or (name.casefold() in joined and not given["kind"] and not given["note"]):
                continue
            line = (name, _kind(given["kind"]), given["note"])
            try:
                row = self._line(session, by, number, line, seen)
            except PersonError as problem:
                found.append((Row(number, name, "wrong", (problem,)), line))
                continue
            told = [text(f"programme.column.{column}", by.language) for column in TOLD if given.get(column)]
            aside = (InputError("programme.row_told", columns=", ".join(told)),) if told and row.change == "new" else ()
            found.append((Row(row.line, row.name, row.change, aside), line))
        return found

    def _line(self, session: Session, by: Person, number: int, line: tuple[str, str, str], seen: dict[str, int]) -> Row:
        account, kind, note = finder.checked(session, *line)
        if account.id == by.id:
            raise InputError("ambassador.not_yourself")
        if account.id in seen:
            raise InputError("programme.row_twice", name=line[0], line=seen[account.id])
        seen[account.id] = number
        before = session.get(CandidateRow, account.id)
        if before is None:
            return Row(number, account.display_name, "new")
        same = (before.kind, before.note) == (kind, note)
        return Row(number, account.display_name, "same" if same else "changed")


def _kind(cell: str) -> str:
    """By its id, or by its name in any language."""
    said = cell.strip().casefold()
    for kind in KINDS:
        names: list[str] = [text(f"programme.kind.{kind}", language) for language in LANGUAGES]
        if said in (kind, *(name.casefold() for name in names)):
            return kind
    return cell.strip()


def template(language: Language) -> bytes:
    """An empty file with the columns that can be filled in."""
    return table_file.write(
        [[text(f"programme.column.{column}", language) for column in ("account", "kind", "note")]], language
    )
