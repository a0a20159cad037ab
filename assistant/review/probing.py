"""Somebody who feels around a secret: many different texts near one record slow down, are recorded, and are told.

The prober is told nothing. From then on each of their checks takes as long as the next, whatever stands in the text,
and everybody's checks take whole steps of time, so that a stopwatch tells no more than the answer.
"""

from __future__ import annotations

import logging
import math
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.audit import Audit
from assistant.checking.finding import CheckResult
from assistant.clock import Clock
from assistant.people.permissions import may
from assistant.people.person import Person
from assistant.review import alerts
from assistant.store import Store
from assistant.store.hashing import text_hash
from assistant.store.tables.desk import NearMissRow
from assistant.store.tables.people import AccountRow
from assistant.store.tables.sharing import EmbargoRow

if TYPE_CHECKING:
    from assistant.checking.checker import Checker

FREE: Final = 12
"""Different texts near one record in a day: somebody who works on one post stays under it."""
WINDOW: Final = timedelta(days=1)
KEPT: Final = timedelta(days=7)
STEP: Final = 0.1
"""Seconds: every check takes a whole number of these."""
SLOWEST: Final = 16.0
_log = logging.getLogger(__name__)


class Probing:
    """Counts, per person and record, the different texts that came near."""

    def __init__(self, store: Store, clock: Clock, audit: Audit) -> None:
        self._store, self._clock, self._audit = store, clock, audit

    def note(self, person: Person, text: str, result: CheckResult) -> None:
        """Of this text: which records it came near. Whoever may know a record is not counted against it."""
        refs = {
            finding.ref
            for finding in result.findings
            if finding.detector == "embargo" and person.name not in finding.evidence.get("knowers", ())
        }
        if not refs or not person.id or may(person, "sharing.manage"):
            return
        now, known = self._clock.now(), text_hash(text)
        with self._store.write() as session:
            session.execute(sa.delete(NearMissRow).where(NearMissRow.at < now - KEPT))
            for ref in sorted(refs):
                same = sa.select(NearMissRow).where(
                    NearMissRow.account_id == person.id, NearMissRow.ref == ref, NearMissRow.text_hash == known
                )
                row = session.scalar(same)
                fresh = row is None or row.at < now - WINDOW
                if row is None:
                    session.add(NearMissRow(account_id=person.id, ref=ref, text_hash=known, at=now))
                elif fresh:
                    row.at = now
                session.flush()
                count = _count(session, person.id, ref, now)
                if fresh and count > FREE and (count - 1) % FREE == 0:
                    self._suspect(session, person, ref, count, now)

    def floor(self, person: Person) -> float:
        """Seconds that each check of this person takes from now on: a step, or much more for whoever feels around."""
        now = self._clock.now()
        query = (
            sa.select(sa.func.count())
            .where(NearMissRow.account_id == person.id, NearMissRow.at > now - WINDOW)
            .group_by(NearMissRow.ref)
        )
        with self._store.read() as session:
            worst = max(session.scalars(query), default=0)
        if worst <= FREE:
            return STEP
        return float(min(2.0 ** min(1 + (worst - FREE - 1) // (FREE // 2), 10), SLOWEST))

    def _suspect(self, session: Session, person: Person, ref: str, count: int, now: datetime) -> None:
        self._audit.append(session, None, "probing.suspected", ref, person=person.name, account=person.id, texts=count)
        record = session.get(EmbargoRow, ref)
        contact = "" if record is None else record.contact
        for account in _whom(session, contact, person):
            alerts.tell(session, account.id, "probing", now, person=person.id, ref=ref, count=count)


class PacedChecker:
    """The checker as employees reach it: what comes near a record is counted, and time tells nothing."""

    def __init__(
        self,
        checker: Checker,
        probing: Probing,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._checker, self._probing, self._clock, self._sleep = checker, probing, clock, sleep

    def check(self, text: str, *, person: Person | None = None, **asked: Any) -> CheckResult:
        began = self._clock()
        floor = STEP if person is None else self._floor(person)
        try:
            result = self._checker.check(text, person=person, **asked)
            if person is not None:
                self._note(person, text, result)
            return result
        finally:
            took = self._clock() - began
            self._sleep(max(0.0, math.ceil(took / floor) * floor - took))

    def _floor(self, person: Person) -> float:
        try:
            return self._probing.floor(person)
        except Exception:  # noqa: BLE001  (a check is not lost over this)
            _log.exception("how fast checks go is not known, fault %s", uuid.uuid4().hex[:8])
            return STEP

    def _note(self, person: Person, text: str, result: CheckResult) -> None:
        try:
            self._probing.note(person, text, result)
        except Exception:  # noqa: BLE001  (the outcome of the check stands, whether it could be counted or not)
            _log.exception("a near miss was not counted, fault %s", uuid.uuid4().hex[:8])


def _count(session: Session, account_id: str, ref: str, now: datetime) -> int:
    query = sa.select(sa.func.count()).where(
        NearMissRow.account_id == account_id, NearMissRow.ref == ref, NearMissRow.at > now - WINDOW
    )
    return session.scalar(query) or 0


def _whom(session: Session, contact: str, prober: Person) -> list[AccountRow]:
    """The accounts that the record's contact names; all of communications where it names nobody here."""
    accounts = session.scalars(
        sa.select(AccountRow).where(AccountRow.disabled_at.is_(None), AccountRow.id != prober.id)
    ).all()
    words = f" {' '.join(contact.casefold().replace(',', ' ').replace(';', ' ').split())} "
    named = [
        account
        for account in accounts
        if any(
            f" {known.casefold()} " in words for known in (account.name, account.display_name, account.email) if known
        )
    ]
    return named or [account for account in accounts if account.role == "communications"]
