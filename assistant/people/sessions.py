"""Sessions: who is signed in. The cookie's value is known only to the browser; here stands its hash."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from assistant.clock import Clock
from assistant.errors import Unavailable
from assistant.people.accounts import as_person, token_hash
from assistant.people.person import Person
from assistant.store import Store
from assistant.store.tables.people import AccountRow, SessionRow

_log = logging.getLogger(__name__)
_SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True)
class SessionInfo:
    """One place where somebody is signed in. `key` names it and opens nothing."""

    key: str
    device: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    is_this: bool


class Sessions:
    def __init__(self, store: Store, clock: Clock, hours: int, secret: str = "") -> None:
        """With a `secret` nobody who can write to the database can make a session; a new one signs everybody out."""
        self._store = store
        self._clock = clock
        self._lasts = timedelta(hours=hours)
        self._secret = secret.encode()

    def open(self, person: Person, device: str = "") -> str:
        """A new session, always with a new token: one that a stranger planted is worth nothing."""
        token = secrets.token_urlsafe(32)
        now = self._clock.now()
        with self._store.write() as session:
            session.execute(sa.delete(SessionRow).where(SessionRow.expires_at <= now))
            session.add(
                SessionRow(
                    token_hash=self._hash(token),
                    account_id=person.id,
                    device=device[:200],
                    created_at=now,
                    seen_at=now,
                    expires_at=now + self._lasts,
                )
            )
        return token

    def person(self, token: str) -> Person | None:
        """Who is signed in with this token; None when nobody is any more."""
        now = self._clock.now()
        with self._store.read() as session:
            query = sa.select(SessionRow, AccountRow).join(AccountRow, SessionRow.account_id == AccountRow.id)
            found = session.execute(query.where(SessionRow.token_hash == self._hash(token))).first()
        if found is None:
            return None
        row, account = found
        if row.expires_at <= now or account.disabled_at is not None:
            return None
        if now - row.seen_at >= _SEEN_EVERY:
            try:
                self._seen(row.token_hash, now)
            except Unavailable as problem:  # whoever is signed in stays so while the database is busy
                _log.warning("when a session was last seen is not kept: %s", problem)
        return as_person(account)

    def list(self, person: Person, token: str = "") -> list[SessionInfo]:
        """Where this person is signed in, newest first; `token` is the one that asks."""
        now, asking = self._clock.now(), self._hash(token)
        with self._store.read() as session:
            query = sa.select(SessionRow).where(SessionRow.account_id == person.id, SessionRow.expires_at > now)
            rows = session.scalars(query.order_by(SessionRow.created_at.desc())).all()
        return [
            SessionInfo(
                row.token_hash, row.device, row.created_at, row.seen_at, row.expires_at, row.token_hash == asking
            )
            for row in rows
        ]

    def close(self, token: str) -> None:
        with self._store.write() as session:
            session.execute(sa.delete(SessionRow).where(SessionRow.token_hash == self._hash(token)))

    def close_one(self, person: Person, key: str) -> None:
        """End one of one's own sessions, by the key from `list`."""
        with self._store.write() as session:
            own = sa.and_(SessionRow.token_hash == key, SessionRow.account_id == person.id)
            session.execute(sa.delete(SessionRow).where(own))

    def close_all(self, person: Person) -> None:
        """Signed out everywhere."""
        with self._store.write() as session:
            session.execute(sa.delete(SessionRow).where(SessionRow.account_id == person.id))

    def _hash(self, token: str) -> str:
        given = token.encode("utf-8", "surrogatepass")
        return hmac.new(self._secret, given, hashlib.sha256).hexdigest() if self._secret else token_hash(token)

    def _seen(self, key: str, now: datetime) -> None:
        with self._store.write() as session:
            session.execute(sa.update(SessionRow).where(SessionRow.token_hash == key).values(seen_at=now))
