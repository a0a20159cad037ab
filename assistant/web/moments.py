"""Instants as people read and write them: in the organisation's zone, with its name, never guessed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from assistant.clock import zone as zone_named
from assistant.errors import InputError
from assistant.texts import Language, text

_WRITTEN: Final = re.compile(
    r"(?P<day>\d{1,2})[/.\-](?P<month>\d{1,2})[/.\-](?P<year>\d{4})(?:[ T]+(?P<hour>\d{1,2})[:uh.](?P<minute>\d{2}))?"
    r"|(?P<iso>\d{4}-\d{2}-\d{2})(?:[ T]+(?P<ihour>\d{1,2}):(?P<iminute>\d{2})(?::\d{2})?)?"
)
_BARE: Final = frozenset({(0, 0), (12, 0), (24, 0)})
PART_OF_DAY: Final = ("asked", "start", "noon", "end")


def shown(instant: datetime | None, zone: str, language: Language) -> str:
    """An instant for reading: "3 dec. 2026, 09:00 (Europe/Brussels)"."""
    if instant is None:
        return text("pages.moment.none", language)
    local = instant.astimezone(zone_named(zone))
    month = text(f"pages.month.m{local.month}", language)
    return f"{local.day} {month} {local.year}, {local:%H:%M} ({zone})"


def written(instant: datetime | None, zone: str) -> str:
    """An instant as it stands in a field, ready to be read back by `read`."""
    return "" if instant is None else f"{instant.astimezone(zone_named(zone)):%d/%m/%Y %H:%M}"


def read(value: str, zone: str, part: str = "asked") -> datetime | None:
    """The instant somebody wrote in the organisation's zone; None for an empty field.

    A day without an hour, midnight and bare 12:00 can mean two things: then `part` must say which, or it is asked.
    """
    value = value.strip()
    if not value:
        return None
    found = _WRITTEN.fullmatch(value)
    if found is None:
        raise InputError("pages.moment.unreadable", value=value[:40])
    day, hour, minute = _fields(found)
    try:
        whole_day = datetime(*day, tzinfo=zone_named(zone))
    except ValueError:
        raise InputError("pages.moment.unreadable", value=value[:40]) from None
    if hour is None or (hour, minute) in _BARE:
        return _meant(whole_day, value, part)
    if hour > 23 or minute > 59:
        raise InputError("pages.moment.unreadable", value=value[:40])
    return _real(whole_day.replace(hour=hour, minute=minute), value)


def _fields(found: re.Match[str]) -> tuple[tuple[int, int, int], int | None, int]:
    if found["iso"]:
        year, month, day = (int(part) for part in found["iso"].split("-"))
        hour, minute = found["ihour"], found["iminute"]
    else:
        year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
        hour, minute = found["hour"], found["minute"]
    return (year, month, day), None if hour is None else int(hour), int(minute or 0)


def _meant(day: datetime, value: str, part: str) -> datetime:
    if part == "start":
        return _real(day, value)
    if part == "noon":
        return _real(day.replace(hour=12), value)
    if part == "end":
        return _real(day + timedelta(days=1), value)
    raise InputError("pages.moment.which", value=value[:40])


def _real(local: datetime, value: str) -> datetime:
    """In UTC. Raises `InputError` for an hour that the clock skips in spring, or shows twice in autumn."""
    instant = local.astimezone(UTC)
    if instant.astimezone(local.tzinfo).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise InputError("pages.moment.skipped", value=value[:40])
    if local.replace(fold=1).utcoffset() != local.utcoffset():
        raise InputError("pages.moment.twice", value=value[:40])
    return instant
