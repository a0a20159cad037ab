"""The weights that turn features into a probability, from `model.json`; made by tests/evaluation/train_embargo.py."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from assistant.checking.embargo.features import NAMES

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Model:
    version: str
    weights: NDArray[np.float32]
    bias: float
    review: float
    """From this probability on a person looks at it."""
    block: float

    def logits(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Of each row of features."""
        return values @ self.weights + np.float32(self.bias)


def probability(logit: float) -> float:
    return float(1.0 / (1.0 + np.exp(-np.clip(logit, -40.0, 40.0))))


@cache
def model() -> Model:
    body = json.loads((files(__package__) / "model.json").read_text("utf-8"))
    weights: dict[str, float] = body["weights"]
    if set(weights) != set(NAMES):
        raise ValueError(f"model.json does not fit the features: {sorted(set(weights) ^ set(NAMES))}")
    ordered = np.array([weights[name] for name in NAMES], np.float32)
    return Model(body["version"], ordered, body["bias"], body["review"], body["block"])


@cache
def directions(dimension: int) -> NDArray[np.float32]:
    """Two rows, learnt from labelled sentences: along the first a sentence sounds more like news from inside; the
    second says how much each axis counts when a sentence and a record are compared. Nothing for another embedder."""
    rows = np.array(json.loads((files(__package__) / "directions.json").read_text("utf-8")), np.float32)
    return rows if rows.shape[1] == dimension else np.zeros((2, dimension), np.float32)
