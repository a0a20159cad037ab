"""Makes assistant/checking/embargo/model.json from the tuning sets: `python -m tests.evaluation.train_embargo`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

import assistant.checking.embargo as package
from assistant.checking.embargo.features import NAMES
from assistant.checking.embargo.lexicon import usual
from assistant.checking.embargo.model import probability
from tests.evaluation.learning import Bag, Weights, bags, directions_of, learn, taught, usual_meanings
from tests.evaluation.organisations import TUNE, organisation

STRENGTH = 20.0
COPIES = (0, 1, 2)
"""Each training draft once whole, and with most of the lexicon forgotten."""
FLAGGED_SAFE = 0.04
BLOCKED_SAFE = 0.005
FILE = Path(package.__file__).parent / "model.json"
DIRECTIONS = FILE.parent / "directions.json"
USUAL = FILE.parent / "lexicon" / "usual.json"


Copies = dict[str, list[list[Bag]]]


def read_copies() -> Copies:
    return {name: [bags(organisation(name), forget) for forget in COPIES] for name in TUNE}


def left_out(copies: Copies) -> list[tuple[Bag, float]]:
    """The score of each draft by weights that never saw its organisation."""
    scored = []
    for name, (own, *_) in copies.items():
        others = {other: found for other, found in copies.items() if other != name}
        weights = learn(taught_apart(others), STRENGTH)
        direction = directions_of([bag for found in others.values() for bag in found[0]])
        scored += [(bag, weights.score(taught(bag, direction))) for bag in own]
    return scored


def taught_apart(copies: Copies) -> list[Bag]:
    """All the bags, those of each organisation with what the others taught."""
    told: list[Bag] = []
    for name, found in copies.items():
        direction = directions_of([bag for other, its in copies.items() if other != name for bag in its[0]])
        told += [taught(bag, direction) for copy in found for bag in copy]
    return told


def calibration(scored: list[tuple[Bag, float]]) -> tuple[float, float]:
    """What makes a left-out score the logit of a probability: slope and shift, by Newton's method."""
    known = np.array([[score, 1.0] for _, score in scored])
    truth = np.array([bag.draft.leak for bag, _ in scored], float)
    fit = np.array([0.5, 0.0])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-known @ fit))
        bend = (known * (chance * (1 - chance))[:, None]).T @ known + 1e-3 * np.eye(2)
        fit = fit - np.linalg.solve(bend, known.T @ (chance - truth))
    return float(fit[0]), float(fit[1])


def threshold(scored: list[tuple[Bag, float]], flagged: float) -> float:
    """The score above which this share of the safe drafts lies."""
    safe = sorted((score for bag, score in scored if not bag.draft.leak), reverse=True)
    place = int(flagged * len(safe))
    return (safe[place] + safe[max(0, place - 1)]) / 2


def main() -> None:
    shares = usual_meanings([organisation(name) for name in TUNE])
    USUAL.write_text(json.dumps(shares, indent=0) + "\n", "utf-8")
    usual.cache_clear()
    copies = read_copies()
    scored = left_out(copies)
    weights: Weights = learn(taught_apart(copies), STRENGTH)
    direction = directions_of([bag for found in copies.values() for bag in found[0]])
    DIRECTIONS.write_text(json.dumps([[round(float(value), 4) for value in one] for one in direction]) + "\n", "utf-8")
    slope, shift = calibration(scored)
    scored = [(bag, slope * score + shift) for bag, score in scored]
    weights = Weights(slope * weights.values, slope * weights.bias + shift)
    body = {
        "version": "2026-11-23",
        "trained_on": list(TUNE),
        "drafts": sum(len(found[0]) for found in copies.values()),
        "strength": STRENGTH,
        "review": round(probability(threshold(scored, FLAGGED_SAFE)), 4),
        "block": round(probability(threshold(scored, BLOCKED_SAFE)), 4),
        "bias": round(weights.bias, 5),
        "weights": {name: round(float(value), 5) for name, value in zip(NAMES, weights.values, strict=True)},
    }
    FILE.write_text(json.dumps(body, indent=1) + "\n", "utf-8")
    found = sum(score > threshold(scored, 0.05) for bag, score in scored if bag.draft.leak)
    leaks = sum(bag.draft.leak for bag, _ in scored)
    sys.stdout.write(f"left one out: {found} of {leaks} leaks at 5 % of safe drafts flagged; {FILE.name} written\n")


if __name__ == "__main__":
    main()
