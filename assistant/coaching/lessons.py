"""The path of short lessons: what there is, how far somebody is, and what they chose about the coach. Only theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Final, Literal, get_args

from sqlalchemy.orm import Session

from assistant.clock import Clock
from assistant.errors import InputError, NotFound
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.store import Store
from assistant.store.tables.coaching import CoachChoiceRow, LessonRow
from assistant.texts import Language

LESSONS: Final = (
    "start",
    "moment",
    "first-line",
    "voice",
    "readable",
    "others",
    "profile",
    "reactions",
)
MINUTES: Final = 10
WEEK: Final = timedelta(days=7)
Path = Literal["on", "paused", "left"]
FOR_REMARK: Final[Mapping[str, str]] = {
    "first_line_long": "first-line",
    "first_line_loud": "first-line",
    "too_long": "moment",
    "long": "moment",
    "no_detail": "moment",
    "two_ideas": "moment",
    "tell": "voice",
    "jargon": "voice",
    "never_word": "voice",
    "long_sentence": "readable",
    "passive": "readable",
    "many_hashtags": "readable",
    "hashtag_case": "readable",
    "many_links": "readable",
    "fake_letters": "readable",
    "many_emoji": "readable",
    "alt_text": "readable",
    "names_colleague": "others",
}
"""The lesson that a remark of the coach opens."""
State = Literal["new", "opened", "done"]


@dataclass(frozen=True)
class Lesson:
    id: str
    number: int
    title: str
    body: str
    """Markdown, without its title."""


@dataclass(frozen=True)
class Step:
    lesson: Lesson
    state: State


@dataclass(frozen=True)
class Choices:
    """What somebody wants of the coach. Nothing has to be chosen, and anything may be changed back."""

    remarks: bool = True
    path: Path = "on"
    weekly: bool = False
    ideas_read_at: datetime | None = None


@cache
def lesson(name: str, language: Language) -> Lesson:
    """The lesson in that language. Raises `NotFound`."""
    if name not in LESSONS:
        raise NotFound("learn.no_such_lesson")
    number = LESSONS.index(name) + 1
    written = (files("assistant.coaching") / "lessons" / language / f"{number}-{name}.md").read_text("utf-8")
    title, _, body = written.partition("\n")
    return Lesson(name, number, title.removeprefix("# ").strip(), body.strip())


class Lessons:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def path(self, person: Person) -> list[Step]:
        """All lessons in their order, with how far this person is in each."""
        require(person, "own.write")
        with self._store.read() as session:
            rows = [(name, session.get(LessonRow, (person.id, name))) for name in LESSONS]
        return [Step(lesson(name, person.language), _state(row)) for name, row in rows]

    def open(self, person: Person, name: str) -> Step:
        """The lesson itself; that it was opened is kept."""
        require(person, "own.write")
        found = lesson(name, person.language)
        with self._store.write() as session:
            row = self._row(session, person, name)
            return Step(found, _state(row))

    def finish(self, person: Person, name: str, done: bool = True) -> None:
        require(person, "own.write")
        lesson(name, person.language)
        with self._store.write() as session:
            self._row(session, person, name).done_at = self._clock.now() if done else None

    def next(self, person: Person) -> Lesson | None:
        """The first lesson that is not done; None when all are, or for who paused or left."""
        if self.choices(person).path != "on":
            return None
        return next((step.lesson for step in self.path(person) if step.state != "done"), None)

    def choices(self, person: Person) -> Choices:
        require(person, "own.write")
        with self._store.read() as session:
            row = session.get(CoachChoiceRow, person.id)
            if row is None:
                return Choices()
            path: Path = "paused" if row.path == "paused" else "left" if row.path == "left" else "on"
            return Choices(row.remarks, path, row.weekly, row.ideas_read_at)

    def choose(
        self, person: Person, *, remarks: bool | None = None, path: str | None = None, weekly: bool | None = None
    ) -> Choices:
        """Change what is given. Whoever leaves has the state of their lessons deleted."""
        require(person, "own.write")
        if path is not None and path not in get_args(Path):
            raise InputError("learn.no_such_choice")
        now = self.choices(person)
        with self._store.write() as session:
            row = self._choice(session, person)
            row.remarks = now.remarks if remarks is None else remarks
            row.path = path or now.path
            row.weekly = now.weekly if weekly is None else weekly
            if row.path == "left":
                row.weekly = False
                for name in LESSONS:
                    if (gone := session.get(LessonRow, (person.id, name))) is not None:
                        session.delete(gone)
        return self.choices(person)

    def ideas_due(self, person: Person) -> bool:
        """Whether this person asked for ideas each week, and has not read this week's."""
        chosen = self.choices(person)
        read = chosen.ideas_read_at
        return chosen.weekly and (read is None or self._clock.now() - read >= WEEK)

    def ideas_read(self, person: Person) -> None:
        require(person, "own.write")
        with self._store.write() as session:
            self._choice(session, person).ideas_read_at = self._clock.now()

    def _row(self, session: Session, person: Person, name: str) -> LessonRow:
        row = session.get(LessonRow, (person.id, name))
        if row is None:
            row = LessonRow(account_id=person.id, lesson=name, opened_at=self._clock.now())
            session.add(row)
            session.flush()
        return row

    def _choice(self, session: Session, person: Person) -> CoachChoiceRow:
        row = session.get(CoachChoiceRow, person.id)
        now = self._clock.now()
        if row is None:
            start = Choices()
            row = CoachChoiceRow(
                account_id=person.id, remarks=start.remarks, path=start.path, weekly=start.weekly, changed_at=now
            )
            session.add(row)
        row.changed_at = now
        session.flush()
        return row


def _state(row: LessonRow | None) -> State:
    return "new" if row is None else "opened" if row.done_at is None else "done"
