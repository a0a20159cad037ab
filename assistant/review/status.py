"""Where a post stands: one answer for its author, about the latest draft exactly as it is written now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.checking.finding import Verdict
from assistant.review import decisions
from assistant.review.decisions import DecisionInfo
from assistant.store.revision import current as current_revision
from assistant.store.tables.posts import DraftRow, PostRow
from assistant.store.tables.review import DecisionRow, HandInRow, PublicationRow, ReleaseRow
from assistant.writing import post_check

State = Literal[
    "drafting", "clear", "flagged", "waiting", "approved", "changes_asked", "denied", "released", "published"
]


@dataclass(frozen=True)
class PostStatus:
    """`state` is about the latest draft; one changed character takes it back to "drafting"."""

    state: State
    number: int
    """Of the latest draft; 0 while there is none."""
    verdict: Verdict | None
    """Of the newest check of this very text, if there was one."""
    needs_check: bool
    """Nothing checked this text, or what may be shared changed since."""
    decision: DecisionInfo | None
    """The newest decision about any text of this post."""
    released_at: datetime | None
    address: str


def status_of(session: Session, post: PostRow, now: datetime) -> PostStatus:
    draft = post_check.latest_draft(session, post.id)
    decision = _newest_decision(session, post.id)
    if draft is None or not draft.text.strip():
        number = 0 if draft is None else draft.number
        return PostStatus("drafting", number, None, True, decision, None, "")
    check = post_check.stored(session, draft, current_revision(session))
    release = _newest_release(session, draft)
    publication = _publication(session, release)
    needs_check = check is None or not check.current
    return PostStatus(
        state=_state(
            session, draft, release, publication, None if needs_check or check is None else check.verdict, now
        ),
        number=draft.number,
        verdict=None if check is None else check.verdict,
        needs_check=needs_check,
        decision=decision,
        released_at=None if release is None else release.released_at,
        address="" if publication is None else publication.address,
    )


def _state(
    session: Session,
    draft: DraftRow,
    release: ReleaseRow | None,
    publication: PublicationRow | None,
    verdict: Verdict | None,
    now: datetime,
) -> State:
    if publication is not None:
        return "published"
    if release is not None:
        return "released"
    waiting = sa.select(HandInRow.id).where(
        HandInRow.post_id == draft.post_id, HandInRow.text_hash == draft.text_hash, HandInRow.state == "waiting"
    )
    if session.scalar(waiting.limit(1)) is not None:
        return "waiting"
    decision = decisions.newest_on(session, draft.post_id, draft.text_hash)
    if decision is not None and decision.kind == "deny":
        return "denied"
    if decision is not None and decision.kind == "ask_for_changes":
        return "changes_asked"
    if decision is not None and _approval_holds(session, draft, decision, verdict, now):
        return "approved"
    if verdict is None:
        return "drafting"
    return "clear" if verdict in ("clear", "advice") else "flagged"


def _approval_holds(
    session: Session, draft: DraftRow, decision: DecisionRow, verdict: Verdict | None, now: datetime
) -> bool:
    """As far as is known: with a current check it is held against its findings, else only against the time."""
    findings = () if verdict is None else post_check.stored_findings(session, draft)
    return decisions.holds(decision, findings, now)


def _newest_decision(session: Session, post_id: str) -> DecisionInfo | None:
    query = sa.select(DecisionRow).join(HandInRow, DecisionRow.hand_in_id == HandInRow.id)
    query = query.where(HandInRow.post_id == post_id, DecisionRow.kind != decisions.ENDORSE)
    row = session.scalar(query.order_by(DecisionRow.decided_at.desc()).limit(1))
    return None if row is None else decisions.info(session, row)


def _newest_release(session: Session, draft: DraftRow) -> ReleaseRow | None:
    query = sa.select(ReleaseRow).where(ReleaseRow.post_id == draft.post_id, ReleaseRow.text_hash == draft.text_hash)
    return session.scalar(query.order_by(ReleaseRow.released_at.desc(), ReleaseRow.id).limit(1))


def _publication(session: Session, release: ReleaseRow | None) -> PublicationRow | None:
    if release is None:
        return None
    query = sa.select(PublicationRow).where(
        PublicationRow.post_id == release.post_id,
        PublicationRow.release_id.in_(
            sa.select(ReleaseRow.id).where(
                ReleaseRow.post_id == release.post_id, ReleaseRow.text_hash == release.text_hash
            )
        ),
    )
    return session.scalar(query.order_by(PublicationRow.published_at.desc()).limit(1))
