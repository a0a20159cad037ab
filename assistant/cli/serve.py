"""`boegbeeld serve`: the pages, for people with a browser."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.parts import DataFolder, refuse_folder_in_use, settings_for


def serve(
    demo: Annotated[
        bool, typer.Option("--demo", help="Load the sample organisation and sign in by button; on this machine only.")
    ] = False,
    host: Annotated[str | None, typer.Option("--host", help="Address to serve on. [default: 127.0.0.1]")] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", min=0, max=65535, help="Port to serve on; 0 takes a free one. [default: 7860]"),
    ] = None,
    data: DataFolder = None,
) -> None:
    """Serve the pages until it is stopped. --demo has a data folder of its own, demo-data."""
    from assistant.server import serve as serve_pages

    settings = settings_for(data, demo=demo or None, host=host, port=port)
    refuse_folder_in_use(settings)
    serve_pages(settings)
