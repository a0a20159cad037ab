"""What the ready-made rules learned from their example sentences, kept in learned.json for the embedder in the package.

Run `python -m assistant.checking.rules.learned` after changing the sentences of ready_made.jsonl or seeds/.
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
from assistant.checking.rules.topic import READY_LIMIT, Topic, everyday

if TYPE_CHECKING:
    from knowledge.embed import Embedder

FILE = "learned.json"
PENALTY = 0.3
"""How strongly the coefficients are held small."""
ANY_RULE = 0.5
"""Part of what tells a break of any rule from a harmless sentence."""
CLEAR = 1.6
"""Sum of the two from which meaning alone breaks a rule; chosen on the tune drafts."""
SCALE = 4.0
"""Brings that sum to the scale of the other topics."""
WEIGHT = 400
"""As many sentences as all the sentences of a rule weigh together."""
STEPS = 12


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


def written(rule: Rule) -> tuple[list[str], list[str]]:
    """The sentences of seeds/<rule>.txt: those that break the rule, and those that only look like it."""
    breaks: list[str] = []
    safe: list[str] = []
    into = safe
    for line in (files("assistant.checking.rules") / "seeds" / f"{rule.id}.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            into = breaks if line.endswith("breaks]") else safe
        elif line.strip():
            into.append(line)
    return breaks, safe


def logistic(rows: Any, sides: Any, shares: Any, ridge: float) -> Any:
    """Coefficients, the constant last, by Newton's steps; `shares` says how much each row weighs."""
    import numpy as np

    wide = np.hstack([rows, np.ones((len(rows), 1))]).astype(np.float64)
    weights = np.zeros(wide.shape[1])
    penalty = np.full(len(weights), ridge)
    penalty[-1] = 1e-3
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-wide @ weights))
        slope = wide.T @ (shares * (chance - sides)) + penalty * weights
        curve = (wide * (shares * chance * (1 - chance))[:, None]).T @ wide + np.diag(penalty)
        weights -= np.linalg.solve(curve, slope)
    return weights


def main() -> None:
    """Learn each rule against its look-alikes, every sentence of the other rules, and everyday ones."""
    import numpy as np

    from knowledge.embed import SentenceEmbedder

    embedder = SentenceEmbedder()
    rules = [rule for rule in ready_made() if rule.seeds]
    texts, owners, broken = list(everyday()), [""] * len(everyday()), [0.0] * len(everyday())
    for rule in rules:
        breaks, safe = written(rule)
        breaks += _seeds(rule) + [one.text for one in rule.must_flag]
        safe += _counter(rule) + [one.text for one in rule.must_pass]
        texts += breaks + safe
        owners += [rule.id] * len(breaks + safe)
        broken += [1.0] * len(breaks) + [0.0] * len(safe)
    rows, owner, sides = embedder.encode(texts), np.array(owners), np.array(broken)
    any_rule = logistic(rows, sides, np.ones(len(rows)), 2 * PENALTY)
    topics: dict[str, dict[str, Any]] = {}
    for rule in rules:
        own, breaking = owner == rule.id, (owner == rule.id) & (sides == 1)
        near = own & ~breaking
        share = np.select([breaking, near], [0.5 / breaking.sum(), 0.2 / near.sum()], 0.3 / (~own).sum()) * WEIGHT
        learned = (logistic(rows, breaking.astype(float), share, PENALTY) + ANY_RULE * any_rule) / SCALE
        topics[_digest(rule)] = {
            "rule": rule.id,
            "bias": round(float(learned[-1]) + READY_LIMIT - CLEAR / SCALE, 5),
            "weights": base64.b64encode(learned[:-1].astype(np.float16).tobytes()).decode("ascii"),
        }
    body = {"embedder": embedder.name, "topics": topics}
    (Path(__file__).parent / FILE).write_text(json.dumps(body, indent=1) + "\n", "utf-8")
    sys.stdout.write(f"{len(topics)} topics learned from {len(texts)} sentences\n")


if __name__ == "__main__":
    main()
