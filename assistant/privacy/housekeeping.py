"""Once a day, in the background: what is kept long enough goes, and the record's newest hash is kept elsewhere."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from assistant import anchors
from assistant.audit import Audit
from assistant.clock import Clock
from assistant.privacy.retention import Retention
from assistant.settings import Settings
from assistant.store import Store
from assistant.store.tables.privacy import ErasureRow, HousekeepingRow

DAY: Final = timedelta(days=1)
SLEPT: Final = timedelta(days=31)
"""Off for longer, or a clock that jumped: the first round only notes the time, and removes nothing."""
LOOK_EVERY = 60.0
"""Seconds between two looks whether something is due, or somebody was erased by another process."""
_log = logging.getLogger(__name__)


class Housekeeping:
    def __init__(
        self,
        store: Store,
        clock: Clock,
        audit: Audit,
        settings: Settings,
        retention: Retention,
        forget: Callable[[], None] = lambda: None,
    ) -> None:
        """`forget` drops what this process remembers of texts, such as vectors of earlier posts."""
        self._store, self._clock, self._audit, self._settings = store, clock, audit, settings
        self._retention, self._forget = retention, forget
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._forgotten: datetime | None = None

    def start(self) -> None:
        """Work from now on in the background. Started twice, it works once."""
        with self._lock:
            if self._thread is None:
                self._stopped.clear()
                self._thread = threading.Thread(target=self._work, name="housekeeping", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        with self._lock:
            thread, self._thread = self._thread, None
        self._stopped.set()
        if thread is not None:
            thread.join()

    def round(self) -> dict[str, Any]:
        """Do now what is due; what came of it, by task. One process does it, whoever is first."""
        done: dict[str, Any] = {}
        if self._is_mine("sweep", wait_after_a_jump=True):
            done["sweep"] = self._do("sweep", lambda: self._retention.sweep(None))
        if self._settings.audit_anchors and self._is_mine("anchor"):
            done["anchor"] = self._do("anchor", self._anchor)
        self.forget_erased()
        return done

    def forget_erased(self) -> bool:
        """Drop what is remembered when somebody was erased since the last look, by whichever process."""
        with self._store.read() as session:
            newest = session.scalar(sa.select(sa.func.max(ErasureRow.at)))
        if newest == self._forgotten:
            return False
        self._forgotten = newest
        self._forget()
        return True

    def last(self, name: str) -> datetime | None:
        """When a task was last done."""
        with self._store.read() as session:
            row = session.get(HousekeepingRow, name)
            return None if row is None else row.at

    def _is_mine(self, name: str, *, wait_after_a_jump: bool = False) -> bool:
        """Whether it is due; then nobody else takes it. A clock that was set back does not stop it for good."""
        now = self._clock.now()
        with self._store.write() as session:
            row = session.get(HousekeepingRow, name)
            if row is None:
                session.add(HousekeepingRow(name=name, at=now))
                return not wait_after_a_jump or self._is_new(now)
            if now - DAY < row.at <= now + DAY:
                return False
            jumped = not timedelta(0) <= now - row.at <= SLEPT
            row.at = now
            return not (wait_after_a_jump and jumped)

    def _is_new(self, now: datetime) -> bool:
        """On a first start there is nothing to remove; a record older than a jump says that the clock moved."""
        at = self._audit.head().at
        return at is None or abs(now - at) <= SLEPT

    def _do(self, name: str, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        try:
            outcome = work()
        except Exception:
            with self._store.write() as session:  # in an hour, not tomorrow
                row = session.get(HousekeepingRow, name)
                if row is not None:
                    row.at = self._clock.now() - DAY + timedelta(hours=1)
            raise
        with self._store.write() as session:
            row = session.get(HousekeepingRow, name)
            if row is not None:
                row.outcome = outcome
        return outcome

    def _anchor(self) -> dict[str, Any]:
        head = self._audit.head()
        anchors.keep(head, self._settings.audit_anchors, self._clock.now())
        return {"number": head.number}

    def _work(self) -> None:
        while not self._stopped.wait(LOOK_EVERY):
            try:
                self.round()
            except Exception:  # noqa: BLE001  (the thread goes on: what failed today is tried again)
                _log.exception("the daily round failed, fault %s", uuid.uuid4().hex[:8])
