"""What the record says of a text that was checked, handed in, decided on or given out: one shape for all four.

With the entry's own who, role, what and when it is what FINRA 2210(b)(4) asks to be kept; the text itself stands in
its post, and here as its hash.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.metadata import version
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.checking.finding import Finding
from assistant.store.tables.posts import DraftRow, PostRow


def entry(
    session: Session, draft_id: str, verdict: str, revision: int, findings: Sequence[Finding], channel: str = ""
) -> dict[str, Any]:
    """The fields of an entry about this draft, as it was judged."""
    draft = session.get_one(DraftRow, draft_id)
    post = session.get_one(PostRow, draft.post_id)
    return {
        "post": post.id,
        "draft": draft.number,
        "text_hash": draft.text_hash,
        "channel": channel or post.channel,
        "language": post.language,
        "verdict": verdict,
        "revision": revision,
        "judged_by": references(findings),
        "origin": draft.origin,
        "prompt": _prompt(session, draft),
        "sources": source_ids(draft.sources),
        "program": version("boegbeeld"),
    }


def references(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """The rules and records by which it was judged: no words of the text."""
    named = {(finding.detector, finding.ref, finding.ref_version) for finding in findings}
    return [{"detector": detector, "ref": ref, "version": version} for detector, ref, version in sorted(named)]


def source_ids(sources: Iterable[Any]) -> list[str]:
    """The passages a draft drew from, by id."""
    found = [source.get("passage_id") or source.get("passage") for source in sources if isinstance(source, dict)]
    return [str(passage) for passage in found if passage]


def _prompt(session: Session, draft: DraftRow) -> str:
    """Prompt and model of the version this one grew out of, seen through later changes by hand or rule."""
    query = sa.select(DraftRow.prompt).where(
        DraftRow.post_id == draft.post_id, DraftRow.number <= draft.number, DraftRow.origin.in_(("model", "guided"))
    )
    return session.scalar(query.order_by(DraftRow.number.desc()).limit(1)) or ""
