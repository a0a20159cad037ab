"""How much a request may bring along."""

from __future__ import annotations

from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.settings import Settings

MOST = 1_000_000
"""Bytes of a form or a call: a text of 20,000 signs many times over."""
FILES_AT_ONCE = 20
_NEVER = ("file", "stream", "process_recording")
"""Uploads lie in one folder for everybody: nothing of it is given back; downloads have addresses of their own."""


_SCHEMAS = ("/openapi.json", "/docs", "/redoc")
"""What Gradio would tell of its own addresses."""
MOST_FORM_FILE = 12_000_000
"""Bytes of a form that takes a file: a picture of a kit, an export of LinkedIn."""


def _takes_file(path: str) -> bool:
    return path == "/my-posts/file" or path.startswith("/support/kits/")


class Limits:
    """Refuses what is too large before it lies in memory, whoever sends it."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._most_files = settings.upload_mb * 1_000_000 * FILES_AT_ONCE + MOST

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        call = str(scope["path"]).partition("/gradio_api/")[2]
        kind = call.split("/")[0].split("=")[0]
        if kind in _NEVER or str(scope["path"]).rstrip("/").endswith(_SCHEMAS):
            await PlainTextResponse("Not found.", 404)(scope, receive, send)
            return
        limit = self._most_files if call == "upload" else MOST_FORM_FILE if _takes_file(scope["path"]) else MOST
        given = dict(scope["headers"]).get(b"content-length", b"0")
        if not given.isdigit() or int(given) > limit:
            await PlainTextResponse("Too large.", 413, {"connection": "close"})(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                raise ClientDisconnect  # sent in pieces, without a length: it is cut off
            return message

        await self._app(scope, counted, send)
