"""Decides whether what was found answers the question at all."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.retrieve import Scored

LEAST = 0.28


def is_grounded(question: str, ranked: Sequence[Scored]) -> bool:
    return bool(question.strip()) and bool(ranked) and ranked[0].features["cosine"] >= LEAST
