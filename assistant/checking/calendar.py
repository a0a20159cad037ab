"""The calendar of what may be shared: when something starts or ends to count, and "what if this went out on ..."."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.checking.finding import Finding, Verdict
from assistant.clock import Clock, Window, in_utc, parse_instant
from assistant.errors import InputError
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.store.tables.sharing import EmbargoRow, RuleRow
from assistant.texts import Language
from knowledge.shelves import all_terms
from knowledge.visibility import edges as document_edges

if TYPE_CHECKING:
    from assistant.checking.checker import Checker
    from assistant.checking.embargoes import Embargoes
    from assistant.checking.rule_book import RuleBook
    from knowledge.documents import Library

MOST_INSTANTS = 60
"""Of one "what if": each is a whole check."""


@dataclass(frozen=True)
class Moment:
    """An instant from which something counts, or no longer does."""

    at: datetime
    zone: str
    """In which it was meant; empty where that is not known."""
    what: Literal["starts", "lifts"]
    kind: Literal["embargo", "rule"]
    ref: str
    title: dict[Language, str] | str
    documents: tuple[str, ...] = ()
    """Titles of the documents that become visible when this embargo lifts."""


@dataclass(frozen=True)
class WhatIf:
    """What the check says of a text if it went out at an instant."""

    at: datetime
    verdict: Verdict
    findings: tuple[Finding, ...]
    changes: tuple[Moment, ...] = ()
    """What starts or lifts at exactly this instant."""


class Calendar:
    def __init__(
        self, rule_book: RuleBook, embargoes: Embargoes, library: Library, checker: Checker, clock: Clock
    ) -> None:
        self._rule_book, self._embargoes, self._library = rule_book, embargoes, library
        self._checker, self._clock = checker, clock

    def coming(self, by: Person, *, until: datetime | None = None) -> Sequence[Moment]:
        """What starts or lifts after now, soonest first. For communications: it names every embargo."""
        require(by, "sharing.manage")
        ahead = Window(self._clock.now(), None if until is None else in_utc(until))
        found = [moment for moment in self._moments(by) if moment.at in ahead and moment.at != ahead.start]
        return sorted(found, key=lambda moment: (moment.at, moment.kind, moment.ref, moment.what))

    def what_if(
        self,
        by: Person,
        text: str,
        instants: Iterable[datetime] | None = None,
        *,
        language: Language | None = None,
        channel: str = "linkedin",
    ) -> Sequence[WhatIf]:
        """The verdict if `text` went out at each of these instants; without any, now and at each coming moment.

        For communications only: whoever may try instants learns when an embargo lifts.
        """
        coming = self.coming(by)
        wanted = [self._clock.now(), *(moment.at for moment in coming)] if instants is None else list(instants)
        moments = sorted({in_utc(instant) for instant in wanted})
        if instants is not None and len(moments) > MOST_INSTANTS:
            raise InputError("calendar.too_many_instants", maximum=MOST_INSTANTS)
        outcomes = []
        for at in moments[:MOST_INSTANTS]:
            result = self._checker.check(text, language=language, channel=channel, at=at)
            changes = tuple(moment for moment in coming if moment.at == at)
            outcomes.append(WhatIf(at, result.verdict, result.findings, changes))
        return outcomes

    def _moments(self, by: Person) -> Iterable[Moment]:
        documents: dict[str, list[str]] = {}
        for document in self._library.list(by):
            if document.embargo_id is not None:
                documents.setdefault(document.embargo_id, []).append(document.title)
        for info in self._embargoes.list(by):
            record = info.record
            if info.cancelled_at is not None:
                continue
            if record.window.start is not None:
                yield Moment(record.window.start, record.zone, "starts", "embargo", record.id, record.title)
            if record.window.end is not None:
                opens = tuple(sorted(documents.get(record.id, ())))
                yield Moment(record.window.end, record.zone, "lifts", "embargo", record.id, record.title, opens)
        for rule in (one.rule for one in self._rule_book.list() if one.active):
            if rule.window.start is not None:
                yield Moment(rule.window.start, "", "starts", "rule", rule.id, dict(rule.title))
            if rule.window.end is not None:
                yield Moment(rule.window.end, "", "lifts", "rule", rule.id, dict(rule.title))


def edges(session: Session) -> list[datetime]:
    """Every instant at which a check may come out otherwise though nobody changed a thing, earliest first."""
    found: set[datetime] = set()
    windows = sa.select(EmbargoRow.embargoed_from, EmbargoRow.lifts_at).where(EmbargoRow.cancelled_at.is_(None))
    for window in session.execute(windows):
        found.update(edge for edge in window if edge is not None)
    for body in session.scalars(sa.select(RuleRow.body).where(RuleRow.active)):
        found.update(parse_instant(body[name]) for name in ("valid_from", "valid_until") if body.get(name))
    for terms in all_terms(session).values():
        found.update(document_edges(terms))
    return sorted(found)
