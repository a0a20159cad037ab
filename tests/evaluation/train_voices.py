"""Learns the weights of `Panel` and writes what posts of the tuning people usually look like.

Run it as `python -m tests.evaluation.train_voices`: it writes assistant/writing/usual_shape.json, and prints the
weights for PART_WEIGHTS in assistant/writing/voice.py with how well they do on people they were not learned on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.writing.lexicon import guess_language
from assistant.writing.stylometry import Scale, shape
from assistant.writing.voice import PART_WEIGHTS, Panel, learn
from tests.evaluation.scoring import share
from tests.evaluation.voices import TREATMENTS, folds, read

say = partial(print, flush=True)
FILE = Path(__file__).parents[2] / "assistant" / "writing" / "usual_shape.json"
_STEPS, _STEP, _DIGITS = 400, 0.3, 4


def write_usual_shape() -> None:
    posts = [post["text"] for one in read("people.jsonl") if one["split"] == "tune" for post in one["posts"]]
    scale = Scale.of([shape(post) for post in posts], [guess_language(post) for post in posts], 1e-3)
    rounded = {language: [round(value, _DIGITS) for value in row] for language, row in scale.middle.items()}
    body = {"middle": rounded, "spread": [round(value, _DIGITS) for value in scale.spread]}
    FILE.write_text(json.dumps(body) + "\n", "utf-8")


def cases() -> Iterator[tuple[str, int, npt.NDArray[np.float64]]]:
    """Each unseen post, whole and bare: its author, their place among the people, and the parts of every person."""
    people = read("people.jsonl")
    names = [one["id"] for one in people]
    for treat_card, treat_post in TREATMENTS.values():
        for known, unseen in folds(people, treat_card):
            panel = Panel({name: learn(posts) for name, posts in known.items()})
            for name, post in unseen:
                parts = panel.parts(treat_post(post))
                yield name, names.index(name), np.array([[parts[part][one] for part in PART_WEIGHTS] for one in names])


def learned(rows: npt.NDArray[np.float64], right: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Weights that make the author the likeliest of all (a softmax over people), none below nought."""
    weights = np.full(rows.shape[2], 0.3)
    for _ in range(_STEPS):
        told = rows @ weights
        chance = np.exp(told - told.max(1, keepdims=True))
        chance /= chance.sum(1, keepdims=True)
        pull = rows[np.arange(len(right)), right] - (chance[:, :, None] * rows).sum(1)
        weights = np.maximum(0, weights + _STEP * (pull.mean(0) - 0.2 * (weights - weights.mean())))
    return weights


def main() -> None:
    write_usual_shape()
    names, places, parts = zip(*cases(), strict=True)
    author, right, rows = np.array(names), np.array(places), np.stack(parts)
    named = []
    for left_out in sorted(set(names)):
        weights = learned(rows[author != left_out], right[author != left_out])
        named += list((rows[author == left_out] @ weights).argmax(1) == right[author == left_out])
    say(f"named, each person left out in turn  {share(named)}")
    weights = learned(rows, right)
    say({part: round(float(weight / weights.sum()), 2) for part, weight in zip(PART_WEIGHTS, weights, strict=True)})


if __name__ == "__main__":
    main()
