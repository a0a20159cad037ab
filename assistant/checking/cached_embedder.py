"""An embedder that remembers: the detectors look at the same sentences, and a draft is checked again and again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from knowledge.embed import Embedder, Vectors

REMEMBERED = 32_768
"""Sentences: those of some 1,500 open drafts, 64 MB at most. A new record then embeds none of them again."""
LONGEST = 2000


class CachedEmbedder:
    def __init__(self, embedder: Embedder, remembered: int = REMEMBERED) -> None:
        self._embedder = embedder
        self._remembered = remembered
        self._rows: OrderedDict[str, Any] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        return self._embedder.name

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    def forget(self) -> None:
        """Drop every sentence and its vector."""
        with self._lock:
            self._rows.clear()

    def encode(self, texts: Sequence[str]) -> Vectors:
        import numpy as np

        with self._lock:
            known = {text: self._rows[text] for text in texts if text in self._rows}
            for text in known:
                self._rows.move_to_end(text)
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing:
            known.update(zip(missing, self._embedder.encode(missing), strict=True))
            with self._lock:
                self._rows.update((text, known[text]) for text in missing if len(text) <= LONGEST)
                while len(self._rows) > self._remembered:
                    self._rows.popitem(last=False)
        if not texts:
            return self._embedder.encode([])
        result: Vectors = np.stack([known[text] for text in texts])
        return result
