"""What every answer carries and every request must satisfy: security headers, and the origin of what changes things."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.settings import LOOPBACK, Settings

CSP: Final = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "base-uri 'self'",
    )
)
PLOTS: Final = CSP.replace("script-src 'self'", "script-src 'self' 'unsafe-eval'", 1)
"""Gradio's plots compile their figures in the browser. Only the pages below get this: they show no text of people."""
WITH_PLOTS: Final = frozenset({"/measure", "/measure/"})
HEADERS: Final[dict[str, str]] = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class SecurityHeaders:
    """Outermost middleware: refuses other hosts and other origins, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._public = urlsplit(settings.public_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    given[name] = value
                if scope["path"] in WITH_PLOTS:
                    given["content-security-policy"] = PLOTS
                if self._public.scheme == "https":
                    given["strict-transport-security"] = "max-age=31536000"
                if given.get("content-type", "").startswith(("text/html", "application/json")):
                    given.setdefault("cache-control", "no-store")
                if "server" in given:
                    del given["server"]
            await send(message)

        refusal = self._refusal(str(scope["method"]), headers)
        if refusal:
            await PlainTextResponse(refusal, 403)(scope, receive, send_with_headers)
            return
        await self._app(scope, receive, send_with_headers)

    def _refusal(self, method: str, headers: Headers) -> str:
        host = headers.get("host", "")
        if self._settings.on_loopback and _name(host) not in LOOPBACK and _name(host) != self._public.hostname:
            return "This address is not served here. Set BOEGBEELD_PUBLIC_URL when a proxy stands in front."
        if method in _SAFE_METHODS:
            return ""
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return "This request came from another site and was refused."
        origin = headers.get("origin")
        if origin is not None and _netloc(origin) not in (host, self._public.netloc or host):
            return "This request came from another site and was refused."
        return ""


def _name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _netloc(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None
