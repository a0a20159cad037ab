"""The server: pages, sign-in, headers, and how it starts."""

from __future__ import annotations

import logging
import os
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from assistant.bootstrap import Services, build
from assistant.settings import Settings

log = logging.getLogger(__name__)
STATIC = Path(__file__).parent / "web" / "static"


def create_app(services: Services) -> Any:
    """The whole web application for these services, ready to be served or tested."""
    _quiet_gradio(services.settings)
    from fastapi import FastAPI, Request
    from fastapi.responses import HTMLResponse, Response
    from fastapi.staticfiles import StaticFiles

    from assistant.pages import knowledge, review, rules, voice, write
    from assistant.web import own_data, own_pages, sign_in
    from assistant.web.guard import fault_id
    from assistant.web.headers import SecurityHeaders
    from assistant.web.html import PAGES, page
    from assistant.web.limits import Limits
    from assistant.web.mount import has_files, mount_page
    from assistant.web.shell import PageShell

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        threading.Thread(target=_warm, args=(services,), name="warm", daemon=True).start()
        services.rechecker.start()
        yield
        services.rechecker.stop()

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=life)
    app.state.uploads = os.environ["GRADIO_TEMP_DIR"]
    app.include_router(sign_in.router(services))
    app.include_router(own_pages.router(services))
    app.include_router(own_data.router(services))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    builders: dict[str, Callable[[Services], Any]] = {
        "write": write.build,
        "voice": voice.build,
        "knowledge": knowledge.build,
        "rules": rules.build,
        "review": review.build,
    }
    with_files = []
    for name, action in PAGES:
        blocks = builders[name](services)
        mount_page(app, services, name, blocks, action)
        if has_files(blocks):
            with_files.append(name)

    @app.exception_handler(Exception)
    def broken(request: Request, fault: Exception) -> Response:
        from html import escape

        from assistant.texts import text

        language = sign_in.language_of(services, request)
        words = text("pages.fault", language, id=fault_id(fault))
        title = text("pages.sorry", language)
        return HTMLResponse(page(title, f"<h1>{escape(title)}</h1><p>{escape(words)}</p>", language), 500)

    app.add_middleware(PageShell, services=services)
    app.add_middleware(Limits, settings=services.settings, with_files=with_files)
    app.add_middleware(SecurityHeaders, settings=services.settings)
    return app


def serve(settings: Settings) -> None:
    """Serve until stopped. The first start of the demo loads the sample organisation, and says how far it is."""
    services = build(settings)
    try:
        if settings.demo:
            from assistant import demo

            demo.prepare(services, _say)
        import uvicorn

        app = create_app(services)
        listener = _listen(settings)
        config = uvicorn.Config(
            app,
            log_level="warning",
            server_header=False,
            proxy_headers=bool(settings.public_url),
            timeout_graceful_shutdown=3,
        )
        server = _announced(config, listener, settings)
        server.run(sockets=[listener])
    finally:
        services.close()


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((settings.host, settings.port))
    listener.listen(128)
    return listener


def _announced(config: Any, listener: socket.socket, settings: Settings) -> Any:
    """A uvicorn server that prints its address when it really answers."""
    import uvicorn

    class Announced(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            _say(f"Boegbeeld: {settings.public_url or address(settings, listener.getsockname()[1])}")

    return Announced(config)


def address(settings: Settings, port: int) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{port}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _quiet_gradio(settings: Settings) -> None:
    """Before Gradio is imported: nothing leaves this machine, and uploads lie in a folder of our own."""
    folder = (settings.data / "uploads").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["GRADIO_TEMP_DIR"] = str(folder)
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_RUN_HISTORY"] = "False"
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _warm(services: Services) -> None:
    """After serving began: what is slow to import and will be needed soon."""
    try:
        services.library.warm()
        services.checker.warm()
        services.writer.warm()
    except Exception:
        log.exception("warming up failed; the first question will take longer")
