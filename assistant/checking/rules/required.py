"""Rules that ask for a statement: when this is said, that must be said too."""

from __future__ import annotations

from assistant.checking.draft import Draft
from assistant.checking.finding import Finding
from assistant.checking.rules.compiled import CompiledRule, finding
from assistant.checking.rules.phrase import Hits


def detect(draft: Draft, compiled: CompiledRule, hits: Hits) -> list[Finding]:
    rule = compiled.rule
    if not rule.needs or hits.get((-1, "needs")) or hits.get((-1, "unless")):
        return []
    if not rule.when:
        return [finding(compiled, "required", draft, None)]
    excused = {hit.sentence for hit in hits.get((-1, "exceptions"), ())}
    occasions = [hit for hit in hits.get((-1, "when"), ()) if hit.sentence not in excused]
    if not occasions:
        return []
    first = min(occasions, key=lambda hit: hit.first)
    return [finding(compiled, "required", draft, (draft.tokens[first.first].start, draft.tokens[first.last].end))]
