"""Who is asking: the session cookie, read on the server and nowhere else."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from urllib.parse import quote

from fastapi import HTTPException, Request, Response
from starlette.concurrency import run_in_threadpool

from assistant.bootstrap import Services
from assistant.people.permissions import may
from assistant.people.person import Person
from assistant.settings import Settings

COOKIE = "boegbeeld"
SECURE_COOKIE = "__Host-boegbeeld"
MOST_WINDOWS = 50_000


def is_secure(settings: Settings) -> bool:
    return settings.public_url.startswith("https://")


def token_of(settings: Settings, request: Request) -> str:
    """The value of the session cookie, or nothing."""
    return request.cookies.get(SECURE_COOKIE if is_secure(settings) else COOKIE, "")


def give_cookie(settings: Settings, response: Response, token: str) -> None:
    secure = is_secure(settings)
    response.set_cookie(
        SECURE_COOKIE if secure else COOKIE,
        token,
        max_age=settings.session_hours * 3600,
        httponly=True,
        samesite="lax",
        secure=secure,
        path="/",
    )


def take_cookie(settings: Settings, response: Response) -> None:
    secure = is_secure(settings)
    response.delete_cookie(SECURE_COOKIE if secure else COOKIE, path="/", secure=secure, httponly=True, samesite="lax")


def person_of(services: Services, request: Request) -> Person | None:
    """The signed-in person, asked of the database once a request."""
    if not hasattr(request.state, "person"):
        token = token_of(services.settings, request)
        request.state.person = services.sessions.person(token) if token else None
    person: Person | None = request.state.person
    return person


class Windows:
    """Whose each open window is. Its name is chosen by the browser: whoever comes with it first, keeps it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owners: OrderedDict[str, str] = OrderedDict()

    def are_of(self, person: Person, name: str) -> bool:
        with self._lock:
            owner = self._owners.setdefault(name, person.id)
            self._owners.move_to_end(name)
            if len(self._owners) > MOST_WINDOWS:
                self._owners.popitem(last=False)
            return owner == person.id


def only(services: Services, action: str) -> Callable[[Request], Awaitable[str | None]]:
    """A Gradio `auth_dependency`: the name of somebody who may do `action`; pages redirect, the rest is refused."""
    windows = Windows()

    async def dependency(request: Request) -> str | None:
        person = await run_in_threadpool(person_of, services, request)
        if person is not None and may(person, action):
            window = await _window(request)
            if window and not windows.are_of(person, window):
                raise HTTPException(403, "This window is somebody else's.")
            return person.name
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            if person is None:
                raise HTTPException(303, headers={"Location": f"/login?next={quote(request.url.path)}"})
            raise HTTPException(303, headers={"Location": "/not-yours"})
        raise HTTPException(401, "Not signed in, or not yours.")

    return dependency


async def _window(request: Request) -> str:
    """The window a call of Gradio names, wherever it stands."""
    named = request.path_params.get("session_hash") or request.query_params.get("session_hash")
    if named is None and request.headers.get("content-type", "").startswith("application/json"):
        try:
            body = json.loads(await request.body())
        except ValueError:
            return ""
        named = body.get("session_hash") if isinstance(body, dict) else None
    return named if isinstance(named, str) else ""
