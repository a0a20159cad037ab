"""What is kept about whom, for everybody to read: made from the list and the settings that carry it out."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from assistant.bootstrap import Services
from assistant.people.person import Person
from assistant.privacy.kinds import Line, lines
from assistant.settings import Settings
from assistant.texts import Language, text
from assistant.web.html import language_form, page
from assistant.web.identity import person_of
from assistant.web.sign_in import language_of

_COLUMNS = ("what", "why", "until", "seen")
_NEVER = ("never_1", "never_2", "never_3", "never_4")


def router(services: Services) -> APIRouter:
    routes = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

    @routes.get("/privacy")
    def privacy(request: Request) -> Response:
        """Also without signing in: somebody may want to read it first."""
        person = person_of(services, request)
        language = person.language if person is not None else language_of(services, request)
        title = text("privacy.title", language)
        return HTMLResponse(page(title, body(services.settings, language, person), language, person=person, wide=True))

    return routes


def body(settings: Settings, language: Language, person: Person | None) -> str:
    kept = lines(settings, language)
    sections = "".join(
        f"<h2>{_say(heading, language)}</h2>{_table((line for line in kept if line.about == about), language)}"
        for about, heading in (("person", "about_you"), ("organisation", "about_house"))
    )
    never = "".join(f"<li>{_say(key, language)}</li>" for key in _NEVER)
    own = _own(language) if person is not None else ""
    contact = settings.privacy_contact or text("privacy.nobody", language)
    choice = "" if person is not None else language_form(language)
    return (
        f"<h1>{_say('title', language)}</h1><p>{_say('intro', language)}</p>"
        f"<h2>{_say('never', language)}</h2><ul>{never}</ul>{sections}"
        f"<h2>{_say('rights', language)}</h2>{own}"
        f"<p>{escape(text('privacy.correct', language, contact=contact))}</p>"
        f"<p>{_say('erased_backups', language)}</p><p>{_say('yours', language)}</p>{choice}"
    )


def _own(language: Language) -> str:
    return (
        f'<p><a class="primary" href="/my-data.json" download>{_say("copy", language)}</a></p>'
        f"<p>{_say('copy_why', language)}</p><ul>"
        f'<li><a href="/voice/">{_say("forget_voice", language)}</a></li>'
        f'<li><a href="/account">{_say("sessions_link", language)}</a></li></ul>'
    )


def _table(kept: Iterable[Line], language: Language) -> str:
    """One row a kind; on a narrow screen each cell says its heading itself."""
    names = {column: text(f"privacy.column_{column}", language) for column in _COLUMNS}
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names.values())
    rows = "".join(
        "<tr>"
        f'<th scope="row">{escape(line.what)}</th>'
        + "".join(
            f'<td data-column="{escape(names[column])}">{escape(cell)}</td>'
            for column, cell in (("why", line.why), ("until", line.until), ("seen", line.seen_by))
        )
        + "</tr>"
        for line in kept
    )
    return f'<table class="kept"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _say(key: str, language: Language) -> str:
    return escape(text(f"privacy.{key}", language))
