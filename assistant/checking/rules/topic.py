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

RIDGE = 2.0
"""How little one example sentence may weigh by itself."""
LIMIT = 0.25
"""Where a sentence breaks the rule: seeds are taught as 1, harmless sentences as -1."""
FAR = 0.35
"""Similarity with the nearest seed below which a sentence is about something else."""
READY_LIMIT = 0.42
"""The limit of the ready-made rules, which learned from one another what they are not."""
SUPPORTS = -0.1
"""Score from which a topic supports words that alone would not be enough."""


@dataclass(frozen=True)
class Topic:
    """What was learned from the example sentences of a rule."""

    weights: Vectors
    bias: float
    limit: float
    seeds: Vectors | None = None
    """A sentence must be near one of these too."""

    def scores(self, vectors: Vectors) -> Vectors:
        """From about -1, harmless, to 1, a break of the rule."""
        import numpy as np

        learned = vectors @ self.weights + self.bias
        if self.seeds is not None:
            near = (vectors @ self.seeds.T).max(axis=1) >= FAR
            learned = np.where(near, learned, np.minimum(learned, SUPPORTS))
        result: Vectors = learned.astype(np.float32)
        return result

    def of_draft(self, scores: Vectors) -> float:
        """How much a whole draft sounds like it: by its two clearest windows where the rule is a ready-made one."""
        best = sorted((float(score) for score in scores), reverse=True)
        return best[0] if self.seeds is not None else sum(best[:2]) / len(best[:2])


def compile_topic(seeds: Sequence[str], counter: Sequence[str], embedder: Embedder) -> Topic | None:
    """Learn a topic from a rule's own sentences. None without seeds."""
    if not seeds:
        return None
    positive = embedder.encode(list(dict.fromkeys(seeds)))
    weights, bias = learn(positive, embedder.encode(list(dict.fromkeys(counter))), embedder.encode(everyday()), 0.4)
    return Topic(weights, bias, LIMIT, positive)


def learn(positive: Vectors, near: Vectors, far: Vectors, near_share: float) -> tuple[Vectors, float]:
    """Ridge regression; breaking and harmless weigh the same, `near_share` of the harmless are look-alikes."""
    import numpy as np

    rows = np.vstack([positive, near, far]).astype(np.float64)
    rows = np.hstack([rows, np.full((len(rows), 1), 0.5)])
    sides = np.concatenate([np.ones(len(positive)), -np.ones(len(near) + len(far))])
    shares = [(positive, 0.5), (near, 0.5 * near_share), (far, 0.5 * (1 - near_share))]
    share = np.concatenate([np.full(len(group), part / max(1, len(group))) for group, part in shares]) * len(rows)
    dual = np.linalg.solve(rows @ rows.T + RIDGE * np.diag(1 / share), sides)
    weights = rows.T @ dual
    return weights[:-1].astype(np.float32), float(weights[-1] * 0.5)


@cache
def everyday() -> tuple[str, ...]:
    """Sentences that break no rule: what people post on an ordinary day."""
    text = (files("assistant.checking.rules") / "everyday.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line.strip() and not line.startswith("#"))


def windows(spans: Sequence[Span]) -> list[Span]:
    """What is looked at as one thought: each sentence, and each two that follow each other."""
    pairs = [(first[0], second[1]) for first, second in pairwise(spans)]
    return [*spans, *pairs]
