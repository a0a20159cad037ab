"""Which posts may still go out and wait for a new check, and what their authors are to know when it came out worse."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from assistant.checking.finding import CheckResult, Finding, Verdict
from assistant.review import decisions
from assistant.review.notices import Kind
from assistant.store.tables.people import AccountRow
from assistant.store.tables.posts import CheckRow, DraftRow, PostRow
from assistant.store.tables.review import DecisionRow, HandInRow, PublicationRow, ReleaseRow
from assistant.writing import post_check
from assistant.writing.post_check import StoredCheck

_GRAVITY: dict[Verdict, int] = {"clear": 0, "advice": 1, "review": 2, "blocked": 3}


def stale(session: Session, revision: int, since: datetime | None) -> list[str]:
    """Open posts whose text, as it stands, has no check of this revision made at or after `since`.

    First what was given out and not posted yet, then what was handed in, then the one worked on last.
    """
    later = aliased(DraftRow)
    newest = ~sa.exists().where(later.post_id == DraftRow.post_id, later.number > DraftRow.number)
    released = sa.exists().where(ReleaseRow.post_id == PostRow.id, ReleaseRow.text_hash == DraftRow.text_hash)
    handed_in = sa.exists().where(HandInRow.post_id == PostRow.id, HandInRow.text_hash == DraftRow.text_hash)
    published = sa.exists().where(
        PublicationRow.release_id == ReleaseRow.id,
        ReleaseRow.post_id == PostRow.id,
        ReleaseRow.text_hash == DraftRow.text_hash,
    )
    enough = CheckRow.revision >= revision
    if since is not None:
        enough = sa.and_(enough, CheckRow.checked_at >= since)
    checked = sa.exists().where(CheckRow.draft_id == DraftRow.id, CheckRow.text_hash == DraftRow.text_hash, enough)
    query = (
        sa.select(PostRow.id)
        .join(DraftRow, DraftRow.post_id == PostRow.id)
        .join(AccountRow, AccountRow.id == PostRow.account_id)
        .where(newest, ~published, ~checked, sa.func.trim(DraftRow.text) != "", AccountRow.disabled_at.is_(None))
        .order_by(sa.case((released, 0), (handed_in, 1), else_=2), PostRow.updated_at.desc(), PostRow.id)
    )
    return list(session.scalars(query))


def to_tell(
    session: Session, draft: DraftRow, before: StoredCheck | None, now: CheckResult, at: datetime
) -> Kind | None:
    """What the author is to know now that this draft, checked as `before` says, is found to be as `now` says."""
    if before is None:
        return None
    known = post_check.stored_findings(session, draft)
    decision = decisions.newest_on(session, draft.post_id, draft.text_hash)
    shut = _is_free(decision, before.verdict, known, at) and not _is_free(decision, now.verdict, now.findings, at)
    if shut and _has(session, ReleaseRow, draft):
        return "released"
    if shut and decision is not None and decision.kind == "approve":
        return "approval_void"
    new = {finding.identity for finding in now.findings} - {finding.identity for finding in known}
    if new and now.verdict in ("review", "blocked") and _has(session, HandInRow, draft, HandInRow.state == "waiting"):
        return "waiting"
    if _GRAVITY[now.verdict] <= _GRAVITY[before.verdict]:
        return None
    return "advice" if now.verdict == "advice" else "worse"


def _is_free(decision: DecisionRow | None, verdict: Verdict, findings: Sequence[Finding], at: datetime) -> bool:
    """Whether the text could go out: nothing stops it, or an approval covers what does."""
    return verdict in ("clear", "advice") or decisions.holds(decision, findings, at)


def _has(
    session: Session, table: type[ReleaseRow] | type[HandInRow], draft: DraftRow, *more: sa.ColumnElement[bool]
) -> bool:
    query = sa.select(table.id).where(table.post_id == draft.post_id, table.text_hash == draft.text_hash, *more)
    return session.scalar(query.limit(1)) is not None
