"""Brings a file into the library: read, cut, indexed, and only then made the version that answers."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.audit import Audit
from assistant.clock import Clock
from assistant.errors import InputError, PersonError
from assistant.people.person import Person
from assistant.store import Store
from assistant.store import revision as revisions
from assistant.store.hashing import text_hash
from assistant.store.tables.base import new_id
from assistant.store.tables.library import DocumentRow, PassageRow, VersionRow
from assistant.store.tables.sharing import EmbargoRow
from assistant.texts import as_language
from knowledge.convert import ConversionStopped, Converted, Converter
from knowledge.handed_over import item_of, request_of, tidied, title_of
from knowledge.language import detect
from knowledge.proposals import propose_kind
from knowledge.records import KINDS, STATUSES, LoadedDocument, LoadItem, State
from knowledge.sentences import windows
from knowledge.shelves import Shelves, active_passages
from knowledge.split import headings_within, lay_out, split
from knowledge.words import terms

OnState = Callable[[State], None]
UNDER_WAY = ("waiting", "reading", "indexing")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Ticket:
    """A version under way."""

    document_id: str
    version_id: str
    number: int


class _Cancelled(Exception):
    """Somebody said no while it was under way."""


class Loader:
    def __init__(self, store: Store, clock: Clock, audit: Audit, shelves: Shelves, converter: Converter) -> None:
        self._store, self._clock, self._audit = store, clock, audit
        self._shelves, self._converter = shelves, converter
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._given_up: set[str] = set()

    def load(self, by: Person, item: LoadItem, on_state: OnState | None = None) -> LoadedDocument:
        """One file. A failure is in the result, in words, not raised; what served before goes on serving."""
        tell = on_state or _silent
        tell("waiting")
        item = tidied(item)
        try:
            self.check(item)
        except PersonError as reason:
            tell("failed")
            return _failed(item, reason)
        with self._lock:  # one at a time: two officers with the same file get one version and one "the same"
            with self._opening:
                ticket = self._open_ticket(item)
            return self._finish(by, item, ticket, tell)

    def accept(self, item: LoadItem) -> str:
        """Keep a file that is to be loaded later, by `run`. Gives the id of its version. Raises `InputError`."""
        item = tidied(item)
        self.check(item)
        with self._opening:
            return self._open_ticket(item).version_id

    def run(self, by: Person, version_id: str, on_state: OnState | None = None) -> LoadedDocument | None:
        """Load a file that waits; None when it does not (any more)."""
        with self._lock:
            with self._store.read() as session:
                version = session.get(VersionRow, version_id)
                if version is None or version.request is None or version.state not in UNDER_WAY:
                    return None
                item, ticket = item_of(version.request), _Ticket(version.document_id, version.id, version.number)
            self._given_up.discard(version_id)
            self._clear_passages(ticket)
            return self._finish(by, item, ticket, on_state or _silent)

    def give_up(self, version_id: str) -> None:
        """Stop a file that waits or is under way: nothing of it is kept but the file, for another try."""
        self._given_up.add(version_id)
        with self._store.write() as session:
            version = session.get(VersionRow, version_id)
            if version is not None and version.state in UNDER_WAY:
                version.state = "cancelled"

    def _finish(self, by: Person, item: LoadItem, ticket: _Ticket, tell: OnState) -> LoadedDocument:
        try:
            tell("reading")
            self._state(ticket, "reading")
            try:
                converted = self._converter.convert(
                    item.file, item.data, given_up=lambda: ticket.version_id in self._given_up
                )
            except InputError as reason:
                raise InputError(reason.key, **{**reason.parameters, "file": item.file}) from None
            tell("indexing")
            self._state(ticket, "indexing")
            loaded = self._index(by, item, ticket, converted)
        except (_Cancelled, ConversionStopped):
            self._clear_passages(ticket)
            tell("cancelled")
            return replace(_failed(item, InputError("library.cancelled", file=item.file), ticket), state="cancelled")
        except PersonError as reason:
            self._fail(ticket, reason)
            tell("failed")
            return _failed(item, reason, ticket)
        except Exception:  # noqa: BLE001  (logged with an id; the file fails, what served before goes on)
            fault = new_id()[:8]
            _log.exception("loading %s failed (%s)", item.file, fault)
            unknown = InputError("library.fault", file=item.file, fault=fault)
            self._fail(ticket, unknown)
            tell("failed")
            return _failed(item, unknown, ticket)
        tell("ready")
        return loaded

    def _index(self, by: Person, item: LoadItem, ticket: _Ticket, converted: Converted) -> LoadedDocument:
        laid = lay_out(converted.blocks)
        hashed = text_hash(laid.text)
        same = self._same(by, item, ticket, hashed)
        if same is not None:
            return same
        language = item.language or detect(laid.text)
        title = item.title or converted.title or title_of(item.file)
        passages: list[PassageRow] = []
        for position, piece in enumerate(split(converted.blocks, laid)):
            text = laid.text[piece.start : piece.end]
            spoken = detect(text, default=language) if len(text) > 120 else language
            words = terms(f"{title} {piece.section} {text}", spoken)
            passages.append(
                PassageRow(
                    id=new_id(),
                    version_id=ticket.version_id,
                    position=position,
                    start=piece.start,
                    end=piece.end,
                    text=text,
                    section=piece.section,
                    page=piece.page,
                    language=spoken,
                    windows=[list(span) for span in windows(text, headings_within(converted.blocks, laid, piece))],
                    terms=" ".join(words),
                )
            )
        with self._store.write() as session:
            self._shelves.check_embedder(session)
            self._shelves.note_embedder(session)
            session.add_all(passages)
        self._shelves.store_vectors("closed", passages, title)  # unseen until the pointer moves
        with self._store.write() as session:
            document = session.get_one(DocumentRow, ticket.document_id)
            version = session.get_one(VersionRow, ticket.version_id)
            if version.state == "cancelled":
                raise _Cancelled
            old = active_passages(session, document)
            first = document.active_version_id is None
            _describe(document, item, title, language, laid.text, first=first)
            document.updated_at = self._clock.now()
            version.text, version.text_hash, version.media = laid.text, hashed, converted.media
            version.state, version.request = "ready", None
            shelf = self._shelves.place(session, document, version, passages)
            if shelf == "open":
                self._shelves.open_vectors(passages)
            revisions.bump(session)
            self._audit.append(
                session, by, "document.loaded", document.id, version=ticket.number, hash=hashed, status=document.status
            )
            result = LoadedDocument(
                document_id=document.id,
                version=ticket.number,
                state="ready",
                title=document.title,
                kind=document.kind,
                language=as_language(document.language),
                passages=len(passages),
                file=document.file,
            )
        self._shelves.drop_vectors(old)
        return result

    def _same(self, by: Person, item: LoadItem, ticket: _Ticket, hashed: str) -> LoadedDocument | None:
        """The document that already holds exactly this text; what is newly said of this very file is kept."""
        with self._store.write() as session:
            found = session.execute(
                sa.select(DocumentRow, VersionRow)
                .join(VersionRow, VersionRow.id == DocumentRow.active_version_id)
                .where(VersionRow.text_hash == hashed, DocumentRow.status != "retired")
            ).first()
            if found is None:
                return None
            document, version = found
            if document.id == ticket.document_id:
                _describe(
                    document,
                    item,
                    item.title or document.title,
                    as_language(document.language),
                    version.text,
                    first=False,
                )
                document.updated_at = self._clock.now()
                revisions.bump(session)
                self._audit.append(session, by, "document.described", document.id, status=document.status)
            count = session.scalar(
                sa.select(sa.func.count()).select_from(PassageRow).where(PassageRow.version_id == version.id)
            )
            self._discard(session, ticket)
            return LoadedDocument(
                document_id=document.id,
                version=version.number,
                state="ready",
                title=document.title,
                kind=document.kind,
                language=as_language(document.language),
                passages=int(count or 0),
                file=document.file,
                same_as=document.file,
            )

    def _open_ticket(self, item: LoadItem) -> _Ticket:
        now = self._clock.now()
        with self._store.write() as session:
            document = session.scalar(sa.select(DocumentRow).where(DocumentRow.file == item.file))
            if document is None:
                document = DocumentRow(
                    id=new_id(),
                    file=item.file,
                    title=item.title or title_of(item.file),
                    kind=item.kind or "news",
                    themes=list(item.themes),
                    language=item.language or "nl",
                    status="draft",
                    shelf="none",
                    created_at=now,
                    updated_at=now,
                )
                session.add(document)
                session.flush()
            highest = session.scalar(
                sa.select(sa.func.max(VersionRow.number)).where(VersionRow.document_id == document.id)
            )
            version = VersionRow(
                id=new_id(),
                document_id=document.id,
                number=(highest or 0) + 1,
                state="waiting",
                request=request_of(item),
                created_at=now,
            )
            session.execute(
                sa.update(VersionRow)
                .where(VersionRow.document_id == document.id, VersionRow.state.not_in(UNDER_WAY))
                .values(request=None)  # what failed before is tried again no more
            )
            session.add(version)
            return _Ticket(document.id, version.id, version.number)

    def pending(self) -> list[str]:
        """Files that were under way when the program stopped."""
        with self._store.read() as session:
            return [file for _, file in session.execute(under_way())]

    def resume(self, by: Person, on_state: Callable[[str, State], None] | None = None) -> list[LoadedDocument]:
        """Go on with them, from the start of each."""
        with self._store.read() as session:
            waiting = list(session.execute(under_way()).tuples())
        done = []
        for version_id, file in waiting:
            loaded = self.run(by, version_id, partial(on_state, file) if on_state else None)
            if loaded is not None:
                done.append(loaded)
        return done

    def _clear_passages(self, ticket: _Ticket) -> None:
        with self._store.write() as session:
            left = list(session.scalars(sa.select(PassageRow).where(PassageRow.version_id == ticket.version_id)))
            session.execute(sa.delete(PassageRow).where(PassageRow.version_id == ticket.version_id))
        self._shelves.drop_vectors(left)

    def check(self, item: LoadItem) -> None:
        """Raises `InputError` for what cannot be right."""
        if item.kind is not None and item.kind not in KINDS:
            raise InputError("library.unknown_kind", value=item.kind)
        if item.status not in STATUSES:
            raise InputError("library.unknown_status", value=item.status)
        check_audience(item.audience)
        if item.valid_from is not None and item.expires is not None and item.expires <= item.valid_from:
            raise InputError("library.window_upside_down", file=item.file)
        if item.embargo_id is not None:
            with self._store.read() as session:
                if session.get(EmbargoRow, item.embargo_id) is None:
                    raise InputError("library.unknown_embargo", value=item.embargo_id)

    def _state(self, ticket: _Ticket, state: State) -> None:
        with self._store.write() as session:
            version = session.get_one(VersionRow, ticket.version_id)
            if version.state == "cancelled":
                raise _Cancelled
            version.state = state

    def _fail(self, ticket: _Ticket, reason: PersonError) -> None:
        self._clear_passages(ticket)
        with self._store.write() as session:
            version = session.get_one(VersionRow, ticket.version_id)
            version.state = "failed"
            version.failure = {
                "key": reason.key,
                "parameters": {name: str(value) for name, value in reason.parameters.items()},
            }

    def _discard(self, session: Session, ticket: _Ticket) -> None:
        session.execute(sa.delete(VersionRow).where(VersionRow.id == ticket.version_id))
        others = session.scalar(
            sa.select(sa.func.count()).select_from(VersionRow).where(VersionRow.document_id == ticket.document_id)
        )
        if not others:
            session.execute(sa.delete(DocumentRow).where(DocumentRow.id == ticket.document_id))


def _silent(_state: State) -> None:
    return


def check_audience(audience: str) -> None:
    if audience not in ("everybody", "ambassadors") and not audience.removeprefix("team:") != audience:
        raise InputError("library.unknown_audience", value=audience)


def failure_of(version: VersionRow) -> PersonError | None:
    if version.failure is None:
        return None
    return InputError(version.failure["key"], **version.failure["parameters"])


def _describe(document: DocumentRow, item: LoadItem, title: str, language: str, text: str, *, first: bool) -> None:
    document.title, document.language = title, language
    document.kind = item.kind or (propose_kind(title, text) if first else document.kind)
    document.themes = list(item.themes) or document.themes
    document.status, document.audience = item.status, item.audience
    document.valid_from, document.expires = item.valid_from, item.expires
    document.embargo_until, document.embargo_id = item.embargo_until, item.embargo_id


def _failed(item: LoadItem, reason: PersonError, ticket: _Ticket | None = None) -> LoadedDocument:
    return LoadedDocument(
        document_id=ticket.document_id if ticket else "",
        version=ticket.number if ticket else 0,
        state="failed",
        title=item.title or item.file,
        kind=item.kind or "",
        language=item.language or "nl",
        passages=0,
        file=item.file,
        failure=reason,
    )


def under_way() -> sa.Select[str, str]:
    """Versions that are not loaded yet, with their file, in the order in which they came."""
    return (
        sa.select(VersionRow.id, DocumentRow.file)
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(VersionRow.request.is_not(None), VersionRow.state.in_(UNDER_WAY))
        .order_by(VersionRow.created_at, VersionRow.number)
    )
