"""The measurable shape of a text: sentences, paragraphs, marks and signs, as figures that can be compared."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from statistics import fmean, pstdev

from assistant.texts import LANGUAGES, Language
from assistant.writing.habits import HASHTAG, without_hashtag_lines
from assistant.writing.lexicon import words
from assistant.writing.sentences import emojis, sentences

_SIZES = (1, 2, 3)
_LIMIT = 3.0
_MEMORY, _SIGNS = 5, 150
_BORROWED = 6
"""As many texts of all languages stand in for the ones that a language may lack."""
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
    plain = _spaced(text)
    counted: Counter[str] = Counter()
    for size in _SIZES:
        counted.update(plain[start : start + size] for start in range(len(plain) - size + 1))
    return counted


def _spaced(text: str) -> str:
    return " " + re.sub(r"\d", "0", re.sub(r"[ \t\u00a0\u202f]+", " ", text)) + " "


def _plain(text: str) -> str:
    return _spaced(text).lower()


class Speller:
    """Foretells the next character of somebody from the few before it, as their texts go (Witten-Bell smoothing)."""

    def __init__(self, texts: Sequence[str]) -> None:
        seen: list[dict[str, Counter[str]]] = [{} for _ in range(_MEMORY + 1)]
        for text in map(_plain, texts):
            for place, sign in enumerate(text):
                for size in range(min(place, _MEMORY) + 1):
                    seen[size].setdefault(text[place - size : place], Counter())[sign] += 1
        self._whole = [
            {before: (counted, counted.total(), len(counted)) for before, counted in level.items()} for level in seen
        ]

    def ease(self, text: str) -> float:
        """How little a text surprises: the mean logarithm of what was foretold of each character."""
        plain = _plain(text)
        told = [self._chance(plain[max(0, at - _MEMORY) : at], sign) for at, sign in enumerate(plain)]
        return fmean(map(math.log, told)) if told else 0.0

    def _chance(self, before: str, sign: str) -> float:
        chance = 1 / _SIGNS
        for size in range(len(before) + 1):
            found = self._whole[size].get(before[len(before) - size :])
            if found is None:
                break
            counted, total, kinds = found
            chance = (counted[sign] + kinds * chance) / (total + kinds)
        return chance


class Scale:
    """How usual each figure is among texts of one language: turns figures into "more or less than others do".

    Whoever writes in two languages is then one person, not the mean of two.
    """

    def __init__(self, middle: Mapping[Language, Sequence[float]], spread: Sequence[float]) -> None:
        self.middle = middle
        self.spread = spread

    @classmethod
    def of(cls, rows: Sequence[Sequence[float]], spoken: Sequence[Language], least: float) -> Scale:
        whole = mean_row(rows)
        middle: dict[Language, list[float]] = {}
        for language in LANGUAGES:
            own = [row for row, one in zip(rows, spoken, strict=True) if one == language]
            middle[language] = [
                (math.fsum(row[at] for row in own) + _BORROWED * usual) / (len(own) + _BORROWED)
                for at, usual in enumerate(whole)
            ]
        left = [
            [value - usual for value, usual in zip(row, middle[language], strict=True)]
            for row, language in zip(rows, spoken, strict=True)
        ]
        return cls(middle, [pstdev(column) + least for column in zip(*left, strict=True)])

    def place(self, row: Sequence[float], language: Language) -> list[float]:
        return [
            max(-_LIMIT, min(_LIMIT, (value - middle) / spread))
            for value, middle, spread in zip(row, self.middle[language], self.spread, strict=True)
        ]


@cache
def usual_shape() -> Scale:
    """How posts of seven people are shaped: what is particular of somebody is seen against it.

    Written by tests/evaluation/train_voices.py; it holds means and spreads, no text.
    """
    body = json.loads((files("assistant.writing") / "usual_shape.json").read_text("utf-8"))
    return Scale(body["middle"], body["spread"])


def mean_row(rows: Sequence[Sequence[float]]) -> list[float]:
    return [fmean(column) for column in zip(*rows, strict=True)]


def cosine(one: Sequence[float], other: Sequence[float]) -> float:
    product = math.fsum(a * b for a, b in zip(one, other, strict=True))
    return product / (math.hypot(*one) * math.hypot(*other) + 1e-9)
