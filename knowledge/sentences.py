"""Where sentences begin and end in Dutch, French and English text, as spans of the text itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.data import data_text

_ABBREVIATIONS = frozenset(data_text("abbreviations.txt").split())
_END = re.compile(r"""[.!?…]+["'”’»)\]]*(?=\s)|\n+""")
_INDENT = re.compile(r"\s*(?:[-•*–]\s+|\d{1,2}[.)]\s+)?")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Spans without the white space around them; a line break always ends a sentence."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match.group()[0] == "." and not _ends(text, start, match.start(), match.end()):
            continue
        _add(spans, text, start, match.end())
        start = match.end()
    _add(spans, text, start, len(text))
    return spans


def windows(
    text: str, headings: Sequence[tuple[int, int]] = (), *, shortest: int = 60, longest: int = 420
) -> list[tuple[int, int]]:
    """Sentences, the short ones joined with what follows: units large enough to mean something by themselves.

    No heading within the text is part of one, and none runs across it.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for first, last in [*headings, (len(text), len(text))]:
        found += [(start + begin, start + end) for begin, end in _windows(text[start:first], shortest, longest)]
        start = last
    return found or _windows(text, shortest, longest)


def _windows(text: str, shortest: int, longest: int) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sentence_spans(text):
        if joined and _short(joined[-1], shortest) and end - joined[-1][0] <= longest:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    if len(joined) > 1 and _short(joined[-1], shortest) and joined[-1][1] - joined[-2][0] <= longest:
        last = joined.pop()
        joined[-1] = (joined[-1][0], last[1])
    return joined


def _short(span: tuple[int, int], shortest: int) -> bool:
    return span[1] - span[0] < shortest


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        spans.append((start, end))


def _ends(text: str, start: int, dot: int, end: int) -> bool:
    """Whether a full stop at `dot` ends the sentence: not after an abbreviation, a list number or an initial."""
    word = re.search(r"[\w.°]*$", text[start:dot])
    last = word.group().lower() if word else ""
    following = text[end:].lstrip()[:1]
    if _INDENT.fullmatch(text[start:end] + " "):
        return False
    if last in _ABBREVIATIONS:
        return False
    if len(last) == 1 and last.isalpha():
        return False
    return not following.islower()
