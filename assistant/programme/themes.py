"""The themes an organisation wants to be known for, in the languages of its people."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.orm import Session

from assistant.clock import Clock
from assistant.errors import InputError, NotFound
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.store import Store
from assistant.store.tables.programme import GoalRow, ThemeRow
from assistant.texts import LANGUAGES, Language, text

if TYPE_CHECKING:
    from knowledge.documents import Library

MOST: Final = 7
"""About what people keep in mind at once: Miller (1956) says seven, Cowan (2001) nearer four."""
KNOWN_FOR: Final = 3


@dataclass(frozen=True)
class Fact:
    """Where an approved fact stands. Its words are asked of the library each time: an embargo counts for it too."""

    passage_id: str
    start: int
    end: int


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
    goal: str = ""
    """Id of the goal it serves."""
    facts: tuple[Fact, ...] = ()
    for_whom: tuple[str, ...] = ()
    """Ids of audiences."""


@dataclass(frozen=True)
class ToldFact:
    """A fact as the library has it now."""

    text: str
    title: str
    document_id: str
    file: str
    at: Fact

    @property
    def passage_id(self) -> str:
        return self.at.passage_id


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
    goal: str = ""
    for_whom: list[str] = []


class Themes:
    def __init__(self, store: Store, clock: Clock, library: Library | None = None) -> None:
        self._store = store
        self._clock = clock
        self._library = library

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
                row = session.get(ThemeRow, theme.id)
                kept = {name: row.body[name] for name in ("facts",) if name in row.body} if row is not None else {}
                body = {**kept, **theme.model_dump(exclude={"id", "title", "description"})}
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

    def save(self, by: Person, theme: Theme) -> Theme:
        """Keep one theme. A new one (without an id) is named after its title."""
        require(by, "programme.manage")
        if not any(words.strip() for words in theme.title.values()):
            raise InputError("programme.theme_title")
        with self._store.write() as session:
            if not theme.id:
                theme = replace(theme, id=self._free_id(session, next(filter(None, theme.title.values()))))
            body = asdict(theme)
            for name in ("id", "title", "description"):
                body.pop(name)
            session.merge(
                ThemeRow(
                    id=theme.id,
                    title=dict(theme.title),
                    description=dict(theme.description),
                    body=body,
                    updated_at=self._clock.now(),
                )
            )
        return theme

    def remove(self, by: Person, theme_id: str) -> None:
        """Posts and documents that name it keep the name; nothing new gets it."""
        require(by, "programme.manage")
        with self._store.write() as session:
            row = session.get(ThemeRow, theme_id)
            if row is None:
                raise NotFound("programme.no_theme", id=theme_id)
            session.delete(row)

    def remarks(self, by: Person) -> Sequence[str]:
        """What is to be said of the list as a whole, and of themes that lack what makes them work."""
        require(by, "programme.manage")
        themes, language = self.list(), by.language
        with self._store.read() as session:
            goals = set(session.scalars(sa.select(GoalRow.id).where(GoalRow.closed_on.is_(None))))
        said = []
        if len(themes) > MOST:
            said.append(text("programme.theme.too_many", language, count=len(themes), most=MOST))
        for key, wrong in (
            ("no_goal", [theme for theme in themes if theme.goal not in goals]),
            ("not_three", [theme for theme in themes if len(theme.known_for) != KNOWN_FOR]),
            ("no_angles", [theme for theme in themes if not theme.angles]),
        ):
            if wrong:
                names = ", ".join(theme.title[language] for theme in wrong)
                said.append(text(f"programme.theme.{key}", language, names=names))
        return said

    def facts(self, person: Person, theme: Theme) -> Sequence[ToldFact]:
        """The facts of a theme that this person may see now, in the words of the library."""
        found = []
        for fact in theme.facts if self._library is not None else ():
            view = self._library.passage(person, fact.passage_id) if self._library is not None else None
            words = view.text[fact.start : fact.end].strip(" \t\n-•*") if view is not None else ""
            if view is not None and words:
                found.append(ToldFact(words, view.title, view.document_id, view.file, fact))
        return found

    def of_text(self, words: str) -> Theme | None:
        """The theme a text is about: its title, or two of its own words at least, and more than of any other."""
        said = _plain(words)
        best, most = None, 1
        for theme in self.list():
            found = sum(bool(re.search(rf"\b{re.escape(_plain(word))}", said)) for word in theme.words_use)
            titles = sum(_plain(title) in said for title in set(theme.title.values()) if title)
            if found + 2 * titles > most:
                best, most = theme, found + 2 * titles
        return best

    def avoided(self, words: str) -> Sequence[tuple[Theme, str]]:
        """The words of a text that a theme would rather not see, each with that theme."""
        said = _plain(words)
        return [
            (theme, word)
            for theme in self.list()
            for word in theme.words_avoid
            if re.search(rf"\b{re.escape(_plain(word))}\b", said)
        ]

    def _free_id(self, session: Session, title: str) -> str:
        plain = re.sub(r"[^a-z0-9]+", "-", _plain(title)).strip("-")[:60] or "theme"
        number, free = 1, plain
        while session.get(ThemeRow, free) is not None:
            number += 1
            free = f"{plain}-{number}"
        return free


def _plain(words: str) -> str:
    """For comparing: without capitals and accents."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _theme(row: ThemeRow) -> Theme:
    body = dict(row.body)
    picked = tuple(Fact(one["passage_id"], one["start"], one["end"]) for one in body.pop("facts", ()))
    goal = str(body.pop("goal", ""))
    lists = {name: tuple(value) for name, value in body.items()}
    return Theme(row.id, _in_languages(row.title), _in_languages(row.description), **lists, goal=goal, facts=picked)


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
