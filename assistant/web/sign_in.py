"""Signing in and out, the invitation link, and a person's own account: pages that the server writes itself."""

from __future__ import annotations

from html import escape
from typing import Any, Final
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from assistant.bootstrap import Services
from assistant.errors import NotFound, PersonError
from assistant.people import passwords
from assistant.people.person import OPERATOR, Person
from assistant.texts import Language, as_language, text
from assistant.web.html import PAGES, language_form, page
from assistant.web.identity import give_cookie, person_of, take_cookie, token_of

LANGUAGE_COOKIE = "boegbeeld_language"
_SHOWN_AT_ONCE: Final = 6
_ROLES = ("employee", "communications", "manager", "administrator")


def language_of(services: Services, request: Request) -> Language:
    """Of somebody who is not signed in: what they chose here, or what their browser asks for."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    asked = (request.headers.get("accept-language") or "").split(",")[0]
    return as_language(chosen or asked, services.settings.language)


def inside(address: Any) -> str:
    """An address on this server, or the first page."""
    try:
        parts = urlsplit(str(address or ""))
    except ValueError:
        return "/"
    safe = not parts.scheme and not parts.netloc and parts.path.startswith("/") and not parts.path.startswith("//")
    return parts.path if safe and "\\" not in parts.path else "/"


def router(services: Services) -> APIRouter:
    routes = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
    demo = services.settings.demo and services.settings.on_loopback

    def form_page(request: Request, fault: str = "", name: str = "", status: int = 200) -> Response:
        language = language_of(services, request)
        people = services.accounts.list(OPERATOR) if demo else []
        body = _demo_buttons(people, language, request) if people else ""
        to = inside(request.query_params.get("next"))
        if services.settings.openid_issuer:
            body += _provider_button(language, to)
        if services.settings.local_accounts:
            folded = bool(people or services.settings.openid_issuer)
            body += _password_form(language, to, fault, name, folded)
        elif fault:
            body += _fault(fault)
        return HTMLResponse(_sheet(text("pages.sign_in.title", language), body, services, language), status)

    @routes.get("/login")
    def login(request: Request) -> Response:
        if person_of(services, request) is not None:
            return RedirectResponse(inside(request.query_params.get("next")), 303)
        return form_page(request)

    @routes.post("/login")
    async def sign_in(request: Request) -> Response:
        form = await request.form()
        return await run_in_threadpool(_try, request, form)

    def _try(request: Request, form: FormData) -> Response:
        name, password = _word(form, "name"), _word(form, "password")
        address = request.client.host if request.client else ""
        try:
            person = services.accounts.sign_in(name, password, address)
        except PersonError as problem:
            return form_page(request, problem.text(language_of(services, request)), name, 401)
        return signed_in(services, request, person, inside(form.get("next")))

    @routes.post("/login/as/{name}")
    def sign_in_as(request: Request, name: str) -> Response:
        """Only in the demo, on this machine: a person of the sample organisation."""
        person = services.accounts.by_name(name) if demo else None
        if person is None:
            return RedirectResponse("/login", 303)
        return signed_in(services, request, person, "/")

    @routes.post("/logout")
    def sign_out(request: Request) -> Response:
        services.sessions.close(token_of(services.settings, request))
        answer = RedirectResponse("/login", 303)
        take_cookie(services.settings, answer)
        return answer

    @routes.post("/language")
    async def choose_language(request: Request) -> Response:
        chosen = as_language(_word(await request.form(), "language"), services.settings.language)
        person = await run_in_threadpool(person_of, services, request)
        if person is not None:
            await run_in_threadpool(services.accounts.set_language, person, chosen)
        answer = RedirectResponse(_came_from(request), 303)
        answer.set_cookie(LANGUAGE_COOKIE, chosen, max_age=31_536_000, samesite="lax", httponly=True)
        return answer

    @routes.get("/invite/{token}")
    def invited(request: Request, token: str) -> Response:
        return invitation(request, token)

    @routes.post("/invite/{token}")
    async def accept(request: Request, token: str) -> Response:
        password = _word(await request.form(), "password")
        try:
            person = await run_in_threadpool(services.accounts.accept, token, password)
        except PersonError as problem:
            return await run_in_threadpool(invitation, request, token, problem.text(language_of(services, request)))
        return await run_in_threadpool(signed_in, services, request, person, "/")

    def invitation(request: Request, token: str, fault: str = "") -> Response:
        person = services.accounts.invited(token)
        language = person.language if person is not None else language_of(services, request)
        title = text("pages.invite.title", language)
        if person is None:
            body = f"<h1>{escape(title)}</h1>{_fault(NotFound('people.bad_invitation').text(language))}"
            return HTMLResponse(_sheet(title, body, services, language), 404)
        body = (
            f"<h1>{escape(text('pages.invite.welcome', language, name=person.display_name))}</h1>{_fault(fault)}"
            f'<form method="post"><label for="password">{escape(text("pages.invite.password", language))}</label>'
            f"{_new_password()}"
            f'<button class="primary">{escape(text("pages.invite.save", language))}</button></form>'
        )
        return HTMLResponse(_sheet(title, body, services, language), 400 if fault else 200)

    @routes.get("/first/{token}")
    def first(request: Request, token: str) -> Response:
        return setting_up(request, token)

    @routes.post("/first/{token}")
    async def make_first(request: Request, token: str) -> Response:
        form = await request.form()
        words = {name: _word(form, name) for name in ("name", "display_name", "password")}
        language = language_of(services, request)
        try:
            person = await run_in_threadpool(services.first.make, token, **words, language=language)
        except PersonError as problem:
            return await run_in_threadpool(setting_up, request, token, problem.text(language), words["name"])
        return await run_in_threadpool(signed_in, services, request, person, "/accounts")

    def setting_up(request: Request, token: str, fault: str = "", name: str = "") -> Response:
        """The form for the first administrator, for whoever has the link from the console."""
        language = language_of(services, request)
        title = text("pages.first.title", language)
        if not (services.settings.local_accounts and services.first.works(token)):
            body = f"<h1>{escape(title)}</h1>{_fault(text('people.bad_setup_link', language))}"
            return HTMLResponse(_sheet(title, body, services, language), 404)
        body = (
            f"<h1>{escape(title)}</h1><p>{escape(text('pages.first.intro', language))}</p>{_fault(fault)}"
            f'<form method="post"><label for="name">{escape(text("pages.first.name", language))}</label>'
            f'<input id="name" name="name" autocomplete="username" required maxlength="64" value="{escape(name)}">'
            f'<label for="display_name">{escape(text("pages.first.display_name", language))}</label>'
            '<input id="display_name" name="display_name" autocomplete="name" maxlength="120">'
            f'<label for="password">{escape(text("pages.invite.password", language))}</label>{_new_password()}'
            f'<button class="primary">{escape(text("pages.invite.save", language))}</button></form>'
        )
        return HTMLResponse(_sheet(title, body, services, language), 400 if fault else 200)

    return routes


def signed_in(services: Services, request: Request, person: Person, to: str) -> Response:
    """A new session, always with a new cookie; the one there was ends."""
    old = token_of(services.settings, request)
    if old:
        services.sessions.close(old)
    token = services.sessions.open(person, request.headers.get("user-agent", "")[:120])
    answer = RedirectResponse(to, 303)
    give_cookie(services.settings, answer, token)
    return answer


def sorry(services: Services, request: Request, problem: PersonError, status: int) -> Response:
    """Somebody did not get in, with the reason and the way back."""
    language = language_of(services, request)
    title = text("pages.sorry", language)
    body = (
        f"<h1>{escape(title)}</h1>{_fault(problem.text(language))}"
        f'<p><a class="primary" href="/login">{escape(text("pages.sign_in.title", language))}</a></p>'
    )
    return HTMLResponse(_sheet(title, body, services, language), status)


def _provider_button(language: Language, to: str) -> str:
    return (
        f"<h1>{escape(text('pages.sign_in.title', language))}</h1>"
        f'<p><a class="primary" id="openid" href="/login/openid?next={escape(quote(to))}">'
        f"{escape(text('openid.button', language))}</a></p>"
    )


def _new_password() -> str:
    return (
        '<input id="password" name="password" type="password" autocomplete="new-password" required'
        f' minlength="{passwords.MINIMUM}">'
    )


def _came_from(request: Request) -> str:
    try:
        return inside(urlsplit(request.headers.get("referer", "")).path)
    except ValueError:
        return "/"


def _word(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _sheet(title: str, body: str, services: Services, language: Language) -> str:
    organisation = services.settings.organisation
    under = f'<p class="organisation">{escape(organisation)}</p>' if organisation else ""
    crest = '<div class="crest"><img src="/static/logo.svg" alt="" width="64" height="64"><span>Boegbeeld</span></div>'
    about = f'<p><a href="/privacy">{escape(text("privacy.title", language))}</a></p>'
    return page(title, f"{crest}{under}{body}{language_form(language)}{about}", language)


def _demo_buttons(people: list[Any], language: Language, request: Request) -> str:
    groups = ""
    for role in _ROLES:
        buttons = [
            f'<form method="post" action="/login/as/{escape(one.name)}">'
            f'<button class="person" id="as-{escape(one.name)}">'
            f"<strong>{escape(one.display_name)}</strong><span>{escape(', '.join(filter(None, (one.job, one.team))))}"
            "</span></button></form>"
            for one in sorted(people, key=lambda one: one.created_at)
            if one.role == role and one.disabled_at is None
        ]
        shown, more = "".join(buttons[:_SHOWN_AT_ONCE]), "".join(buttons[_SHOWN_AT_ONCE:])
        groups += f'<h2>{escape(text(f"pages.role.{role}", language))}</h2><div class="people">{shown}</div>'
        if more:
            words = escape(text("pages.sign_in.more_people", language))
            groups += f'<details><summary>{words}</summary><div class="people">{more}</div></details>'
    return (
        f"<h1>{escape(text('pages.sign_in.demo_title', language))}</h1>"
        f"<p>{escape(text('pages.sign_in.demo_intro', language))}</p>{groups}"
    )


def _password_form(language: Language, to: str, fault: str, name: str, after_buttons: bool) -> str:
    title = text("pages.sign_in.title", language)
    form = (
        f'{_fault(fault)}<form method="post" action="/login">'
        f'<label for="name">{escape(text("pages.sign_in.name", language))}</label>'
        f'<input id="name" name="name" autocomplete="username" required value="{escape(name)}">'
        f'<label for="password">{escape(text("pages.sign_in.password", language))}</label>'
        '<input id="password" name="password" type="password" autocomplete="current-password" required>'
        f'<input type="hidden" name="next" value="{escape(to)}">'
        f'<button class="primary">{escape(title)}</button></form>'
    )
    if after_buttons:
        opened = " open" if fault else ""
        return (
            f"<details{opened}><summary>{escape(text('pages.sign_in.by_password', language))}</summary>{form}</details>"
        )
    return f"<h1>{escape(title)}</h1>{form}"


def _fault(words: str) -> str:
    return f'<p class="fault" role="alert">{escape(words)}</p>' if words else ""


def first_page(person: Person) -> str:
    """Where somebody starts: managers at their desk, communications at the library, others at their own writing."""
    start = {"communications": "knowledge", "manager": "review"}.get(person.role, PAGES[0][0])
    return f"/{start}/"
