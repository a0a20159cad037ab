"""Asks that somebody who promotes their employer says early, and in the post's language, that they work there.

Where something is given or can be won for it, the word for advertisement is needed too. The law and the codes that ask
this are named in the reason of each finding.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from assistant.checking.draft import Draft
from assistant.checking.finding import Finding
from assistant.checking.phrases import Hit, PhraseIndex, only_in_its_language, parse_all
from assistant.checking.rules.words import word_lists
from assistant.checking.text import Span, fold
from assistant.texts import texts

FOLD = 210
"""Characters that LinkedIn shows before "see more"."""


def detect(draft: Draft, organisation: str = "") -> list[Finding]:
    """What is missing from a draft that promotes the author's employer."""
    hits = _hits(draft)
    promotes = hits.get("promotion", [])
    outsider = hits.get("outsider", [])
    reward = [
        hit
        for hit in hits.get("reward", [])
        if hit.sentence not in {other.sentence for other in hits.get("no_reward", [])}
    ]
    about_employer = not organisation or fold(organisation) in draft.readable.folded or bool(hits.get("own", []))
    found: list[Finding] = []
    if (promotes or outsider) and about_employer and not says_works_there(draft, hits):
        found.append(_finding(draft, "employment", (outsider or promotes)[0]))
    if reward and not hits.get("ad_word"):
        found.append(_finding(draft, "advertisement", reward[0]))
    return found


def says_works_there(draft: Draft, hits: dict[str, list[Hit]] | None = None) -> bool:
    """Whether the author says, before the fold, that he or she works there."""
    hits = _hits(draft) if hits is None else hits
    if hits.get("not_there"):
        return False
    tokens = draft.tokens
    return any(
        draft.readable.original_span(tokens[hit.first].start, tokens[hit.last].end)[1] <= FOLD
        for hit in hits.get("works_there", [])
    )


def hidden(draft: Draft) -> list[Span]:
    """Where somebody praises or advertises as an outsider would, without saying what ties them to it."""
    hits = _hits(draft)
    if hits.get("works_there") or hits.get("not_there"):
        return []
    praising = {hit.sentence for hit in hits.get("promotion", [])}
    outside = hits.get("outsider", [])
    tokens = draft.tokens
    return [(tokens[hit.first].start, tokens[hit.last].end) for hit in outside if praising or _names(draft)]


def _names(draft: Draft) -> bool:
    return any(token.name for token in draft.tokens)


def promises_reward(draft: Draft) -> bool:
    return bool(_hits(draft).get("reward"))


def has_ad_word(draft: Draft) -> bool:
    return bool(_hits(draft).get("ad_word"))


def _hits(draft: Draft) -> dict[str, list[Hit]]:
    found: dict[str, list[Hit]] = {}
    for (group, language), hits in _index().find(draft.tokens).items():
        if language in ("any", draft.language):
            found.setdefault(group, []).extend(hits)
    return {group: sorted(hits, key=lambda hit: hit.first) for group, hits in found.items()}


@cache
def _index() -> PhraseIndex[tuple[str, str]]:
    tables = tomllib.loads((files("assistant.checking") / "disclosure.toml").read_text("utf-8"))
    index: PhraseIndex[tuple[str, str]] = PhraseIndex()
    for group, languages in tables.items():
        for language, written in languages.items():
            phrases = [phrase for entry in written for phrase in parse_all(entry, word_lists())]
            index.add((group, "any"), [phrase for phrase in phrases if not only_in_its_language(phrase)])
            index.add((group, language), [phrase for phrase in phrases if only_in_its_language(phrase)])
    return index


def _finding(draft: Draft, kind: str, hit: Hit) -> Finding:
    start, end, quote = draft.quote(draft.tokens[hit.first].start, draft.tokens[hit.last].end)
    return Finding(
        detector="disclosure",
        ref=f"disclosure.{kind}",
        ref_version=1,
        severity="advice",
        start=start,
        end=end,
        quote=quote,
        message=texts(f"checking.disclosure.{kind}"),
        reason=texts(f"checking.disclosure.{kind}_reason"),
        rewording=texts(f"checking.disclosure.{kind}_rewording"),
    )
