"""Rules of words: a phrase stands in the draft, with what it needs near it and without what excuses it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from assistant.checking.draft import Draft
from assistant.checking.finding import Finding
from assistant.checking.phrases import Hit
from assistant.checking.rules.compiled import MOST_FINDINGS, CompiledRule, finding

Hits = Mapping[tuple[int, str], Sequence[Hit]]
"""By part and role, in one rule."""


def detect(draft: Draft, compiled: CompiledRule, hits: Hits) -> list[Finding]:
    """A finding for each sentence in which a part of the rule holds."""
    if hits.get((-1, "unless")):
        return []
    excused = {hit.sentence for hit in hits.get((-1, "exceptions"), ())}
    by_sentence: dict[int, list[Hit]] = defaultdict(list)
    for number, part in enumerate(compiled.rule.all_parts):
        phrases = hits.get((number, "phrases"))
        if not phrases or (part.also and not hits.get((number, "also"))) or hits.get((number, "unless")):
            continue
        near = {hit.sentence for hit in hits.get((number, "near"), ())} if part.near else None
        excepted = excused | {hit.sentence for hit in hits.get((number, "exceptions"), ())}
        for hit in phrases:
            if hit.sentence not in excepted and (near is None or hit.sentence in near):
                by_sentence[hit.sentence].append(hit)
    tokens = draft.tokens
    found: list[Finding] = []
    for _, in_sentence in sorted(by_sentence.items())[:MOST_FINDINGS]:
        first = min(hit.first for hit in in_sentence)
        last = max(hit.last for hit in in_sentence)
        found.append(finding(compiled, "phrase", draft, (tokens[first].start, tokens[last].end)))
    return found
