"""Time: instants are UTC, windows are half-open, and code asks a `Clock` what time it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from assistant.errors import InputError


class Clock(Protocol):
    """Where the time comes from. Only `SystemClock` reads the machine's."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is told to move: for tests and for "what if this went out on ..."."""

    def __init__(self, instant: datetime) -> None:
        self._now = in_utc(instant)

    def now(self) -> datetime:
        return self._now

    def move(self, by: timedelta) -> None:
        self._now += by

    def set(self, instant: datetime) -> None:
        self._now = in_utc(instant)


@dataclass(frozen=True)
class Window:
    """The time from `start` up to, not including, `end`; `None` is open on that side."""

    start: datetime | None = None
    end: datetime | None = None

    def __contains__(self, instant: datetime) -> bool:
        return (self.start is None or self.start <= instant) and (self.end is None or instant < self.end)

    def edges(self) -> tuple[datetime, ...]:
        """The instants at which the answer of `in` changes, earliest first."""
        return tuple(edge for edge in (self.start, self.end) if edge is not None)


def in_utc(instant: datetime) -> datetime:
    """The same instant in UTC. Raises `InputError` for a time without a zone: it is never guessed."""
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise InputError("time.no_zone", value=instant.isoformat())
    return instant.astimezone(UTC)


def parse_instant(value: str) -> datetime:
    """An ISO 8601 instant with an offset ("2026-12-01T09:00:00+01:00") as UTC.

    Raises `InputError` when it cannot be read or has no offset.
    """
    try:
        instant = datetime.fromisoformat(value.strip())
    except ValueError:
        raise InputError("time.unreadable", value=value) from None
    return in_utc(instant)


def zone(name: str) -> ZoneInfo:
    """The IANA zone called `name`. Raises `InputError` when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise InputError("time.unknown_zone", value=name) from None
