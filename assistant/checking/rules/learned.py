"""What the ready-made rules learned from their example sentences, kept in learned.json for the embedder in the package.

Run `python -m assistant.checking.rules.learned` after changing the sentences of ready_made.jsonl.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.checking.rules.ready_made import ready_made
from assistant.checking.rules.rule import Rule
from assistant.checking.rules.topic import READY_LIMIT, Topic, everyday, learn

if TYPE_CHECKING:
    from knowledge.embed import Embedder

FILE = "learned.json"


def learned_topic(rule: Rule, embedder: Embedder) -> Topic | None:
    """What was learned of exactly these sentences with exactly this embedder; None when that is not known."""
    import numpy as np

    known = _known()
    if known.get("embedder") != embedder.name:
        return None
    entry = known["topics"].get(_digest(rule))
    if entry is None:
        return None
    weights = np.frombuffer(base64.b64decode(entry["weights"]), dtype=np.float16).astype(np.float32)
    return Topic(weights, entry["bias"], READY_LIMIT)


@cache
def _known() -> dict[str, Any]:
    known: dict[str, Any] = json.loads((files("assistant.checking.rules") / FILE).read_text("utf-8"))
    return known


def _digest(rule: Rule) -> str:
    return hashlib.sha256(json.dumps([_seeds(rule), _counter(rule)], ensure_ascii=False).encode()).hexdigest()[:16]


def _seeds(rule: Rule) -> list[str]:
    return [sentence for sentences in rule.seeds.values() for sentence in sentences]


def _counter(rule: Rule) -> list[str]:
    return [sentence for sentences in rule.counter.values() for sentence in sentences]


def main() -> None:
    """Learn each rule against its own counters, every sentence of the other rules, and everyday ones."""
    import numpy as np

    from knowledge.embed import SentenceEmbedder

    embedder = SentenceEmbedder()
    rules = [rule for rule in ready_made() if rule.seeds]
    breaks = {rule.id: embedder.encode(_seeds(rule) + [one.text for one in rule.must_flag]) for rule in rules}
    harmless = {rule.id: embedder.encode(_counter(rule) + [one.text for one in rule.must_pass]) for rule in rules}
    ordinary = embedder.encode(list(everyday()))
    topics: dict[str, dict[str, Any]] = {}
    for rule in rules:
        others = [rows for group in (breaks, harmless) for name, rows in group.items() if name != rule.id]
        weights, bias = learn(breaks[rule.id], harmless[rule.id], np.vstack([ordinary, *others]), 0.4)
        topics[_digest(rule)] = {
            "rule": rule.id,
            "bias": round(bias, 5),
            "weights": base64.b64encode(weights.astype(np.float16).tobytes()).decode("ascii"),
        }
    body = {"embedder": embedder.name, "topics": topics}
    (Path(__file__).parent / FILE).write_text(json.dumps(body, indent=1) + "\n", "utf-8")
    sys.stdout.write(f"{len(topics)} topics learned\n")


if __name__ == "__main__":
    main()
