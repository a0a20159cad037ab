"""The measurable shape of a text: sentences, paragraphs, marks and signs, as figures that can be compared."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from statistics import fmean, pstdev

from assistant.writing.habits import HASHTAG, without_hashtag_lines
from assistant.writing.lexicon import guess_language, words
from assistant.writing.sentences import emojis, sentences

_SIZES = (1, 2, 3)
_LIMIT = 3.0
# Each counted per hundred words; the square root keeps one loud post from deciding.
_MARKS = (
    r"\?",
    "!",
    r"\.\.\.",
    "…",
    " [–—] ",
    " - ",
    r"\(",
    '"',
    r"(?<!\w)'|‘",
    "«",
    "“",
    ":",
    ";",
    ",",
    r"\d",
    r"\n[-•✅👉\d]",
    r"(?i)\b(?:ik|je|j|i|moi|mij)\b",
    r"(?i)\b(?:wij|we|nous|on)\b",
    r"(?i)\b(?:je|jij|jullie|ge|tu|vous|you)\b",
    r"(?i)\b(?:maar|mais|but)\b",
    r"(?i)\b(?:en|et|and)\b",
    "[A-Z]{2,}",
    "’",
    "'",
)
_COMPILED = tuple(re.compile(mark) for mark in _MARKS)


@lru_cache(maxsize=4096)
def shape(text: str) -> tuple[float, ...]:
    """The figures of a text, always the same ones in the same order."""
    body = without_hashtag_lines(text)
    told = sentences(body) or [""]
    paragraphs = [part for part in re.split(r"\n+", body) if part.strip()] or [""]
    said = words(body)
    many = max(len(said), 1)
    lengths = [len(words(sentence)) for sentence in told]
    tags = HASHTAG.findall(text)
    language = guess_language(text)
    return (
        math.log1p(fmean(lengths)),
        math.log1p(pstdev(lengths)),
        math.log(len(paragraphs)),
        math.log1p(len(told) / len(paragraphs)),
        math.log1p(len(words(paragraphs[0]))),
        math.log1p(lengths[0]),
        math.log1p(lengths[-1]),
        float(told[-1].rstrip('"”»').endswith("?")),
        math.sqrt(len(emojis(text))),
        math.sqrt(len(tags)),
        float(any(tag[1:].islower() for tag in tags)),
        fmean([float(sentence[0].islower()) for sentence in told if sentence] or [0.0]),
        fmean([len(word) for word in said] or [4.0]),
        float("\n\n" in body),
        float(body[-1:].isalnum()),
        float(language == "nl"),
        float(language == "fr"),
        float(language == "en"),
        *(math.sqrt(len(mark.findall(text)) / many * 100) for mark in _COMPILED),
    )


@lru_cache(maxsize=4096)
def letters(text: str) -> Mapping[str, float]:
    """How often each sign stands in a text; all figures count as one."""
    counted = Counter(re.sub(r"\d", "0", text))
    return {sign: math.sqrt(times / max(len(text), 1)) for sign, times in counted.items()}


@lru_cache(maxsize=4096)
def grams(text: str) -> Mapping[str, int]:
    """Runs of one to three characters; figures are one sign, so that a number says nothing about its author."""
    plain = " " + re.sub(r"\d", "0", re.sub(r"[ \t\u00a0\u202f]+", " ", text)) + " "
    counted: Counter[str] = Counter()
    for size in _SIZES:
        counted.update(plain[start : start + size] for start in range(len(plain) - size + 1))
    return counted


class Scale:
    """How usual each figure is among a number of texts: turns figures into "more or less than others do"."""

    def __init__(self, rows: Sequence[Sequence[float]], least: float) -> None:
        columns = list(zip(*rows, strict=True))
        self._middle = [fmean(column) for column in columns]
        self._spread = [pstdev(column) + least for column in columns]

    def place(self, row: Sequence[float]) -> list[float]:
        return [
            max(-_LIMIT, min(_LIMIT, (value - middle) / spread))
            for value, middle, spread in zip(row, self._middle, self._spread, strict=True)
        ]


def mean_row(rows: Sequence[Sequence[float]]) -> list[float]:
    return [fmean(column) for column in zip(*rows, strict=True)]


def cosine(one: Sequence[float], other: Sequence[float]) -> float:
    product = math.fsum(a * b for a, b in zip(one, other, strict=True))
    return product / (math.hypot(*one) * math.hypot(*other) + 1e-9)
