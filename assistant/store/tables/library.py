"""Documents, their versions and the passages of a version. The vector index is a cache of these."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.tables.base import Table, new_id


class DocumentRow(Table):
    __tablename__ = "document"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    file: Mapped[str] = mapped_column(unique=True)
    """Name or relative path under which it was handed over; the same name again is a new version."""
    title: Mapped[str]
    kind: Mapped[str]
    themes: Mapped[list[str]] = mapped_column(default=list)
    language: Mapped[str]
    status: Mapped[str]
    """draft, approved or retired."""
    audience: Mapped[str] = mapped_column(default="everybody")
    owner: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[datetime | None]
    expires: Mapped[datetime | None]
    embargo_id: Mapped[str | None] = mapped_column(sa.ForeignKey("embargo.id"))
    embargo_until: Mapped[datetime | None]
    active_version_id: Mapped[str | None]
    shelf: Mapped[str] = mapped_column(default="none")
    """Where its passages stand in the index now: "open", "closed" or "none"."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class VersionRow(Table):
    __tablename__ = "document_version"
    __table_args__ = (sa.UniqueConstraint("document_id", "number"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(sa.ForeignKey("document.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    state: Mapped[str]
    """waiting, reading, indexing, ready or failed."""
    failure: Mapped[dict[str, Any] | None]
    """Message key and parameters of why it failed."""
    request: Mapped[dict[str, Any] | None]
    """What was asked with the file, until it is ready: so that a restart can go on."""
    text: Mapped[str] = mapped_column(default="")
    text_hash: Mapped[str] = mapped_column(default="", index=True)
    media: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]


class PassageRow(Table):
    __tablename__ = "passage"
    __table_args__ = (sa.UniqueConstraint("version_id", "position"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    version_id: Mapped[str] = mapped_column(sa.ForeignKey("document_version.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    """Span in the version's text, in characters: text[start:end] is the passage."""
    text: Mapped[str]
    section: Mapped[str] = mapped_column(default="")
    page: Mapped[int | None]
    language: Mapped[str]
    windows: Mapped[list[Any]] = mapped_column(default=list)
    """Spans [start, end] within the passage, a sentence or two each: what has a vector, in this order."""
    terms: Mapped[str] = mapped_column(default="")
    """Stemmed words, space separated, for lexical search."""


class IndexStateRow(Table):
    """Which embedder filled the index; another model means that it must be rebuilt."""

    __tablename__ = "index_state"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
