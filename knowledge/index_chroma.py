"""The vector index: Chroma in this process, two collections, our own vectors. A cache: SQL holds the truth."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from assistant.errors import Unavailable
from knowledge.lock import FolderLock
from knowledge.records import SHELVES, Shelf

if TYPE_CHECKING:
    from knowledge.embed import Embedder, Vectors

BATCH = 2000
_CONFIGURATION = {"hnsw": {"space": "cosine", "ef_search": 160, "ef_construction": 160}}
_log = logging.getLogger(__name__)


class Index(Protocol):
    """Vectors by id on two shelves; scores are cosines, best first."""

    def upsert(self, shelf: Shelf, ids: Sequence[str], vectors: Vectors) -> None: ...

    def delete(self, shelf: Shelf, ids: Sequence[str]) -> None: ...

    def get(self, shelf: Shelf, ids: Sequence[str] | None = None) -> tuple[list[str], Vectors]: ...

    def query(self, shelf: Shelf, vector: Vectors, limit: int) -> list[tuple[str, float]]: ...

    def count(self, shelf: Shelf) -> int: ...

    def clear(self) -> None: ...

    def close(self) -> None: ...


class ChromaIndex:
    """Opened at first use. A folder has one owning process: to a second one Chroma would answer wrongly."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self._folder = folder
        self._embedder = embedder
        self._lock = threading.RLock()
        self._owner = FolderLock(folder / "owner.lock")
        self._client: Any = None
        self._collections: dict[Shelf, Any] = {}

    def upsert(self, shelf: Shelf, ids: Sequence[str], vectors: Vectors) -> None:
        collection = self._collection(shelf)
        for first in range(0, len(ids), BATCH):
            collection.upsert(ids=list(ids[first : first + BATCH]), embeddings=vectors[first : first + BATCH])

    def delete(self, shelf: Shelf, ids: Sequence[str]) -> None:
        collection = self._collection(shelf)
        for first in range(0, len(ids), BATCH):
            collection.delete(ids=list(ids[first : first + BATCH]))

    def get(self, shelf: Shelf, ids: Sequence[str] | None = None) -> tuple[list[str], Vectors]:
        import numpy as np

        collection = self._collection(shelf)
        names: list[str] = []
        parts: list[Any] = []
        for batch in _batches(ids):
            found = collection.get(include=["embeddings"], **({} if batch is None else {"ids": batch}))
            names += found["ids"]
            if found["ids"]:
                parts.append(np.asarray(found["embeddings"], dtype=np.float32))
        vectors = np.concatenate(parts) if parts else np.zeros((0, self._embedder.dimension), dtype=np.float32)
        return names, vectors

    def query(self, shelf: Shelf, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        collection = self._collection(shelf)
        count = collection.count()
        if not count:
            return []
        found = collection.query(query_embeddings=[vector], n_results=min(limit, count), include=["distances"])
        return [(name, 1.0 - float(gap)) for name, gap in zip(found["ids"][0], found["distances"][0], strict=True)]

    def count(self, shelf: Shelf) -> int:
        return int(self._collection(shelf).count())

    def clear(self) -> None:
        with self._lock:
            self._open()
            for shelf in SHELVES:
                self._client.delete_collection(f"{shelf}_shelf")
                del self._collections[shelf]
            self._make_collections()

    def close(self) -> None:
        with self._lock:
            self._client, self._collections = None, {}
            self._owner.release()

    def _collection(self, shelf: Shelf) -> Any:
        with self._lock:
            if self._client is None:
                self._open()
            return self._collections[shelf]

    def _open(self) -> None:
        if self._client is not None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        other = self._owner.acquire()
        if other is not None:
            raise Unavailable("settings.data_in_use", folder=str(self._folder.parent), pid=other)
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        import chromadb
        from chromadb.config import Settings as ChromaSettings

        self._client = chromadb.PersistentClient(
            path=str(self._folder), settings=ChromaSettings(anonymized_telemetry=False)
        )
        self._make_collections()

    def _make_collections(self) -> None:
        for shelf in SHELVES:
            self._collections[shelf] = self._client.get_or_create_collection(
                f"{shelf}_shelf", embedding_function=None, configuration=_CONFIGURATION
            )


def _batches(ids: Sequence[str] | None) -> list[list[str] | None]:
    if ids is None:
        return [None]
    return [list(ids[first : first + BATCH]) for first in range(0, len(ids), BATCH)]
