"""Counts that stay when a person is deleted: how many of what in which month, and nothing that leads to anybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.store.tables.posts import CheckRow, DraftRow, PostRow
from assistant.store.tables.programme import AmbassadorRow, TallyRow
from assistant.store.tables.review import PublicationRow, ReleaseRow

_Key = tuple[str, str, str, str, str]


def leave(session: Session, account_id: str) -> None:
    """Call it in the transaction that deletes the account, just before: its posts stay counted."""
    leave_posts(session, session.scalars(sa.select(PostRow.id).where(PostRow.account_id == account_id)).all())
    counted: Counter[_Key] = Counter()
    ambassador = session.get(AmbassadorRow, account_id)
    if ambassador is not None:
        counted[("joined", _month(ambassador.joined_at), "", "", "")] += 1
        if ambassador.left_at is not None:
            counted[("left", _month(ambassador.left_at), "", "", "")] += 1
    _add(session, counted)


def leave_posts(session: Session, post_ids: Sequence[str]) -> None:
    """The same for posts that go by themselves."""
    counted: Counter[_Key] = Counter()
    own = sa.select(PostRow.theme, PostRow.channel, PostRow.language, PostRow.id).where(PostRow.id.in_(post_ids))
    for theme, channel, language, post_id in session.execute(own):
        for kind, first in _firsts(session, post_id).items():
            counted[(kind, _month(first), theme or "", channel, language)] += 1
        for verdict, at in _first_checks(session, DraftRow.post_id == post_id):
            _count_check(counted, verdict, at, theme, channel, language)
    _add(session, counted)


def leave_checks(session: Session, draft_ids: Sequence[str]) -> None:
    """The same for the checks of drafts that go while their posts stay."""
    counted: Counter[_Key] = Counter()
    query = sa.select(PostRow.theme, PostRow.channel, PostRow.language, DraftRow.id)
    query = query.join(DraftRow, DraftRow.post_id == PostRow.id).where(DraftRow.id.in_(draft_ids))
    for theme, channel, language, draft_id in session.execute(query):
        for verdict, at in _first_checks(session, DraftRow.id == draft_id):
            _count_check(counted, verdict, at, theme, channel, language)
    _add(session, counted)


def _count_check(
    counted: Counter[_Key], verdict: str, at: datetime, theme: str | None, channel: str, language: str
) -> None:
    counted[("checked", _month(at), theme or "", channel, language)] += 1
    if verdict not in ("clear", "advice"):
        counted[("checked_caught", _month(at), theme or "", channel, language)] += 1


def _add(session: Session, counted: Counter[_Key]) -> None:
    for key, number in counted.items():
        row = session.get(TallyRow, key)
        if row is None:
            session.add(TallyRow(**dict(zip(_NAMES, key, strict=True)), number=number))
        else:
            row.number += number
    session.flush()


def within(session: Session, kind: str, since: datetime, until: datetime) -> float:
    """What was left of `kind` between two instants; a month that lies partly inside counts for that part."""
    found: float = 0
    for row in session.scalars(sa.select(TallyRow).where(TallyRow.kind == kind)):
        found += row.number * _share(row.month, since, until)
    return found


_NAMES = ("kind", "month", "theme", "channel", "language")


def _firsts(session: Session, post_id: str) -> dict[str, datetime]:
    """When this post was first released and first published, where it was."""
    released = session.scalar(sa.select(sa.func.min(ReleaseRow.released_at)).where(ReleaseRow.post_id == post_id))
    published = session.scalar(
        sa.select(sa.func.min(PublicationRow.published_at)).where(PublicationRow.post_id == post_id)
    )
    return {kind: at for kind, at in (("released", released), ("published", published)) if at is not None}


def _first_checks(session: Session, which: sa.ColumnElement[bool]) -> list[tuple[str, datetime]]:
    """The first check of each draft."""
    query = (
        sa.select(CheckRow.draft_id, CheckRow.verdict, CheckRow.checked_at)
        .join(DraftRow, DraftRow.id == CheckRow.draft_id)
        .where(which)
        .order_by(CheckRow.checked_at)
    )
    first: dict[str, Any] = {}
    for draft_id, verdict, at in session.execute(query):
        first.setdefault(draft_id, (verdict, at))
    return list(first.values())


def _month(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m}"


def _share(month: str, since: datetime, until: datetime) -> float:
    """Which part of a month lies between two instants."""
    first = date.fromisoformat(f"{month}-01")
    start = datetime(first.year, first.month, 1, tzinfo=UTC)
    end = (start + timedelta(days=32)).replace(day=1)
    inside = min(end, until) - max(start, since)
    return max(inside, timedelta()) / (end - start)
