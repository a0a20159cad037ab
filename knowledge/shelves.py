"""Keeps the two shelves true: the open one holds what any employee may see now, the closed one all the rest."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.clock import Clock, Window
from assistant.errors import Unavailable
from assistant.store import Store
from assistant.store import revision as revisions
from assistant.store.tables.library import DocumentRow, IndexStateRow, PassageRow, VersionRow
from assistant.store.tables.sharing import EmbargoRow
from knowledge import lexical
from knowledge.embed import Embedder
from knowledge.index_chroma import Index
from knowledge.records import SHELVES, Shelf
from knowledge.visibility import Protection, Terms, edges, on_open_shelf

EMBEDDER_KEY = "embedder"
REBUILD_BATCH = 64


@dataclass(frozen=True)
class _Settled:
    revision: int
    at: datetime
    until: datetime | None

    def covers(self, revision: int, now: datetime) -> bool:
        return revision == self.revision and self.at <= now and (self.until is None or now < self.until)


class Shelves:
    """Moves documents between the shelves, in the index, in the word tables and in SQL."""

    def __init__(self, store: Store, clock: Clock, index: Index, embedder: Embedder) -> None:
        self._store, self._clock, self._index, self._embedder = store, clock, index, embedder
        self._lock = threading.RLock()
        self._settled: _Settled | None = None
        self.moves = 0
        """Grows when a document changes shelf without a new revision."""

    def settle(self) -> int:
        """Move what opened or closed since the last time, before anything is answered. Gives the present revision."""
        now = self._clock.now()
        with self._lock:
            with self._store.read() as session:
                revision = revisions.current(session)
            if self._settled is not None and self._settled.covers(revision, now):
                return revision
            return self._settle(now)

    def _settle(self, now: datetime) -> int:
        with self._store.read() as session:
            revision = revisions.current(session)
            held = {row.id: row.shelf for row in session.execute(sa.select(DocumentRow.id, DocumentRow.shelf))}
            terms = all_terms(session)
        for document_id, shelf in held.items():
            wanted: Shelf = "open" if on_open_shelf(terms[document_id], now) else "closed"
            if shelf in SHELVES and shelf != wanted:
                self._move(document_id, shelf, wanted)
        coming = [edge for one in terms.values() for edge in edges(one) if edge > now]
        self._settled = _Settled(revision, now, min(coming, default=None))
        return revision

    def _move(self, document_id: str, source: Shelf, target: Shelf) -> None:
        with self._store.write() as session:
            document = session.get(DocumentRow, document_id)
            if document is None or document.shelf != source:
                return
            passages = active_passages(session, document)
            names = vector_ids(passages)
            found, vectors = self._index.get(source, names)
            self._index.upsert(target, found, vectors)
            lexical.take(session, source, [lexical.row_of(passage.id) for passage in passages])
            lexical.put(session, target, passages)
            document.shelf = target
            self._index.delete(source, names)
        self.moves += 1

    def place(
        self, session: Session, document: DocumentRow, version: VersionRow, passages: Sequence[PassageRow]
    ) -> Shelf:
        """In the transaction that makes `version` the active one: its words on the right shelf, the old off."""
        old = active_passages(session, document)
        for shelf in SHELVES:
            lexical.take(session, shelf, [lexical.row_of(passage.id) for passage in old])
        document.active_version_id = version.id
        wanted: Shelf = "open" if on_open_shelf(terms_of(session, document), self._clock.now()) else "closed"
        lexical.put(session, wanted, passages)
        document.shelf = wanted
        return wanted

    def store_vectors(self, shelf: Shelf, passages: Sequence[PassageRow], title: str) -> None:
        texts, names = embedded_texts(passages, title), vector_ids(passages)
        self._index.upsert(shelf, names, self._embedder.encode(texts))

    def open_vectors(self, passages: Sequence[PassageRow]) -> None:
        """Copy vectors that wait on the closed shelf to the open one, and take them from the closed one."""
        names = vector_ids(passages)
        found, vectors = self._index.get("closed", names)
        self._index.upsert("open", found, vectors)
        self._index.delete("closed", names)

    def drop_vectors(self, passages: Iterable[PassageRow]) -> None:
        names = vector_ids(passages)
        for shelf in SHELVES:
            self._index.delete(shelf, names)

    def check_embedder(self, session: Session) -> None:
        """Raises `Unavailable` when the index was filled by another embedder: its vectors would mean nothing."""
        row = session.get(IndexStateRow, EMBEDDER_KEY)
        if row is not None and row.value.get("name") != self._embedder.name:
            raise Unavailable("library.other_embedder", was=row.value.get("name"), now=self._embedder.name)

    def note_embedder(self, session: Session) -> None:
        if session.get(IndexStateRow, EMBEDDER_KEY) is None:
            value = {"name": self._embedder.name, "dimension": self._embedder.dimension}
            session.add(IndexStateRow(name=EMBEDDER_KEY, value=value))

    def rebuild(self, progress: Callable[[int, int], None]) -> int:
        """Fill the index anew from SQL. Gives the number of documents."""
        with self._lock:
            self._index.clear()
            with self._store.write() as session:
                lexical.clear(session)
                session.execute(sa.delete(IndexStateRow).where(IndexStateRow.name == EMBEDDER_KEY))
                self.note_embedder(session)
                ids = list(session.scalars(sa.select(DocumentRow.id).where(DocumentRow.active_version_id.is_not(None))))
            for position, document_id in enumerate(ids, 1):
                self._replace(document_id)
                progress(position, len(ids))
            self._settled = None
            self.moves += 1
        return len(ids)

    def _replace(self, document_id: str) -> None:
        with self._store.write() as session:
            document = session.get(DocumentRow, document_id)
            version = None if document is None else session.get(VersionRow, document.active_version_id)
            if document is None or version is None:
                return
            passages = active_passages(session, document)
            shelf = self.place(session, document, version, passages)
            self.store_vectors(shelf, passages, document.title)


def active_passages(session: Session, document: DocumentRow) -> list[PassageRow]:
    found = (
        sa.select(PassageRow).where(PassageRow.version_id == document.active_version_id).order_by(PassageRow.position)
    )
    return list(session.scalars(found))


def vector_ids(passages: Iterable[PassageRow]) -> list[str]:
    return [f"{passage.id}.{number}" for passage in passages for number in range(len(passage.windows))]


def embedded_texts(passages: Iterable[PassageRow], title: str) -> list[str]:
    """What each vector is made of: the sentences, with the document's title and the section as their context."""
    return [
        context(title, passage.section) + passage.text[start:end]
        for passage in passages
        for start, end in passage.windows
    ]


def context(title: str, section: str) -> str:
    tail = section.split(" › ")[-1]
    if not tail or tail.lower() == title.lower():
        return f"{title}. "
    return f"{title}. {tail}. "


def all_terms(session: Session) -> dict[str, Terms]:
    """Who may see each document, by its id."""
    embargoes = {
        row.id: Protection(row.lifts_at, row.cancelled_at, tuple(row.knowers))
        for row in session.execute(
            sa.select(EmbargoRow.id, EmbargoRow.lifts_at, EmbargoRow.cancelled_at, EmbargoRow.knowers)
        )
    }
    columns = sa.select(
        DocumentRow.id,
        DocumentRow.status,
        DocumentRow.valid_from,
        DocumentRow.expires,
        DocumentRow.embargo_until,
        DocumentRow.embargo_id,
        DocumentRow.audience,
    )
    return {
        row.id: Terms(
            status=row.status,
            window=Window(row.valid_from, row.expires),
            embargo_until=row.embargo_until,
            protection=_protection(row.embargo_id, embargoes),
            audience=row.audience,
        )
        for row in session.execute(columns)
    }


def terms_of(session: Session, document: DocumentRow) -> Terms:
    session.flush()
    return (
        all_terms(session)[document.id]
        if document.embargo_id
        else Terms(
            status=document.status,
            window=Window(document.valid_from, document.expires),
            embargo_until=document.embargo_until,
            audience=document.audience,
        )
    )


def _protection(embargo_id: str | None, embargoes: dict[str, Protection]) -> Protection | None:
    if embargo_id is None:
        return None
    return embargoes.get(embargo_id, Protection(lifts_at=None))
