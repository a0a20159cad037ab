"""Decides whether what was found answers the question: by how near it is, less easily for what is still to come."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache

from knowledge.data import data_text
from knowledge.retrieve import Scored

_TO_COME = re.compile(
    r"\b(komt er|gaat|gaan we|wordt|worden|zal|zullen|straks|binnenkort|volgend|nieuwe?"
    r"|va|vont|allons|bientôt|prochaine?|nouveau|nouvelle|will|going to|next|new|soon|takes? over|taking over)\b",
    re.IGNORECASE,
)
TO_COME = 0.1
"""What a question about the future must be nearer by: documents mostly tell what was and is."""


def is_grounded(question: str, ranked: Sequence[Scored]) -> bool:
    return bool(ranked) and evidence(question, ranked) >= _threshold()


def evidence(question: str, ranked: Sequence[Scored]) -> float:
    return ranked[0].features["cosine"] - (TO_COME if _TO_COME.search(question) else 0.0)


@cache
def _threshold() -> float:
    return float(json.loads(data_text("grounding.json"))["threshold"])
