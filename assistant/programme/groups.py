"""Sums over five people or more, so that no sum, and no difference between sums, tells about one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import permutations
from typing import Final

FEWEST: Final = 5
ALL: Final = "all"
"""The dimension with one cell: everything of this edition."""
REST: Final = ""
"""The key of what could not be told apart without telling about fewer than five."""


@dataclass(frozen=True)
class Contribution:
    """What one person adds to the figures with one thing."""

    participant: str
    source: str
    """What it comes from, so that it counts once."""
    keys: Mapping[str, str]
    """Dimension to key: {"theme": "care", "month": "2026-06"}."""
    numbers: Mapping[str, int]


@dataclass(frozen=True)
class Cell:
    dimension: str
    key: str
    people: int
    numbers: Mapping[str, int]


def edition(contributions: Sequence[Contribution], dimensions: Iterable[str]) -> list[Cell]:
    """These contributions summed by each dimension; nothing at all when they come from fewer than five people.

    Keys with fewer than five people go together under `REST`, which itself is about five or more: where it is not, the
    smallest key that stood on its own joins it. A cell that lies within a cell of another dimension, and differs from
    it by fewer than five people, joins the rest of its own.
    """
    everything = frozenset(range(len(contributions)))
    if _people(contributions, everything) < FEWEST:
        return []
    cells: dict[str, dict[str, AbstractSet[int]]] = {}
    for dimension in dimensions:
        by_key: dict[str, set[int]] = {}
        for number, one in enumerate(contributions):
            by_key.setdefault(one.keys.get(dimension, REST), set()).add(number)
        cells[dimension] = _pooled(contributions, dict(by_key))
    while (found := _revealing(contributions, cells)) is not None:
        dimension, key = found
        cells[dimension] = _joined(contributions, cells[dimension], key)
    cells[ALL] = {REST: everything}
    return [
        Cell(dimension, key, _people(contributions, members), _sums(contributions, members))
        for dimension, by_key in cells.items()
        for key, members in sorted(by_key.items())
    ]


def _pooled(
    contributions: Sequence[Contribution], by_key: Mapping[str, AbstractSet[int]]
) -> dict[str, AbstractSet[int]]:
    """Every key with too few people in one rest, which takes more keys until it has enough."""
    kept = {key: members for key, members in by_key.items() if key != REST}
    rest = set(by_key.get(REST, ()))
    for key in [key for key, members in kept.items() if _people(contributions, members) < FEWEST]:
        rest |= kept.pop(key)
    while rest and _people(contributions, rest) < FEWEST and kept:
        rest |= kept.pop(_smallest(contributions, kept))
    return {**kept, REST: rest} if rest else dict(kept)


def _joined(
    contributions: Sequence[Contribution], by_key: Mapping[str, AbstractSet[int]], key: str
) -> dict[str, AbstractSet[int]]:
    """The same cells with one of them in the rest; the rest itself takes the smallest of the others along."""
    kept = {one: members for one, members in by_key.items() if one != REST}
    if key == REST:
        key = _smallest(contributions, kept)
    rest = set(by_key.get(REST, ())) | kept.pop(key)
    return _pooled(contributions, {**kept, REST: rest})


def _revealing(
    contributions: Sequence[Contribution], cells: Mapping[str, Mapping[str, AbstractSet[int]]]
) -> tuple[str, str] | None:
    """A cell that, taken from a larger one of another dimension, leaves fewer than five people; None: all is well."""
    for one, other in permutations(cells, 2):
        for key, members in cells[one].items():
            for larger in cells[other].values():
                if members < larger and _people(contributions, larger - members) < FEWEST:
                    return one, key
    return None


def _smallest(contributions: Sequence[Contribution], by_key: Mapping[str, AbstractSet[int]]) -> str:
    return min(by_key, key=lambda key: (_people(contributions, by_key[key]), key))


def _people(contributions: Sequence[Contribution], members: Iterable[int]) -> int:
    return len({contributions[number].participant for number in members})


def _sums(contributions: Sequence[Contribution], members: Iterable[int]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for number in members:
        for name, value in contributions[number].numbers.items():
            sums[name] = sums.get(name, 0) + value
    return sums
