"""The library: loads what the organisation knows, and finds what a person may know of it at this moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.audit import Audit
from assistant.clock import Clock, in_utc
from assistant.errors import Conflict, NotFound
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.settings import Settings
from assistant.store import Store
from assistant.store import revision as revisions
from assistant.store.tables.library import DocumentRow, PassageRow, VersionRow
from knowledge import lexical
from knowledge.convert import Converter
from knowledge.described import apply, info, latest_versions, view
from knowledge.embed import Embedder
from knowledge.facts import proposed_facts
from knowledge.grounding import is_grounded
from knowledge.index_chroma import Index
from knowledge.loading import Loader, OnState, failure_of
from knowledge.public import OpenShelf
from knowledge.queue import LoadQueue
from knowledge.recent import recent_news
from knowledge.records import (
    SHELVES,
    DocumentInfo,
    DocumentView,
    Hit,
    LoadedDocument,
    LoadItem,
    PassageView,
    PublicPassages,
    State,
    VersionInfo,
)
from knowledge.rerank import Asked
from knowledge.retrieve import Scored
from knowledge.search import Searcher, hits
from knowledge.secrets import Closeness, Secrets
from knowledge.shelves import Shelves, active_passages, all_terms, terms_of
from knowledge.uses import Uses, uses_of
from knowledge.visibility import on_open_shelf, visible

LONGEST_QUESTION = 2000


@dataclass(frozen=True)
class Found:
    """What a search gave, with what the ranking saw: `answer` decides upon it."""

    hits: list[Hit]
    asked: Asked
    ranked: list[Scored]
    withheld: Closeness

    @property
    def grounded(self) -> bool:
        return is_grounded(self.asked, self.ranked, self.withheld)


class Library:
    def __init__(
        self, store: Store, clock: Clock, audit: Audit, embedder: Embedder, index: Index, settings: Settings
    ) -> None:
        self._store, self._clock, self._audit, self._index, self._embedder = store, clock, audit, index, embedder
        self._shelves = Shelves(store, clock, index, embedder)
        self._open_shelf = OpenShelf(store, index)
        self._searcher = Searcher(store, index, embedder)
        self._secrets = Secrets(embedder)
        self._converter = Converter(
            seconds=settings.convert_seconds, memory_mb=settings.convert_memory_mb, upload_mb=settings.upload_mb
        )
        self._loader = Loader(store, clock, audit, self._shelves, self._converter)
        self._queue = LoadQueue(store, self._loader)
        lexical.prepare(store)

    # Loading

    def load(self, by: Person, item: LoadItem, on_state: OnState | None = None) -> LoadedDocument:
        """Read, cut and index one file. A failure stands in the result; a changed file serves once it is ready."""
        require(by, "library.manage")
        return self._loader.load(by, item, on_state)

    @property
    def loads(self) -> LoadQueue:
        """Files that wait to be loaded in the background; each can be stopped and tried again."""
        return self._queue

    def pending(self) -> Sequence[str]:
        return self._loader.pending()

    def resume(self, by: Person, on_state: Callable[[str, State], None] | None = None) -> Sequence[LoadedDocument]:
        require(by, "library.manage")
        return self._loader.resume(by, on_state)

    # Keeping

    def describe(self, by: Person, document_id: str, **changes: Any) -> DocumentInfo:
        """Change what is known of a document: any of `CHANGEABLE`."""
        require(by, "library.manage")
        with self._store.write() as session:
            document = _document(session, document_id)
            apply(session, document, changes)
            self._changed(session, by, document, "document.described", fields=sorted(changes))
        self._shelves.settle()
        return self.info(by, document_id)

    def approve(self, by: Person, document_id: str) -> DocumentInfo:
        """From now on it answers, within its validity and embargo."""
        require(by, "library.manage")
        with self._store.write() as session:
            document = _document(session, document_id)
            if document.active_version_id is None:
                raise Conflict("library.not_ready", file=document.file)
            document.status = "approved"
            self._changed(session, by, document, "document.approved", version=document.active_version_id)
        self._shelves.settle()
        return self.info(by, document_id)

    def withdraw(self, by: Person, document_id: str) -> DocumentInfo:
        """Out of every answer at once."""
        require(by, "library.manage")
        with self._store.write() as session:
            document = _document(session, document_id)
            document.status = "retired"
            self._changed(session, by, document, "document.withdrawn")
        self._shelves.settle()
        return self.info(by, document_id)

    def replace(self, by: Person, document_id: str, old_id: str) -> DocumentInfo:
        """From the moment the one answers, the other does not: at once, or when it starts or its embargo lifts."""
        require(by, "library.manage")
        with self._store.write() as session:
            document, old = _document(session, document_id), _document(session, old_id)
            if document.id == old.id or document.active_version_id is None:
                raise Conflict("library.not_ready", file=document.file)
            document.status = "approved"
            starts = max(filter(None, (document.valid_from, document.embargo_until)), default=None)
            if starts is not None and starts > self._clock.now():
                old.expires = starts if old.expires is None else min(old.expires, starts)
                if old.valid_from is not None and old.valid_from >= starts:
                    old.status = "retired"
            else:
                old.status = "retired"
            self._changed(session, by, old, "document.replaced", replaced_by=document.id)
            self._changed(session, by, document, "document.approved", version=document.active_version_id)
        self._shelves.settle()
        return self.info(by, document_id)

    def uses(self, by: Person, document_id: str) -> Uses:
        """Which posts that may still go out draw from it."""
        require(by, "library.manage")
        with self._store.read() as session:
            return uses_of(session, document_id)

    def propose_facts(self, by: Person, document_id: str) -> tuple[str, ...]:
        """What an embargo on it should protect, for the officer to confirm: figures, dates and names of its text."""
        return proposed_facts(self.show(by, document_id).text, self.public_passages().word_documents)

    def activate(self, by: Person, document_id: str, number: int) -> DocumentInfo:
        """Let an earlier version answer again."""
        require(by, "library.manage")
        with self._store.write() as session:
            document = _document(session, document_id)
            version = session.scalar(
                sa.select(VersionRow).where(
                    VersionRow.document_id == document_id, VersionRow.number == number, VersionRow.state == "ready"
                )
            )
            if version is None:
                raise NotFound("library.no_version", number=number)
            old = active_passages(session, document)
            passages = list(session.scalars(sa.select(PassageRow).where(PassageRow.version_id == version.id)))
            self._shelves.store_vectors("closed", passages, document.title)
            if self._shelves.place(session, document, version, passages) == "open":
                self._shelves.open_vectors(passages)
            self._changed(session, by, document, "document.rolled_back", version=number)
        if version.id not in {passage.version_id for passage in old}:
            self._shelves.drop_vectors(old)
        return self.info(by, document_id)

    def _changed(self, session: Session, by: Person, document: DocumentRow, action: str, **data: Any) -> None:
        document.updated_at = self._clock.now()
        revisions.bump(session)
        self._audit.append(session, by, action, document.id, **data)

    # Looking

    def list(self, by: Person, *, status: str | None = None) -> Sequence[DocumentInfo]:
        require(by, "library.manage")
        with self._store.read() as session:
            query = sa.select(DocumentRow).order_by(DocumentRow.updated_at.desc(), DocumentRow.file)
            if status is not None:
                query = query.where(DocumentRow.status == status)
            versions = latest_versions(session)
            return [info(document, versions.get(document.id)) for document in session.scalars(query)]

    def info(self, by: Person, document_id: str) -> DocumentInfo:
        require(by, "library.manage")
        with self._store.read() as session:
            return info(_document(session, document_id), latest_versions(session, document_id).get(document_id))

    def by_file(self, by: Person, file: str) -> DocumentInfo:
        require(by, "library.manage")
        with self._store.read() as session:
            found = session.scalar(sa.select(DocumentRow.id).where(DocumentRow.file == file))
        if found is None:
            raise NotFound("library.no_document")
        return self.info(by, found)

    def show(self, by: Person, document_id: str) -> DocumentView:
        """The text that answers now, and its passages."""
        info = self.info(by, document_id)
        with self._store.read() as session:
            document = _document(session, document_id)
            version = session.get(VersionRow, document.active_version_id) if document.active_version_id else None
            passages = tuple(view(passage, document) for passage in active_passages(session, document))
            return DocumentView(info, version.text if version else "", passages)

    def versions(self, by: Person, document_id: str) -> Sequence[VersionInfo]:
        require(by, "library.manage")
        with self._store.read() as session:
            document = _document(session, document_id)
            rows = session.scalars(
                sa.select(VersionRow).where(VersionRow.document_id == document_id).order_by(VersionRow.number.desc())
            )
            return [
                VersionInfo(
                    row.id,
                    row.number,
                    cast(State, row.state),
                    row.id == document.active_version_id,
                    row.created_at,
                    len(row.text),
                    failure_of(row),
                )
                for row in rows
            ]

    def passage(self, person: Person, passage_id: str) -> PassageView | None:
        """A passage, when this person may see it now; else nothing, whether it exists or not."""
        require(person, "library.search")
        with self._store.read() as session:
            passage = session.get(PassageRow, passage_id)
            version = session.get(VersionRow, passage.version_id) if passage is not None else None
            document = session.get(DocumentRow, version.document_id) if version is not None else None
            if passage is None or version is None or document is None or document.active_version_id != version.id:
                return None
            if not visible(terms_of(session, document), person, self._clock.now()):
                return None
            return view(passage, document)

    def recent_news(self, person: Person, *, limit: int = 5) -> Sequence[PassageView]:
        """What is new these last weeks, as far as this person may see it now: the first passage of each document."""
        require(person, "library.search")
        with self._store.read() as session:
            return [view(first, document) for document, first in recent_news(session, person, self._clock.now(), limit)]

    # Finding

    def search(self, person: Person, question: str, *, limit: int = 5, at: datetime | None = None) -> Sequence[Hit]:
        """Passages that may answer, best first: only what this person may see now (or at `at`)."""
        return self.find(person, question, limit=limit, at=at).hits

    def find(self, person: Person, question: str, *, limit: int = 5, at: datetime | None = None) -> Found:
        require(person, "library.search")
        public = self._public()
        moment = in_utc(at) if at is not None else self._clock.now()
        ranking = self._searcher.find(person, question[:LONGEST_QUESTION], moment, SHELVES, public)
        with self._store.read() as session:
            withheld = self._secrets.closeness(session, person, moment, ranking.question, ranking.asked.statistics)
            return Found(hits(session, ranking.found[:limit]), ranking.asked, ranking.found, withheld)

    def public_passages(self, at: datetime | None = None) -> PublicPassages:
        """All that every employee may see, with vectors. For another moment than now: as it will be or was then."""
        public = self._public()
        if at is None or not self._differs(at):
            return public
        with self._store.read() as session:
            return self._open_shelf.read_at(session, public.revision, in_utc(at))

    def _public(self) -> PublicPassages:
        revision = self._shelves.settle()
        with self._store.read() as session:
            self._shelves.check_embedder(session)
        return self._open_shelf.passages(revision, self._shelves.moves, self._clock.now())

    def _differs(self, at: datetime) -> bool:
        now, then = self._clock.now(), in_utc(at)
        with self._store.read() as session:
            terms = all_terms(session).values()
        return any(on_open_shelf(one, now) != on_open_shelf(one, then) for one in terms)

    def settle(self) -> None:
        """Move what opened or closed; done before every query by itself."""
        self._shelves.settle()

    def warm(self) -> None:
        """Load the model and the index now, so that the first question does not wait for them."""
        self._embedder.encode(["warm"])
        self._public()

    def rebuild(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Fill the index anew from the texts. Gives the number of documents."""
        return self._shelves.rebuild(progress or (lambda _done, _total: None))

    def close(self) -> None:
        self._queue.stop()
        self._converter.close()
        self._index.close()


def _document(session: Session, document_id: str) -> DocumentRow:
    document = session.get(DocumentRow, document_id)
    if document is None:
        raise NotFound("library.no_document")
    return document


__all__ = ["Found", "Hit", "Library", "LoadItem", "LoadedDocument", "PublicPassages"]
