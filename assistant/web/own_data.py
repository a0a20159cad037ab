"""What somebody may take along of their own: a download for the signed-in person, about nobody else."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from assistant.bootstrap import Services
from assistant.errors import PersonError
from assistant.people.permissions import require
from assistant.web.identity import person_of


def router(services: Services) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    @routes.get("/my-voice.json")
    def voice(request: Request) -> Response:
        """Whose it is comes from the session alone: there is no address for another person's."""
        person = person_of(services, request)
        if person is None:
            return RedirectResponse("/login?next=/voice/", 303)
        return _file(services.voices.export(require(person, "own.write")), "boegbeeld-voice.json")

    @routes.get("/my-data.json")
    def everything(request: Request) -> Response:
        """All that is kept of the signed-in person."""
        person = person_of(services, request)
        if person is None:
            return RedirectResponse("/login?next=/privacy", 303)
        return _file(services.privacy.own_copy.of(person, person.id), "boegbeeld-data.json")

    @routes.get("/my-chats/{chat_id}.json")
    def chat(request: Request, chat_id: str) -> Response:
        """One of one's own chats; somebody else's is not there."""
        person = person_of(services, request)
        if person is None:
            return RedirectResponse("/login?next=/write/", 303)
        try:
            body = services.chats.export(require(person, "own.write"), chat_id)
        except PersonError:
            return Response(status_code=404)
        return Response(
            json.dumps(body, ensure_ascii=False, indent=2),
            media_type="application/json",
            headers={"content-disposition": 'attachment; filename="boegbeeld-chat.json"', "cache-control": "no-store"},
        )

    return routes


def _file(body: dict[str, Any], name: str) -> Response:
    return Response(
        json.dumps(body, ensure_ascii=False, indent=2),
        media_type="application/json",
        headers={"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"},
    )
