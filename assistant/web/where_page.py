"""The page "Where it stands": one's own texts, what waits, what went out when; holding one, or taking it as a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from assistant.bootstrap import Services
from assistant.errors import PersonError
from assistant.people.person import Person
from assistant.review.release_log import PostLine
from assistant.texts import text
from assistant.web import forms
from assistant.web.forms import NOTHING, Form, Pages, signed_in
from assistant.web.moments import shown

HERE = "/where"
_DONE = ("held", "let_go", "withdrawn")
_READY = ("clear", "approved", "released", "published")


def router(services: Services) -> APIRouter:
    pages = Pages(services, "own.write")
    page = _Page(services)
    pages.show(HERE, page.render)
    pages.take(f"{HERE}/{{post_id}}/hold", page.hold, page.render)
    pages.take(f"{HERE}/{{post_id}}/let-go", page.let_go, page.render)
    pages.take(f"{HERE}/{{post_id}}/withdraw", page.withdraw, page.render)

    @pages.routes.post(f"{HERE}/{{post_id}}/text", response_class=Response)
    def as_file(request: Request, post_id: str) -> Response:
        """The text as a file: a release like any other, so never by a link that another site could put somewhere."""
        person = signed_in(services, request, "own.write")
        try:
            released = services.releases.as_text_file(person, post_id)
        except PersonError as fault:
            return HTMLResponse(page.render(person, {}, fault.text(person.language), NOTHING), 422)
        day = re.sub(r"[^0-9-]", "", released.released_at.date().isoformat())
        return PlainTextResponse(
            released.text,
            headers={
                "content-disposition": f'attachment; filename="boegbeeld-{day}.txt"',
                "cache-control": "no-store",
            },
        )

    return pages.routes


class _Page:
    def __init__(self, services: Services) -> None:
        self._services = services

    def render(self, person: Person, given: Mapping[str, str], fault: str, _: Form) -> str:
        language = person.language
        lines = self._services.release_log.list(person)
        cards = "".join(self._card(one, person) for one in lines)
        if not lines:
            cards = forms.empty(text("where.empty", language), "/write/", text("where.write", language))
        now = self._services.releases.paused()
        paused = ""
        if now is not None:
            words = text("review.paused_because" if now.message else "review.paused", language, message=now.message)
            paused = f'<p class="fault" role="status">{escape(words)}</p>'
        return forms.sheet(
            person,
            text("where.title", language),
            text("where.intro", language),
            f"{paused}{cards}",
            fault=fault,
            done=forms.done(given, "where", language, _DONE),
            at="where",
        )

    def hold(self, person: Person, _: Form, given: Mapping[str, str]) -> str:
        self._services.holds.hold(person, given["post_id"])
        return f"{HERE}?done=held"

    def let_go(self, person: Person, _: Form, given: Mapping[str, str]) -> str:
        self._services.holds.withdraw(person, given["post_id"])
        return f"{HERE}?done=let_go"

    def withdraw(self, person: Person, form: Form, _: Mapping[str, str]) -> str:
        self._services.hand_ins.withdraw(person, form.get("hand_in"))
        return f"{HERE}?done=withdrawn"

    def _card(self, one: PostLine, person: Person) -> str:
        language, zone = person.language, self._services.settings.zone
        state = text(f"where.state.{one.status.state}", language)
        tag = "clear" if one.status.state in _READY else "draft"
        facts = [text("where.edited", language, when=shown(one.updated_at, zone, language))]
        if one.waiting_since is not None:
            facts.append(text("where.waits_since", language, when=shown(one.waiting_since, zone, language)))
        held = f"<p>{escape(text(f'where.hold.{one.hold.state}', language))}</p>" if one.hold is not None else ""
        gone = "".join(
            f"<li>{escape(text('where.went', language, when=shown(out.released_at, zone, language)))}"
            f"{'' if out.is_latest_text else ' · ' + escape(text('where.earlier_text', language))}</li>"
            for out in one.releases
        )
        log = (
            f"<details><summary>{escape(text('where.log', language))}</summary><ul>{gone}</ul></details>"
            if gone
            else ""
        )
        return (
            f'<div class="card" id="post-{one.post_id}"><p><span class="tag {tag}">{escape(state)}</span></p>'
            f"<p>{escape(one.first_words)}</p><p class='calm'><small>{escape(' · '.join(facts))}</small></p>{held}"
            f'<div class="row">{self._buttons(one, person)}</div>{log}</div>'
        )

    def _buttons(self, one: PostLine, person: Person) -> str:
        language, where = person.language, f"{HERE}/{one.post_id}"

        def button(name: str, key: str, inner: str = "") -> str:
            return forms.form(f"{where}/{name}", inner, text(key, language), quiet=True)

        found = []
        if one.status.state in _READY:
            found.append(button("text", "where.as_text"))
        if one.may_be_held:
            found.append(button("hold", "where.hold_it"))
        if one.hold is not None and one.hold.state == "waiting":
            found.append(button("let-go", "where.let_go"))
        if one.waiting_id is not None:
            hidden = f'<input type="hidden" name="hand_in" value="{escape(one.waiting_id)}">'
            found.append(button("withdraw", "where.withdraw", hidden))
        return "".join(found)
