"""May this person see this document at this moment? Pure: the one place where that is decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from assistant.clock import Window
from assistant.people.person import OPERATOR, Person


@dataclass(frozen=True)
class Protection:
    """What the embargo record that a document is linked to says."""

    lifts_at: datetime | None
    cancelled_at: datetime | None = None
    knowers: tuple[str, ...] = ()

    def holds(self, at: datetime) -> bool:
        """Protected until it lifts: also before the record's own start, since the document tells the news."""
        if self.cancelled_at is not None and self.cancelled_at <= at:
            return False
        return self.lifts_at is None or at < self.lifts_at


@dataclass(frozen=True)
class Terms:
    """Everything about a document that decides who may see it."""

    status: str
    window: Window = field(default_factory=Window)
    embargo_until: datetime | None = None
    protection: Protection | None = None
    audience: str = "everybody"


def on_open_shelf(terms: Terms, at: datetime) -> bool:
    """Whether any employee may see it now."""
    return terms.audience == "everybody" and _serves(terms, at) and not _embargoed(terms, at)


def visible(terms: Terms, person: Person, at: datetime) -> bool:
    """Whether this person may see it now. Communications keep the library and see all of it."""
    if sees_all(person):
        return True
    if not _serves(terms, at):
        return False
    if _embargoed(terms, at):
        return terms.protection is not None and person.name in terms.protection.knowers
    return in_audience(terms.audience, person)


def answers(terms: Terms, person: Person, at: datetime) -> bool:
    """Whether a search may give it: as `visible`; for communications only what is in force or coming."""
    if terms.status != "approved" or (terms.window.end is not None and terms.window.end <= at):
        return False
    return visible(terms, person, at)


def sees_all(person: Person) -> bool:
    return person is OPERATOR or person.role == "communications"


def in_audience(audience: str, person: Person) -> bool:
    if audience == "everybody":
        return True
    if audience == "ambassadors":
        return person.ambassador
    if audience.startswith("team:"):
        return bool(person.team) and audience.removeprefix("team:") == person.team
    return False


def edges(terms: Terms) -> tuple[datetime, ...]:
    """The instants at which the answer may change."""
    moments = [*terms.window.edges()]
    if terms.embargo_until is not None:
        moments.append(terms.embargo_until)
    if terms.protection is not None:
        moments += [edge for edge in (terms.protection.lifts_at, terms.protection.cancelled_at) if edge is not None]
    return tuple(sorted(moments))


def _serves(terms: Terms, at: datetime) -> bool:
    return terms.status == "approved" and at in terms.window


def _embargoed(terms: Terms, at: datetime) -> bool:
    if terms.embargo_until is not None and at < terms.embargo_until:
        return True
    return terms.protection is not None and terms.protection.holds(at)
