"""The one way a Gradio page is put into the server: closed, checked, and without what Gradio adds by itself."""

from __future__ import annotations

from typing import Any

import gradio as gr
from fastapi import FastAPI

from assistant.bootstrap import Services
from assistant.web.guard import demand_guarded
from assistant.web.identity import only
from assistant.web.labels import all_labels
from assistant.web.theme import THEME

CONCURRENT = 20
WAITING = 200
EACH = 16
"""Calls of one person that wait or run on a page at once: nobody fills the queue, or all the places, for the others."""


def mount_page(app: FastAPI, services: Services, name: str, blocks: gr.Blocks, action: str) -> None:
    """Serve `blocks` at /name to whoever may do `action`."""
    demand_guarded(blocks, name)
    blocks.queue(default_concurrency_limit=CONCURRENT, max_size=WAITING, api_open=False)
    gr.mount_gradio_app(
        app,
        blocks,
        path=f"/{name}",
        auth_dependency=only(services, action),
        run_history=False,
        footer_links=[],
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=False,
        pwa=False,
        max_file_size=f"{services.settings.upload_mb}mb",
        i18n=all_labels(),
        theme=THEME,
    )
    share_queue(blocks)
    # Without this Gradio lets every input name any file of the server and reads it back.
    blocks.has_launched = True


def share_queue(blocks: gr.Blocks) -> None:
    """Take no more calls of somebody who has `EACH` of them on this page already."""
    queue = blocks._queue
    push = queue.push

    async def fair(body: Any, request: Any, username: str | None) -> Any:
        waiting = [event for one in queue.event_queue_per_concurrency_id.values() for event in one.queue]
        running = [event for job in queue.active_jobs for event in job or ()]
        if sum(event.username == username for event in (*waiting, *running)) >= EACH:
            return False, "Too many at once: wait a moment.", "queue_full"
        return await push(body=body, request=request, username=username)

    queue.push = fair  # type: ignore[method-assign]  # the one place through which each call comes


def has_files(blocks: gr.Blocks) -> bool:
    """Whether a page takes or gives files."""
    return any(isinstance(one, gr.File | gr.UploadButton | gr.DownloadButton) for one in blocks.blocks.values())
