"""Shares with their uncertainty: what every evaluation prints."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """`hits` of `total`, with the 95 % interval of Wilson."""

    hits: int
    total: int

    @property
    def value(self) -> float:
        return self.hits / self.total if self.total else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.hits, self.total)

    def __str__(self) -> str:
        if not self.total:
            return "-"
        low, high = self.interval
        return f"{self.value:4.0%} ({self.hits}/{self.total}, {low:.0%}-{high:.0%})"


def share(outcomes: Iterable[bool]) -> Share:
    known = list(outcomes)
    return Share(sum(known), len(known))


def wilson(hits: int, total: int, z: float = 1.959964) -> tuple[float, float]:
    """The 95 % interval of a share, good for small numbers too."""
    if total == 0:
        return (0.0, 1.0)
    p, square = hits / total, z * z
    middle = (p + square / (2 * total)) / (1 + square / total)
    half = z * math.sqrt(p * (1 - p) / total + square / (4 * total * total)) / (1 + square / total)
    return (max(0.0, middle - half), min(1.0, middle + half))
