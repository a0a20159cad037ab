"""A short survey among ambassadors: nobody's answer can be told from another's, and five must have answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.clock import Clock
from assistant.errors import InputError, NotAllowed, NotFound
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.programme.groups import FEWEST
from assistant.store import Store
from assistant.store.tables.results import SurveyAnswerRow, SurveyDoneRow, SurveyRow

STATEMENTS: Final = ("clear", "supported", "time", "free", "recommend")
"""Each answered from 1 (not at all) to 5 (wholly), or left out: words under `survey.statement`."""
MARKS: Final = (1, 2, 3, 4, 5)
LONGEST: Final = timedelta(days=60)


@dataclass(frozen=True)
class Survey:
    id: str
    opens_on: date
    closes_on: date
    open: bool
    answered: bool
    """Whether the person who asks answered it."""


@dataclass(frozen=True)
class Outcome:
    """What came of a survey, once it closed: nothing for fewer than five answers."""

    survey: Survey
    answers: int | None
    averages: Mapping[str, tuple[float, int]]
    """By statement: the average and how many answered; only where five or more did."""
    said: tuple[str, ...]
    """In no order that tells anything."""


class Surveys:
    def __init__(self, store: Store, clock: Clock, zone: ZoneInfo) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def open(self, by: Person, closes_on: date) -> None:
        """Open one from today up to and including a day. One at a time."""
        require(by, "programme.manage")
        today = self._today()
        if not today <= closes_on <= today + LONGEST:
            raise InputError("survey.bad_day", most=LONGEST.days)
        with self._store.write() as session:
            if session.scalar(sa.select(SurveyRow).where(SurveyRow.closes_on >= today).limit(1)) is not None:
                raise InputError("survey.one_is_open")
            session.add(SurveyRow(opens_on=today, closes_on=closes_on, made_at=self._clock.now()))

    def current(self, person: Person) -> Survey | None:
        """The survey that this person can answer, or has answered, now. Only ambassadors are asked."""
        require(person, "own.write")
        if not person.ambassador:
            return None
        with self._store.read() as session:
            row = self._open(session)
            return None if row is None else self._survey(session, row, person)

    def answer(self, person: Person, survey_id: str, marks: Mapping[str, int], said: str) -> None:
        """Once. Kept apart from who answered, and without when."""
        require(person, "own.write")
        if not person.ambassador:
            raise NotAllowed("people.not_allowed")
        if any(name not in STATEMENTS or mark not in MARKS for name, mark in marks.items()):
            raise InputError("survey.bad_mark")
        said = said.strip()[:1000]
        if not marks and not said:
            raise InputError("survey.nothing_said")
        with self._store.write() as session:
            row = self._open(session)
            if row is None or row.id != survey_id:
                raise NotFound("survey.closed")
            if session.get(SurveyDoneRow, (row.id, person.id)) is not None:
                raise InputError("survey.answered_already")
            session.add(SurveyDoneRow(survey_id=row.id, account_id=person.id))
            session.add(SurveyAnswerRow(survey_id=row.id, marks=dict(marks), said=said))

    def outcomes(self, by: Person) -> list[Outcome]:
        """Every survey, the newest first. What was answered is shown when it has closed, and five or more did."""
        require(by, "programme.manage")
        with self._store.read() as session:
            rows = session.scalars(sa.select(SurveyRow).order_by(SurveyRow.closes_on.desc(), SurveyRow.id)).all()
            return [self._outcome(session, row, by) for row in rows]

    def _outcome(self, session: Session, row: SurveyRow, by: Person) -> Outcome:
        survey = self._survey(session, row, by)
        answers = session.scalars(
            sa.select(SurveyAnswerRow).where(SurveyAnswerRow.survey_id == row.id).order_by(SurveyAnswerRow.id)
        ).all()
        if survey.open or len(answers) < FEWEST:
            return Outcome(survey, None, {}, ())
        averages = {}
        for name in STATEMENTS:
            marks = [answer.marks[name] for answer in answers if name in answer.marks]
            if len(marks) >= FEWEST:
                averages[name] = (round(sum(marks) / len(marks), 1), len(marks))
        return Outcome(survey, len(answers), averages, tuple(answer.said for answer in answers if answer.said))

    def _open(self, session: Session) -> SurveyRow | None:
        today = self._today()
        query = sa.select(SurveyRow).where(SurveyRow.opens_on <= today, SurveyRow.closes_on >= today)
        return session.scalar(query.order_by(SurveyRow.made_at.desc()).limit(1))

    def _survey(self, session: Session, row: SurveyRow, person: Person) -> Survey:
        done = session.get(SurveyDoneRow, (row.id, person.id)) is not None
        return Survey(row.id, row.opens_on, row.closes_on, row.opens_on <= self._today() <= row.closes_on, done)

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone).date()
