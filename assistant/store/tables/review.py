"""Hand-ins, decisions, releases and publications, and what authors are told of their posts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.tables.base import Table, new_id


class HandInRow(Table):
    """A draft put before a manager: this text, with these findings, and a word from its author."""

    __tablename__ = "hand_in"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    post_id: Mapped[str] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"), index=True)
    draft_id: Mapped[str] = mapped_column(sa.ForeignKey("draft.id", ondelete="CASCADE"))
    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    text_hash: Mapped[str]
    verdict: Mapped[str]
    findings: Mapped[list[Any]]
    """With their evidence: shown to a manager only after `review.evidence` took out what may not be seen."""
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="waiting", index=True)
    """waiting, decided or withdrawn."""
    handed_in_at: Mapped[datetime]


class DecisionRow(Table):
    __tablename__ = "decision"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    hand_in_id: Mapped[str] = mapped_column(sa.ForeignKey("hand_in.id", ondelete="CASCADE"), index=True)
    decided_by: Mapped[str] = mapped_column(sa.ForeignKey("account.id"))
    kind: Mapped[str]
    """endorse (the first of two), approve, ask_for_changes or deny."""
    endorsed_by: Mapped[str | None] = mapped_column()
    """Account of the other one, where two people had to approve."""
    reason: Mapped[str] = mapped_column(default="")
    comment: Mapped[str] = mapped_column(default="")
    suggestion: Mapped[str] = mapped_column(default="")
    text_hash: Mapped[str]
    covers: Mapped[list[Any]]
    """The findings an approval was given for; one that is not among them voids it."""
    decided_at: Mapped[datetime]
    lapses_at: Mapped[datetime | None]


class ReleaseRow(Table):
    """A text that was given out, checked at that moment."""

    __tablename__ = "release"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    post_id: Mapped[str] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"), index=True)
    draft_id: Mapped[str] = mapped_column(sa.ForeignKey("draft.id", ondelete="CASCADE"))
    text_hash: Mapped[str]
    channel: Mapped[str]
    verdict: Mapped[str]
    revision: Mapped[int] = mapped_column(sa.BigInteger)
    """The state of rules, embargoes and documents it was checked against."""
    decision_id: Mapped[str | None] = mapped_column(sa.ForeignKey("decision.id", ondelete="SET NULL"))
    released_at: Mapped[datetime]


class PublicationRow(Table):
    """ "I posted it": where, as the employee says."""

    __tablename__ = "publication"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    post_id: Mapped[str] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"), index=True)
    release_id: Mapped[str] = mapped_column(sa.ForeignKey("release.id", ondelete="CASCADE"))
    address: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime]


class PauseRow(Table):
    """One row: whether releases are stopped, and the words shown meanwhile."""

    __tablename__ = "pause"

    id: Mapped[int] = mapped_column(primary_key=True)
    paused: Mapped[bool]
    message: Mapped[str] = mapped_column(default="")
    changed_by: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime]


class NoticeRow(Table):
    """Something an author is to know of a post. The words come from the catalogue when it is read."""

    __tablename__ = "notice"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    """Key of its words: `notices.KIND`."""
    post_id: Mapped[str] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"), index=True)
    parameters: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class RecheckRow(Table):
    """One row: up to which state of rules, embargoes and documents, and which instant, all open posts were checked."""

    __tablename__ = "recheck"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int] = mapped_column(sa.BigInteger)
    at: Mapped[datetime]
