"""Removes what is kept long enough, kind by kind, and records how many of what: never whose."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from assistant.audit import Audit
from assistant.clock import Clock
from assistant.people.accounts import ERASED
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.privacy.erasure import Erasure
from assistant.privacy.kinds import BY_NAME, period
from assistant.settings import Settings
from assistant.store import Store, tallies
from assistant.store.tables.desk import AlertRow, HoldRow, LinkRow, NearMissRow, NotificationRow, SetupRow
from assistant.store.tables.people import AccountRow, InvitationRow, SessionRow, SignInAttemptRow
from assistant.store.tables.posts import ChatRow, CheckRow, DraftRow, PostRow
from assistant.store.tables.review import HandInRow, NoticeRow, ReleaseRow

AT_ONCE = 500
"""Rows of one transaction: nobody who writes waits long."""
_ATTEMPTS_LAST = timedelta(days=1)
_log = logging.getLogger(__name__)
Leave = Callable[[Session, Sequence[str]], None]


@dataclass(frozen=True)
class Removal:
    """Which rows of a table go: by its key, when they are old enough."""

    kind: str
    key: sa.orm.InstrumentedAttribute[str]
    which: sa.ColumnElement[bool]
    leave: Leave | None = None
    """What counts them before they go."""


class Retention:
    def __init__(self, store: Store, clock: Clock, audit: Audit, settings: Settings, erasure: Erasure) -> None:
        self._store, self._clock, self._audit = store, clock, audit
        self._settings, self._erasure = settings, erasure

    def sweep(self, by: Person | None, *, dry_run: bool = False) -> dict[str, int]:
        """Remove what is past its time, and give how many of each kind; `dry_run` only counts.

        Without a person it is the program's own daily round.
        """
        if by is not None:
            require(by, "backup")
        now = self._clock.now()
        found: dict[str, int] = {}
        for removal in self._removals(now):
            number = self._count(removal) if dry_run else self._remove(by, removal)
            found[removal.kind] = found.get(removal.kind, 0) + number
        found["uploads"] = self._uploads(by, now, dry_run)
        found["account"] = self._leavers(by, now, dry_run)
        if not dry_run and any(found.values()):
            self._store.forget_deleted()
        return found

    def _before(self, kind: str, now: datetime) -> datetime | None:
        number = period(BY_NAME[kind], self._settings)
        return None if number is None else now - timedelta(**{BY_NAME[kind].unit: number})

    def _removals(self, now: datetime) -> Iterator[Removal]:
        yield Removal("sessions", SessionRow.token_hash, SessionRow.expires_at <= now)
        used = sa.or_(InvitationRow.expires_at <= now, InvitationRow.used_at.is_not(None))
        yield Removal("sessions", InvitationRow.token_hash, used)
        old = sa.and_(
            SignInAttemptRow.last_at <= now - _ATTEMPTS_LAST,
            sa.or_(SignInAttemptRow.blocked_until.is_(None), SignInAttemptRow.blocked_until <= now),
        )
        yield Removal("sessions", SignInAttemptRow.key, old)
        yield Removal("sessions", LinkRow.account_id, LinkRow.expires_at <= now)
        yield Removal("sessions", SetupRow.token_hash, SetupRow.expires_at <= now)
        if before := self._before("notices", now):
            yield Removal("notices", NoticeRow.id, NoticeRow.created_at <= before)
            yield Removal("notices", AlertRow.id, AlertRow.created_at <= before)
            yield Removal("notices", NotificationRow.id, NotificationRow.created_at <= before)
        if before := self._before("near_misses", now):
            yield Removal("near_misses", NearMissRow.id, NearMissRow.at <= before)
        if before := self._before("checks", now):
            later = aliased(DraftRow)
            newer = sa.exists().where(later.post_id == DraftRow.post_id, later.number > DraftRow.number)
            drafts = sa.select(DraftRow.id).where(newer)
            old = sa.and_(CheckRow.checked_at <= before, CheckRow.draft_id.in_(drafts))
            yield Removal("checks", CheckRow.draft_id, old, tallies.leave_checks)
        if before := self._before("chats", now):
            used_since = sa.exists().where(PostRow.chat_id == ChatRow.id, PostRow.updated_at > before)
            yield Removal("chats", ChatRow.id, sa.and_(ChatRow.updated_at <= before, ~used_since))
        went_out = sa.exists().where(ReleaseRow.post_id == PostRow.id)
        if before := self._before("drafts", now):
            waits = sa.exists().where(HandInRow.post_id == PostRow.id, HandInRow.state == "waiting")
            held = sa.exists().where(HoldRow.post_id == PostRow.id, HoldRow.state == "waiting")
            old = sa.and_(PostRow.updated_at <= before, ~went_out, ~waits, ~held)
            yield Removal("drafts", PostRow.id, old, tallies.leave_posts)
        if before := self._before("posts", now):
            lately = sa.exists().where(ReleaseRow.post_id == PostRow.id, ReleaseRow.released_at > before)
            old = sa.and_(PostRow.updated_at <= before, went_out, ~lately)
            yield Removal("posts", PostRow.id, old, tallies.leave_posts)

    def _count(self, removal: Removal) -> int:
        with self._store.read() as session:
            return session.scalar(sa.select(sa.func.count(removal.key)).where(removal.which)) or 0

    def _remove(self, by: Person | None, removal: Removal) -> int:
        """Piece by piece; each is one transaction with its entry in the record."""
        whole = 0
        while True:
            with self._store.write() as session:
                keys = session.scalars(sa.select(removal.key).where(removal.which).limit(AT_ONCE)).all()
                if not keys:
                    return whole
                if removal.leave is not None:
                    removal.leave(session, keys)
                session.execute(sa.delete(removal.key.class_).where(removal.key.in_(keys), removal.which))
                self._note(session, by, removal.kind, len(keys))
            whole += len(keys)

    def _note(self, session: Session, by: Person | None, kind: str, count: int) -> None:
        self._audit.append(session, by, "privacy.sweep", kind, count=count)

    def _uploads(self, by: Person | None, now: datetime, dry_run: bool) -> int:
        """Files that an upload left: what was read is deleted at once, this is what was broken off."""
        folder, before = self._settings.data / "uploads", self._before("uploads", now)
        if before is None or not folder.is_dir():
            return 0
        old = [entry for entry in folder.iterdir() if _touched(entry) <= before.timestamp()]
        if old and not dry_run:
            for entry in old:
                _delete(entry)
            with self._store.write() as session:
                self._note(session, by, "uploads", len(old))
        return len(old)

    def _leavers(self, by: Person | None, now: datetime, dry_run: bool) -> int:
        before = self._before("account", now)
        if before is None:
            return 0
        gone = sa.and_(AccountRow.disabled_at <= before, ~AccountRow.name.startswith(ERASED, autoescape=True))
        with self._store.read() as session:
            leavers = session.scalars(sa.select(AccountRow.id).where(gone)).all()
        if not dry_run:
            for account_id in leavers:
                with self._store.write() as session:
                    self._erasure.within(session, by, account_id)
        return len(leavers)


def _touched(entry: Path) -> float:
    """When anything in it was last written; never for what is gone meanwhile."""
    try:
        inside = [one.lstat().st_mtime for one in entry.rglob("*")] if entry.is_dir() else []
        return max([entry.lstat().st_mtime, *inside])
    except OSError:
        return float("inf")


def _delete(entry: Path) -> None:
    try:
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink(missing_ok=True)
    except OSError as problem:
        _log.warning("an upload could not be removed: %s", problem.strerror)
