"""What managers say of single findings: right, or none. Kept with the rule or record, shown with its next finding.

A mark is advice to the next reader and a figure for whoever keeps the rules. No check reads it: it silences nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.checking.finding import Finding
from assistant.people.person import Person
from assistant.review import evidence
from assistant.store.hashing import text_hash
from assistant.store.tables.desk import MarkRow
from assistant.store.tables.people import AccountRow


@dataclass(frozen=True)
class Said:
    """Of one finding: how often managers found its rule or record right or wrong before, and the last word on it."""

    right: int
    wrong: int
    last_right: bool | None
    """None: nobody said anything yet."""
    comment: str
    by: str
    at: datetime | None
    same_words: bool
    """Somebody spoke about these very words before."""
    mine: bool | None
    """What this manager said of it here."""


NOTHING = Said(0, 0, None, "", "", None, False, None)


def keep(
    session: Session, person: Person, hand_in_id: str, finding: Finding, right: bool, comment: str, at: datetime
) -> None:
    """One word a manager, a hand-in and a finding: who thinks again changes it."""
    known = _finding_hash(finding)
    query = sa.select(MarkRow).where(
        MarkRow.hand_in_id == hand_in_id, MarkRow.finding == known, MarkRow.made_by == person.id
    )
    row = session.scalar(query)
    if row is None:
        row = MarkRow(
            detector=finding.detector,
            ref=finding.ref,
            ref_version=finding.ref_version,
            finding=known,
            hand_in_id=hand_in_id,
            made_by=person.id,
        )
        session.add(row)
    row.right, row.comment, row.made_at = right, comment, at


def said_before(session: Session, person: Person, hand_in_id: str, findings: Sequence[Finding]) -> tuple[Said, ...]:
    return tuple(_said(session, person, hand_in_id, finding) for finding in findings)


def _said(session: Session, person: Person, hand_in_id: str, finding: Finding) -> Said:
    """Nothing of a record that this manager may not know of: a count would tell that there is one."""
    if not evidence.may_judge(person, finding) or evidence.is_withheld(person, finding):
        return NOTHING
    known = _finding_hash(finding)
    query = sa.select(MarkRow).where(MarkRow.ref == finding.ref, MarkRow.detector == finding.detector)
    rows = session.scalars(query.order_by(MarkRow.made_at.desc(), MarkRow.id)).all()
    own = next(
        (row.right for row in rows if (row.hand_in_id, row.finding, row.made_by) == (hand_in_id, known, person.id)),
        None,
    )
    if not rows:
        return NOTHING
    last = next((row for row in rows if row.finding == known), rows[0])
    speaker = session.get(AccountRow, last.made_by) if last.made_by else None
    return Said(
        right=sum(row.right for row in rows),
        wrong=sum(not row.right for row in rows),
        last_right=last.right,
        comment=last.comment,
        by="" if speaker is None else speaker.display_name,
        at=last.made_at,
        same_words=last.finding == known and last.hand_in_id != hand_in_id,
        mine=own,
    )


def _finding_hash(finding: Finding) -> str:
    """By its rule and words, whatever the version: the same words again are the same question."""
    return text_hash(f"{finding.detector}:{finding.ref}:{finding.quote}")
