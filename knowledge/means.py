"""The mean vectors of each language for an embedder: taken off, so that passages compare by what they say."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from assistant.texts import LANGUAGES, Language
from knowledge.embed import Embedder

if TYPE_CHECKING:
    from knowledge.embed import Vectors


def question_means(embedder: Embedder) -> dict[Language, Vectors]:
    """Zeros for an embedder of which no means are known."""
    return _means(embedder.name, embedder.dimension, "questions")


def passage_means(embedder: Embedder) -> dict[Language, Vectors]:
    return _means(embedder.name, embedder.dimension, "passages")


@cache
def _means(name: str, dimension: int, of: str) -> dict[Language, Vectors]:
    import numpy as np

    file = files("knowledge") / "data" / f"means_{name.replace('/', '_')}.json"
    if not file.is_file():
        return {language: np.zeros(dimension, dtype=np.float32) for language in LANGUAGES}
    values = json.loads(file.read_text("utf-8"))[of]
    return {language: np.asarray(values[language], dtype=np.float32) for language in LANGUAGES}
