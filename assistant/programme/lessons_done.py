"""Which lessons people finished, read from what the coach keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.store.tables.coaching import LessonRow


@dataclass(frozen=True)
class LessonDone:
    account_id: str
    lesson: str
    at: datetime


def lessons_done(session: Session, account_id: str | None = None) -> Iterator[LessonDone]:
    """Of everybody, or of one person, the earliest first."""
    query = sa.select(LessonRow).where(LessonRow.done_at.is_not(None)).order_by(LessonRow.done_at, LessonRow.lesson)
    if account_id is not None:
        query = query.where(LessonRow.account_id == account_id)
    for row in session.scalars(query):
        if row.done_at is not None:
            yield LessonDone(row.account_id, row.lesson, row.done_at)
