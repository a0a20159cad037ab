"""Stand-ins for tests: an embedder that hashes words, and an index in memory. Both are exact and start at once."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from knowledge.records import SHELVES, Shelf

if TYPE_CHECKING:
    from knowledge.embed import Vectors


class HashEmbedder:
    """Texts that share words have near vectors."""

    name = "hash"
    dimension = 64

    def encode(self, texts: Sequence[str]) -> Vectors:
        import numpy as np

        from knowledge.embed import unit_rows

        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                vectors[row, zlib.crc32(word.strip(".,!?:;").encode("utf-8", "replace")) % self.dimension] += 1
            vectors[row, 0] += 0.01
        return unit_rows(vectors)


class MemoryIndex:
    """The index's interface over dictionaries."""

    def __init__(self) -> None:
        self.shelves: dict[Shelf, dict[str, Vectors]] = {shelf: {} for shelf in SHELVES}

    def upsert(self, shelf: Shelf, ids: Sequence[str], vectors: Vectors) -> None:
        self.shelves[shelf].update(zip(ids, vectors, strict=True))

    def delete(self, shelf: Shelf, ids: Sequence[str]) -> None:
        for name in ids:
            self.shelves[shelf].pop(name, None)

    def get(self, shelf: Shelf, ids: Sequence[str] | None = None) -> tuple[list[str], Vectors]:
        import numpy as np

        rows = self.shelves[shelf]
        names = list(rows) if ids is None else [name for name in ids if name in rows]
        if not names:
            return [], np.zeros((0, HashEmbedder.dimension), dtype=np.float32)
        return names, np.stack([rows[name] for name in names])

    def query(self, shelf: Shelf, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        names, vectors = self.get(shelf)
        if not names:
            return []
        scores = vectors @ vector
        return sorted(zip(names, map(float, scores), strict=True), key=lambda pair: -pair[1])[:limit]

    def count(self, shelf: Shelf) -> int:
        return len(self.shelves[shelf])

    def clear(self) -> None:
        self.shelves = {shelf: {} for shelf in SHELVES}

    def close(self) -> None:
        return
