"""Makes assistant/checking/embargo/model.json from the tuning sets: `python -m tests.evaluation.train_embargo`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import assistant.checking.embargo as package
from assistant.checking.embargo.features import NAMES
from assistant.checking.embargo.lexicon import usual
from assistant.checking.embargo.model import probability
from tests.evaluation.learning import Bag, Weights, bags, learn, usual_meanings
from tests.evaluation.organisations import TUNE, organisation

STRENGTH = 4.0
FLAGGED_SAFE = 0.04
BLOCKED_SAFE = 0.005
FILE = Path(package.__file__).parent / "model.json"
USUAL = FILE.parent / "lexicon" / "usual.json"


def left_out(all_bags: dict[str, list[Bag]]) -> list[tuple[Bag, float]]:
    """The score of each draft by weights that never saw its organisation."""
    scored = []
    for name, own in all_bags.items():
        weights = learn([bag for other, found in all_bags.items() if other != name for bag in found], STRENGTH)
        scored += [(bag, weights.score(bag)) for bag in own]
    return scored


def threshold(scored: list[tuple[Bag, float]], flagged: float) -> float:
    """The score above which this share of the safe drafts lies."""
    safe = sorted((score for bag, score in scored if not bag.draft.leak), reverse=True)
    place = int(flagged * len(safe))
    return (safe[place] + safe[max(0, place - 1)]) / 2


def main() -> None:
    shares = usual_meanings([organisation(name) for name in TUNE])
    USUAL.write_text(json.dumps(shares, indent=0) + "\n", "utf-8")
    usual.cache_clear()
    all_bags = {name: bags(organisation(name)) for name in TUNE}
    scored = left_out(all_bags)
    weights: Weights = learn([bag for found in all_bags.values() for bag in found], STRENGTH)
    body = {
        "version": "2026-11-23",
        "trained_on": list(TUNE),
        "drafts": sum(map(len, all_bags.values())),
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
