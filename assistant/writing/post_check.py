"""The one way a post is checked: while writing, at the hand-in and at the release alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast, get_args

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.checking.draft import Origin
from assistant.checking.finding import CheckResult, Finding, Verdict
from assistant.people.person import Person
from assistant.store.tables.posts import CheckRow, DraftRow, PostRow
from assistant.store.tables.review import ReleaseRow
from assistant.texts import Language, as_language

if TYPE_CHECKING:
    from assistant.checking.checker import Checker

EARLIER_POSTS = 40


@dataclass(frozen=True)
class Material:
    """What a check of a post needs, read from the database at one moment."""

    post_id: str
    draft_id: str
    number: int
    text: str
    text_hash: str
    language: Language
    channel: str
    notes: tuple[str, ...]
    origin: Origin
    """Who put the words together, seen through later edits: a figure that a model wrote stays a model's figure."""
    earlier_posts: tuple[str, ...] = field(default=(), repr=False, compare=False)
    """What went out before, of anybody: near copies are told, never whose they are."""


@dataclass(frozen=True)
class StoredCheck:
    """The newest check of a draft, as its author may see it.

    `current` says that nothing changed since in what may be shared.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    revision: int
    checked_at: datetime
    current: bool


def material(session: Session, post: PostRow) -> Material | None:
    """The latest draft of a post, ready to be checked; None while there is none."""
    draft = latest_draft(session, post.id)
    if draft is None:
        return None
    return Material(
        post.id,
        draft.id,
        draft.number,
        draft.text,
        draft.text_hash,
        as_language(post.language),
        post.channel,
        tuple(post.notes),
        _origin(session, post.id),
        _went_out(session, post.id),
    )


def _origin(session: Session, post_id: str) -> Origin:
    query = sa.select(DraftRow.origin).where(DraftRow.post_id == post_id, DraftRow.origin.in_(get_args(Origin)))
    return cast(Origin, session.scalar(query.order_by(DraftRow.number.desc()).limit(1)) or "own")


def _went_out(session: Session, post_id: str) -> tuple[str, ...]:
    """The newest texts that were released of other posts."""
    query = sa.select(DraftRow.text).join(ReleaseRow, ReleaseRow.draft_id == DraftRow.id)
    query = query.where(ReleaseRow.post_id != post_id).order_by(ReleaseRow.released_at.desc(), ReleaseRow.id)
    return tuple(dict.fromkeys(session.scalars(query.limit(EARLIER_POSTS))))


def latest_draft(session: Session, post_id: str) -> DraftRow | None:
    query = sa.select(DraftRow).where(DraftRow.post_id == post_id).order_by(DraftRow.number.desc()).limit(1)
    return session.scalar(query)


def check(checker: Checker, person: Person, material: Material, at: datetime) -> CheckResult:
    """Check exactly this text for its author. Reads only; hold no transaction meanwhile."""
    return checker.check(
        material.text,
        language=material.language,
        channel=material.channel,
        at=at,
        person=person,
        notes=material.notes,
        earlier_posts=material.earlier_posts,
        origin=material.origin,
    )


def keep(session: Session, material: Material, result: CheckResult, at: datetime) -> bool:
    """Store a result as the newest check of its draft; older ones of the same draft go.

    True when it says something else than the one before did, or there was none.
    """
    query = sa.select(CheckRow).where(CheckRow.draft_id == material.draft_id)
    before = session.scalar(query.order_by(CheckRow.checked_at.desc()).limit(1))
    known = None if before is None else _said(before.text_hash, before.verdict, findings_from(before.findings))
    session.execute(sa.delete(CheckRow).where(CheckRow.draft_id == material.draft_id))
    session.add(
        CheckRow(
            draft_id=material.draft_id,
            text_hash=material.text_hash,
            verdict=result.verdict,
            findings=findings_json(result.findings),
            revision=result.revision,
            checked_at=at,
        )
    )
    return known != _said(material.text_hash, result.verdict, result.findings)


def _said(text_hash: str, verdict: str, findings: Sequence[Finding]) -> tuple[str, str, frozenset[str]]:
    return text_hash, verdict, frozenset(finding.identity for finding in findings)


def stored(session: Session, draft: DraftRow, revision: int) -> StoredCheck | None:
    row = _newest(session, draft)
    if row is None:
        return None
    found = for_author(findings_from(row.findings))
    return StoredCheck(cast(Verdict, row.verdict), found, row.revision, row.checked_at, row.revision == revision)


def stored_findings(session: Session, draft: DraftRow) -> tuple[Finding, ...]:
    """What the newest check of this draft found, whole: to hold an approval against, not to show."""
    row = _newest(session, draft)
    return () if row is None else findings_from(row.findings)


def _newest(session: Session, draft: DraftRow) -> CheckRow | None:
    query = sa.select(CheckRow).where(CheckRow.draft_id == draft.id, CheckRow.text_hash == draft.text_hash)
    return session.scalar(query.order_by(CheckRow.checked_at.desc()).limit(1))


def for_author(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings as their author may see them: no evidence, and nothing that names an embargo."""
    return tuple(
        replace(finding, evidence={}, ref="embargo", source=None)
        if finding.detector == "embargo"
        else replace(finding, evidence={})
        for finding in findings
    )


def findings_json(findings: Sequence[Finding]) -> list[Any]:
    return [finding.as_json() for finding in findings]


def findings_from(body: Sequence[dict[str, Any]]) -> tuple[Finding, ...]:
    return tuple(Finding.from_json(item) for item in body)
