"""What keeps the house safe around the desk: deputies, holds, marks on findings, near misses, and what is sent out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.tables.base import Table, new_id


class IdentityRow(Table):
    """Somebody as an OpenID provider knows them: the provider and its own, unchanging name for this person."""

    __tablename__ = "identity"

    issuer: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]


class LinkRow(Table):
    """An administrator's leave: the next person of the provider with this account's name is this account."""

    __tablename__ = "identity_link"

    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    expires_at: Mapped[datetime]


class SetupRow(Table):
    """The one-time link with which the first administrator is made."""

    __tablename__ = "setup_link"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime]


class DeputyRow(Table):
    """Who decides in a manager's place, and from when to when; without an end: until it is taken back."""

    __tablename__ = "deputy"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    manager_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    deputy_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]


class MarkRow(Table):
    """What a manager said of one finding: right, or not a leak. It is shown with the next, and silences nothing."""

    __tablename__ = "finding_mark"
    __table_args__ = (sa.UniqueConstraint("hand_in_id", "finding", "made_by"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    detector: Mapped[str]
    ref: Mapped[str] = mapped_column(index=True)
    ref_version: Mapped[int]
    finding: Mapped[str]
    """SHA-256 of the finding's identity: the words themselves stay with the hand-in."""
    hand_in_id: Mapped[str | None] = mapped_column(sa.ForeignKey("hand_in.id", ondelete="SET NULL"), index=True)
    right: Mapped[bool]
    comment: Mapped[str] = mapped_column(default="")
    made_by: Mapped[str | None] = mapped_column(sa.ForeignKey("account.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]


class HoldRow(Table):
    """A text that waits for an embargo to lift. It is checked then, and its author is told; it never posts itself."""

    __tablename__ = "hold"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    post_id: Mapped[str] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    text_hash: Mapped[str]
    state: Mapped[str] = mapped_column(default="waiting", index=True)
    """waiting, ready, stopped (something else stands in the way), changed or withdrawn."""
    due: Mapped[datetime | None]
    """When what stops it lifts, as far as is known; never shown to its author."""
    revision: Mapped[int] = mapped_column(sa.BigInteger)
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class NearMissRow(Table):
    """A text of somebody that came near a record: counted, to tell a try or two from somebody who feels around."""

    __tablename__ = "near_miss"
    __table_args__ = (sa.UniqueConstraint("account_id", "ref", "text_hash"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    ref: Mapped[str]
    text_hash: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)


class AlertRow(Table):
    """Something that one of the house's keepers is to know. The words come from the catalogue when it is read."""

    __tablename__ = "alert"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    parameters: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class ContactWayRow(Table):
    """Where somebody wants to hear of things outside the pages: an address as apprise writes them."""

    __tablename__ = "contact_way"

    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    by_mail: Mapped[bool] = mapped_column(default=False)
    address: Mapped[str] = mapped_column(default="")


class NotificationRow(Table):
    """A message on its way out: what kind and for whom, never a word of a text. It goes when it was sent."""

    __tablename__ = "notification"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[str | None] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    """None: the addresses of the whole desk, from the settings."""
    kind: Mapped[str]
    created_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(index=True)
    gave_up_at: Mapped[datetime | None]
