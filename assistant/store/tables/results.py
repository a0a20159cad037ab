"""What posts brought, as their authors tell it, and the anonymous figures that the programme makes of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.tables.base import Table, new_id


class ParticipantRow(Table):
    """A random name under which somebody is told apart until their figures are counted."""

    __tablename__ = "participant"

    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(unique=True, default=new_id)


class ResultRow(Table):
    """One post that stands online, with what its author says that it brought. It belongs to the author."""

    __tablename__ = "result"
    __table_args__ = (sa.UniqueConstraint("account_id", "post_id"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    post_id: Mapped[str | None] = mapped_column(sa.ForeignKey("post.id", ondelete="SET NULL"), index=True)
    address: Mapped[str] = mapped_column(default="")
    channel: Mapped[str]
    language: Mapped[str]
    theme: Mapped[str | None]
    posted_on: Mapped[date]
    impressions: Mapped[int | None]
    reactions: Mapped[int | None]
    comments: Mapped[int | None]
    reposts: Mapped[int | None]
    clicks: Mapped[int | None]
    engagements: Mapped[int | None]
    """As LinkedIn adds them up, where it gives no more."""
    told_at: Mapped[datetime | None]
    """When its author let communications know what it brought; None while they did not."""
    updated_at: Mapped[datetime]


class ImportRow(Table):
    """A file that was read and not yet confirmed: nothing of it counts."""

    __tablename__ = "result_import"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    file: Mapped[str]
    body: Mapped[dict[str, Any]]
    read_at: Mapped[datetime]


class FigureRow(Table):
    """A sum over five people or more, of one edition. Nothing in it leads to anybody."""

    __tablename__ = "figure"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    family: Mapped[str] = mapped_column(index=True)
    """posts, texts, decisions or lessons."""
    edition: Mapped[int]
    dimension: Mapped[str]
    key: Mapped[str]
    """Empty: what could not be told apart without telling about fewer than five."""
    people: Mapped[int]
    numbers: Mapped[dict[str, Any]]
    counted_at: Mapped[datetime]


class CountedRow(Table):
    """What of one source is in the figures already, so that nothing counts twice."""

    __tablename__ = "counted"

    source: Mapped[str] = mapped_column(primary_key=True)
    numbers: Mapped[dict[str, Any]]


class LeftRow(Table):
    """What somebody who was deleted had not seen counted yet: it counts with the next edition, then goes."""

    __tablename__ = "left_behind"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    family: Mapped[str]
    participant: Mapped[str]
    keys: Mapped[dict[str, Any]]
    numbers: Mapped[dict[str, Any]]


class SurveyRow(Table):
    __tablename__ = "survey"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    """The last day on which it can be answered."""
    made_at: Mapped[datetime]


class SurveyDoneRow(Table):
    """Who answered: not what, and not when."""

    __tablename__ = "survey_done"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  (no order in which answers came)

    survey_id: Mapped[str] = mapped_column(sa.ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)


class SurveyAnswerRow(Table):
    """One answer: not whose, and not when."""

    __tablename__ = "survey_answer"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  (no order in which answers came)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    survey_id: Mapped[str] = mapped_column(sa.ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    marks: Mapped[dict[str, Any]]
    said: Mapped[str] = mapped_column(default="")


class EvaluationRow(Table):
    """The report over half a year: generated, edited by the officer, signed."""

    __tablename__ = "evaluation"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    since: Mapped[date]
    until: Mapped[date]
    language: Mapped[str]
    body: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    signed_by: Mapped[str] = mapped_column(default="")
    signed_at: Mapped[datetime | None]
    next_half_at: Mapped[datetime | None]
    """When the goals of the next half year were made from it."""
