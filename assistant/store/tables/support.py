"""What helps ambassadors along: support, questions, pictures, moments, thanks, stories and rewards."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.tables.base import Table, new_id


class SupportRow(Table):
    """One thing that helps one ambassador: wished for by themselves, or planned by the officer."""

    __tablename__ = "support"

    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    """lessons, profile, photo or tandem."""
    state: Mapped[str]
    """wished, planned or done."""
    partner_id: Mapped[str | None] = mapped_column(sa.ForeignKey("account.id", ondelete="SET NULL"))
    """The experienced colleague of a tandem."""
    planned_on: Mapped[date | None]
    changed_at: Mapped[datetime]


class SupportChoiceRow(Table):
    """What an ambassador lets communications see of how far they are; nothing unless they said so."""

    __tablename__ = "support_choice"

    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    shows_lessons: Mapped[bool] = mapped_column(default=False)
    helps_others: Mapped[bool] = mapped_column(default=False)
    """Willing to be the experienced half of a tandem."""


class QuestionRow(Table):
    """A question about a channel. Its answer can stand in the channel's guide, without who asked."""

    __tablename__ = "channel_question"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[str | None] = mapped_column(sa.ForeignKey("account.id", ondelete="SET NULL"), index=True)
    channel: Mapped[str]
    question: Mapped[str]
    answer: Mapped[str] = mapped_column(default="")
    in_guide: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class PictureRow(Table):
    """A picture of a kit, with whose it is, whether people in it agreed, and what it shows in words."""

    __tablename__ = "kit_picture"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    theme: Mapped[str] = mapped_column(index=True)
    data: Mapped[bytes]
    media: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    alt: Mapped[dict[str, Any]]
    rights: Mapped[str]
    people: Mapped[str]
    """nobody or agreed."""
    usable_until: Mapped[date | None]
    added_at: Mapped[datetime]


class MomentRow(Table):
    """A kick-off, a lunch, a training: when, where, and the text that invites."""

    __tablename__ = "moment"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    title: Mapped[str]
    words: Mapped[str]
    place: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    zone: Mapped[str]
    sequence: Mapped[int] = mapped_column(default=0)
    """Goes up with each change, so that a calendar takes the newer one."""
    cancelled_at: Mapped[datetime | None]
    left_people: Mapped[int] = mapped_column(default=0)
    """How many of those who came were deleted since."""
    changed_at: Mapped[datetime]


class AttendanceRow(Table):
    """Somebody says that they come. Who does not come says nothing."""

    __tablename__ = "attendance"

    moment_id: Mapped[str] = mapped_column(sa.ForeignKey("moment.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    said_at: Mapped[datetime]


class ThanksRow(Table):
    """A thank-you to one colleague, in words of its own, for one thing."""

    __tablename__ = "thanks"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    about: Mapped[str]
    """What for: "result:ID", "story:ID" or "tandem:ID"."""
    words: Mapped[str]
    by_name: Mapped[str]
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None]


class StoryRow(Table):
    """A post that its author shares with colleagues, and why it mattered to them."""

    __tablename__ = "story"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    post_id: Mapped[str] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"), unique=True)
    text: Mapped[str]
    """As it was published."""
    language: Mapped[str]
    why: Mapped[str] = mapped_column(default="")
    shared_at: Mapped[datetime]


class IncentiveRow(Table):
    """A reward that the officer thinks of, kept so that too many are seen."""

    __tablename__ = "incentive"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    what: Mapped[str]
    kind: Mapped[str]
    given_for: Mapped[str]
    euros: Mapped[int]
    people: Mapped[int]
    planned_on: Mapped[date]
    made_at: Mapped[datetime]
