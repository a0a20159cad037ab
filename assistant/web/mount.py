"""The one way a Gradio page is put into the server: closed, checked, and without what Gradio adds by itself."""

from __future__ import annotations

import gradio as gr
from fastapi import FastAPI

from assistant.bootstrap import Services
from assistant.web.guard import demand_guarded
from assistant.web.identity import only
from assistant.web.labels import all_labels
from assistant.web.theme import THEME

CONCURRENT = 20
WAITING = 200


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
    # Without this Gradio lets every input name any file of the server and reads it back.
    blocks.has_launched = True


def has_files(blocks: gr.Blocks) -> bool:
    """Whether a page takes or gives files."""
    return any(isinstance(one, gr.File | gr.UploadButton | gr.DownloadButton) for one in blocks.blocks.values())
