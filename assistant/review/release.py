"""The release: the one place that gives out a text, checked again, now, exactly as it stands.

The check runs before the transaction, for it takes time. Inside the transaction stands only what must be true at one
moment: nobody paused, the draft and the state of rules and embargoes are those that were checked, an approval still
holds. What changed in between makes it start over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.audit import Audit
from assistant.checking.finding import CheckResult, Finding, Verdict
from assistant.clock import Clock
from assistant.errors import Conflict, InputError, NotAllowed, PersonError, Unavailable
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.review import composer, decisions
from assistant.review.status import PostStatus, status_of
from assistant.store import Store
from assistant.store.hashing import text_hash
from assistant.store.revision import current as current_revision
from assistant.store.tables.people import AccountRow
from assistant.store.tables.review import DecisionRow, PauseRow, PublicationRow, ReleaseRow
from assistant.writing import post_check, record
from assistant.writing.post_check import Material
from assistant.writing.posts import own

if TYPE_CHECKING:
    from assistant.checking.checker import Checker

ATTEMPTS = 5
FRESH = timedelta(seconds=30)
"""A check older than this at the moment of release is made again: time passes too, not only rules change."""


@dataclass(frozen=True)
class Released:
    """A text that may go out, and where to take it."""

    release_id: str
    text: str
    text_hash: str
    channel: str
    composer_link: str
    released_at: datetime
    verdict: Verdict
    advice: tuple[Finding, ...]
    """What is worth a last look; it stops nothing."""


@dataclass(frozen=True)
class Pause:
    message: str
    since: datetime
    by: str


class NotCleared(PersonError):
    """The text may not go out as it stands. `result` says why, as its author may see it."""

    def __init__(self, key: str, result: CheckResult, **parameters: object) -> None:
        super().__init__(key, **parameters)
        self.result = replace(result, findings=post_check.for_author(result.findings))


class Releases:
    def __init__(self, store: Store, clock: Clock, checker: Checker, audit: Audit) -> None:
        self._store = store
        self._clock = clock
        self._checker = checker
        self._audit = audit

    def as_text_file(self, person: Person, post_id: str) -> Released:
        """Give out the latest draft as a file: the same release, with its own entry in the record each time."""
        with self._store.read() as session:
            channel = own(session, person, post_id).channel
        released = self.release(person, post_id, channel)
        with self._store.write() as session:
            _demand_not_paused(session)
            self._audit.append(
                session, person, "release.text_file", released.release_id, post=post_id, text_hash=released.text_hash
            )
        return released

    def release(self, person: Person, post_id: str, channel: str = "linkedin") -> Released:
        """Give out the latest draft, or raise `NotCleared`, `Unavailable` while paused, or `Conflict`.

        Asked twice for the same text while nothing changed, it is one release.
        """
        for _ in range(ATTEMPTS):
            with self._store.read() as session:
                wanted = post_check.material(session, own(session, person, post_id))
                _demand_not_paused(session)
            if wanted is None or not wanted.text.strip():
                raise InputError("posts.no_text")
            wanted = replace(wanted, channel=channel)
            at = self._clock.now()
            result = post_check.check(self._checker, person, wanted, at)
            with self._store.write() as session:
                if not self._still_true(session, person, wanted, result, at):
                    continue
                post_check.keep(session, wanted, result, at)
                outcome = self._give_out(session, person, wanted, result)
            if isinstance(outcome, NotCleared):
                raise outcome
            return outcome
        raise Conflict("review.changed_meanwhile")

    def published(self, person: Person, post_id: str, address: str = "") -> PostStatus:
        """Its author says that it stands online, and where."""
        address = composer.web_address(address) if address.strip() else ""
        with self._store.write() as session:
            post = own(session, person, post_id)
            query = sa.select(ReleaseRow).where(ReleaseRow.post_id == post.id)
            release = session.scalar(query.order_by(ReleaseRow.released_at.desc(), ReleaseRow.id).limit(1))
            if release is None:
                raise InputError("review.not_released")
            same = sa.select(PublicationRow).where(PublicationRow.release_id == release.id)
            row = session.scalar(same.limit(1))
            if row is None:
                row = PublicationRow(post_id=post.id, release_id=release.id, published_at=self._clock.now())
                session.add(row)
            if row.address != address or row.id is None:
                row.address = address
                session.flush()
                self._audit.append(
                    session,
                    person,
                    "release.published",
                    release.id,
                    address_hash=text_hash(address),
                    text_hash=release.text_hash,
                )
            return status_of(session, post, self._clock.now())

    def pause(self, by: Person, message: str = "") -> None:
        """Stop every release at once; `message` is what people read meanwhile."""
        require(by, "release.pause")
        self._set_pause(by, True, " ".join(message.split())[:500])

    def resume(self, by: Person) -> None:
        require(by, "release.pause")
        self._set_pause(by, False, "")

    def paused(self) -> Pause | None:
        with self._store.read() as session:
            row = session.get(PauseRow, 1)
            return Pause(row.message, row.changed_at, row.changed_by) if row is not None and row.paused else None

    def status(self, person: Person, post_id: str) -> PostStatus:
        """Where this post stands, of the latest draft as it is written now."""
        with self._store.read() as session:
            return status_of(session, own(session, person, post_id), self._clock.now())

    def _still_true(
        self, session: Session, person: Person, wanted: Material, result: CheckResult, checked_at: datetime
    ) -> bool:
        """Whether what was checked is still what there is. Raises when this person may no longer, or all is paused."""
        post = own(session, person, wanted.post_id)
        account = session.get(AccountRow, person.id)
        if account is None or account.disabled_at is not None:
            raise NotAllowed("people.not_allowed")
        _demand_not_paused(session)
        latest = post_check.material(session, post)
        same = latest is not None and replace(latest, channel=wanted.channel) == wanted
        fresh = timedelta(0) <= self._clock.now() - checked_at <= FRESH
        return same and fresh and current_revision(session) == result.revision

    def _give_out(
        self, session: Session, person: Person, wanted: Material, result: CheckResult
    ) -> Released | NotCleared:
        now = self._audit.latest_instant(session)
        decision = decisions.newest_on(session, wanted.post_id, wanted.text_hash)
        if decision is not None and decision.kind == "deny":
            return NotCleared("review.denied_text", result)
        approval = None
        if result.verdict in ("review", "blocked"):
            if not decisions.holds(decision, result.findings, now):
                return NotCleared(_why_not(decision, now), result)
            approval = decision
        row = self._same_release(session, wanted, result) or self._new_release(
            session, person, wanted, result, approval, now
        )
        return Released(
            release_id=row.id,
            text=wanted.text,
            text_hash=wanted.text_hash,
            channel=wanted.channel,
            composer_link=composer.link(wanted.channel, wanted.text),
            released_at=row.released_at,
            verdict=result.verdict,
            advice=post_check.for_author(result.findings),
        )

    def _same_release(self, session: Session, wanted: Material, result: CheckResult) -> ReleaseRow | None:
        query = sa.select(ReleaseRow).where(
            ReleaseRow.post_id == wanted.post_id,
            ReleaseRow.text_hash == wanted.text_hash,
            ReleaseRow.channel == wanted.channel,
            ReleaseRow.revision == result.revision,
            ReleaseRow.verdict == result.verdict,
        )
        return session.scalar(query.limit(1))

    def _new_release(
        self,
        session: Session,
        person: Person,
        wanted: Material,
        result: CheckResult,
        approval: DecisionRow | None,
        now: datetime,
    ) -> ReleaseRow:
        row = ReleaseRow(
            post_id=wanted.post_id,
            draft_id=wanted.draft_id,
            text_hash=wanted.text_hash,
            channel=wanted.channel,
            verdict=result.verdict,
            revision=result.revision,
            decision_id=None if approval is None else approval.id,
            released_at=now,
        )
        session.add(row)
        session.flush()
        self._audit.append(
            session,
            person,
            "release.give_out",
            row.id,
            **record.entry(session, wanted.draft_id, result.verdict, result.revision, result.findings, wanted.channel),
            decision=row.decision_id,
            reason="" if approval is None else approval.reason,
        )
        return row

    def _set_pause(self, by: Person, paused: bool, message: str) -> None:
        with self._store.write() as session:
            row = session.get(PauseRow, 1) or PauseRow(id=1)
            row.paused, row.message, row.changed_by, row.changed_at = paused, message, by.name, self._clock.now()
            session.add(row)
            self._audit.append(session, by, "release.pause" if paused else "release.resume", "releases")


def _demand_not_paused(session: Session) -> None:
    row = session.get(PauseRow, 1)
    if row is not None and row.paused:
        raise Unavailable("review.paused_because" if row.message else "review.paused", message=row.message)


def _why_not(decision: DecisionRow | None, now: datetime) -> str:
    if decision is None or decision.kind != "approve":
        return "review.not_clear"
    lapsed = decision.lapses_at is None or decision.lapses_at <= now
    return "review.approval_lapsed" if lapsed else "review.approval_void"
