"""Decides whether what was found answers a question: whether it says it at all, and whether news is meant that is not
public yet. Two small logistic models, learnt from labelled questions by `tests/evaluation/train_answering.py`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from knowledge.data import data_text
from knowledge.rerank import Asked
from knowledge.retrieve import Scored, whole
from knowledge.secrets import NOTHING, Closeness

UNSAID = ("score", "word_lead", "words", "whole")
WITHHELD = ("near", "nearer", "covered", "joint_lead", "to_come")
JOINT = 0.25
_TO_COME = re.compile(
    r"\b(komt er|gaat|gaan we|wordt|worden|zal|zullen|straks|binnenkort|volgend|nieuwe?|krijgen we"
    r"|va|vont|allons|bientôt|prochaine?|nouveau|nouvelle|will|going to|next|new|soon|takes? over|taking over)\b",
    re.IGNORECASE,
)


def is_grounded(asked: Asked, ranked: Sequence[Scored], withheld: Closeness = NOTHING) -> bool:
    """Both are always weighed: a refusal takes as long as an answer."""
    if not ranked:
        return False
    unsaid = _exceeds("unsaid", unsaid_features(asked, ranked))
    secret = _exceeds("withheld", withheld_features(asked, ranked, withheld))
    return not unsaid and not secret


def unsaid_features(asked: Asked, ranked: Sequence[Scored]) -> dict[str, float]:
    """What tells that no passage says it: a weak best sentence, few words found, no document that stands out."""
    by_document: dict[str, float] = {}
    for one in ranked:
        name = one.candidate.document_id
        by_document[name] = max(by_document.get(name, 0.0), one.features["bm25"])
    best = sorted(by_document.values(), reverse=True)
    return {
        "score": ranked[0].score,
        "word_lead": best[0] - (best[1] if len(best) > 1 else 0.0),
        "words": best[0],
        "whole": whole(asked.words, asked.statistics) / asked.statistics.rarest,
    }


def withheld_features(asked: Asked, ranked: Sequence[Scored], withheld: Closeness) -> dict[str, float]:
    """What tells that news under embargo is asked for: nearer to its record than to anything that may be said."""
    nearest = max(one.features["cosine"] for one in ranked)
    top = ranked[0].features
    joint = withheld.cosine + JOINT * withheld.cover
    return {
        "near": withheld.nearest,
        "nearer": withheld.nearest - nearest,
        "covered": withheld.cover * whole(asked.words, asked.statistics) / asked.statistics.rarest,
        "joint_lead": joint - top["window_cosine"] - JOINT * top["passage_cover"],
        "to_come": float(bool(_TO_COME.search(asked.text))),
    }


def _exceeds(name: str, values: Mapping[str, float]) -> bool:
    model = _models()[name]
    total = sum(
        weight * (values[feature] - model["means"][feature]) / model["spreads"][feature]
        for feature, weight in model["weights"].items()
    )
    return bool(total > model["threshold"])


@cache
def _models() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(data_text("answering.json"))
    return found
