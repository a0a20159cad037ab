"""The server's other own pages: a source opened, one's account and sessions, the library's files, health."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant.bootstrap import Services
from assistant.people.permissions import may
from assistant.people.person import Person
from assistant.texts import text
from assistant.web.deputies_part import add_deputy, deputies_part, remove_deputy
from assistant.web.devices import device
from assistant.web.forms import Form, Pages
from assistant.web.forms import form as sent_form
from assistant.web.forms import tick as tick_box
from assistant.web.html import page
from assistant.web.identity import person_of, take_cookie, token_of
from assistant.web.moments import shown
from assistant.web.sign_in import first_page


def router(services: Services) -> APIRouter:
    routes = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

    @routes.get("/")
    def home(request: Request) -> Response:
        person = person_of(services, request)
        return RedirectResponse("/login" if person is None else first_page(person), 303)

    @routes.get("/health")
    def health() -> Response:
        """For whoever watches the server: says only that it answers and that its database does."""
        with services.store.read() as session:
            session.connection()
        return JSONResponse({"status": "ok"})

    @routes.get("/source/{passage_id}")
    def source(request: Request, passage_id: str) -> Response:
        """One passage, with where it stands; only for somebody who may see it now."""
        person = person_of(services, request)
        if person is None:
            return RedirectResponse(f"/login?next=/source/{quote(passage_id)}", 303)
        view = services.library.passage(person, passage_id)
        if view is None:
            return _sorry(person, "pages.source.gone", 404)
        place = [view.section] if view.section else []
        if view.page is not None:
            place.append(text("pages.source.page", person.language, page=view.page))
        body = (
            f'<p class="kind">{escape(view.file)}</p><h1>{escape(view.title)}</h1>'
            f'<p class="place">{escape(" · ".join(place))}</p>'
            f'<blockquote class="passage" lang="{view.language}">{escape(view.text)}</blockquote>'
        )
        return HTMLResponse(page(view.title, body, person.language, person=person))

    @routes.get("/not-yours")
    def not_yours(request: Request) -> Response:
        person = person_of(services, request)
        return RedirectResponse("/login", 303) if person is None else _sorry(person, "people.not_allowed", 403)

    @routes.get("/account")
    def account(request: Request) -> Response:
        person = person_of(services, request)
        if person is None:
            return RedirectResponse("/login?next=/account", 303)
        return HTMLResponse(_account(services, person, token_of(services.settings, request)))

    @routes.post("/account/sessions")
    async def end_sessions(request: Request) -> Response:
        person = await run_in_threadpool(person_of, services, request)
        if person is None:
            return RedirectResponse("/login", 303)
        key = str((await request.form()).get("key", ""))
        if key:
            await run_in_threadpool(services.sessions.close_one, person, key)
            return RedirectResponse("/account", 303)
        await run_in_threadpool(services.sessions.close_all, person)
        answer = RedirectResponse("/login", 303)
        take_cookie(services.settings, answer)
        return answer

    own, managing = Pages(services, "own.write"), Pages(services, "review.decide")

    def choose_mail(person: Person, form: Form, _: Mapping[str, str]) -> str:
        services.notifier.choose_mail(person, form.get("mail") == "yes")
        return "/account"

    def deputy(person: Person, form: Form, _: Mapping[str, str]) -> str:
        add_deputy(services, person, form)
        return "/account"

    def no_deputy(person: Person, form: Form, _: Mapping[str, str]) -> str:
        remove_deputy(services, person, form)
        return "/account"

    def again(person: Person, _: Mapping[str, str], fault: str, __: Form) -> str:
        return _account(services, person, "", fault)

    own.take("/account/mail", choose_mail, again)
    managing.take("/account/deputies/add", deputy, again)
    managing.take("/account/deputies/remove", no_deputy, again)
    routes.include_router(own.routes)
    routes.include_router(managing.routes)

    return routes


def _sorry(person: Person, key: str, status: int) -> Response:
    language = person.language
    body = (
        f"<h1>{escape(text('pages.sorry', language))}</h1><p>{escape(text(key, language))}</p>"
        f'<p><a class="primary" href="{first_page(person)}">{escape(text("pages.back", language))}</a></p>'
    )
    return HTMLResponse(page(text("pages.sorry", language), body, language, person=person), status)


def _mail_choice(services: Services, person: Person) -> str:
    """Whether to hear of things by e-mail; nothing where no mail is sent, or there is no address to send it to."""
    ways, language = services.notifier.ways(person), person.language
    if not ways.can_mail:
        return ""
    tick = tick_box("mail", text("pages.account.by_mail", language), on=ways.by_mail)
    return (
        f"<h2>{escape(text('pages.account.hear', language))}</h2>"
        f"{sent_form('/account/mail', tick, text('pages.account.keep', language), quiet=True)}"
    )


def _account(services: Services, person: Person, token: str, fault: str = "") -> str:
    language, zone = person.language, services.settings.zone
    rows = "".join(
        f"<li><span>{escape(device(one.device) or '–')}<br><small>"
        f"{escape(text('pages.account.since', language, when=shown(one.created_at, zone, language)))}"
        f"{' · ' + escape(text('pages.account.this', language)) if one.is_this else ''}</small></span>"
        '<form method="post" action="/account/sessions">'
        f'<input type="hidden" name="key" value="{escape(one.key)}">'
        f"<button>{escape(text('pages.account.end', language))}</button></form></li>"
        for one in services.sessions.list(person, token)
    )
    title = text("pages.account.title", language)
    told = f'<p class="fault" role="alert">{escape(fault)}</p>' if fault else ""
    deputies = deputies_part(services, person, "/account") if may(person, "review.decide") else ""
    who = " · ".join(filter(None, (text(f"pages.role.{person.role}", language), person.team)))
    body = (
        f"<h1>{escape(title)}</h1>{told}<p><strong>{escape(person.display_name)}</strong> ({escape(person.name)})<br>"
        f"{escape(who)}</p><h2>{escape(text('pages.account.sessions', language))}</h2>"
        f'<ul class="sessions">{rows}</ul><form method="post" action="/account/sessions">'
        f"<button>{escape(text('pages.account.end_all', language))}</button></form>"
        f"{_mail_choice(services, person)}{deputies}"
        f'<p><a href="/privacy">{escape(text("privacy.title", language))}</a></p>'
    )
    return page(title, body, language, person=person)
