"""How near a message comes to each intent by its meaning: compared with examples, through the library's embedder."""

from __future__ import annotations

import threading
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from assistant.conversation.intent import INTENTS, Intent

if TYPE_CHECKING:
    from knowledge.embed import Embedder

_NEAREST = 3
_RIDGE = 0.2


class ExampleLikeness:
    """Learned once, at the first message; two small matrices are all it keeps."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._lock = threading.Lock()
        self._learned: tuple[Any, list[Intent], Any] | None = None

    def scores(self, message: str) -> dict[Intent, float]:
        import numpy as np

        vectors, labels, weights = self._learn()
        one = np.asarray(self._embedder.encode([message]), dtype=float)[0]
        near = vectors @ one
        linear = np.append(one, 1.0) @ weights
        found: dict[Intent, float] = {}
        for column, intent in enumerate(INTENTS):
            own = sorted((near[row] for row, label in enumerate(labels) if label == intent), reverse=True)
            found[intent] = float(linear[column]) + float(np.mean(own[:_NEAREST]))
        return found

    def _learn(self) -> tuple[Any, list[Intent], Any]:
        """The examples as vectors, and a ridge regression from vector to intent."""
        import numpy as np

        with self._lock:
            if self._learned is None:
                raw = tomllib.loads((files("assistant.conversation") / "intent_examples.toml").read_text("utf-8"))
                labels: list[Intent] = [intent for intent in INTENTS for _ in raw[intent]]
                vectors = np.asarray(
                    self._embedder.encode([example for intent in INTENTS for example in raw[intent]]), dtype=float
                )
                wanted = np.array([[1.0 if label == intent else 0.0 for intent in INTENTS] for label in labels])
                rows = np.hstack([vectors, np.ones((len(labels), 1))])
                weight = np.array([[labels.count(label) ** -0.5] for label in labels])
                square = rows.T @ (rows * weight) + _RIDGE * np.eye(rows.shape[1])
                self._learned = (vectors, labels, np.linalg.solve(square, rows.T @ (wanted * weight)))
            return self._learned
