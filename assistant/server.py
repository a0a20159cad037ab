"""The server: pages, sign-in, headers, and how it starts."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from assistant.bootstrap import Services, build
from assistant.settings import Settings

log = logging.getLogger(__name__)
STATIC = Path(__file__).parent / "web" / "static"


def create_app(services: Services, stop: Callable[[BaseException | None], object] = lambda _: None) -> Any:
    """The whole web application for these services, ready to be served or tested.

    The Gradio pages are built once it answers; a page that may not be served, say with an unguarded handler, is told
    to `stop` and stays closed.
    """
    _quiet_gradio(services.settings)
    from fastapi import FastAPI, Request
    from fastapi.responses import HTMLResponse, Response
    from fastapi.staticfiles import StaticFiles

    from assistant.web import (
        accounts_page,
        engage_pages,
        evaluation_pages,
        learn_pages,
        my_posts_pages,
        openid,
        own_data,
        own_pages,
        privacy_page,
        programme_pages,
        safety_page,
        sign_in,
        support_pages,
        together_pages,
        voice_card_pages,
        where_page,
    )
    from assistant.web.faults import fault_id
    from assistant.web.headers import SecurityHeaders
    from assistant.web.html import PAGES, page
    from assistant.web.late_pages import LatePages
    from assistant.web.limits import Limits
    from assistant.web.shell import PageShell

    pages = LatePages(services)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        services.rechecker.start()
        services.library.loads.start()
        services.errands.start()
        services.privacy.housekeeping.start()
        running = asyncio.create_task(pages.run(lambda: _warm(services)))
        running.add_done_callback(lambda task: task.cancelled() or stop(task.exception()))
        await asyncio.sleep(0)
        yield
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        services.privacy.housekeeping.stop()
        services.rechecker.stop()
        services.errands.stop()

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=life)
    app.state.pages = pages
    app.state.uploads = os.environ["GRADIO_TEMP_DIR"]
    app.include_router(sign_in.router(services))
    app.include_router(openid.router(services))
    app.include_router(own_pages.router(services))
    app.include_router(own_data.router(services))
    for part in (accounts_page, safety_page, where_page):
        app.include_router(part.router(services))
    app.include_router(programme_pages.router(services))
    for part in (my_posts_pages, together_pages, support_pages, engage_pages, evaluation_pages):
        app.include_router(part.router(services))
    for part in (learn_pages, voice_card_pages):
        app.include_router(part.router(services))
    app.include_router(privacy_page.router(services))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for name, _ in PAGES:
        app.mount(f"/{name}", pages.at(name), name=name)

    @app.exception_handler(Exception)
    def broken(request: Request, fault: Exception) -> Response:
        from html import escape

        from assistant.texts import text

        language = sign_in.language_of(services, request)
        words = text("pages.fault", language, id=fault_id(fault))
        title = text("pages.sorry", language)
        return HTMLResponse(page(title, f"<h1>{escape(title)}</h1><p>{escape(words)}</p>", language), 500)

    app.add_middleware(PageShell, services=services)
    app.add_middleware(Limits, settings=services.settings)
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

        faults: list[BaseException] = []

        def stop(fault: BaseException | None) -> None:
            if fault is not None:
                faults.append(fault)
                server.should_exit = True

        app = create_app(services, stop)
        listener = _listen(settings)
        config = uvicorn.Config(
            app,
            log_level="warning",
            server_header=False,
            proxy_headers=bool(settings.public_url),
            timeout_graceful_shutdown=3,
        )
        server = _announced(config, listener, services)
        server.run(sockets=[listener])
        if faults:
            raise faults[0]
    finally:
        services.close()


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((settings.host, settings.port))
    listener.listen(128)
    return listener


def _announced(config: Any, listener: socket.socket, services: Services) -> Any:
    """A uvicorn server that prints its address when it really answers."""
    import uvicorn

    class Announced(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            settings = services.settings
            where = settings.public_url or address(settings, listener.getsockname()[1])
            _say(f"Boegbeeld: {where}")
            for line in first_steps(services, where):
                _say(line)

    return Announced(config)


def first_steps(services: Services, where: str) -> list[str]:
    """What the console says while nobody could let others in: the one-time link for the first administrator."""
    from assistant.texts import text

    settings = services.settings
    if settings.demo or not services.first.needed():
        return []
    if not settings.local_accounts:
        return [text("pages.first.console_openid", settings.language)]
    link = f"{where.rstrip('/')}/first/{services.first.link()}"
    return [text("pages.first.console", settings.language), link]


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
