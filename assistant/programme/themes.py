"""The themes an organisation wants to be known for, in the languages of its people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.clock import Clock
from assistant.errors import InputError, NotFound
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.store import Store
from assistant.store.tables.programme import ThemeRow
from assistant.texts import LANGUAGES, Language


@dataclass(frozen=True)
class Theme:
    id: str
    title: Mapping[Language, str]
    description: Mapping[Language, str]
    known_for: tuple[str, ...] = ()
    words_use: tuple[str, ...] = ()
    words_avoid: tuple[str, ...] = ()
    angles: tuple[str, ...] = ()
    """Questions somebody could write from."""
    hashtags: tuple[str, ...] = ()


@dataclass(frozen=True)
class LineError:
    line: int
    error: InputError


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str = Field(min_length=1, max_length=80)
    title: str | dict[Language, str]
    description: str | dict[Language, str] = ""
    known_for: list[str] = []
    words_use: list[str] = []
    words_avoid: list[str] = []
    angles: list[str] = []
    hashtags: list[str] = []


class Themes:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def list(self) -> list[Theme]:
        with self._store.read() as session:
            return [_theme(row) for row in session.scalars(sa.select(ThemeRow).order_by(ThemeRow.id))]

    def get(self, theme_id: str) -> Theme:
        with self._store.read() as session:
            row = session.get(ThemeRow, theme_id)
            if row is None:
                raise NotFound("programme.no_theme", id=theme_id)
            return _theme(row)

    def load(self, by: Person, lines: Iterable[str]) -> Sequence[LineError]:
        """Add or replace themes from JSON Lines. Where a line is wrong, it is named and nothing is loaded."""
        require(by, "programme.manage")
        read: dict[str, _Line] = {}
        wrong: list[LineError] = []
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                theme = _Line.model_validate(json.loads(line))
                read[theme.id] = theme
            except (ValueError, ValidationError, RecursionError) as problem:
                wrong.append(LineError(number, InputError("programme.bad_line", line=number, problem=_first(problem))))
        if wrong:
            return wrong
        now = self._clock.now()
        with self._store.write() as session:
            for theme in read.values():
                body = theme.model_dump(exclude={"id", "title", "description"})
                session.merge(
                    ThemeRow(
                        id=theme.id,
                        title=_in_languages(theme.title),
                        description=_in_languages(theme.description),
                        body=body,
                        updated_at=now,
                    )
                )
        return []


def _theme(row: ThemeRow) -> Theme:
    lists = {name: tuple(value) for name, value in row.body.items()}
    return Theme(row.id, _in_languages(row.title), _in_languages(row.description), **lists)


def _in_languages(value: str | Mapping[Any, str]) -> dict[Language, str]:
    """One text for every language, or each its own, with the first given where one is missing."""
    if isinstance(value, str):
        return dict.fromkeys(LANGUAGES, value)
    fallback = next(iter(value.values()), "")
    return {language: value.get(language, fallback) for language in LANGUAGES}


def _first(problem: Exception) -> str:
    if isinstance(problem, ValidationError):
        error = problem.errors()[0]
        return f"{'.'.join(str(part) for part in error['loc'])}: {error['msg']}"
    return str(problem)[:200]
