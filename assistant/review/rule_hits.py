"""How often each rule and embargo found something lately, and whether managers agreed: counts only, never whose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.clock import Clock
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.review.decisions import ENDORSE
from assistant.store import Store
from assistant.store.tables.desk import MarkRow
from assistant.store.tables.posts import CheckRow, DraftRow
from assistant.store.tables.review import DecisionRow, HandInRow

LATELY = timedelta(days=90)


@dataclass(frozen=True)
class RuleHit:
    ref: str
    """Id of the rule or embargo, or of a detector's own kind of finding."""
    detectors: tuple[str, ...]
    posts: int
    """Different posts in which it found something."""
    last_hit: datetime
    """When the newest of these texts was written or handed in: checking an old text anew is no new hit."""
    right: int
    """Decisions that asked for a change or denied the text it had found something in."""
    wrong: int
    """Approvals in spite of it."""


@dataclass
class _Tally:
    last_hit: datetime
    posts: set[str] = field(default_factory=set)
    detectors: set[str] = field(default_factory=set)
    right: int = 0
    wrong: int = 0


@dataclass(frozen=True)
class Month:
    """What managers said in one month of what a rule or embargo found."""

    first: date
    right: int
    wrong: int


class RuleHits:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def list(self, by: Person) -> Sequence[RuleHit]:
        """What was found in the last 90 days, most posts first."""
        require(by, "sharing.manage")
        since = self._clock.now() - LATELY
        tallies: dict[str, _Tally] = {}
        with self._store.read() as session:
            for post_id, findings, at in _found(session, since):
                _count(tallies, post_id, findings, at)
            decided = (
                sa.select(DecisionRow.kind, HandInRow.findings)
                .join(HandInRow, DecisionRow.hand_in_id == HandInRow.id)
                .where(DecisionRow.decided_at >= since, DecisionRow.kind != ENDORSE)
            )
            for kind, findings in session.execute(decided):
                for ref in {finding["ref"] for finding in findings} & tallies.keys():
                    tallies[ref].right += kind != "approve"
                    tallies[ref].wrong += kind == "approve"
        hits = [_hit(ref, tally) for ref, tally in tallies.items()]
        return sorted(hits, key=lambda hit: (-hit.posts, hit.ref))

    def months(self, by: Person, ref: str, zone: ZoneInfo, months: int = 6) -> Sequence[Month]:
        """The last months, oldest first: marks on single findings, and where there is none the decision on the text."""
        require(by, "sharing.manage")
        now = self._clock.now().astimezone(zone).date()
        firsts = [_first(now, back) for back in range(months - 1, -1, -1)]
        since = datetime.combine(firsts[0], datetime.min.time(), zone).astimezone(UTC)
        counted = {first: [0, 0] for first in firsts}
        marked: set[str | None] = set()
        with self._store.read() as session:
            marks = sa.select(MarkRow.hand_in_id, MarkRow.right, MarkRow.made_at)
            for hand_in_id, right, at in session.execute(marks.where(MarkRow.ref == ref, MarkRow.made_at >= since)):
                marked.add(hand_in_id)
                counted[at.astimezone(zone).date().replace(day=1)][0 if right else 1] += 1
            decided = (
                sa.select(HandInRow.id, DecisionRow.kind, HandInRow.findings, DecisionRow.decided_at)
                .join(HandInRow, DecisionRow.hand_in_id == HandInRow.id)
                .where(DecisionRow.decided_at >= since, DecisionRow.kind != ENDORSE)
            )
            for hand_in_id, kind, findings, at in session.execute(decided):
                if hand_in_id not in marked and any(finding["ref"] == ref for finding in findings):
                    counted[at.astimezone(zone).date().replace(day=1)][1 if kind == "approve" else 0] += 1
        return [Month(first, *counted[first]) for first in firsts]

    def of(self, by: Person, ref: str) -> RuleHit | None:
        """Of one rule or embargo; None when it found nothing lately."""
        return next((hit for hit in self.list(by) if hit.ref == ref), None)


def _first(day: date, back: int) -> date:
    """The first of the month so many months back."""
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def _found(session: Session, since: datetime) -> Iterable[tuple[str, list[Any], datetime]]:
    """Post, findings and moment of every text of this period that was checked or handed in."""
    checks = (
        sa.select(DraftRow.post_id, CheckRow.findings, DraftRow.created_at)
        .join(DraftRow, CheckRow.draft_id == DraftRow.id)
        .where(DraftRow.created_at >= since)
    )
    hand_ins = sa.select(HandInRow.post_id, HandInRow.findings, HandInRow.handed_in_at).where(
        HandInRow.handed_in_at >= since
    )
    for query in (checks, hand_ins):
        for row in session.execute(query.execution_options(yield_per=500)):
            yield row[0], row[1], row[2]


def _count(tallies: dict[str, _Tally], post_id: str, findings: Iterable[dict[str, Any]], at: datetime) -> None:
    for finding in findings:
        tally = tallies.setdefault(finding["ref"], _Tally(at))
        tally.last_hit = max(tally.last_hit, at)
        tally.posts.add(post_id)
        tally.detectors.add(finding["detector"])


def _hit(ref: str, tally: _Tally) -> RuleHit:
    return RuleHit(ref, tuple(sorted(tally.detectors)), len(tally.posts), tally.last_hit, tally.right, tally.wrong)
