"""News of the last weeks that a person may see now: something to write about, each with the passage it starts with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.people.person import Person
from assistant.store.tables.library import DocumentRow, PassageRow
from knowledge.shelves import terms_of
from knowledge.visibility import visible

WEEKS: Final = timedelta(weeks=6)


def recent_news(session: Session, person: Person, now: datetime, limit: int) -> list[tuple[DocumentRow, PassageRow]]:
    """Approved news, newest first; asked of the terms of each document at this moment, as any passage is."""
    since = sa.func.coalesce(DocumentRow.valid_from, DocumentRow.created_at)
    query = sa.select(DocumentRow).where(DocumentRow.kind == "news", DocumentRow.status == "approved")
    query = query.where(DocumentRow.active_version_id.is_not(None), since >= now - WEEKS, since <= now)
    found: list[tuple[DocumentRow, PassageRow]] = []
    for document in session.scalars(query.order_by(since.desc(), DocumentRow.id)):
        if len(found) == limit:
            break
        if not visible(terms_of(session, document), person, now):
            continue
        first = sa.select(PassageRow).where(PassageRow.version_id == document.active_version_id)
        passage = session.scalar(first.order_by(PassageRow.start).limit(1))
        if passage is not None:
            found.append((document, passage))
    return found
