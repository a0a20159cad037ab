"""Holding a text until an embargo lifts: it waits, is checked when the moment is there, and its author is told.

It never posts by itself, and what it waits for is not shown: when the moment is there, it is no secret any more.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.audit import Audit
from assistant.checking.finding import Finding, Verdict
from assistant.clock import Clock
from assistant.errors import Conflict, InputError, NotFound, PersonError
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.review import decisions
from assistant.review.notices import tell
from assistant.store import Store
from assistant.store.revision import current as current_revision
from assistant.store.tables.desk import HoldRow
from assistant.store.tables.posts import PostRow
from assistant.store.tables.sharing import EmbargoRow
from assistant.writing import post_check
from assistant.writing.posts import own

if TYPE_CHECKING:
    from assistant.checking.checker import Checker
    from assistant.people.accounts import Accounts

State = Literal["waiting", "ready", "stopped", "changed", "withdrawn"]
AT_ONCE = 20
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Hold:
    id: str
    post_id: str
    state: State
    created_at: datetime
    settled_at: datetime | None


class Holds:
    def __init__(
        self,
        store: Store,
        clock: Clock,
        checker: Checker,
        accounts: Accounts,
        audit: Audit,
        asked: Checker | None = None,
    ) -> None:
        """`asked` checks for whoever asks to hold, and counts; `checker` when the moment is there."""
        self._store, self._clock, self._checker = store, clock, checker
        self._accounts, self._audit, self._asked = accounts, audit, asked or checker

    def hold(self, person: Person, post_id: str) -> Hold:
        """Let the latest draft wait; only where an embargo alone stands in its way, or an approval covers the rest.

        Asked twice for the same text, it is one hold.
        """
        with self._store.read() as session:
            wanted = post_check.material(session, own(session, person, post_id))
        if wanted is None or not wanted.text.strip():
            raise InputError("posts.no_text")
        at = self._clock.now()
        result = post_check.check(self._asked, person, wanted, at)
        with self._store.write() as session:
            own(session, person, post_id)
            latest = post_check.latest_draft(session, post_id)
            if latest is None or latest.text_hash != wanted.text_hash or current_revision(session) != result.revision:
                raise Conflict("review.changed_meanwhile")
            embargoes = [finding for finding in result.findings if finding.detector == "embargo"]
            if not embargoes:
                raise InputError("hold.nothing_to_wait_for")
            if not _only_waits(session, post_id, wanted.text_hash, result.findings, at):
                raise InputError("hold.something_else")
            row = _waiting(session, post_id)
            if row is not None and row.text_hash == wanted.text_hash:
                return _hold(row)
            if row is not None:
                row.state, row.settled_at = "changed", at
            row = HoldRow(
                post_id=post_id,
                account_id=person.id,
                text_hash=wanted.text_hash,
                state="waiting",
                due=_due(session, embargoes),
                revision=result.revision,
                created_at=at,
                settled_at=None,
            )
            session.add(row)
            session.flush()
            self._audit.append(session, person, "hold.begin", row.id, post=post_id, text_hash=wanted.text_hash)
            return _hold(row)

    def withdraw(self, person: Person, post_id: str) -> None:
        """It need not wait any longer."""
        with self._store.write() as session:
            own(session, person, post_id)
            row = _waiting(session, post_id)
            if row is None:
                raise NotFound("hold.not_found")
            row.state, row.settled_at = "withdrawn", self._clock.now()
            self._audit.append(session, person, "hold.withdraw", row.id, post=post_id, text_hash=row.text_hash)

    def mine(self, person: Person) -> dict[str, Hold]:
        """The newest hold of each of one's own posts."""
        require(person, "own.write")
        query = sa.select(HoldRow).where(HoldRow.account_id == person.id).order_by(HoldRow.created_at, HoldRow.id)
        with self._store.read() as session:
            return {row.post_id: _hold(row) for row in session.scalars(query)}

    def settle(self) -> int:
        """Look at what waits: gone on writing, the moment there, or rules and records changed. Gives how many were."""
        now = self._clock.now()
        with self._store.read() as session:
            revision = current_revision(session)
            due = sa.or_(HoldRow.due <= now, HoldRow.revision != revision)
            query = sa.select(HoldRow.id).where(HoldRow.state == "waiting", due).order_by(HoldRow.created_at)
            waiting = list(session.scalars(query.limit(AT_ONCE)))
        return sum(self._settle(hold_id) for hold_id in waiting)

    def _settle(self, hold_id: str) -> bool:
        """Check one text now, and say what became of it."""
        with self._store.read() as session:
            row = session.get(HoldRow, hold_id)
            post = None if row is None else session.get(PostRow, row.post_id)
            wanted = None if post is None else post_check.material(session, post)
            person = None if row is None else self._accounts.person(row.account_id)
        if row is None or wanted is None or person is None or wanted.text_hash != row.text_hash:
            return self._end(hold_id, "changed")
        at = self._clock.now()
        try:
            result = post_check.check(self._checker, person, wanted, at)
        except PersonError as problem:
            _log.warning("held post %s cannot be checked: %s", row.post_id, problem.key)
            return False
        except Exception:  # noqa: BLE001  (it waits on, and is tried again)
            _log.exception("held post %s was not checked, fault %s", row.post_id, uuid.uuid4().hex[:8])
            return False
        with self._store.write() as session:
            current = session.get(HoldRow, hold_id)
            latest = post_check.latest_draft(session, wanted.post_id)
            if current is None or current.state != "waiting" or current_revision(session) != result.revision:
                return False
            if latest is None or latest.text_hash != wanted.text_hash:
                current.state, current.settled_at = "changed", at
                return True
            if any(finding.is_failure for finding in result.findings):
                return False
            post_check.keep(session, wanted, result, at)
            if _free(session, wanted.post_id, wanted.text_hash, result.verdict, result.findings, at):
                self._say(session, current, person, "ready", at)
            elif not _only_waits(session, wanted.post_id, wanted.text_hash, result.findings, at):
                self._say(session, current, person, "stopped", at)
            else:
                current.due = _due(session, [one for one in result.findings if one.detector == "embargo"])
            current.revision = result.revision
        return True

    def _say(self, session: Session, row: HoldRow, person: Person, state: State, at: datetime) -> None:
        row.state, row.settled_at = state, at
        tell(session, person.id, row.post_id, "hold_ready" if state == "ready" else "hold_stopped", at)
        self._audit.append(session, None, f"hold.{state}", row.id, post=row.post_id, text_hash=row.text_hash)

    def _end(self, hold_id: str, state: State) -> bool:
        with self._store.write() as session:
            row = session.get(HoldRow, hold_id)
            if row is not None and row.state == "waiting":
                row.state, row.settled_at = state, self._clock.now()
        return True


def _waiting(session: Session, post_id: str) -> HoldRow | None:
    return session.scalar(sa.select(HoldRow).where(HoldRow.post_id == post_id, HoldRow.state == "waiting"))


def _free(
    session: Session, post_id: str, text_hash: str, verdict: Verdict, findings: Sequence[Finding], at: datetime
) -> bool:
    decision = decisions.newest_on(session, post_id, text_hash)
    if decision is not None and decision.kind == "deny":
        return False
    return verdict in ("clear", "advice") or decisions.holds(decision, findings, at)


def _only_waits(session: Session, post_id: str, text_hash: str, findings: Sequence[Finding], at: datetime) -> bool:
    """Whether embargoes are all that stands in the way; what an approval covers does not stand in it."""
    decision = decisions.newest_on(session, post_id, text_hash)
    if decision is not None and decision.kind == "deny":
        return False
    others = [one for one in findings if one.detector != "embargo" and one.severity != "advice"]
    return not others or decisions.holds(decision, others, at)


def _due(session: Session, embargoes: Sequence[Finding]) -> datetime | None:
    """When the last of these lifts; None while one of them has no end yet."""
    ends = []
    for finding in embargoes:
        record = session.get(EmbargoRow, str(finding.evidence.get("record_id", finding.ref)))
        if record is None or record.lifts_at is None:
            return None
        ends.append(record.lifts_at)
    return max(ends)


def _hold(row: HoldRow) -> Hold:
    return Hold(row.id, row.post_id, cast(State, row.state), row.created_at, row.settled_at)
