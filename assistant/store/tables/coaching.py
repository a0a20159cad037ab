"""What somebody chose about the coach, and how far they are in the lessons. Only theirs."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.tables.base import Table


class LessonRow(Table):
    __tablename__ = "lesson"

    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    lesson: Mapped[str] = mapped_column(primary_key=True)
    opened_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class CoachChoiceRow(Table):
    """Without a row: the coach is there, the lessons too, and no weekly ideas."""

    __tablename__ = "coach_choice"

    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    remarks: Mapped[bool] = mapped_column(default=True)
    """Whether tips stand under a draft."""
    path: Mapped[str] = mapped_column(default="on")
    """on, paused or left: the path of lessons."""
    weekly: Mapped[bool] = mapped_column(default=False)
    ideas_read_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
