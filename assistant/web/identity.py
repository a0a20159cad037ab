"""Who is asking: the session cookie, read on the server and nowhere else."""

from __future__ import annotations

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


def only(services: Services, action: str) -> Callable[[Request], Awaitable[str | None]]:
    """A Gradio `auth_dependency`: the name of somebody who may do `action`; pages redirect, the rest is refused."""

    async def dependency(request: Request) -> str | None:
        person = await run_in_threadpool(person_of, services, request)
        if may(person, action):
            return person.name if person is not None else None
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            if person is None:
                raise HTTPException(303, headers={"Location": f"/login?next={quote(request.url.path)}"})
            raise HTTPException(303, headers={"Location": "/not-yours"})
        return None

    return dependency
