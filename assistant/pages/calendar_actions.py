"""What the Rules page tells of other moments: what is coming, and what a text would meet if it went out then."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import gradio as gr

from assistant.bootstrap import Services
from assistant.checking.calendar import Moment, WhatIf
from assistant.checking.finding import Finding
from assistant.errors import InputError
from assistant.pages.findings_view import card, marked, rule_title, verdict_banner
from assistant.people.person import Person
from assistant.review import evidence
from assistant.texts import Language, text
from assistant.web.html import inert
from assistant.web.moments import read, shown

Updates = dict[str, Any]
_EVIDENCE = ("record_title", "facts", "nearest_public")


class CalendarActions:
    def __init__(self, services: Services) -> None:
        self._services = services

    def coming(self, person: Person) -> Updates:
        """What starts or lifts, soonest first."""
        moments = self._services.calendar.coming(person)
        if not moments:
            return {"coming": f'<div class="empty">{_words("no_moments", person.language)}</div>'}
        rows = "".join(self._row(moment, person.language) for moment in moments)
        return {"coming": f'<ul class="progress">{rows}</ul>'}

    def what_if(self, person: Person, value: str, moment: str, part: str) -> Updates:
        """The check of a text at one moment, or now and at all that are coming."""
        if not value.strip():
            raise InputError("rules_page.no_text")
        try:
            at = read(moment, self._services.settings.zone, part)
        except InputError as problem:
            return _asked(problem, "calendar_which", person)
        outcomes = self._services.calendar.what_if(person, value, None if at is None else [at])
        return {"what_if": "".join(self._outcome(one, person.language) for one in outcomes)}

    def bench(self, person: Person, value: str, moment: str = "", part: str = "asked") -> Updates:
        """Any text, checked as it stands, now or at another moment; nothing of it is kept."""
        language = person.language
        if not value.strip():
            return {"bench_verdict": "", "bench_marked": "", "bench_cards": ""}
        try:
            at = read(moment, self._services.settings.zone, part)
        except InputError as problem:
            return _asked(problem, "bench_which", person)
        at = at or self._services.clock.now()
        result = self._services.checker.check(value, channel="linkedin", at=at)
        cards = [
            card(self._services, number, finding, language) + matched(finding, language)
            for number, finding in enumerate(evidence.visible(person, result.findings), start=1)
        ]
        under = f"{self._when(at, language)} · {result.took_ms.get('whole', 0):.0f} ms"
        return {
            "bench_verdict": verdict_banner(result.verdict, language, under),
            "bench_marked": marked(value, result.findings, language),
            "bench_cards": "".join(cards) or f'<p class="calm">{_words("nothing", language)}</p>',
        }

    def _row(self, moment: Moment, language: Language) -> str:
        what = _words(f"{moment.kind}_{moment.what}", language)
        opens = "".join(f"<br><small>{_words('opens', language)} {inert(name)}</small>" for name in moment.documents)
        when = inert(shown(moment.at, moment.zone or self._services.settings.zone, language))
        return f"<li><strong>{when}</strong><br>{what} {inert(_title(moment, language))}{opens}</li>"

    def _outcome(self, one: WhatIf, language: Language) -> str:
        changes = "; ".join(
            f"{text(f'rules_page.{change.kind}_{change.what}', language)} {_title(change, language)}"
            for change in one.changes
        )
        found = "".join(f"<li>{_found(self._services, finding, language)}</li>" for finding in one.findings)
        when = " · ".join(filter(None, (self._when(one.at, language), changes)))
        return verdict_banner(one.verdict, language, when) + (f"<ul>{found}</ul>" if found else "<p></p>")

    def _when(self, at: datetime, language: Language) -> str:
        return shown(at, self._services.settings.zone, language)


def matched(finding: Finding, language: Language) -> str:
    """What of a record it came near, for whoever may know."""
    lines: list[str] = []
    for name in _EVIDENCE:
        given = finding.evidence.get(name)
        lines += [given] if isinstance(given, str) and given else []
        lines += [str(one) for one in given] if isinstance(given, list | tuple) else []
    if not lines or finding.detector != "embargo":
        return ""
    items = "".join(f"<li>{inert(line)}</li>" for line in lines)
    return f'<div class="evidence"><strong>{_words("matched", language)}</strong><ul>{items}</ul></div>'


def _found(services: Services, finding: Finding, language: Language) -> str:
    quote = f" <q>{inert(finding.quote)}</q>" if finding.quote else ""
    return f"{inert(rule_title(services, finding, language))}{quote}"


def _title(moment: Moment, language: Language) -> str:
    if isinstance(moment.title, str):
        return moment.title
    return moment.title.get(language) or moment.ref


def _asked(problem: InputError, which: str, person: Person) -> Updates:
    """A moment that can mean two things is asked; one that cannot be read is told."""
    if problem.key != "pages.moment.which":
        raise problem
    gr.Warning(problem.text(person.language), title=text("pages.toast.notice", person.language))
    return {which: gr.Radio(visible=True)}


def _words(key: str, language: Language) -> str:
    return inert(text(f"rules_page.{key}", language))
