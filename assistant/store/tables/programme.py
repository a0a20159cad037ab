"""The ambassador programme: goals, themes, the people who joined, the outside world, and counts that outlive people."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.tables.base import Table, new_id


class ThemeRow(Table):
    __tablename__ = "theme"

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[dict[str, Any]]
    description: Mapped[dict[str, Any]]
    body: Mapped[dict[str, Any]]
    """known_for, words_use, words_avoid, angles, hashtags, goal, facts, for_whom."""
    updated_at: Mapped[datetime]


class GoalRow(Table):
    """Something to reach, with where it started: every field was asked for until it was clear."""

    __tablename__ = "goal"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    what: Mapped[str]
    for_whom: Mapped[str]
    measure: Mapped[str]
    start_value: Mapped[float]
    started_on: Mapped[date]
    target: Mapped[float]
    due: Mapped[date]
    review_on: Mapped[date]
    owner_id: Mapped[str | None] = mapped_column(sa.ForeignKey("account.id", ondelete="SET NULL"), index=True)
    steps: Mapped[list[Any]] = mapped_column(default=list)
    closed_on: Mapped[date | None]
    updated_at: Mapped[datetime]


class GoalValueRow(Table):
    """A figure that cannot be counted here, as somebody typed it in."""

    __tablename__ = "goal_value"

    goal_id: Mapped[str] = mapped_column(sa.ForeignKey("goal.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[date] = mapped_column(primary_key=True)
    value: Mapped[float]


class AmbassadorRow(Table):
    """Somebody who joined by their own choice, and the words they agreed to."""

    __tablename__ = "ambassador"

    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str]
    """What they read and agreed to, as it stood that day."""
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class InventoryRow(Table):
    """What somebody told about themselves. Nothing in it comes from anywhere else."""

    __tablename__ = "inventory"

    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    themes: Mapped[list[str]] = mapped_column(default=list)
    channels: Mapped[list[str]] = mapped_column(default=list)
    blog: Mapped[str] = mapped_column(default="")
    network: Mapped[str] = mapped_column(default="")
    """A band, as they tell it: to_100, to_500, to_1000 or more."""
    languages: Mapped[list[str]] = mapped_column(default=list)
    minutes: Mapped[int] = mapped_column(default=0)
    """A week."""
    by_name: Mapped[bool] = mapped_column(default=False)
    """Whether communications may see it with their name."""
    told_at: Mapped[datetime]


class CandidateRow(Table):
    """A colleague whom the officer thinks of inviting, and why; that colleague may read it."""

    __tablename__ = "candidate"

    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str]
    """heart, starter or critic."""
    note: Mapped[str]
    invited_at: Mapped[datetime | None]
    added_at: Mapped[datetime]


class AudienceRow(Table):
    """People outside whom we want to reach: where they are, who speaks there, when to be there."""

    __tablename__ = "audience"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    channels: Mapped[list[str]] = mapped_column(default=list)
    voices: Mapped[list[str]] = mapped_column(default=list)
    moments: Mapped[list[str]] = mapped_column(default=list)
    themes: Mapped[list[str]] = mapped_column(default=list)
    updated_at: Mapped[datetime]


class AudienceNearRow(Table):
    """An ambassador who knows people of an audience."""

    __tablename__ = "audience_near"

    audience_id: Mapped[str] = mapped_column(sa.ForeignKey("audience.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[str] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class AgreementRemarkRow(Table):
    """What somebody finds unclear or missing in the agreements, and what became of it."""

    __tablename__ = "agreement_remark"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    text: Mapped[str]
    written_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]


class TallyRow(Table):
    """How many of something there were in a month, of people who are gone: nothing in it leads to anybody."""

    __tablename__ = "tally"

    kind: Mapped[str] = mapped_column(primary_key=True)
    """released, published, checked, checked_caught, joined or left."""
    month: Mapped[str] = mapped_column(primary_key=True)
    """As 2026-11."""
    theme: Mapped[str] = mapped_column(primary_key=True, default="")
    channel: Mapped[str] = mapped_column(primary_key=True, default="")
    language: Mapped[str] = mapped_column(primary_key=True, default="")
    number: Mapped[int]
