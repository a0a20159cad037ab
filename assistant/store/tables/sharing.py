"""What may not be shared: rules and embargoes, with every version they had."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.tables.base import Table


class RuleRow(Table):
    __tablename__ = "rule"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    body: Mapped[dict[str, Any]]
    """The rule as it was written, validated."""
    active: Mapped[bool] = mapped_column(default=True)
    reviewed_on: Mapped[datetime | None]
    updated_at: Mapped[datetime]


class EmbargoRow(Table):
    __tablename__ = "embargo"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    title: Mapped[str]
    statement: Mapped[str]
    facts: Mapped[list[Any]] = mapped_column(default=list)
    terms: Mapped[list[str]] = mapped_column(default=list)
    language: Mapped[str]
    embargoed_from: Mapped[datetime | None]
    lifts_at: Mapped[datetime | None]
    zone: Mapped[str] = mapped_column(default="Europe/Brussels")
    contact: Mapped[str] = mapped_column(default="")
    knowers: Mapped[list[str]] = mapped_column(default=list)
    existence_secret: Mapped[bool] = mapped_column(default=False)
    market_sensitive: Mapped[bool] = mapped_column(default=False, server_default=sa.text("false"))
    """Could move a share price: two people approve what touches it."""
    cancelled_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]


class SharingVersionRow(Table):
    """An earlier or present wording of a rule or embargo, so that a finding can name what it was judged by."""

    __tablename__ = "sharing_version"

    kind: Mapped[str] = mapped_column(primary_key=True)
    """rule or embargo."""
    ref: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[dict[str, Any]]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]


class SharingStateRow(Table):
    """One row whose number grows with every change of a rule, embargo or document: what a check was made against."""

    __tablename__ = "sharing_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(sa.BigInteger)
