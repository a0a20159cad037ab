"""Kinds of news by example sentences: which kind a sentence brings, told from how near it comes to them in meaning."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from knowledge.embed import Embedder

    Array = NDArray[np.float32]

_SHARPNESS = 18.0
_known: dict[str, Prototypes] = {}


@dataclass(frozen=True)
class Prototypes:
    vectors: Array
    """A row for each example."""
    begins: NDArray[np.int64]
    """Where the examples of each kind begin; the first kind is no news."""

    def kinds(self, rows: Array) -> Array:
        """How surely each row is of each kind; the first column says no news."""
        near = np.maximum.reduceat(rows @ self.vectors.T, self.begins, axis=1)
        sure = np.exp(_SHARPNESS * (near - near.max(axis=1, keepdims=True)))
        result: Array = sure / sure.sum(axis=1, keepdims=True)
        return result


def prototypes(embedder: Embedder) -> Prototypes:
    """Those of lexicon/examples.toml, embedded once."""
    found = _known.get(embedder.name)
    if found is None:
        text = (files(__package__) / "lexicon" / "examples.toml").read_text("utf-8")
        kinds: dict[str, list[str]] = tomllib.loads(text)
        begins = np.cumsum([0, *(len(examples) for examples in kinds.values())])[:-1]
        found = Prototypes(embedder.encode([example for examples in kinds.values() for example in examples]), begins)
        _known[embedder.name] = found
    return found
