"""The page "In safe hands": stop every release at once, what keepers are to know, and the record for whoever may."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from assistant.bootstrap import Services
from assistant.people.permissions import may, require
from assistant.people.person import Person
from assistant.texts import text
from assistant.web import forms
from assistant.web.forms import Form, Pages, signed_in
from assistant.web.moments import shown

HERE = "/safety"
_DONE = ("paused", "resumed", "read")
_MOST_PROBLEMS = 20


def router(services: Services) -> APIRouter:
    pages = Pages(services, "release.pause")
    page = _Page(services)
    pages.show(HERE, page.render)
    pages.take(f"{HERE}/pause", page.pause, page.render)
    pages.take(f"{HERE}/resume", page.resume, page.render)
    pages.take(f"{HERE}/alerts/read", page.read, page.render)

    @pages.routes.get("/audit.jsonl")
    def export(request: Request) -> Response:
        """Every entry, oldest first, for an auditor. That it was taken along stands in the record itself."""
        person = signed_in(services, request, "audit.read")
        with services.store.write() as session:
            services.audit.append(session, person, "audit.export", "audit")
        return StreamingResponse(
            _lines(services),
            media_type="application/x-ndjson",
            headers={
                "content-disposition": 'attachment; filename="boegbeeld-audit.jsonl"',
                "cache-control": "no-store",
            },
        )

    return pages.routes


class _Page:
    def __init__(self, services: Services) -> None:
        self._services = services

    def render(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        language = person.language
        record = self._record(person, given) if may(person, "audit.read") else ""
        return forms.sheet(
            person,
            text("safety.title", language),
            text("safety.intro", language),
            f"{self._pause(person, form)}{self._alerts(person)}{record}",
            fault=fault,
            done=forms.done(given, "safety", language, _DONE),
            at="safety",
        )

    def pause(self, person: Person, form: Form, _: Mapping[str, str]) -> str:
        self._services.releases.pause(person, form.get("message"))
        return f"{HERE}?done=paused"

    def resume(self, person: Person, _: Form, __: Mapping[str, str]) -> str:
        self._services.releases.resume(person)
        return f"{HERE}?done=resumed"

    def read(self, person: Person, form: Form, _: Mapping[str, str]) -> str:
        self._services.alerts.read(person, form.get("alert"))
        return f"{HERE}?done=read"

    def _pause(self, person: Person, form: Form) -> str:
        language = person.language
        now = self._services.releases.paused()
        if now is None:
            field = forms.area("message", text("safety.message", language), form.get("message"), rows=2, most=500)
            return (
                f'<div class="card" id="pause"><h2>{escape(text("safety.open", language))}</h2>'
                f"<p>{escape(text('safety.pause_intro', language))}</p>"
                f"{forms.form(f'{HERE}/pause', field, text('safety.pause', language))}</div>"
            )
        since = text(
            "safety.since", language, name=now.by, when=shown(now.since, self._services.settings.zone, language)
        )
        words = f"<blockquote>{escape(now.message)}</blockquote>" if now.message else ""
        return (
            f'<div class="card" id="pause"><h2>{escape(text("safety.stopped", language))}</h2>'
            f"<p>{escape(since)}</p>{words}{forms.form(f'{HERE}/resume', '', text('safety.resume', language))}</div>"
        )

    def _alerts(self, person: Person) -> str:
        language, zone = person.language, self._services.settings.zone
        rows = ""
        for one in self._services.alerts.mine(person):
            hidden = f'<input type="hidden" name="alert" value="{escape(one.id)}">'
            seen = text("safety.seen", language)
            button = forms.form(f"{HERE}/alerts/read", hidden, seen, quiet=True) if one.read_at is None else ""
            rows += (
                f"<li><span>{escape(one.text)}<br>"
                f'<small class="calm">{escape(shown(one.created_at, zone, language))}</small></span>{button}</li>'
            )
        listed = f'<ul class="sessions">{rows}</ul>' if rows else f"<p>{escape(text('safety.calm', language))}</p>"
        return f"<h2 class='part' id='alerts'>{escape(text('safety.alerts', language))}</h2>{listed}"

    def _record(self, person: Person, given: Mapping[str, str]) -> str:
        language = person.language
        outcome = self._verified(person) if given.get("verify") else ""
        head = self._services.audit.head()
        return (
            f"<h2 class='part' id='record'>{escape(text('safety.record', language))}</h2>"
            f"<p>{escape(text('safety.record_intro', language, count=head.number))}</p>{outcome}"
            f'<div class="row"><a class="small" id="verify" href="{HERE}?verify=1#record">'
            f"{escape(text('safety.verify', language))}</a>"
            f'<a class="small" id="export" href="/audit.jsonl" download>{escape(text("safety.export", language))}</a>'
            f"</div><p><small class='calm'>{escape(text('safety.head', language))}</small></p>"
            f'<pre class="copy" id="head">{head.number}:{head.hash}</pre>'
        )

    def _verified(self, person: Person) -> str:
        require(person, "audit.read")
        problems = self._services.audit.verify()
        if not problems:
            return f'<p class="well" role="status">{escape(text("safety.whole", person.language))}</p>'
        items = "".join(f"<li>{escape(one.text(person.language))}</li>" for one in problems[:_MOST_PROBLEMS])
        count = escape(text("safety.broken", person.language, count=len(problems)))
        return f'<div class="fault" role="alert"><p>{count}</p><ul>{items}</ul></div>'


def _lines(services: Services) -> Iterator[str]:
    for entry in services.audit.export():
        yield json.dumps(entry, ensure_ascii=False) + "\n"
