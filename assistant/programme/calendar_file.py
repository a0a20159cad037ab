"""A moment as a calendar file (RFC 5545) that the usual programs open, with its time zone in it."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

from assistant.programme.moments import Moment


def calendar_file(moment: Moment, description: str, domain: str) -> bytes:
    """One event; a later file of the same moment replaces it, and one that was cancelled takes it away."""
    from icalendar import Calendar, Event

    zone = ZoneInfo(moment.zone)
    calendar = Calendar()
    calendar.add("prodid", "-//Boegbeeld//Programme//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if moment.cancelled else "PUBLISH")
    event = Event()
    event.add("uid", f"{moment.id}@{domain or 'boegbeeld.local'}")
    event.add("dtstamp", moment.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", moment.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", moment.starts_at.astimezone(zone))
    event.add("dtend", moment.ends_at.astimezone(zone))
    event.add("sequence", moment.sequence)
    event.add("summary", moment.title)
    event.add("description", description)
    if moment.place:
        event.add("location", moment.place)
    event.add("status", "CANCELLED" if moment.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if moment.cancelled else "OPAQUE")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
