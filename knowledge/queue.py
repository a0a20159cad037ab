"""Files that wait to be loaded, one after the other in the background: each can be stopped, tried again or let go.

The queue stands in SQL, files and all: who leaves the page, or stops the program, loses nothing.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import defer

from assistant.errors import NotFound, PersonError
from assistant.people.permissions import require
from assistant.people.person import OPERATOR, Person
from assistant.store import Store
from assistant.store.tables.library import DocumentRow, VersionRow
from knowledge.loading import UNDER_WAY, Loader, failure_of, under_way
from knowledge.manifest import unpacked
from knowledge.records import LoadedDocument, LoadItem, Progress

REMEMBERED = 500
"""Outcomes kept in memory for whoever watches."""


class LoadQueue:
    def __init__(self, store: Store, loader: Loader) -> None:
        self._store, self._loader = store, loader
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopped = False
        self._done: OrderedDict[str, LoadedDocument] = OrderedDict()
        self._asked_by: dict[str, Person] = {}

    def add(self, by: Person, items: Iterable[LoadItem]) -> list[Progress]:
        """Keep them and begin; a zip gives one for each file in it. What is refused at once says why."""
        require(by, "library.manage")
        accepted = [progress for item in items for progress in self._accepted(by, item)]
        self.start()
        return accepted

    def _accepted(self, by: Person, item: LoadItem) -> list[Progress]:
        found: list[Progress] = []
        try:
            for one in unpacked(item):
                version_id = self._loader.accept(one)
                self._asked_by[version_id] = by
                found.append(Progress(version_id, one.file, "waiting", again=True))
        except PersonError as reason:
            found.append(Progress("", item.file, "failed", reason))
        return found

    def progress(self, by: Person, version_ids: Sequence[str]) -> list[Progress]:
        """How far these are, in the same order."""
        require(by, "library.manage")
        rows = {row.version_id: row for row in self._rows(VersionRow.id.in_(version_ids))}
        found = []
        for name in version_ids:
            done = self._done.get(name)
            if name in rows:
                found.append(replace(rows[name], loaded=done))
            elif done is not None:  # the same text was there already: nothing was added
                found.append(Progress(name, done.file, done.state, done.failure, done))
        return found

    def unfinished(self, by: Person) -> list[Progress]:
        """Everything that is under way, or did not succeed and can be tried again."""
        require(by, "library.manage")
        return self._rows(VersionRow.request.is_not(None), VersionRow.state != "ready")

    def _rows(self, *where: sa.ColumnElement[bool]) -> list[Progress]:
        columns = sa.select(VersionRow, DocumentRow.file, VersionRow.request.is_not(None)).options(
            defer(VersionRow.text), defer(VersionRow.request)
        )
        query = columns.join(DocumentRow, DocumentRow.id == VersionRow.document_id).where(*where)
        with self._store.read() as session:
            return [
                Progress(row.id, file, row.state, failure_of(row), again=held)  # type: ignore[arg-type]
                for row, file, held in session.execute(query.order_by(VersionRow.created_at, VersionRow.number))
            ]

    def cancel(self, by: Person, version_id: str) -> None:
        """Stop it, at once or before it is made to answer."""
        require(by, "library.manage")
        self._loader.give_up(version_id)

    def retry(self, by: Person, version_id: str) -> None:
        """Once more, with the file as it was handed over. Raises `NotFound` when it is not there any more."""
        require(by, "library.manage")
        with self._store.write() as session:
            version = session.get(VersionRow, version_id)
            if version is None or version.request is None:
                raise NotFound("library.no_file_left")
            if version.state in ("failed", "cancelled"):
                version.state, version.failure = "waiting", None
        self._asked_by[version_id] = by
        self._done.pop(version_id, None)
        self.start()

    def forget(self, by: Person, version_id: str) -> None:
        """Let go of a file that did not succeed; its document too, when it never had a version that answered."""
        require(by, "library.manage")
        with self._store.write() as session:
            version = session.get(VersionRow, version_id)
            if version is None or version.state in (*UNDER_WAY, "ready"):
                return
            document = session.get_one(DocumentRow, version.document_id)
            session.delete(version)
            session.flush()
            left = session.scalar(
                sa.select(sa.func.count()).select_from(VersionRow).where(VersionRow.document_id == document.id)
            )
            if not left:
                session.delete(document)

    def start(self) -> None:
        """Work until nothing waits. Called twice, it works once."""
        with self._lock:
            if not self._stopped and self._thread is None and self._next() is not None:
                self._thread = threading.Thread(target=self._work, name="loading", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Finish the file under way; the rest waits for the next start."""
        with self._lock:
            self._stopped = True
            thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        while True:
            with self._lock:
                version_id = None if self._stopped else self._next()
                if version_id is None:
                    self._thread = None
                    return
            loaded = self._loader.run(self._asked_by.pop(version_id, OPERATOR), version_id)
            if loaded is not None:
                self._done[version_id] = loaded
                while len(self._done) > REMEMBERED:
                    self._done.popitem(last=False)

    def _next(self) -> str | None:
        with self._store.read() as session:
            return session.scalar(under_way().with_only_columns(VersionRow.id).limit(1))
