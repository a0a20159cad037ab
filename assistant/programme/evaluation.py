"""The evaluation of half a year: it writes itself, the officer edits and signs it, the next half starts from it."""

from __future__ import annotations

import builtins
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.audit import Audit
from assistant.clock import Clock
from assistant.errors import InputError, NotFound
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.programme import shown
from assistant.programme.evaluation_words import Facts, sections
from assistant.programme.goals import REVIEW_AFTER, Goal, Goals, months_on
from assistant.programme.measures import MEASURES
from assistant.programme.report import Grid, Heading, Piece, Report, pieces_of
from assistant.store import Store
from assistant.store.tables.results import EvaluationRow
from assistant.texts import Language, as_language, text

SECTIONS: Final = ("aimed", "came", "said", "change")
LONGEST: Final = 20_000


@dataclass(frozen=True)
class Evaluation:
    id: str
    since: date
    until: date
    language: Language
    written: Mapping[str, str]
    """What each section says, as the officer left it."""
    grids: Mapping[str, tuple[Grid, ...]]
    """The figures of each section, as they stood when it was made."""
    made_at: datetime
    signed_by: str
    signed_at: datetime | None
    next_half_at: datetime | None


@dataclass(frozen=True)
class NextHalf:
    """What came of starting the next half year."""

    made: tuple[Goal, ...]
    asked: tuple[tuple[str, str], ...]
    """Goals that could not be taken over as they stand, each with the question that must be answered first."""


class Evaluations:
    def __init__(self, store: Store, clock: Clock, audit: Audit, goals: Goals, facts: Facts, zone: ZoneInfo) -> None:
        self._store = store
        self._clock = clock
        self._audit = audit
        self._goals = goals
        self._facts = facts
        self._zone = zone

    def make(self, by: Person, since: date, until: date, language: str) -> Evaluation:
        """Write it from what is known: aims, what came of them, what people said, what could change."""
        require(by, "programme.manage")
        if not since < until:
            raise InputError("evaluation.bad_days")
        spoken = as_language(language, by.language)
        reader = replace(by, language=spoken)
        written, grids = sections(self._facts, reader, since, until)
        body = {"written": written, "grids": {name: [asdict(grid) for grid in many] for name, many in grids.items()}}
        row = EvaluationRow(since=since, until=until, language=spoken, body=body, made_at=self._clock.now())
        with self._store.write() as session:
            session.add(row)
            session.flush()
            return _evaluation(row)

    def list(self, by: Person) -> list[Evaluation]:
        require(by, "programme.manage")
        with self._store.read() as session:
            rows = session.scalars(sa.select(EvaluationRow).order_by(EvaluationRow.made_at.desc(), EvaluationRow.id))
            return [_evaluation(row) for row in rows]

    def get(self, by: Person, evaluation_id: str) -> Evaluation:
        require(by, "programme.manage")
        with self._store.read() as session:
            return _evaluation(_row(session, evaluation_id))

    def edit(self, by: Person, evaluation_id: str, written: Mapping[str, str]) -> None:
        """What the officer makes of it. The figures stay as they were counted."""
        require(by, "programme.manage")
        with self._store.write() as session:
            row = _unsigned(session, evaluation_id)
            kept = {name: written.get(name, row.body["written"][name]) for name in SECTIONS}
            words = {name: said.replace("\r\n", "\n").strip()[:LONGEST] for name, said in kept.items()}
            row.body = {**row.body, "written": words}

    def sign(self, by: Person, evaluation_id: str) -> None:
        """From now on it stays as it is; the record holds by whom, when and the hash of what it said."""
        require(by, "programme.manage")
        with self._store.write() as session:
            row = _unsigned(session, evaluation_id)
            row.signed_by, row.signed_at = by.display_name, self._clock.now()
            said = hashlib.sha256(json.dumps(row.body, sort_keys=True).encode()).hexdigest()
            self._audit.append(session, by, "programme.evaluation_signed", row.id, text_hash=said)

    def remove(self, by: Person, evaluation_id: str) -> None:
        """Only one that was not signed."""
        require(by, "programme.manage")
        with self._store.write() as session:
            session.delete(_unsigned(session, evaluation_id))

    def next_half(self, by: Person, evaluation_id: str) -> NextHalf:
        """New goals out of those that are open: each starts where the old one got to, and takes its target along; a
        target that was reached goes as much further. The old goal is closed."""
        require(by, "programme.manage")
        with self._store.read() as session:
            row = _row(session, evaluation_id)
            if row.signed_at is None:
                raise InputError("evaluation.sign_first")
            if row.next_half_at is not None:
                raise InputError("evaluation.started_already")
        made, asked = [], []
        for goal in self._goals.list(by):
            if goal.closed_on is not None or goal.started_on >= row.until:
                continue
            try:
                made.append(self._again(by, goal))
            except InputError as problem:
                asked.append((goal.what, problem.text(by.language)))
        with self._store.write() as session:
            _row(session, evaluation_id).next_half_at = self._clock.now()
            self._audit.append(session, by, "programme.next_half", evaluation_id, goals=[goal.id for goal in made])
        return NextHalf(tuple(made), tuple(asked))

    def report(self, evaluation: Evaluation, organisation: str) -> Report:
        language = evaluation.language
        pieces: builtins.list[Piece] = []
        for name in SECTIONS:
            pieces.append(Heading(text(f"evaluation.section.{name}", language)))
            pieces += pieces_of(evaluation.written[name])
            pieces += evaluation.grids.get(name, ())
        period = text(
            "evaluation.period",
            language,
            since=shown.day(evaluation.since, language),
            until=shown.day(evaluation.until, language),
        )
        return Report(
            text("evaluation.title", language),
            " · ".join(filter(None, (organisation, period))),
            language,
            tuple(pieces),
            self._footer(evaluation),
        )

    def _footer(self, evaluation: Evaluation) -> str:
        language = evaluation.language
        groups = text("evaluation.groups", language)
        if evaluation.signed_at is None:
            return f"{text('evaluation.draft', language)} {groups}"
        signed = text(
            "evaluation.signed",
            language,
            name=evaluation.signed_by,
            day=shown.day(evaluation.signed_at.astimezone(self._zone).date(), language),
        )
        return f"{signed} {groups}"

    def _again(self, by: Person, goal: Goal) -> Goal:
        reached = self._goals.progress(by, goal.id).now
        start = goal.target if reached is None else reached
        more = MEASURES[goal.measure].better == "more"
        got_there = start >= goal.target if more else start <= goal.target
        target = goal.target + (goal.target - goal.start_value) if got_there else goal.target
        words = replace(
            goal.words, start=start, target=max(target, 0.0), due=months_on(self._goals.today, REVIEW_AFTER)
        )
        made = self._goals.save(by, words)
        self._goals.close(by, goal.id)
        return made


def _row(session: Session, evaluation_id: str) -> EvaluationRow:
    row = session.get(EvaluationRow, evaluation_id)
    if row is None:
        raise NotFound("evaluation.none_such")
    return row


def _unsigned(session: Session, evaluation_id: str) -> EvaluationRow:
    row = _row(session, evaluation_id)
    if row.signed_at is not None:
        raise InputError("evaluation.is_signed")
    return row


def _evaluation(row: EvaluationRow) -> Evaluation:
    def grid(body: dict[str, Any]) -> Grid:
        rows = tuple(tuple(cells) for cells in body["rows"])
        return Grid(body["caption"], tuple(body["columns"]), rows, tuple(body["figures"]))

    return Evaluation(
        row.id,
        row.since,
        row.until,
        as_language(row.language),
        row.body["written"],
        {name: tuple(grid(one) for one in many) for name, many in row.body["grids"].items()},
        row.made_at,
        row.signed_by,
        row.signed_at,
        row.next_half_at,
    )
