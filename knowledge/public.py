"""The open shelf in memory: its sentences with their vectors, kept until something of it changes."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.store import Store
from assistant.store.tables.library import DocumentRow, PassageRow
from knowledge.index_chroma import Index
from knowledge.records import SHELVES, PublicPassages, Shelf
from knowledge.shelves import all_terms
from knowledge.visibility import on_open_shelf
from knowledge.words import fold, tokens

if TYPE_CHECKING:
    from knowledge.embed import Vectors


class OpenShelf:
    def __init__(self, store: Store, index: Index) -> None:
        self._store, self._index = store, index
        self._lock = threading.Lock()
        self._held: tuple[int, PublicPassages] | None = None

    def passages(self, revision: int, moves: int, at: datetime) -> PublicPassages:
        """Everything on the open shelf; `moves` grows when documents changed shelf without a new revision."""
        with self._lock:
            if self._held is None or (self._held[1].revision, self._held[0]) != (revision, moves):
                with self._store.read() as session:
                    open_now = set(session.scalars(sa.select(DocumentRow.id).where(DocumentRow.shelf == "open")))
                    self._held = (moves, self._read(session, revision, at, open_now, ("open",)))
            return self._held[1]

    def read_at(self, session: Session, revision: int, at: datetime) -> PublicPassages:
        """What will be, or was, open at another moment: from both shelves, nothing moved and nothing kept."""
        open_then = {name for name, rule in all_terms(session).items() if on_open_shelf(rule, at)}
        return self._read(session, revision, at, open_then, SHELVES)

    def _read(
        self, session: Session, revision: int, at: datetime, documents: set[str], shelves: Sequence[Shelf]
    ) -> PublicPassages:
        found = session.execute(
            sa.select(PassageRow.id, PassageRow.text, PassageRow.windows, DocumentRow.id)
            .join(DocumentRow, DocumentRow.active_version_id == PassageRow.version_id)
            .order_by(DocumentRow.id, PassageRow.position)
        )
        rows = [row for row in found if row[3] in documents]
        texts: dict[str, tuple[str, str, str]] = {}
        counts: Counter[str] = Counter()
        for passage_id, text, spans, document_id in rows:
            for number, (start, end) in enumerate(spans):
                texts[f"{passage_id}.{number}"] = (text[start:end], document_id, passage_id)
            counts.update({fold(token) for token in tokens(text)})
        names, vectors = self._vectors(list(texts), shelves)
        return PublicPassages(
            revision=revision,
            at=at,
            texts=tuple(texts[name][0] for name in names),
            document_ids=tuple(texts[name][1] for name in names),
            passage_ids=tuple(texts[name][2] for name in names),
            vectors=vectors,
            word_documents=dict(counts),
            documents=len({document_id for *_, document_id in rows}),
        )

    def _vectors(self, names: Sequence[str], shelves: Sequence[Shelf]) -> tuple[list[str], Vectors]:
        """The vectors of these windows, in one reading of each shelf."""
        import numpy as np

        parts = [self._index.get(shelf) for shelf in shelves]
        found = [name for part, _ in parts for name in part]
        vectors = np.concatenate([part for names_, part in parts if names_] or [parts[0][1]])
        places = {name: row for row, name in enumerate(found)}
        kept = [name for name in names if name in places]
        rows = np.array([places[name] for name in kept], dtype=np.int64)
        return kept, vectors[rows]
