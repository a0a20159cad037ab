"""A file as it was handed over, with what was said of it: as it is kept until it is loaded."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import datetime

from knowledge.records import LoadItem


def tidied(item: LoadItem) -> LoadItem:
    """With a name that leads nowhere: a document is never written, but others read its name."""
    parts = [part for part in item.file.replace("\\", "/").split("/") if part.strip(". ") and ":" not in part]
    return replace(item, file="/".join(parts)[-300:] or "document")


def title_of(file: str) -> str:
    name = file.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return " ".join(name.replace("_", " ").replace("-", " ").split()) or name


def request_of(item: LoadItem) -> dict[str, object]:
    moments = {name: getattr(item, name) for name in ("valid_from", "expires", "embargo_until")}
    return {
        **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
        "file": item.file,
        "title": item.title,
        "kind": item.kind,
        "language": item.language,
        "themes": list(item.themes),
        "status": item.status,
        "embargo_id": item.embargo_id,
        "audience": item.audience,
        "data": base64.b64encode(item.data).decode("ascii"),
    }


def item_of(request: dict[str, object] | None) -> LoadItem:
    values = dict(request or {})
    for name in ("valid_from", "expires", "embargo_until"):
        values[name] = datetime.fromisoformat(str(values[name])) if values[name] else None
    values["data"] = base64.b64decode(str(values["data"]))
    values["themes"] = tuple(values["themes"])  # type: ignore[arg-type]
    return replace(LoadItem("", b""), **values)  # type: ignore[arg-type]
