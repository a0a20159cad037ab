"""The Gradio pages, built after the server answers: Gradio takes seconds to import, signing in does not need it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.bootstrap import Services
from assistant.web.html import PAGES

MODULES: Final[Mapping[str, str]] = {name: f"assistant.pages.{name}" for name, _ in PAGES}
"""Each page is the module of its name, with `build(services) -> gr.Blocks`."""
_UPLOADS = ("upload", "upload_progress")


@dataclass(frozen=True)
class BuiltPage:
    """One page as Gradio serves it."""

    app: Any
    lifespan: Any
    blocks: Any
    with_files: bool


class LatePages:
    """Builds every page once, in the order of the bar; who asks for one earlier waits for it."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._pages: dict[str, asyncio.Future[BuiltPage]] = {}

    async def run(self, then: Callable[[], None]) -> None:
        """Build all pages, do `then` in a thread, and keep the pages running until cancelled.

        Raises what a page that may not be served raises; that page and those after it stay closed.
        """
        loop = asyncio.get_running_loop()
        self._pages |= {name: loop.create_future() for name, _ in PAGES}
        async with AsyncExitStack() as running:
            try:
                for name, _ in PAGES:
                    built = await run_in_threadpool(_build, self._services, name)
                    await running.enter_async_context(built.lifespan)
                    self._pages[name].set_result(built)
            except Exception as fault:
                for waiting in self._pages.values():
                    if not waiting.done():
                        waiting.set_exception(fault)
                        waiting.exception()  # it is told here, also when nobody waits
                raise
            await run_in_threadpool(then)
            await asyncio.Event().wait()

    async def page(self, name: str) -> BuiltPage:
        """The page, ready to answer."""
        return await asyncio.shield(self._pages[name])

    def at(self, name: str) -> ASGIApp:
        """What is mounted under the page's name."""

        async def serve(scope: Scope, receive: Receive, send: Send) -> None:
            page = await self.page(name)
            call = str(scope["path"]).partition("/gradio_api/")[2].split("/")[0]
            if call in _UPLOADS and not page.with_files:
                await PlainTextResponse("Not found.", 404)(scope, receive, send)
                return
            await page.app(scope, receive, send)

        return serve


def _build(services: Services, name: str) -> BuiltPage:
    from fastapi import FastAPI

    from assistant.web.mount import has_files, mount_page

    blocks = import_module(MODULES[name]).build(services)
    holder = FastAPI(openapi_url=None)
    mount_page(holder, services, name, blocks, dict(PAGES)[name])
    mounted: Any = holder.routes[-1]
    return BuiltPage(mounted.app, holder.router.lifespan_context(holder), blocks, has_files(blocks))
