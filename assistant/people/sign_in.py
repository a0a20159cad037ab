"""How long somebody waits after failed attempts to sign in: nothing at first, then twice as long each time."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.store.tables.people import SignInAttemptRow

FREE_FOR_NAME = 3
FREE_FOR_ADDRESS = 20
LONGEST = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)


def keys(name_key: str, address: str) -> dict[str, int]:
    """The two things that are counted, with how many failures each may have before it has to wait."""
    return {_key("name", name_key): FREE_FOR_NAME, _key("address", address): FREE_FOR_ADDRESS}


def delay(failures: int, free: int) -> timedelta:
    """1, 2, 4, 8 ... seconds from the first failure above `free`."""
    if failures <= free:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(failures - free - 1, 20)), LONGEST)


def waits(session: Session, counted: dict[str, int], now: datetime) -> timedelta:
    """How long this name or address still has to wait."""
    query = sa.select(SignInAttemptRow).where(SignInAttemptRow.key.in_(counted))
    until = [row.blocked_until for row in session.scalars(query) if row.blocked_until is not None]
    return max([edge - now for edge in until if edge > now], default=timedelta(0))


def count(session: Session, counted: dict[str, int], now: datetime) -> None:
    """Count an attempt as failed, before it is tried: guesses side by side gain nothing."""
    session.execute(sa.delete(SignInAttemptRow).where(SignInAttemptRow.last_at < now - FORGOTTEN_AFTER))
    for key, free in counted.items():
        row = session.get(SignInAttemptRow, key)
        if row is None:
            row = SignInAttemptRow(key=key, failures=0, blocked_until=None, last_at=now)
            session.add(row)
        row.failures += 1
        row.last_at = now
        row.blocked_until = now + delay(row.failures, free)


def forgive(session: Session, name_key: str, address: str) -> None:
    """It was the right password: the name starts afresh, the address gets this one attempt back."""
    session.execute(sa.delete(SignInAttemptRow).where(SignInAttemptRow.key == _key("name", name_key)))
    row = session.get(SignInAttemptRow, _key("address", address))
    if row is not None:
        row.failures = max(0, row.failures - 1)
        row.blocked_until = None


def _key(kind: str, value: str) -> str:
    return f"{kind}:{hashlib.sha256(value.encode('utf-8', 'surrogatepass')).hexdigest()}"
