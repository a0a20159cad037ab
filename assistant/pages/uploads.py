"""Takes an uploaded file over from Gradio's folder."""

from __future__ import annotations

import os
from pathlib import Path

from assistant.errors import InputError, NotAllowed
from assistant.web.faults import fault_id


def taken(path: str) -> tuple[str, bytes]:
    """The name and content of an upload, which is then gone from the disk. Only from the folder for uploads."""
    file, folder = Path(path).resolve(), Path(os.environ["GRADIO_TEMP_DIR"]).resolve()
    if not file.is_relative_to(folder):
        raise NotAllowed("people.not_allowed")
    try:
        return file.name, file.read_bytes()
    except OSError as problem:
        fault_id(problem)
        raise InputError("knowledge.gone") from None
    finally:
        file.unlink(missing_ok=True)
