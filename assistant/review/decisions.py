"""What was decided about a text, and whether that still holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast, get_args

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.checking.finding import Finding
from assistant.store.tables.people import AccountRow
from assistant.store.tables.review import DecisionRow, HandInRow

Kind = Literal["approve", "ask_for_changes", "deny"]
KINDS: tuple[Kind, ...] = get_args(Kind)

ENDORSE: Literal["endorse"] = "endorse"
"""The first of two who approve: nothing is free on it yet."""

REASONS = ("public", "agreed", "not_public", "inaccurate", "privacy", "tone", "source", "other")
"""Reasons to choose from; each has its words in the catalogue as `review.reasons.NAME`."""


@dataclass(frozen=True)
class DecisionInfo:
    id: str
    hand_in_id: str
    kind: Kind | Literal["endorse"]
    reason: str
    comment: str
    suggestion: str
    decided_by: str
    decided_at: datetime
    lapses_at: datetime | None


def newest_on(session: Session, post_id: str, text_hash: str) -> DecisionRow | None:
    """The last word on exactly this text of this post."""
    query = sa.select(DecisionRow).join(HandInRow, DecisionRow.hand_in_id == HandInRow.id)
    query = query.where(HandInRow.post_id == post_id, DecisionRow.text_hash == text_hash, DecisionRow.kind != ENDORSE)
    return session.scalar(query.order_by(DecisionRow.decided_at.desc(), DecisionRow.id).limit(1))


def holds(decision: DecisionRow | None, findings: Iterable[Finding], now: datetime) -> bool:
    """Whether it is an approval that has not lapsed and was given for each of these findings.

    A part of the check that failed is never covered: the text was not checked, and waits until it is. What touches a
    record that could move a share price needs a second name beside the first.
    """
    if decision is None or decision.kind != "approve" or decision.lapses_at is None or decision.lapses_at <= now:
        return False
    findings = tuple(findings)
    if needs_two(findings) and decision.endorsed_by in (None, decision.decided_by):
        return False
    covered = set(decision.covers)
    return all(not finding.is_failure and finding.identity in covered for finding in findings)


def needs_two(findings: Iterable[Finding]) -> bool:
    """Whether one approval is not enough: something in it could move a share price."""
    return any(finding.evidence.get("market_sensitive", False) for finding in findings)


def endorsement(session: Session, hand_in_id: str, findings: Iterable[Finding], now: datetime) -> DecisionRow | None:
    """The first of two approvals, while it still counts: of this text, with these findings, and not lapsed."""
    query = sa.select(DecisionRow).where(DecisionRow.hand_in_id == hand_in_id, DecisionRow.kind == ENDORSE)
    row = session.scalar(query.order_by(DecisionRow.decided_at.desc(), DecisionRow.id).limit(1))
    if row is None or row.lapses_at is None or row.lapses_at <= now:
        return None
    covered = set(row.covers)
    return row if all(finding.identity in covered for finding in findings) else None


def info(session: Session, row: DecisionRow) -> DecisionInfo:
    decider = session.get(AccountRow, row.decided_by)
    return DecisionInfo(
        id=row.id,
        hand_in_id=row.hand_in_id,
        kind=cast(Any, row.kind),
        reason=row.reason,
        comment=row.comment,
        suggestion=row.suggestion,
        decided_by="" if decider is None else decider.display_name,
        decided_at=row.decided_at,
        lapses_at=row.lapses_at,
    )
