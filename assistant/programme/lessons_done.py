"""Which lessons people finished, read from what the coach keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class LessonDone:
    account_id: str
    lesson: str
    at: datetime


def lessons_done(session: Session, account_id: str | None = None) -> Iterator[LessonDone]:
    """Nothing while the coach keeps no lessons."""
    return iter(())
