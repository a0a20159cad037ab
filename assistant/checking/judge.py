"""Asks a model, when one is set for it, about drafts that come near an embargo without reaching it.

It may add a finding or explain one. It never clears: what it cannot answer goes to review. It is shown the record only
when the setting says that the model is trusted.
"""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Sequence
from typing import Any, Literal, Protocol

from assistant.checking.draft import Draft
from assistant.checking.embargo.record import EmbargoRecord
from assistant.checking.finding import Finding
from assistant.texts import texts

DOUBTFUL = 0.2
"""Embargo score from which the judge is asked."""
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"tells_unpublished_news": {"type": "boolean"}, "why": {"type": "string"}},
    "required": ["tells_unpublished_news", "why"],
    "additionalProperties": False,
}
_LONGEST_WHY = 400
_log = logging.getLogger(__name__)


class Model(Protocol):
    def complete(self, prompt: str, *, schema: dict[str, Any]) -> str:
        """The model's answer to a prompt, as JSON of this shape."""
        ...


def detect(
    draft: Draft,
    score: float,
    records: Sequence[EmbargoRecord],
    model: Model | None,
    trust: Literal["off", "untrusted", "trusted"],
) -> list[Finding]:
    """A finding when the judge sees one, or cannot answer; nothing else changes."""
    if model is None or trust == "off" or score < DOUBTFUL or not records:
        return []
    try:
        answer = json.loads(model.complete(_prompt(draft, records if trust == "trusted" else ()), schema=SCHEMA))
        seen, why = answer["tells_unpublished_news"], str(answer["why"])[:_LONGEST_WHY]
        if not isinstance(seen, bool):
            raise ValueError("not a truth value")
    except Exception:  # noqa: BLE001  (whatever a model does, it goes to review)
        fault = uuid.uuid4().hex[:8]
        _log.exception("judge failed, fault %s", fault)
        return [_finding("unanswered", {"fault": fault})]
    return [_finding("sees_news", {"why": why, "score": round(score, 3)})] if seen else []


def _prompt(draft: Draft, records: Sequence[EmbargoRecord]) -> str:
    import prompts

    protected = [{"number": number, "statement": record.statement} for number, record in enumerate(records, start=1)]
    return prompts.load("judge").render(
        draft=json.dumps(draft.text, ensure_ascii=False), records=json.dumps(protected, ensure_ascii=False)
    )


def _finding(kind: str, evidence: dict[str, Any]) -> Finding:
    return Finding(
        detector="judge",
        ref=f"judge.{kind}",
        ref_version=1,
        severity="review",
        start=None,
        end=None,
        quote="",
        message=texts(f"checking.judge.{kind}"),
        evidence=evidence,
    )
