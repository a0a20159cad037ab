"""Makes knowledge/data/means_usem3.json from the tuning sets: `python -m tests.evaluation.make_language_means`.

Each language has two mean vectors, of questions and of passages: people do not ask in the style of a document.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

import knowledge.data as package
from knowledge.embed import SentenceEmbedder
from knowledge.language import detect
from tests.evaluation.library import LEARNT, library_of, questions


def main() -> None:
    embedder = SentenceEmbedder()
    asked: dict[str, list[str]] = {"nl": [], "fr": [], "en": []}
    written: dict[str, list[Sequence[float]]] = {"nl": [], "fr": [], "en": []}
    for name in LEARNT[:3]:
        for question in questions(name):
            asked[detect(question["question"])].append(question["question"])
        with library_of(name) as library:
            public = library.public_passages()
            for text, vector in zip(public.texts, public.vectors, strict=True):
                written[detect(text)].append(vector.tolist())
    means = {
        "questions": {
            language: embedder.encode(texts).mean(axis=0).round(5).tolist() for language, texts in asked.items()
        },
        "passages": {language: np.asarray(rows).mean(axis=0).round(5).tolist() for language, rows in written.items()},
    }
    file = Path(package.__file__).parent / "means_usem3.json"
    file.write_text(json.dumps({"version": 1, "made_from": LEARNT[:3], **means}) + "\n", "utf-8")


if __name__ == "__main__":
    main()
