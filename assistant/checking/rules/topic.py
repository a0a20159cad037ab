"""Rules of meaning: a sentence of the draft sounds like sentences that break the rule, not like harmless look-alikes.

The examples of the rule teach as well: what it must flag and must pass are sentences like its seeds and its counters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.checking.text import Span

if TYPE_CHECKING:
    from knowledge.embed import Embedder, Vectors

RIDGE = 0.5
"""How little one example sentence may weigh by itself."""
LIMIT = 0.25
"""Where a sentence breaks the rule: seeds are taught as 1, harmless sentences as -1."""
FAR = 0.35
"""Similarity with the nearest seed below which a sentence is about something else."""


@dataclass(frozen=True)
class Topic:
    """What was learned from the example sentences of a rule."""

    seeds: Vectors
    weights: Vectors
    bias: float

    def scores(self, vectors: Vectors) -> Vectors:
        """Above 0 for a sentence that breaks the rule."""
        import numpy as np

        learned = vectors @ self.weights + self.bias - LIMIT
        nearest = (vectors @ self.seeds.T).max(axis=1) - FAR
        result: Vectors = np.minimum(learned, nearest).astype(np.float32)
        return result


def compile_topic(seeds: Sequence[str], counter: Sequence[str], embedder: Embedder) -> Topic | None:
    """Learn the topic by ridge regression, both sides weighing the same. None without seeds."""
    if not seeds:
        return None
    import numpy as np

    positive = embedder.encode(list(dict.fromkeys(seeds)))
    negative = embedder.encode(list(dict.fromkeys([*counter, *everyday()])))
    rows = np.vstack([positive, negative]).astype(np.float64)
    rows = np.hstack([rows, np.full((len(rows), 1), 0.5)])
    sides = np.concatenate([np.ones(len(positive)), -np.ones(len(negative))])
    share = np.concatenate([np.full(len(positive), 0.5 / len(positive)), np.full(len(negative), 0.5 / len(negative))])
    share *= len(rows)
    kernel = rows @ rows.T
    dual = np.linalg.solve(kernel + RIDGE * np.diag(1 / share), sides)
    weights = rows.T @ dual
    return Topic(positive, weights[:-1].astype(np.float32), float(weights[-1] * 0.5))


@cache
def everyday() -> tuple[str, ...]:
    """Sentences that break no rule: what people post on an ordinary day."""
    text = (files("assistant.checking.rules") / "everyday.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line.strip() and not line.startswith("#"))


def windows(spans: Sequence[Span]) -> list[Span]:
    """What is looked at as one thought: each sentence, and each two that follow each other."""
    pairs = [(first[0], second[1]) for first, second in pairwise(spans)]
    return [*spans, *pairs]
