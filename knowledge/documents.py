"""The library: loads what the organisation knows, and finds what a person may know of it at this moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer

from assistant.audit import Audit
from assistant.clock import Clock, in_utc
from assistant.errors import Conflict, InputError, NotFound
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.settings import Settings
from assistant.store import Store
from assistant.store import revision as revisions
from assistant.store.tables.library import DocumentRow, PassageRow, VersionRow
from assistant.store.tables.sharing import EmbargoRow
from assistant.texts import LANGUAGES, as_language
from knowledge import lexical
from knowledge.convert import Converter
from knowledge.embed import Embedder
from knowledge.grounding import is_grounded
from knowledge.index_chroma import Index
from knowledge.loading import Loader, OnState, check_audience, failure_of
from knowledge.public import OpenShelf
from knowledge.records import (
    KINDS,
    SHELVES,
    STATUSES,
    DocumentInfo,
    DocumentView,
    Hit,
    LoadedDocument,
    LoadItem,
    PassageView,
    PublicPassages,
    State,
    Status,
    VersionInfo,
)
from knowledge.rerank import Asked
from knowledge.retrieve import Scored
from knowledge.search import Searcher, hits
from knowledge.secrets import Closeness, Secrets
from knowledge.shelves import Shelves, active_passages, all_terms, terms_of
from knowledge.visibility import on_open_shelf, visible

CHANGEABLE = frozenset(
    {
        "title",
        "kind",
        "themes",
        "language",
        "status",
        "audience",
        "owner",
        "valid_from",
        "expires",
        "embargo_until",
        "embargo_id",
    }
)
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
        lexical.prepare(store)

    # Loading

    def load(self, by: Person, item: LoadItem, on_state: OnState | None = None) -> LoadedDocument:
        """Read, cut and index one file. A failure stands in the result; a changed file serves once it is ready."""
        require(by, "library.manage")
        return self._loader.load(by, item, on_state)

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
            _apply(session, document, changes)
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
            versions = _latest_versions(session)
            return [_info(document, versions.get(document.id)) for document in session.scalars(query)]

    def info(self, by: Person, document_id: str) -> DocumentInfo:
        require(by, "library.manage")
        with self._store.read() as session:
            return _info(_document(session, document_id), _latest_versions(session, document_id).get(document_id))

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
            passages = tuple(_view(passage, document) for passage in active_passages(session, document))
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
            return _view(passage, document)

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
        self._converter.close()
        self._index.close()


def _document(session: Session, document_id: str) -> DocumentRow:
    document = session.get(DocumentRow, document_id)
    if document is None:
        raise NotFound("library.no_document")
    return document


def _apply(session: Session, document: DocumentRow, changes: dict[str, Any]) -> None:
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise TypeError(f"a document has no {sorted(unknown)}")
    for name, allowed in (("kind", KINDS), ("status", STATUSES), ("language", LANGUAGES)):
        if name in changes and changes[name] not in allowed:
            raise InputError(f"library.unknown_{name}", value=changes[name])
    if "audience" in changes:
        check_audience(changes["audience"])
    if changes.get("embargo_id") is not None and session.get(EmbargoRow, changes["embargo_id"]) is None:
        raise InputError("library.unknown_embargo", value=changes["embargo_id"])
    if changes.get("status") == "approved" and document.active_version_id is None:
        raise Conflict("library.not_ready", file=document.file)
    for name, value in changes.items():
        if isinstance(value, datetime):
            value = in_utc(value)
        setattr(document, name, list(value) if name == "themes" else value)
    if document.valid_from is not None and document.expires is not None and document.expires <= document.valid_from:
        raise InputError("library.window_upside_down", file=document.file)


def _latest_versions(session: Session, document_id: str | None = None) -> dict[str, VersionRow]:
    query = sa.select(VersionRow).options(defer(VersionRow.text), defer(VersionRow.request))
    if document_id is not None:
        query = query.where(VersionRow.document_id == document_id)
    return {row.document_id: row for row in session.scalars(query.order_by(VersionRow.number))}


def _info(document: DocumentRow, version: VersionRow | None) -> DocumentInfo:
    return DocumentInfo(
        id=document.id,
        file=document.file,
        title=document.title,
        kind=document.kind,
        themes=tuple(document.themes),
        language=as_language(document.language),
        status=cast(Status, document.status),
        audience=document.audience,
        valid_from=document.valid_from,
        expires=document.expires,
        embargo_until=document.embargo_until,
        embargo_id=document.embargo_id,
        version=version.number if version else 0,
        state=cast(State, version.state) if version else "failed",
        shelf=document.shelf,
        updated_at=document.updated_at,
        failure=failure_of(version) if version else None,
    )


def _view(passage: PassageRow, document: DocumentRow) -> PassageView:
    return PassageView(
        passage_id=passage.id,
        document_id=document.id,
        file=document.file,
        title=document.title,
        section=passage.section,
        page=passage.page,
        text=passage.text,
        start=passage.start,
        end=passage.end,
        language=as_language(passage.language),
        kind=document.kind,
    )


__all__ = ["Found", "Hit", "Library", "LoadItem", "LoadedDocument", "PublicPassages"]
