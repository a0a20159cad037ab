"""Puts the bar, the heading and the reader's language into a Gradio page before it leaves the server."""

from __future__ import annotations

import json
from html import escape

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.bootstrap import Services
from assistant.people.person import Person
from assistant.texts import Language, text
from assistant.web.html import PAGES, bar, head
from assistant.web.identity import person_of

_PATHS = {f"/{name}{slash}": name for name, _ in PAGES for slash in ("", "/")}


class PageShell:
    """Only for the pages themselves; everything else passes through untouched, and streams."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self._app = app
        self._services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = _PATHS.get(scope.get("path", "")) if scope["type"] == "http" and scope["method"] == "GET" else None
        if name is None:
            await self._app(scope, receive, send)
            return
        scope["headers"] = [(key, value) for key, value in scope["headers"] if key != b"accept-encoding"]
        person = await run_in_threadpool(person_of, self._services, Request(scope))
        start: Message | None = None
        body = b""

        async def collect(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if message.get("more_body") or start is None:
                return
            is_page = start["status"] == 200 and Headers(scope=start).get("content-type", "").startswith("text/html")
            if is_page and person is not None:
                body = dress(body.decode("utf-8"), name, person).encode("utf-8")
            headers = MutableHeaders(scope=start)
            headers["content-length"] = str(len(body))
            headers["cache-control"] = "no-store"
            await send(start)
            await send({"type": "http.response.body", "body": body})

        await self._app(scope, receive, collect)


def dress(html: str, name: str, person: Person) -> str:
    """A Gradio page as Boegbeeld shows it to this person."""
    language = person.language
    script = f'<script>Object.defineProperty(navigator,"language",{{get:()=>{json.dumps(language)}}})</script>'
    title = text(f"pages.nav.{name}", language)
    html = html.replace('lang="en"', f'lang="{language}"', 1)
    html = html.replace("<head>", f"<head>{script}{head()}<title>{escape(title)} · Boegbeeld</title>", 1)
    html = html.replace('<link rel="manifest" href="/manifest.json" />', "", 1)
    html = html.replace("<gradio-app", f'{_top(name, person, language)}<gradio-app theme_mode="light"', 1)
    return html.replace("</gradio-app>", "</gradio-app></div>", 1)


def _top(name: str, person: Person, language: Language) -> str:
    return (
        f'{bar(person, name, language)}<div id="main" class="app"><div class="intro">'
        f"<h1>{escape(text(f'pages.{name}.title', language))}</h1>"
        f"<p>{escape(text(f'pages.{name}.intro', language))}</p></div>"
    )
