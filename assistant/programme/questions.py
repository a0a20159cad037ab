"""Questions about a channel, answered once, for everybody: the guide of each channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from assistant.clock import Clock
from assistant.errors import InputError, NotFound
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.store import Store
from assistant.store.tables.people import AccountRow
from assistant.store.tables.support import QuestionRow
from assistant.writing.channels import channel as known_channel

LONGEST = 2000


@dataclass(frozen=True)
class Question:
    id: str
    channel: str
    question: str
    answer: str
    in_guide: bool
    asked_at: datetime
    asked_by: str
    """Only for who answers; empty in the guide."""


class Questions:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def ask(self, person: Person, channel: str, question: str) -> None:
        require(person, "own.write")
        question = question.strip()[:LONGEST]
        if not question:
            raise InputError("support.empty_question")
        row = QuestionRow(
            account_id=person.id, channel=known_channel(channel).id, question=question, asked_at=self._clock.now()
        )
        with self._store.write() as session:
            session.add(row)

    def own(self, person: Person) -> list[Question]:
        """What one asked oneself, with its answer."""
        require(person, "own.write")
        return self._list(sa.select(QuestionRow).where(QuestionRow.account_id == person.id))

    def guide(self, person: Person) -> list[Question]:
        """What stands in the guides of the channels, without who asked."""
        require(person, "own.write")
        return self._list(sa.select(QuestionRow).where(QuestionRow.in_guide, QuestionRow.answered_at.is_not(None)))

    def all(self, by: Person) -> list[Question]:
        """For who answers: those without an answer first."""
        require(by, "programme.manage")
        found = self._list(sa.select(QuestionRow), names=True)
        return sorted(found, key=lambda one: bool(one.answer))

    def answer(self, by: Person, question_id: str, answer: str, *, question: str = "", in_guide: bool = False) -> None:
        """Answer it; in the guide it may be worded anew, so that nobody is recognised by how they asked."""
        require(by, "programme.manage")
        answer = answer.strip()[:LONGEST]
        if not answer:
            raise InputError("support.empty_answer")
        with self._store.write() as session:
            row = session.get(QuestionRow, question_id)
            if row is None:
                raise NotFound("support.no_question")
            row.answer, row.in_guide, row.answered_at = answer, in_guide, self._clock.now()
            if question.strip():
                row.question = question.strip()[:LONGEST]

    def _list(self, query: sa.Select[QuestionRow], *, names: bool = False) -> list[Question]:
        with self._store.read() as session:
            rows = session.scalars(query.order_by(QuestionRow.channel, QuestionRow.asked_at, QuestionRow.id)).all()
            people = {row.id: row.display_name for row in session.scalars(sa.select(AccountRow))} if names else {}
        return [
            Question(
                row.id,
                row.channel,
                row.question,
                row.answer,
                row.in_guide,
                row.asked_at,
                people.get(row.account_id or "", ""),
            )
            for row in rows
        ]
