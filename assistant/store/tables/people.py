"""Accounts and the sessions in which they are signed in."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.tables.base import Table, new_id


class AccountRow(Table):
    __tablename__ = "account"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(unique=True)
    name_key: Mapped[str] = mapped_column(unique=True)
    """The name as it is compared: without regard to capitals or to how an accent is encoded."""
    display_name: Mapped[str]
    email: Mapped[str | None]
    role: Mapped[str]
    team: Mapped[str] = mapped_column(default="")
    job: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="nl")
    ambassador: Mapped[bool] = mapped_column(default=False)
    manages: Mapped[list[str]] = mapped_column(default=list)
    """Teams whose handed-in drafts this manager decides on; empty means all."""
    password_hash: Mapped[str | None]
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class SessionRow(Table):
    """Somebody signed in. Only the hash of the cookie's value is kept."""

    __tablename__ = "session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    device: Mapped[str] = mapped_column(default="")
    """What its owner recognises it by in the list of sessions."""
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class InvitationRow(Table):
    """A one-time link with which somebody chooses a password."""

    __tablename__ = "invitation"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInAttemptRow(Table):
    """Failed attempts to sign in, per name or address, for the growing delay."""

    __tablename__ = "sign_in_attempt"

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    blocked_until: Mapped[datetime | None]
    last_at: Mapped[datetime] = mapped_column(index=True)
