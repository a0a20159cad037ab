"""Keeps the newest hash of the record elsewhere, so that a record rewritten as a whole shows against it."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from assistant.audit import Head
from assistant.errors import InputError, Unavailable
from assistant.settings import holds_anchors

_SECONDS = 10
_HASH = 64


def keep(head: Head, where: str, now: datetime) -> None:
    """Append the anchor to a file, or post it to an https address. Raises `Unavailable` when it did not arrive."""
    line = json.dumps({"number": head.number, "hash": head.hash, "kept_at": now.isoformat()})
    try:
        if is_address(where):
            _post(where, line)
        else:
            _append(Path(where), line)
    except OSError as problem:
        raise Unavailable("audit.anchor_not_kept", where=shown(where)) from problem


def read(file: Path) -> list[tuple[int, str]]:
    """The anchors of a file, a JSON object or NUMBER:HASH a line. Raises `InputError` naming a line that is none."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise InputError("audit.no_anchors", file=file) from None
    return [_anchor(line, number, file) for number, line in enumerate(lines, 1) if line.strip()]


def is_address(where: str) -> bool:
    return "://" in where


def shown(where: str) -> str:
    """Without a key that may stand in the address."""
    return f"{urlsplit(where).scheme}://{urlsplit(where).hostname}" if is_address(where) else where


def _append(file: Path, line: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, f"{line}\n".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _post(address: str, line: str) -> None:
    if not holds_anchors(address):
        raise InputError("audit.anchor_address", where=shown(address))
    request = urllib.request.Request(  # noqa: S310  (https, or this machine: see above)
        address, line.encode(), {"content-type": "application/json"}, method="POST"
    )
    try:
        urllib.request.urlopen(request, timeout=_SECONDS).close()  # noqa: S310
    except urllib.error.HTTPError as refusal:
        refusal.close()
        raise


def _anchor(line: str, number: int, file: Path) -> tuple[int, str]:
    try:
        body = json.loads(line) if line.lstrip().startswith("{") else dict(zip(("number", "hash"), line.split(":", 1)))  # noqa: B905
        of, known = int(body["number"]), str(body["hash"]).strip().lower()
    except (ValueError, KeyError, TypeError):
        raise InputError("audit.bad_line", number=number, file=file.name) from None
    if of < 0 or len(known) != _HASH:
        raise InputError("audit.bad_line", number=number, file=file.name)
    return of, known
