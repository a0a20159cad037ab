"""To the organisation's OpenID provider and back: two addresses, and a cookie that lasts ten minutes."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.bootstrap import Services
from assistant.errors import PersonError
from assistant.people.openid import TRIP_SECONDS
from assistant.web.identity import is_secure
from assistant.web.sign_in import inside, signed_in, sorry

COOKIE = "boegbeeld_trip"
PATH = "/login/openid"


def router(services: Services) -> APIRouter:
    """No addresses at all where no provider is set."""
    routes = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
    if not services.settings.openid_issuer:
        return routes

    @routes.get(PATH)
    def leave(request: Request) -> Response:
        try:
            address, cookie = services.openid.leave(_back(services, request), inside(request.query_params.get("next")))
        except PersonError as problem:
            return sorry(services, request, problem, 503)
        answer = RedirectResponse(address, 303, {"cache-control": "no-store"})
        answer.set_cookie(
            COOKIE,
            cookie,
            max_age=TRIP_SECONDS,
            httponly=True,
            samesite="lax",
            secure=is_secure(services.settings),
            path=PATH,
        )
        return answer

    @routes.get(f"{PATH}/back")
    def arrive(request: Request) -> Response:
        cookie = request.cookies.get(COOKIE, "")
        try:
            claims, to = services.openid.arrive(_back(services, request), cookie, request.query_params)
            person = services.identities.sign_in(claims)
        except PersonError as problem:
            answer = sorry(services, request, problem, 403)
        else:
            answer = signed_in(services, request, person, inside(to))
        answer.delete_cookie(COOKIE, path=PATH, secure=is_secure(services.settings), httponly=True, samesite="lax")
        return answer

    return routes


def _back(services: Services, request: Request) -> str:
    """The address the provider sends people back to. It must be registered there, exactly so."""
    base = services.settings.public_url or str(request.base_url)
    return f"{base.rstrip('/')}{PATH}/back"
