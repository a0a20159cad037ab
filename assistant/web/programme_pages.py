"""Addresses of the programme outside Gradio: for every employee to join or leave, the agreements, files and the map."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from assistant.bootstrap import Services
from assistant.errors import InputError, NotAllowed, NotFound, PersonError
from assistant.people.person import Person
from assistant.programme.inventory import About
from assistant.texts import text
from assistant.web import audience_map, goal_plot
from assistant.web import programme_view as view
from assistant.web.html import page
from assistant.web.identity import person_of

_SVG: Final = "image/svg+xml"
SAID: Final = {
    "welcome": "ambassador.page.welcome",
    "stopped": "ambassador.page.stopped",
    "saved": "ambassador.page.saved",
    "forgotten": "ambassador.page.forgotten",
    "sent": "agreements.sent",
}


def router(services: Services) -> APIRouter:
    routes = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
    programme = services.programme

    def ambassador_page(request: Request, person: Person, fault: str = "", status: int = 200) -> Response:
        language = person.language
        body = view.ambassador(
            person,
            programme.ambassadors.standing(person),
            programme.inventory.told(person),
            programme.ambassadors.text(language),
            [(theme.id, theme.title[language]) for theme in services.themes.list()],
            [(one.id, one.name) for one in programme.audiences.list(person)],
            services.settings.zone,
            _said(request, person),
            fault,
        )
        title = text("pages.nav.ambassador", language)
        return HTMLResponse(page(title, body, language, person=person, at="ambassador"), status)

    def agreements_page(request: Request, person: Person, fault: str = "", status: int = 200) -> Response:
        language, zone = person.language, services.settings.zone
        read, own = programme.agreements.read(person), programme.agreements.own(person)
        body = view.agreements(read, own, zone, language, _said(request, person), fault)
        title = text("agreements.title", language)
        return HTMLResponse(page(title, body, language, person=person, at="agreements"), status)

    @routes.get("/ambassador")
    def ambassador(request: Request) -> Response:
        person = person_of(services, request)
        return _to_login("/ambassador") if person is None else ambassador_page(request, person)

    @routes.get("/agreements")
    def agreements(request: Request) -> Response:
        person = person_of(services, request)
        return _to_login("/agreements") if person is None else agreements_page(request, person)

    def acted(request: Request, form: FormData, act: Callable[[Person, FormData], str], again: Any) -> Response:
        """Do what a form asks, for whoever is signed in; what is wrong is said on the page itself."""
        person = person_of(services, request)
        if person is None:
            return RedirectResponse("/login", 303)
        try:
            to = act(person, form)
        except PersonError as problem:
            answer: Response = again(request, person, problem.text(person.language), 400)
            return answer
        return RedirectResponse(to, 303)

    def join(person: Person, form: FormData) -> str:
        if form.get("agree") != "yes":
            raise InputError("ambassador.page.must_agree")
        programme.ambassadors.join(person)
        return "/ambassador?said=welcome"

    def leave(person: Person, form: FormData) -> str:
        programme.ambassadors.leave(person)
        return "/ambassador?said=stopped"

    def tell(person: Person, form: FormData) -> str:
        programme.inventory.tell(person, _about(form))
        return "/ambassador?said=saved"

    def forget(person: Person, form: FormData) -> str:
        programme.inventory.forget(person)
        return "/ambassador?said=forgotten"

    def remark(person: Person, form: FormData) -> str:
        programme.agreements.remark(person, _word(form, "remark"))
        return "/agreements?said=sent#remark"

    for path, act, again in (
        ("/ambassador/join", join, ambassador_page),
        ("/ambassador/leave", leave, ambassador_page),
        ("/ambassador/about", tell, ambassador_page),
        ("/ambassador/forget", forget, ambassador_page),
        ("/agreements/remark", remark, agreements_page),
    ):
        routes.add_api_route(path, _posted(act, again, acted), methods=["POST"])

    @routes.get("/programme-people.csv")
    def people(request: Request) -> Response:
        return _file(request, "people", lambda person: programme.people_table.export(person))

    @routes.get("/programme-audiences.csv")
    def audiences(request: Request) -> Response:
        return _file(request, "audiences", lambda person: programme.audience_table.export(person))

    @routes.get("/programme-map.svg")
    def plot(request: Request) -> Response:
        return _made(request, lambda person: audience_map.svg(programme.audiences.map(person), person.language), _SVG)

    @routes.get("/programme-goal/{goal_id}.svg")
    def goal(request: Request, goal_id: str) -> Response:
        def draw(person: Person) -> str:
            one = programme.goals.get(person, goal_id)
            return goal_plot.svg(one, programme.goals.line(person, goal_id), person.language)

        return _made(request, draw, _SVG)

    def _file(request: Request, name: str, export: Callable[[Person], bytes]) -> Response:
        answer = _made(request, export, "text/csv; charset=utf-8")
        if answer.status_code == 200:
            answer.headers["content-disposition"] = f'attachment; filename="boegbeeld-{name}.csv"'
        return answer

    def _made(request: Request, make: Callable[[Person], bytes | str], media: str) -> Response:
        """A file or picture for whoever runs the programme."""
        person = person_of(services, request)
        if person is None:
            return _to_login("/programme/")
        try:
            return Response(make(person), media_type=media, headers={"cache-control": "no-store"})
        except NotAllowed:
            return RedirectResponse("/not-yours", 303)
        except NotFound:
            return Response(status_code=404)

    return routes


def _posted(act: Any, again: Any, acted: Any) -> Any:
    async def post(request: Request) -> Response:
        form = await request.form()
        answer: Response = await run_in_threadpool(acted, request, form, act, again)
        return answer

    return post


def _about(form: FormData) -> About:
    minutes = _word(form, "minutes")
    return About(
        _words(form, "themes"),
        _words(form, "channels"),
        _word(form, "blog"),
        _word(form, "network"),
        _words(form, "languages"),
        int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) < 5 else 0,
        _words(form, "audiences"),
        form.get("by_name") == "yes",
    )


def _word(form: FormData, name: str) -> str:
    value = form.get(name)
    return value.replace("\0", "") if isinstance(value, str) else ""


def _words(form: FormData, name: str) -> tuple[str, ...]:
    return tuple(value for value in form.getlist(name) if isinstance(value, str))[:50]


def _said(request: Request, person: Person) -> str:
    key = SAID.get(request.query_params.get("said", ""))
    return text(key, person.language) if key else ""


def _to_login(back: str) -> Response:
    return RedirectResponse(f"/login?next={back}", 303)
