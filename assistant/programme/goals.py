"""The goals of the programme: kept once they are clear, counted from their start, looked at after half a year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, TypeAlias

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.audit import Audit
from assistant.clock import Clock
from assistant.errors import InputError, NotFound
from assistant.people.accounts import name_key
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.programme import smart
from assistant.programme.measures import MEASURES, Measures
from assistant.programme.smart import GoalWords, Question
from assistant.store import Store
from assistant.store.tables.people import AccountRow
from assistant.store.tables.programme import GoalRow, GoalValueRow

Line: TypeAlias = list[tuple[date, float]]
REVIEW_AFTER: Final = 6
"""Months after which a goal is looked at again."""
MOST_STEPS: Final = 12


@dataclass(frozen=True)
class Step:
    """Something on the way to a goal."""

    title: str
    due: date | None = None
    done_on: date | None = None


@dataclass(frozen=True)
class Goal:
    id: str
    what: str
    for_whom: str
    measure: str
    start_value: float
    started_on: date
    target: float
    due: date
    review_on: date
    owner: str
    """Name of the account; empty when whoever looked after it is gone."""
    owner_name: str
    steps: tuple[Step, ...]
    closed_on: date | None

    @property
    def words(self) -> GoalWords:
        return GoalWords(self.what, self.for_whom, self.measure, self.target, self.due, self.owner)


@dataclass(frozen=True)
class Progress:
    now: float | None
    """As counted today, or last typed in; None while it cannot be told."""
    share: float | None
    """How much of the way is done, 0 to 1."""
    expected: float
    """How much of the time is gone, 0 to 1."""
    on_track: bool | None


class Goals:
    def __init__(self, store: Store, clock: Clock, audit: Audit, measures: Measures) -> None:
        self._store = store
        self._clock = clock
        self._audit = audit
        self._measures = measures

    @property
    def today(self) -> date:
        return self._clock.now().date()

    def list(self, by: Person) -> list[Goal]:
        """The open ones first, soonest due first."""
        require(by, "programme.manage")
        with self._store.read() as session:
            rows = session.scalars(sa.select(GoalRow).order_by(GoalRow.closed_on.is_not(None), GoalRow.due, GoalRow.id))
            return [_goal(session, row) for row in rows]

    def get(self, by: Person, goal_id: str) -> Goal:
        require(by, "programme.manage")
        with self._store.read() as session:
            return _goal(session, _row(session, goal_id))

    def start_value(self, measure: str) -> float | None:
        """Where a measure stands now: what a new goal starts from."""
        return self._measures.count(measure, self._clock.now()) if measure in MEASURES else None

    def questions(self, by: Person, words: GoalWords, *, goal_id: str | None = None) -> tuple[Question, ...]:
        """What is not clear yet, in the reader's language."""
        require(by, "programme.manage")
        with self._store.read() as session:
            known = _account(session, words.owner) is not None
            row = session.get(GoalRow, goal_id) if goal_id else None
            known_start = row.start_value if row is not None and row.measure == words.measure else None
        start = known_start if known_start is not None else self.start_value(words.measure)
        start = words.start if start is None else start
        return smart.questions(words, start, self.today, by.language, owner_known=known)

    def save(
        self,
        by: Person,
        words: GoalWords,
        *,
        goal_id: str | None = None,
        steps: Iterable[Step] = (),
    ) -> Goal:
        """Keep a goal. Raises `InputError` with the first question while it is not clear enough.

        The start is counted now, or typed in where that cannot be. A goal that gets another measure starts anew.
        """
        require(by, "programme.manage")
        asked = self.questions(by, words, goal_id=goal_id)
        if asked:
            raise InputError("programme.goal_asks", question=asked[0].text)
        counted = self.start_value(words.measure)
        assert words.target is not None
        assert words.due is not None
        with self._store.write() as session:
            owner = _account(session, words.owner)
            row = GoalRow(started_on=self.today) if goal_id is None else _row(session, goal_id)
            if goal_id is None or row.measure != words.measure:
                row.start_value = (words.start if counted is None else counted) or 0.0
                row.started_on = self.today
                row.review_on = months_on(row.started_on, REVIEW_AFTER)
            row.what, row.for_whom = " ".join(words.what.split())[:500], " ".join(words.for_whom.split())[:300]
            row.measure, row.target, row.due = words.measure, words.target, words.due
            row.owner_id = None if owner is None else owner.id
            row.steps = [_as_json(step) for step in list(steps)[:MOST_STEPS]]
            row.updated_at = self._clock.now()
            session.add(row)
            session.flush()
            self._audit.append(session, by, "programme.goal", row.id, measure=row.measure, target=row.target)
            return _goal(session, row)

    def close(self, by: Person, goal_id: str) -> None:
        """Nothing more is expected of it; its line stays to be looked at."""
        require(by, "programme.manage")
        with self._store.write() as session:
            _row(session, goal_id).closed_on = self.today
            self._audit.append(session, by, "programme.goal_closed", goal_id)

    def step_done(self, by: Person, goal_id: str, position: int, done: bool = True) -> Goal:
        require(by, "programme.manage")
        with self._store.write() as session:
            row = _row(session, goal_id)
            if not 0 <= position < len(row.steps):
                raise NotFound("programme.no_goal")
            steps = [dict(step) for step in row.steps]
            steps[position]["done_on"] = self.today.isoformat() if done else None
            row.steps = steps
            return _goal(session, row)

    def type_value(self, by: Person, goal_id: str, at: date, value: float) -> None:
        """A figure that is not counted here; the same day again replaces it."""
        require(by, "programme.manage")
        if value < 0:
            raise InputError("programme.bad_value")
        with self._store.write() as session:
            row = _row(session, goal_id)
            if MEASURES[row.measure].kind != "typed":
                raise InputError("programme.is_counted")
            if not row.started_on <= at <= self.today:
                raise InputError("programme.bad_value_date", start=row.started_on.isoformat())
            session.merge(GoalValueRow(goal_id=goal_id, at=at, value=value))

    def line(self, by: Person, goal_id: str) -> Line:
        """How it went, month by month from the start to today: what to draw against the target."""
        goal = self.get(by, goal_id)
        points = [(goal.started_on, goal.start_value)]
        end = min(filter(None, (self.today, goal.closed_on)))
        if MEASURES[goal.measure].kind == "typed":
            with self._store.read() as session:
                query = sa.select(GoalValueRow).where(GoalValueRow.goal_id == goal_id).order_by(GoalValueRow.at)
                points += [(row.at, row.value) for row in session.scalars(query) if goal.started_on < row.at <= end]
            return points
        for at in _months(goal.started_on, end):
            value = self._measures.count(goal.measure, self._end_of(at))
            if value is not None:
                points.append((at, value))
        return points

    def progress(self, by: Person, goal_id: str) -> Progress:
        goal = self.get(by, goal_id)
        if MEASURES[goal.measure].kind == "typed":
            now: float | None = self.line(by, goal_id)[-1][1]
        else:
            now = self._measures.count(goal.measure, self._clock.now())
        days = max((goal.due - goal.started_on).days, 1)
        expected = min(max((self.today - goal.started_on).days / days, 0.0), 1.0)
        way = goal.target - goal.start_value
        if now is None or way == 0:
            return Progress(now, None, expected, None)
        share = min(max((now - goal.start_value) / way, 0.0), 1.0)
        return Progress(now, share, expected, share >= expected * 0.8)

    def _end_of(self, day: date) -> datetime:
        return min(datetime.combine(day, time(23, 59, 59), UTC), self._clock.now())


def months_on(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


def _months(start: date, end: date) -> list[date]:
    found, number = [], 1
    while (at := months_on(start, number)) < end and number < 60:
        found.append(at)
        number += 1
    return [*found, end] if end > start else found


def _row(session: Session, goal_id: str) -> GoalRow:
    row = session.get(GoalRow, goal_id)
    if row is None:
        raise NotFound("programme.no_goal")
    return row


def _account(session: Session, name: str) -> AccountRow | None:
    key = name_key(name).replace("\0", "")
    return session.scalar(sa.select(AccountRow).where(AccountRow.name_key == key, AccountRow.disabled_at.is_(None)))


def _goal(session: Session, row: GoalRow) -> Goal:
    owner = session.get(AccountRow, row.owner_id) if row.owner_id else None
    return Goal(
        row.id,
        row.what,
        row.for_whom,
        row.measure,
        row.start_value,
        row.started_on,
        row.target,
        row.due,
        row.review_on,
        "" if owner is None else owner.name,
        "" if owner is None else owner.display_name,
        tuple(_step(step) for step in row.steps),
        row.closed_on,
    )


def _step(body: dict[str, Any]) -> Step:
    due, done = body.get("due"), body.get("done_on")
    return Step(body["title"], date.fromisoformat(due) if due else None, date.fromisoformat(done) if done else None)


def _as_json(step: Step) -> dict[str, Any]:
    return {
        "title": step.title[:200],
        "due": step.due.isoformat() if step.due else None,
        "done_on": step.done_on.isoformat() if step.done_on else None,
    }
