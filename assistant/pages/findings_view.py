"""Findings as people read them: the text with marks in it, and a card for each finding."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, Literal

from assistant.bootstrap import Services
from assistant.checking.finding import Finding, Verdict
from assistant.checking.text import read, sentences
from assistant.errors import NotFound
from assistant.texts import Language, catalogue, text
from assistant.web.html import inert

_ORDER: Final = ("advice", "review", "block")
_QUOTED: Final = re.compile(r"[\"“«]\s*([^\"“”«»]{12,})\s*[\"”»]")


def verdict_banner(verdict: Verdict, language: Language, under: str = "") -> str:
    """The verdict in one line, with a colour and a word: never a colour alone."""
    words = inert(text(f"pages.verdict.{verdict}", language))
    small = f"<small>{inert(under)}</small>" if under else ""
    return f'<div class="verdict {verdict}"><strong>{words}</strong>{small}</div>'


def marked(value: str, findings: Sequence[Finding], language: Language) -> str:
    """The text as it was given, each finding marked and numbered. Safe to hand to `gr.Markdown`."""
    spans = [
        (finding.start, finding.end, number, finding)
        for number, finding in enumerate(findings, start=1)
        if finding.start is not None and finding.end is not None and 0 <= finding.start < finding.end <= len(value)
    ]
    edges = sorted({0, len(value), *(span[0] for span in spans), *(span[1] for span in spans)})
    pieces = []
    for start, end in pairwise(edges):
        covering = [span for span in spans if span[0] <= start and end <= span[1]]
        words = inert(value[start:end])
        if covering:
            worst = max((finding.severity for *_, finding in covering), key=_ORDER.index)
            title = inert(covering[-1][3].message.get(language, ""))
            words = f'<mark class="{worst}" title="{title}">{words}</mark>'
        ending = [number for _, last, number, _ in spans if last == end]
        pieces.append(words + "".join(f'<sup class="number">{number}</sup>' for number in ending))
    return f'<div class="marked">{"".join(pieces)}</div>'


def card(services: Services, number: int, finding: Finding, language: Language) -> str:
    """One finding: which rule, which words, why, and what to try."""
    lines = [
        f'<span class="tag {finding.severity}">{number} · {inert(text(f"pages.severity.{finding.severity}", language))}'
        f"</span> <strong>{inert(rule_title(services, finding, language))}</strong>"
    ]
    if finding.quote:
        lines.append(f"<q>{inert(finding.quote)}</q>")
    lines.append(inert(finding.message.get(language, "")))
    for key, words in (("write.reason", finding.reason), ("write.try_this", finding.rewording)):
        if words.get(language):
            lines.append(f"<em>{inert(text(key, language))}:</em> {inert(words[language])}")
    return f'<div class="finding {finding.severity}">{"".join(f"<p>{line}</p>" for line in lines)}</div>'


def rule_title(services: Services, finding: Finding, language: Language) -> str:
    """The title of the rule a finding comes from, or what kind of finding it is."""
    if finding.detector != "embargo":
        try:
            titles = services.rule_book.get(finding.ref).rule.title
        except NotFound:
            titles = {}
        if titles.get(language):
            return titles[language]
    key = f"pages.detector.{finding.detector}"
    return text(key if key in catalogue(language) else "pages.detector.other", language)


def proposal(value: str, finding: Finding, language: Language) -> tuple[Literal["replace", "cut"], str] | None:
    """What one press can do about a finding: the text with its sentence replaced by a whole proposal, or taken out.

    A proposal counts as whole when the rewording quotes a sentence without a gap to fill in.
    """
    if finding.start is None or finding.end is None or finding.quote != value[finding.start : finding.end]:
        return None
    start, end = _around(value, finding.start, finding.end)
    quoted = _QUOTED.search(finding.rewording.get(language, ""))
    if quoted and "..." not in quoted[1] and "…" not in quoted[1] and quoted[1].rstrip()[-1:] in ".!?":
        return "replace", value[:start] + quoted[1].strip() + value[end:]
    shorter = re.sub(r"[ \t]+\n", "\n", value[:start].rstrip(" ") + " " + value[end:].lstrip(" "))
    return "cut", re.sub(r"\n{3,}", "\n\n", re.sub(r"^[ \t]+", "", shorter, flags=re.MULTILINE)).strip()


def _around(value: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or sentences that hold a span, in the text as given."""
    readable = read(value)
    for first, last in sentences(readable):
        begin, finish = readable.original_span(first, last)
        if begin < end and start < finish:
            start, end = min(start, begin), max(end, finish)
    return start, end
