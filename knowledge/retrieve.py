"""Ranks passages for a question: meaning and words weighed together. Pure: no database, no index, no model."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.texts import Language
from knowledge.words import QuestionWord

if TYPE_CHECKING:
    from knowledge.embed import Vectors

K1, B = 1.2, 0.5
LEXICAL = 0.8


@dataclass(frozen=True)
class Candidate:
    """A passage with the cosines of its windows to the question."""

    passage_id: str
    document_id: str
    language: Language
    terms: Sequence[str]
    head_terms: frozenset[str]
    """Terms of the title and section."""
    cosines: Sequence[float]
    texts: Sequence[str] = ()
    """The windows themselves, in the order of their cosines."""


@dataclass(frozen=True)
class Scored:
    """A ranked passage."""

    candidate: Candidate
    score: float
    window: int
    """The window nearest to the question."""
    features: Mapping[str, float]


@dataclass(frozen=True)
class Statistics:
    """What the words of a shelf weigh."""

    passages: int
    frequencies: Mapping[str, int]
    average_length: float = 60.0

    @property
    def rarest(self) -> float:
        """What a word weighs that stands nowhere: the unit in which weights compare between libraries."""
        return self.idf("")

    def idf(self, term: str) -> float:
        count = self.frequencies.get(term, 0)
        return math.log(1 + (self.passages - count + 0.5) / (count + 0.5))


def rank(words: Sequence[QuestionWord], candidates: Sequence[Candidate], statistics: Statistics) -> list[Scored]:
    """Best first."""
    if not candidates:
        return []
    cosines = [max(candidate.cosines, default=0.0) for candidate in candidates]
    lexical = [bm25(words, candidate, statistics) for candidate in candidates]
    fused = [a + LEXICAL * b for a, b in zip(standardised(cosines), standardised(lexical), strict=True)]
    scored = [
        Scored(
            candidate,
            score,
            _best(candidate.cosines),
            {"cosine": cosine, "bm25": words_score / statistics.rarest, "fused": score},
        )
        for candidate, score, cosine, words_score in zip(candidates, fused, cosines, lexical, strict=True)
    ]
    return sorted(scored, key=lambda one: -one.score)


def cover(words: Sequence[QuestionWord], terms: Collection[str], statistics: Statistics) -> float:
    """How much of the question these terms hold, rare words counting more."""
    return sum(
        max((weight * statistics.idf(term) for term, weight in word.terms if term in terms), default=0.0)
        for word in words
    )


def whole(words: Sequence[QuestionWord], statistics: Statistics) -> float:
    """What a text that holds all of the question covers; a word that no passage has counts as the rarest."""
    found = sum(
        max(
            (weight * statistics.idf(term) for term, weight in word.terms if statistics.frequencies.get(term)),
            default=statistics.idf(""),
        )
        for word in words
    )
    return found or 1.0


def bm25(words: Sequence[QuestionWord], candidate: Candidate, statistics: Statistics) -> float:
    """Each word of the question counts once, by the best of what it may stand for."""
    counts = Counter(candidate.terms)
    length = B * len(candidate.terms) / statistics.average_length + 1 - B
    total = 0.0
    for word in words:
        total += max(
            (
                weight * statistics.idf(term) * counts[term] * (K1 + 1) / (counts[term] + K1 * length)
                for term, weight in word.terms
                if counts[term]
            ),
            default=0.0,
        )
    return total


def standardised(values: Sequence[float]) -> list[float]:
    mean = sum(values) / len(values)
    spread = math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))
    return [(value - mean) / (spread or 1.0) for value in values]


def centred(question: Vectors, windows: Vectors, question_mean: Vectors, window_means: Vectors) -> Vectors:
    """Cosines after each language's mean vector is taken off both sides: how a language sounds says nothing."""
    import numpy as np

    left = question - question_mean
    right = windows - window_means
    norms = np.linalg.norm(right, axis=1) * float(np.linalg.norm(left))
    result: Vectors = (right @ left) / np.maximum(norms, 1e-9)
    return result


def _best(cosines: Sequence[float]) -> int:
    return max(range(len(cosines)), key=lambda number: cosines[number], default=0)
