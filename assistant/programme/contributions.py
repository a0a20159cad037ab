"""What each person adds to the figures: posts and what they brought, texts that were checked, decisions, lessons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.programme import moments
from assistant.programme.groups import Contribution
from assistant.programme.lessons_done import lessons_done
from assistant.store.tables.base import new_id
from assistant.store.tables.posts import CheckRow, DraftRow, PostRow
from assistant.store.tables.results import CountedRow, LeftRow, ParticipantRow, ResultRow
from assistant.store.tables.review import DecisionRow, HandInRow, PublicationRow, ReleaseRow

NO_THEME: Final = "-"
DIMENSIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "posts": ("theme", "channel", "language", "month"),
    "texts": ("verdict", "month"),
    "caught": ("detector", "month"),
    "decisions": ("wait", "kind", "month"),
    "lessons": ("lesson", "month"),
}
"""Each family of figures with what it is split by."""
COUNTED: Final = ("impressions", "reactions", "comments", "reposts", "clicks", "engagements")
_WAITS: Final = ((4, "hours"), (24, "day"), (72, "days"))


def gather(session: Session, family: str, zone: ZoneInfo, account_id: str | None = None) -> list[Contribution]:
    """What is not in the figures yet, of everybody or of one person, under a name that leads to nobody."""
    names = _Names(session)
    whole = [
        replace(one, participant=names.of(one.participant)) for one in _FAMILIES[family](session, zone, account_id)
    ]
    counted = _counted(session, [one.source for one in whole])
    pending = [_beyond(one, counted.get(one.source, {})) for one in whole]
    if account_id is None:
        pending += [
            Contribution(row.participant, "", row.keys, row.numbers)
            for row in session.scalars(sa.select(LeftRow).where(LeftRow.family == family).order_by(LeftRow.id))
        ]
    return [one for one in pending if any(one.numbers.values())]


def leave(session: Session, account_id: str, zone: ZoneInfo) -> None:
    """Before somebody is deleted: what of theirs was not counted yet stays behind without them, and will be."""
    note_publications(session, zone)
    for family in DIMENSIONS:
        for one in gather(session, family, zone, account_id):
            session.add(
                LeftRow(family=family, participant=one.participant, keys=dict(one.keys), numbers=dict(one.numbers))
            )
    moments.leave(session, account_id)
    session.flush()


def note_publications(session: Session, zone: ZoneInfo) -> None:
    """A result for each post of which its author said that it stands online: its figures follow when they like."""
    noted = sa.select(ResultRow.post_id).where(ResultRow.post_id.is_not(None))
    query = (
        sa.select(PostRow, ReleaseRow.channel, PublicationRow.address, PublicationRow.published_at)
        .join(PublicationRow, PublicationRow.post_id == PostRow.id)
        .join(ReleaseRow, PublicationRow.release_id == ReleaseRow.id)
        .where(PostRow.id.not_in(noted))
        .order_by(PublicationRow.published_at, PublicationRow.id)
    )
    seen: set[str] = set()
    for post, channel, address, at in session.execute(query):
        if post.id in seen:
            continue
        seen.add(post.id)
        session.add(
            ResultRow(
                account_id=post.account_id,
                post_id=post.id,
                address=address,
                channel=channel,
                language=post.language,
                theme=post.theme,
                posted_on=at.astimezone(zone).date(),
                updated_at=at,
            )
        )
    session.flush()


class _Names:
    """The random name of each account, made when it is first needed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known = {row.account_id: row.name for row in session.scalars(sa.select(ParticipantRow))}

    def of(self, account_id: str) -> str:
        if account_id not in self._known:
            row = ParticipantRow(account_id=account_id, name=new_id())
            self._session.add(row)
            self._session.flush()
            self._known[account_id] = row.name
        return self._known[account_id]


def _counted(session: Session, sources: Iterable[str]) -> dict[str, Mapping[str, int]]:
    wanted = set(sources)
    rows = session.scalars(sa.select(CountedRow)).all() if wanted else ()
    return {row.source: row.numbers for row in rows if row.source in wanted}


def _beyond(one: Contribution, counted: Mapping[str, int]) -> Contribution:
    """What has come on top since it was counted."""
    return replace(one, numbers={name: value - counted.get(name, 0) for name, value in one.numbers.items()})


def _posts(session: Session, zone: ZoneInfo, account_id: str | None) -> Iterator[Contribution]:
    query = sa.select(ResultRow).order_by(ResultRow.id)
    if account_id is not None:
        query = query.where(ResultRow.account_id == account_id)
    for row in session.scalars(query):
        keys = {
            "theme": row.theme or NO_THEME,
            "channel": row.channel,
            "language": row.language,
            "month": f"{row.posted_on:%Y-%m}",
        }
        brought = {name: getattr(row, name) or 0 for name in COUNTED}
        told = int(row.impressions is not None)
        yield Contribution(row.account_id, f"result:{row.id}", keys, {"posts": 1, "with_figures": told, **brought})


def _texts(session: Session, zone: ZoneInfo, account_id: str | None) -> Iterator[Contribution]:
    for author, draft, check in _checked(session, account_id):
        keys = {"verdict": check.verdict, "month": _month(draft.created_at, zone)}
        yield Contribution(author, f"text:{draft.id}", keys, {"texts": 1})


def _caught(session: Session, zone: ZoneInfo, account_id: str | None) -> Iterator[Contribution]:
    for author, draft, check in _checked(session, account_id):
        for detector in sorted({str(found["detector"]) for found in check.findings}):
            keys = {"detector": detector, "month": _month(draft.created_at, zone)}
            yield Contribution(author, f"caught:{draft.id}:{detector}", keys, {"texts": 1})


def _checked(session: Session, account_id: str | None) -> Iterator[tuple[str, DraftRow, CheckRow]]:
    query = (
        sa.select(PostRow.account_id, DraftRow, CheckRow)
        .join(DraftRow, DraftRow.post_id == PostRow.id)
        .join(CheckRow, CheckRow.draft_id == DraftRow.id)
        .order_by(CheckRow.checked_at, CheckRow.id)
    )
    if account_id is not None:
        query = query.where(PostRow.account_id == account_id)
    seen: set[str] = set()
    for author, draft, check in session.execute(query):
        if draft.id not in seen:
            seen.add(draft.id)
            yield author, draft, check


def _decisions(session: Session, zone: ZoneInfo, account_id: str | None) -> Iterator[Contribution]:
    query = (
        sa.select(HandInRow.account_id, HandInRow.handed_in_at, DecisionRow)
        .join(DecisionRow, DecisionRow.hand_in_id == HandInRow.id)
        .order_by(DecisionRow.decided_at, DecisionRow.id)
    )
    if account_id is not None:
        query = query.where(HandInRow.account_id == account_id)
    for author, handed_in_at, row in session.execute(query):
        hours = max(0.0, (row.decided_at - handed_in_at).total_seconds() / 3600)
        wait = next((name for most, name in _WAITS if hours <= most), "longer")
        keys = {"wait": wait, "kind": row.kind, "month": _month(row.decided_at, zone)}
        yield Contribution(author, f"decision:{row.id}", keys, {"decisions": 1, "minutes": round(hours * 60)})


def _lessons(session: Session, zone: ZoneInfo, account_id: str | None) -> Iterator[Contribution]:
    for done in lessons_done(session, account_id):
        keys = {"lesson": done.lesson, "month": _month(done.at, zone)}
        yield Contribution(done.account_id, f"lesson:{done.account_id}:{done.lesson}", keys, {"lessons": 1})


def _month(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m}"


_FAMILIES: Final[Mapping[str, Callable[[Session, ZoneInfo, str | None], Iterator[Contribution]]]] = {
    "posts": _posts,
    "texts": _texts,
    "caught": _caught,
    "decisions": _decisions,
    "lessons": _lessons,
}
