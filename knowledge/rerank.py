"""Ranks the sentences of the passages that were found: which of them answers? Learnt weights, features of our own."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from assistant.texts import Language
from knowledge.data import data_text
from knowledge.expected import asked_for, met
from knowledge.retrieve import Candidate, Scored, Statistics, cover, whole
from knowledge.words import QuestionWord, terms

FEATURES = (
    "window_cosine", "document_cosine", "document_mean", "fused", "bm25",
    "window_cover", "passage_cover", "passage_weight", "head_cover", "kind_met", "length", "first",
)  # fmt: skip
MOST = 60
"""Passages whose sentences are compared."""
LONG = 400


@dataclass(frozen=True)
class Asked:
    """A question as the ranking needs it."""

    text: str
    words: Sequence[QuestionWord]
    statistics: Statistics


def reranked(asked: Asked, found: Sequence[Scored]) -> list[Scored]:
    """The same passages, best answer first, each with the sentence that answers best."""
    looked_at = list(found[:MOST])
    if not looked_at:
        return []
    weights = _weights()
    best = []
    for one, windows in zip(looked_at, features(asked, looked_at), strict=True):
        scores = [weights.score(values) for values in windows]
        window = max(range(len(scores)), key=lambda number: scores[number])
        best.append(replace(one, score=scores[window], window=window, features={**one.features, **windows[window]}))
    rest = [replace(one, score=weights.lowest) for one in found[MOST:]]
    return [*sorted(best, key=lambda one: -one.score), *rest]


def features(asked: Asked, found: Sequence[Scored]) -> list[list[dict[str, float]]]:
    """For each passage, for each of its windows, what the weights are applied to."""
    wanted = asked_for(asked.text)
    total = whole(asked.words, asked.statistics)
    near: dict[str, list[float]] = defaultdict(list)
    for one in found:
        near[one.candidate.document_id] += one.candidate.cosines
    means = {name: _mean(sorted(values)[-3:]) for name, values in near.items()}

    def held(text: str, language: Language) -> float:
        return cover(asked.words, window_terms(text, language), asked.statistics)

    tables = []
    for one in found:
        candidate = one.candidate
        weight = cover(asked.words, frozenset(candidate.terms), asked.statistics)
        head = cover(asked.words, candidate.head_terms, asked.statistics) / total
        tables.append(
            [
                {
                    "window_cosine": cosine,
                    "document_cosine": max(near[candidate.document_id]),
                    "document_mean": means[candidate.document_id],
                    "fused": one.features["fused"],
                    "bm25": one.features["bm25"],
                    "window_cover": cover(asked.words, window_terms(text, candidate.language), asked.statistics)
                    / total,
                    "passage_cover": weight / total,
                    "passage_weight": weight / asked.statistics.rarest,
                    "head_cover": head,
                    "kind_met": met(wanted, text),
                    "length": min(len(text), LONG) / 100,
                    "first": float(number == 0),
                }
                for number, (text, cosine) in enumerate(_windows(candidate))
            ]
        )
    return tables


@lru_cache(maxsize=50_000)
def window_terms(text: str, language: Language) -> frozenset[str]:
    return frozenset(terms(text, language))


@dataclass(frozen=True)
class Weights:
    """Standardised features times what was learnt."""

    means: Mapping[str, float]
    spreads: Mapping[str, float]
    weights: Mapping[str, float]
    lowest: float = -9.0

    def score(self, values: Mapping[str, float]) -> float:
        return sum(
            weight * (values[name] - self.means[name]) / self.spreads[name] for name, weight in self.weights.items()
        )


@cache
def _weights() -> Weights:
    model = json.loads(data_text("answering.json"))["sentences"]
    return Weights(model["means"], model["spreads"], model["weights"])


def _windows(candidate: Candidate) -> list[tuple[str, float]]:
    return list(zip(candidate.texts, candidate.cosines, strict=True)) or [("", -1.0)]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
