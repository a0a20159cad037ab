"""Pages with forms that the server writes itself: who asks is known, what was typed comes back after a mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from html import escape
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from assistant.bootstrap import Services
from assistant.clock import zone as zone_named
from assistant.errors import InputError, PersonError
from assistant.people.permissions import may
from assistant.people.person import Person
from assistant.texts import Language, text
from assistant.web.html import page
from assistant.web.identity import person_of

Choices = Iterable[tuple[str, str]]
"""Value and words."""


@dataclass(frozen=True)
class Form:
    """What was sent: words by name, several where a name stood more than once, and files."""

    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)

    def get(self, name: str, otherwise: str = "") -> str:
        return self.words.get(name, (otherwise,))[-1]

    def many(self, name: str) -> list[str]:
        return list(self.words.get(name, ()))

    def whole(self, name: str) -> int:
        written = self.get(name).strip()
        if not written.isdecimal() or len(written) > 9:
            raise InputError("forms.bad_number", value=written[:40])
        return int(written)

    def day(self, name: str) -> date | None:
        """The day of a date field; None where it is empty."""
        written = self.get(name).strip()
        if not written:
            return None
        try:
            return date.fromisoformat(written)
        except ValueError:
            raise InputError("forms.bad_day", value=written[:40]) from None

    def moment(self, name: str, zone: str) -> datetime:
        """The instant of a field with day and hour, in a zone."""
        written = self.get(name).strip()
        try:
            local = datetime.fromisoformat(written).replace(tzinfo=zone_named(zone))
        except ValueError:
            raise InputError("forms.bad_day", value=written[:40]) from None
        instant = local.astimezone(UTC)
        if instant.astimezone(local.tzinfo).replace(tzinfo=None) != local.replace(tzinfo=None):
            raise InputError("pages.moment.skipped", value=written[:40])
        return instant


NOTHING = Form()
Work = Callable[[Person, Form, Mapping[str, str]], str]
"""Does what was asked, and says where to go then."""
Again = Callable[[Person, Mapping[str, str], str, Form], str]
"""The page again, with what went wrong and what was typed."""


def signed_in(services: Services, request: Request, action: str) -> Person:
    """Whoever asks, when they may; everybody else is sent elsewhere."""
    person = person_of(services, request)
    if person is None:
        to = f"/login?next={quote(request.url.path)}" if request.method == "GET" else "/login"
        raise HTTPException(303, headers={"Location": to})
    if not may(person, action):
        raise HTTPException(303, headers={"Location": "/not-yours"})
    return person


class Pages:
    """Routes of one part: each for who may do `action`, each fault for people in words."""

    def __init__(self, services: Services, action: str) -> None:
        self.routes = APIRouter(include_in_schema=False)
        self._services = services
        self._action = action

    def show(self, path: str, render: Again) -> None:
        """A page to look at."""

        def endpoint(request: Request) -> Response:
            person = signed_in(self._services, request, self._action)
            return self._rendered(render, person, request, "", NOTHING)

        self.routes.add_api_route(path, endpoint, methods=["GET"], response_class=HTMLResponse)

    def give(self, path: str, make: Callable[[Person, Mapping[str, str]], Response]) -> None:
        """A file to take along."""

        def endpoint(request: Request) -> Response:
            person = signed_in(self._services, request, self._action)
            try:
                return make(person, request.path_params)
            except PersonError as fault:
                return HTMLResponse(_sorry(person, fault), 404)

        self.routes.add_api_route(path, endpoint, methods=["GET"], response_class=Response)

    def take(self, path: str, work: Work, again: Again) -> None:
        """A form that was sent."""

        async def endpoint(request: Request) -> Response:
            person = await run_in_threadpool(signed_in, self._services, request, self._action)
            form = await _read(request)
            return await run_in_threadpool(self._worked, person, request, form, work, again)

        self.routes.add_api_route(path, endpoint, methods=["POST"], response_class=HTMLResponse)

    def _worked(self, person: Person, request: Request, form: Form, work: Work, again: Again) -> Response:
        try:
            return RedirectResponse(work(person, form, request.path_params), 303)
        except PersonError as fault:
            return self._rendered(again, person, request, fault.text(person.language), form, 422)

    def _rendered(
        self, render: Again, person: Person, request: Request, fault: str, form: Form, status: int = 200
    ) -> Response:
        given = {**request.query_params, **request.path_params}
        try:
            return HTMLResponse(render(person, given, fault, form), status)
        except PersonError as missing:
            return HTMLResponse(_sorry(person, missing), 404)


async def _read(request: Request) -> Form:
    words: dict[str, list[str]] = {}
    files: dict[str, tuple[str, bytes]] = {}
    async with request.form(max_files=5, max_fields=500) as sent:
        for name, value in sent.multi_items():
            if isinstance(value, UploadFile):
                if value.filename:
                    files[name] = (value.filename, await value.read())
            else:
                words.setdefault(name, []).append(value.replace("\0", ""))
    return Form(words, files)


def _sorry(person: Person, fault: PersonError) -> str:
    title = text("pages.sorry", person.language)
    body = f"<h1>{escape(title)}</h1><p>{escape(fault.text(person.language))}</p>"
    return page(title, body, person.language, person=person)


def sheet(
    person: Person,
    title: str,
    intro: str,
    body: str,
    *,
    fault: str = "",
    done: str = "",
    tabs: str = "",
    at: str = "",
) -> str:
    """A page of a part: its tabs, what went wrong or well, and what it is about."""
    language = person.language
    said = f'<p class="fault" role="alert">{escape(fault)}</p>' if fault else ""
    if done and not fault:
        said = f'<p class="well" role="status">{escape(done)}</p>'
    inner = f"{tabs}<h1>{escape(title)}</h1><p class='calm'>{escape(intro)}</p>{said}{body}"
    return page(title, inner, language, person=person, wide=True, at=at)


def tabs(label: str, addresses: Choices, current: str) -> str:
    """The pages of one part, the one that is open marked."""
    links = "".join(
        f'<a href="{escape(address)}"{" aria-current=page" if address == current else ""}>{escape(words)}</a>'
        for address, words in addresses
    )
    return f'<nav class="tabs" aria-label="{escape(label)}">{links}</nav>'


def done(given: Mapping[str, str], part: str, language: Language, known: Sequence[str]) -> str:
    """What was done, after a form was sent: `?done=KEY`, one of those that are known."""
    key = given.get("done", "")
    return text(f"{part}.done.{key}", language) if key in known else ""


def line(name: str, label: str, value: str = "", *, hint: str = "", kind: str = "text", **more: Any) -> str:
    """A field of one line."""
    extra = "".join(f' {key.rstrip("_")}="{escape(str(one))}"' for key, one in more.items() if one is not None)
    return _labelled(label, hint, f'<input type="{kind}" name="{name}" value="{escape(value)}"{extra}>')


def area(name: str, label: str, value: str = "", *, hint: str = "", rows: int = 3, most: int = 4000) -> str:
    field_ = f'<textarea name="{name}" rows="{rows}" maxlength="{most}">{escape(value)}</textarea>'
    return _labelled(label, hint, field_)


def choice(name: str, label: str, options: Choices, value: str = "", *, hint: str = "") -> str:
    """One out of a few."""
    inner = "".join(
        f'<option value="{escape(key)}"{" selected" if key == value else ""}>{escape(words)}</option>'
        for key, words in options
    )
    return _labelled(label, hint, f'<select name="{name}">{inner}</select>')


def tick(name: str, label: str, *, on: bool, value: str = "yes", hint: str = "") -> str:
    under = f"<small>{escape(hint)}</small>" if hint else ""
    return (
        f'<label class="tick"><input type="checkbox" name="{name}" value="{escape(value)}"{" checked" if on else ""}>'
        f"<span>{escape(label)}{under}</span></label>"
    )


def file(name: str, label: str, accept: str, *, hint: str = "") -> str:
    return _labelled(label, hint, f'<input type="file" name="{name}" accept="{accept}" required>')


def form(address: str, inner: str, button: str, *, quiet: bool = False, files: bool = False, id_: str = "") -> str:
    """A form with its button; one with files says so."""
    coded = ' enctype="multipart/form-data"' if files else ""
    named = f' id="{escape(id_)}"' if id_ else ""
    kind = "small" if quiet else "primary"
    return (
        f'<form method="post" action="{escape(address)}" class="fields"{coded}{named}>{inner}'
        f'<button class="{kind}">{escape(button)}</button></form>'
    )


def empty(words: str, address: str = "", button: str = "") -> str:
    """An empty page says what to do first."""
    link = f'<br><a class="primary" href="{escape(address)}">{escape(button)}</a>' if address else ""
    return f'<div class="empty">{escape(words)}{link}</div>'


def _labelled(label: str, hint: str, control: str) -> str:
    under = f"<small>{escape(hint)}</small>" if hint else ""
    return f'<label class="field"><span>{escape(label)}</span>{under}{control}</label>'
