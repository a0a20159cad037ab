"""What is public, counted: how rare each word, meaning and figure is in the open library, and where it stands."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from assistant.checking.embargo.figures import Figure, same
from assistant.checking.embargo.public import PublicPassages
from assistant.checking.embargo.reading import Reading, read_plain

_LONG_AGO = date(2000, 1, 1)


@dataclass(frozen=True)
class Background:
    documents: int
    passages: int
    document_counts: dict[str, int]
    """In how many documents a key stands."""
    figures: dict[int, list[tuple[Figure, int]]]
    """Figures by rounded logarithm, each with its passage."""
    document_keys: tuple[frozenset[str], ...] = ()
    """What stands in each document."""

    def rarity(self, key: str) -> float:
        """1 for what no open document says, 0 for what all say."""
        count = self.document_counts.get(key, 0)
        if not self.documents:
            return 1.0
        return max(0.0, math.log((self.documents + 1) / (count + 0.5)) / math.log((self.documents + 1) / 0.5))

    def figure_passages(self, figure: Figure) -> list[int]:
        """The passages that give the same figure."""
        near = self.figures.get(_magnitude(figure.value), ())
        return [passage for other, passage in near if same(figure, other) == 1.0]


def _magnitude(value: float) -> int:
    return round(math.log(value + 1e-9) * 1000) if value > 0 else 0


def count(public: PublicPassages) -> Background:
    """Reads all open passages once."""
    by_document: dict[str, set[str]] = defaultdict(set)
    all_figures: dict[int, list[tuple[Figure, int]]] = defaultdict(list)
    for number, (text, document) in enumerate(zip(public.texts, public.document_ids, strict=True)):
        reading: Reading = read_plain(text, _LONG_AGO)
        by_document[document] |= reading.keys[0]
        for figure in reading.figures[0]:
            all_figures[_magnitude(figure.value)].append((figure, number))
    counts = Counter(key for keys in by_document.values() for key in keys)
    together = tuple(frozenset(keys) for keys in by_document.values())
    return Background(len(by_document), len(public.texts), dict(counts), dict(all_figures), together)
