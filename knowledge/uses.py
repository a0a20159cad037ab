"""Which posts that may still go out draw from a document: told to communications when it is withdrawn.

What was handed in is named; drafts that somebody keeps to themselves are counted, never named.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from assistant.store.tables.people import AccountRow
from assistant.store.tables.posts import DraftRow, PostRow
from assistant.store.tables.review import HandInRow, PublicationRow, ReleaseRow


@dataclass(frozen=True)
class HandedIn:
    author: str
    at: datetime


@dataclass(frozen=True)
class Uses:
    handed_in: tuple[HandedIn, ...] = ()
    drafts: int = 0
    """Not handed in: only how many."""


def uses_of(session: Session, document_id: str) -> Uses:
    """By the newest draft of each post that was not published."""
    later = aliased(DraftRow)
    newest = ~sa.exists().where(later.post_id == DraftRow.post_id, later.number > DraftRow.number)
    published = sa.exists().where(
        PublicationRow.release_id == ReleaseRow.id,
        ReleaseRow.post_id == PostRow.id,
        ReleaseRow.text_hash == DraftRow.text_hash,
    )
    query = (
        sa.select(DraftRow.id, DraftRow.sources, AccountRow.display_name, HandInRow.handed_in_at)
        .join(PostRow, PostRow.id == DraftRow.post_id)
        .join(AccountRow, AccountRow.id == PostRow.account_id)
        .outerjoin(HandInRow, sa.and_(HandInRow.draft_id == DraftRow.id, HandInRow.state == "waiting"))
        .where(newest, ~published, sa.func.trim(DraftRow.text) != "")
    )
    handed_in: list[HandedIn] = []
    drafts = 0
    for _, sources, author, at in session.execute(query):
        if any(source.get("document") == document_id for source in sources or ()):
            if at is None:
                drafts += 1
            else:
                handed_in.append(HandedIn(author, at))
    return Uses(tuple(sorted(handed_in, key=lambda one: one.at)), drafts)
