"""What an employee writes: chats, posts with their drafts, the checks of those, and the voice card."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.tables.base import Table, new_id


class ChatRow(Table):
    __tablename__ = "chat"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(default="")
    state: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Where the interview stands."""
    unsent: Mapped[str] = mapped_column(default="")
    """What was typed and not sent yet."""
    opened_at: Mapped[datetime | None]
    """When its owner last had it on the screen."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class MessageRow(Table):
    __tablename__ = "message"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    chat_id: Mapped[str] = mapped_column(sa.ForeignKey("chat.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    author: Mapped[str]
    """person or assistant."""
    text: Mapped[str]
    sources: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime]


class PostRow(Table):
    __tablename__ = "post"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    chat_id: Mapped[str | None] = mapped_column(sa.ForeignKey("chat.id", ondelete="SET NULL"), index=True)
    channel: Mapped[str] = mapped_column(default="linkedin")
    language: Mapped[str] = mapped_column(default="nl")
    theme: Mapped[str | None]
    notes: Mapped[list[Any]] = mapped_column(default=list)
    """What the employee said, sentence by sentence: what a draft may draw from."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class DraftRow(Table):
    __tablename__ = "draft"
    __table_args__ = (sa.UniqueConstraint("post_id", "number"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    post_id: Mapped[str] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    text: Mapped[str]
    text_hash: Mapped[str]
    origin: Mapped[str]
    """guided, model, edit, rewrite or suggestion."""
    sources: Mapped[list[Any]] = mapped_column(default=list)
    prompt: Mapped[str] = mapped_column(default="")
    """Name, version and hash of the prompt and the model, where one was used."""
    created_at: Mapped[datetime]


class CheckRow(Table):
    __tablename__ = "check"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    draft_id: Mapped[str] = mapped_column(sa.ForeignKey("draft.id", ondelete="CASCADE"), index=True)
    text_hash: Mapped[str]
    verdict: Mapped[str]
    findings: Mapped[list[Any]]
    revision: Mapped[int] = mapped_column(sa.BigInteger)
    """The state of rules, embargoes and documents it was made against."""
    checked_at: Mapped[datetime]


class VoicePostRow(Table):
    """An earlier post that its author gave to learn from."""

    __tablename__ = "voice_post"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    text: Mapped[str]
    language: Mapped[str]
    posted_at: Mapped[datetime | None]


class VoiceCardRow(Table):
    __tablename__ = "voice_card"

    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[dict[str, Any]]
    edits: Mapped[dict[str, Any] | None]
    """What its owner said otherwise: lines of the card, words never used, answers to the five questions."""
    created_at: Mapped[datetime]
