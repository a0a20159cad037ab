"""Checks every open post anew when rules, embargoes or documents changed: in the background, in small pieces.

What is still to do stands in the database itself: a text has a check of the present revision, or it waits for one. So
a restart goes on where it stopped, and another process that does the same work does no harm.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from sqlalchemy.orm import Session

from assistant.audit import Audit
from assistant.checking import calendar
from assistant.checking.finding import CheckResult
from assistant.clock import Clock
from assistant.errors import PersonError
from assistant.people.person import Person
from assistant.review.notices import tell
from assistant.review.open_posts import stale, to_tell
from assistant.store import Store
from assistant.store.revision import current as current_revision
from assistant.store.tables.posts import PostRow
from assistant.store.tables.review import RecheckRow
from assistant.writing import post_check, record
from assistant.writing.post_check import Material

if TYPE_CHECKING:
    from assistant.checking.checker import Checker
    from assistant.people.accounts import Accounts

PIECE = 10
"""Posts of which the outcomes are stored together: the write lock is held for milliseconds."""
ROUNDS = 5
"""How often one run looks again for what changed while it worked."""
POLL = 1.0
STILL = 1.0
"""Seconds without a change before it begins: who loads thirty records makes it work once."""
FIRST_WAIT, LONGEST_WAIT = 30.0, 3600.0
"""Seconds until what failed is tried again; twice as long each time."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Progress:
    state: Literal["idle", "checking"]
    done: int
    total: int
    failed: int
    """Not checked, since a part of the check failed: they stay as they are, and are tried again."""
    told: int
    """Authors who got a notice."""
    revision: int
    """What it was, or is, checked against."""


class Rechecker:
    def __init__(self, store: Store, clock: Clock, checker: Checker, accounts: Accounts) -> None:
        self._store, self._clock, self._checker, self._accounts = store, clock, checker, accounts
        self._audit = Audit(store, clock)
        self._running, self._lock = threading.Lock(), threading.Lock()
        self._stopped, self._woken = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._progress = Progress("idle", 0, 0, 0, 0, 0)
        self._edges: tuple[int, list[datetime]] | None = None

    def start(self) -> None:
        """Work from now on in the background. Started twice, it works once."""
        with self._lock:
            if self._thread is None:
                self._stopped.clear()
                self._thread = threading.Thread(target=self._work, name="recheck", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Finish the post under way and stop; the rest waits for the next start."""
        with self._lock:
            thread, self._thread = self._thread, None
        self._stopped.set()
        self._woken.set()
        if thread is not None:
            thread.join()

    def wake(self) -> None:
        """Look now instead of within a second."""
        self._woken.set()

    def progress(self) -> Progress:
        return self._progress

    def due(self) -> bool:
        """Whether something changed, or started or lifted, since every open post was checked."""
        with self._store.read() as session:
            row = session.get(RecheckRow, 1)
            revision, since = self._state(session, self._clock.now())
            return row is None or row.revision != revision or (since is not None and row.at < since)

    def run(self) -> Progress:
        """Check all that waits, in this thread; gives how it went. One run at a time."""
        return self._run(lambda: False)

    def _run(self, stopped: Callable[[], bool]) -> Progress:
        with self._running:
            self._progress = Progress("checking", 0, 0, 0, 0, 0)
            failed: set[str] = set()
            try:
                for _ in range(ROUNDS):
                    waiting, revision, since = self._waiting(failed)
                    done, total = self._progress.done, self._progress.done + len(waiting)
                    self._progress = replace(self._progress, total=total, revision=revision)
                    for first in range(0, len(waiting), PIECE):
                        failed |= self._piece(waiting[first : first + PIECE], since, stopped)
                        if stopped():
                            return self._progress
                        done = min(done + PIECE, total)
                        self._progress = replace(self._progress, done=done, failed=len(failed))
                    if not waiting:
                        break
                self._finish()
            finally:
                self._progress = replace(self._progress, state="idle")
            return self._progress

    def _state(self, session: Session, now: datetime) -> tuple[int, datetime | None]:
        """The present revision, and the newest instant at which something started or lifted by itself."""
        revision = current_revision(session)
        if self._edges is None or self._edges[0] != revision:
            self._edges = (revision, calendar.edges(session))
        return revision, max((edge for edge in self._edges[1] if edge <= now), default=None)

    def _waiting(self, failed: set[str]) -> tuple[list[str], int, datetime | None]:
        with self._store.read() as session:
            revision, since = self._state(session, self._clock.now())
            return [post for post in stale(session, revision, since) if post not in failed], revision, since

    def _piece(self, post_ids: Sequence[str], since: datetime | None, stopped: Callable[[], bool]) -> set[str]:
        """Check these and keep what came out. Gives the ones that could not be checked."""
        wanted: list[tuple[Person, Material]] = []
        with self._store.read() as session:
            for post_id in post_ids:
                post = session.get(PostRow, post_id)
                found = None if post is None else post_check.material(session, post)
                author = None if post is None else self._accounts.person(post.account_id)
                if found is not None and author is not None:
                    wanted.append((author, found))
        failed: set[str] = set()
        outcomes: list[tuple[Person, Material, CheckResult, datetime]] = []
        for author, material in wanted:
            if stopped():
                break
            at = self._clock.now()
            result = self._check(author, material, at)
            if result is None:
                failed.add(material.post_id)
            else:
                outcomes.append((author, material, result, at))
        told = 0
        if outcomes:
            with self._store.write() as session:
                revision = current_revision(session)  # nobody else writes now: it holds for all of them
                told = sum(
                    self._keep(session, *outcome, since) for outcome in outcomes if outcome[2].revision == revision
                )
        self._progress = replace(self._progress, told=self._progress.told + told)
        return failed

    def _check(self, author: Person, material: Material, at: datetime) -> CheckResult | None:
        """None when it, or a part of it, failed: a hiccup of the machine tells nobody that their text is wrong.

        The old outcome then stays, and counts as outdated everywhere: nothing goes out on it.
        """
        try:
            result = post_check.check(self._checker, author, material, at)
        except PersonError as problem:
            _log.warning("post %s cannot be checked: %s", material.post_id, problem.key)
            return None
        except Exception:  # noqa: BLE001  (one post stops no other; it stays outdated and is tried again)
            _log.exception("post %s was not checked anew, fault %s", material.post_id, uuid.uuid4().hex[:8])
            return None
        return None if any(finding.detector == "check" for finding in result.findings) else result

    def _keep(
        self,
        session: Session,
        author: Person,
        material: Material,
        result: CheckResult,
        at: datetime,
        since: datetime | None,
    ) -> bool:
        """Store it, unless the text moved on, or it was checked meanwhile. True when its author is told."""
        post = session.get(PostRow, material.post_id)
        draft = None if post is None else post_check.latest_draft(session, post.id)
        if post is None or draft is None or (draft.id, draft.text_hash) != (material.draft_id, material.text_hash):
            return False
        if (post.channel, post.language, tuple(post.notes)) != (material.channel, material.language, material.notes):
            return False
        before = post_check.stored(session, draft, result.revision)
        if before is not None and before.current and (since is None or before.checked_at >= since):
            return False
        kind = to_tell(session, draft, before, result, at)
        if post_check.keep(session, material, result, at):
            said = record.entry(session, draft.id, result.verdict, result.revision, result.findings)
            self._audit.append(session, None, "post.check", post.id, **said)
        if kind is None:
            return False
        tell(session, author.id, post.id, kind, at, verdict=result.verdict)
        return True

    def _finish(self) -> None:
        """Note up to where everything was checked; not while anything still waits."""
        with self._store.write() as session:
            now = self._clock.now()
            revision, since = self._state(session, now)
            if stale(session, revision, since):
                return
            row = session.get(RecheckRow, 1) or RecheckRow(id=1)
            row.revision, row.at = revision, now
            session.add(row)

    def _work(self) -> None:
        wait, not_before = FIRST_WAIT, 0.0
        tried: tuple[int, datetime | None] | None = None
        while not self._stopped.is_set():
            try:
                if self.due():
                    state = self._still()
                    if state != tried or time.monotonic() >= not_before:
                        wait = FIRST_WAIT if state != tried else min(wait * 2, LONGEST_WAIT)
                        self._run(self._stopped.is_set)
                        tried, not_before = state, time.monotonic() + wait
            except Exception:  # noqa: BLE001  (the thread goes on: a busy database is no reason to stop for good)
                _log.exception("checking open posts anew failed, fault %s", uuid.uuid4().hex[:8])
                self._stopped.wait(FIRST_WAIT)
            self._woken.wait(POLL)
            self._woken.clear()

    def _still(self) -> tuple[int, datetime | None]:
        """The state once it has not changed for a moment."""
        with self._store.read() as session:
            state = self._state(session, self._clock.now())
        while not self._stopped.wait(STILL):
            with self._store.read() as session:
                now = self._state(session, self._clock.now())
            if now == state:
                break
            state = now
        return state
