"""What somebody may take along of their own: a download for the signed-in person, about nobody else."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from assistant.bootstrap import Services
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
        body = services.voices.export(require(person, "own.write"))
        return Response(
            json.dumps(body, ensure_ascii=False, indent=2),
            media_type="application/json",
            headers={
                "content-disposition": 'attachment; filename="boegbeeld-voice.json"',
                "cache-control": "no-store",
            },
        )

    return routes
