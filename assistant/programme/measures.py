"""What can really be counted here, at any instant, and never about fewer than five people."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.errors import InputError
from assistant.programme.groups import FEWEST
from assistant.programme.lessons_done import lessons_done
from assistant.store import Store, tallies
from assistant.store.tables.people import AccountRow
from assistant.store.tables.posts import CheckRow, DraftRow, PostRow
from assistant.store.tables.programme import AmbassadorRow
from assistant.store.tables.review import DecisionRow, HandInRow, PublicationRow, ReleaseRow

MONTH: Final = timedelta(days=30)
QUARTER: Final = timedelta(days=90)
Kind = Literal["count", "share", "hours", "typed"]


@dataclass(frozen=True)
class Measure:
    id: str
    kind: Kind
    better: Literal["more", "less"]
    window: timedelta | None
    """The time before an instant that counts; None: as it is at that instant."""


MEASURES: Final[dict[str, Measure]] = {
    one.id: one
    for one in (
        Measure("posts_released", "count", "more", MONTH),
        Measure("posts_published", "count", "more", MONTH),
        Measure("ambassadors", "count", "more", None),
        Measure("ambassadors_active", "count", "more", QUARTER),
        Measure("themes_covered", "count", "more", QUARTER),
        Measure("decision_hours", "hours", "less", QUARTER),
        Measure("checks", "count", "more", MONTH),
        Measure("checks_caught", "share", "less", QUARTER),
        Measure("lessons", "count", "more", MONTH),
        Measure("reach_typed", "typed", "more", None),
    )
}


def measure(name: str) -> Measure:
    """Raises `InputError` when there is none of that name."""
    if name not in MEASURES:
        raise InputError("programme.no_measure", name=name[:40])
    return MEASURES[name]


class Measures:
    def __init__(self, store: Store) -> None:
        self._store = store

    def count(self, name: str, until: datetime) -> float | None:
        """How it stood at `until`. None where that cannot be told: typed figures, or fewer than five people."""
        wanted = measure(name)
        look = _LOOKS.get(wanted.id)
        if look is None:
            return None
        since = until - (wanted.window or timedelta())
        with self._store.read() as session:
            return look(session, since, until)


def ambassadors_at(session: Session, at: datetime) -> set[str]:
    """The accounts of those who had joined by then, and not left."""
    joined = sa.select(AmbassadorRow.account_id).where(
        AmbassadorRow.joined_at <= at, sa.or_(AmbassadorRow.left_at.is_(None), AmbassadorRow.left_at > at)
    )
    return set(session.scalars(joined))


def _enough(session: Session) -> bool:
    """Whether a count over everybody is one over five people or more."""
    people = sa.select(sa.func.count()).select_from(AccountRow).where(AccountRow.disabled_at.is_(None))
    return (session.scalar(people) or 0) >= FEWEST


def _first_released(since: datetime, until: datetime) -> sa.Subquery:
    """Posts that went out for the first time in this window."""
    first = sa.func.min(ReleaseRow.released_at).label("at")
    query = sa.select(ReleaseRow.post_id, first).group_by(ReleaseRow.post_id)
    return query.having(sa.and_(first > since, first <= until)).subquery()


def _released(session: Session, since: datetime, until: datetime) -> float | None:
    if not _enough(session):
        return None
    found = session.scalar(sa.select(sa.func.count()).select_from(_first_released(since, until))) or 0
    return _whole(found + tallies.within(session, "released", since, until))


def _published(session: Session, since: datetime, until: datetime) -> float | None:
    if not _enough(session):
        return None
    first = sa.func.min(PublicationRow.published_at)
    posts = sa.select(PublicationRow.post_id).group_by(PublicationRow.post_id)
    window = posts.having(sa.and_(first > since, first <= until)).subquery()
    found = session.scalar(sa.select(sa.func.count()).select_from(window)) or 0
    return _whole(found + tallies.within(session, "published", since, until))


def _ambassadors(session: Session, since: datetime, until: datetime) -> float | None:
    gone = tallies.within(session, "joined", _EVER, until) - tallies.within(session, "left", _EVER, until)
    return _whole(len(ambassadors_at(session, until)) + max(gone, 0)) if _enough(session) else None


def _active(session: Session, since: datetime, until: datetime) -> float | None:
    joined = ambassadors_at(session, until)
    if len(joined) < FEWEST:
        return None
    authors = (
        sa.select(PostRow.account_id)
        .join(ReleaseRow, ReleaseRow.post_id == PostRow.id)
        .where(ReleaseRow.released_at > since, ReleaseRow.released_at <= until)
    )
    return float(len(joined & set(session.scalars(authors))))


def _themes(session: Session, since: datetime, until: datetime) -> float | None:
    if not _enough(session):
        return None
    window = _first_released(since, until)
    query = sa.select(sa.distinct(PostRow.theme)).join(window, window.c.post_id == PostRow.id)
    return float(len({theme for theme in session.scalars(query) if theme}))


def _decision_hours(session: Session, since: datetime, until: datetime) -> float | None:
    """The middle one: half of the hand-ins were decided sooner."""
    query = (
        sa.select(HandInRow.account_id, HandInRow.handed_in_at, DecisionRow.decided_at)
        .join(DecisionRow, DecisionRow.hand_in_id == HandInRow.id)
        .where(DecisionRow.decided_at > since, DecisionRow.decided_at <= until)
    )
    found = session.execute(query).all()
    if len({one.account_id for one in found}) < FEWEST:
        return None
    hours: list[float] = [(one.decided_at - one.handed_in_at).total_seconds() / 3600 for one in found]
    return round(statistics.median(hours), 1)


def _first_checks(session: Session, since: datetime, until: datetime) -> list[tuple[str, str]]:
    """Author and verdict of the first check of each draft."""
    query = (
        sa.select(PostRow.account_id, CheckRow.verdict, CheckRow.draft_id)
        .join(DraftRow, DraftRow.id == CheckRow.draft_id)
        .join(PostRow, PostRow.id == DraftRow.post_id)
        .where(CheckRow.checked_at > since, CheckRow.checked_at <= until)
        .order_by(CheckRow.checked_at)
    )
    first: dict[str, tuple[str, str]] = {}
    for account_id, verdict, draft_id in session.execute(query):
        first.setdefault(draft_id, (account_id, verdict))
    return list(first.values())


def _checks(session: Session, since: datetime, until: datetime) -> float | None:
    if not _enough(session):
        return None
    return _whole(len(_first_checks(session, since, until)) + tallies.within(session, "checked", since, until))


def _caught(session: Session, since: datetime, until: datetime) -> float | None:
    """The share, in per cent, of texts whose first check asked for a change or a second reader."""
    found = _first_checks(session, since, until)
    if len({account_id for account_id, _ in found}) < FEWEST:
        return None
    gone = tallies.within(session, "checked", since, until)
    caught = sum(1 for _, verdict in found if verdict not in ("clear", "advice"))
    return round(100 * (caught + tallies.within(session, "checked_caught", since, until)) / (len(found) + gone), 1)


def _lessons(session: Session, since: datetime, until: datetime) -> float | None:
    found = sum(1 for one in lessons_done(session) if since < one.at <= until)
    return float(found) if _enough(session) else None


def _whole(value: float) -> float:
    return float(round(value))


_EVER: Final = datetime(2000, 1, 1, tzinfo=UTC)
_LOOKS: Final[dict[str, Callable[[Session, datetime, datetime], float | None]]] = {
    "posts_released": _released,
    "posts_published": _published,
    "ambassadors": _ambassadors,
    "ambassadors_active": _active,
    "themes_covered": _themes,
    "decision_hours": _decision_hours,
    "checks": _checks,
    "checks_caught": _caught,
    "lessons": _lessons,
}
