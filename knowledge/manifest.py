"""Reads what to load: a manifest of JSON Lines, or a folder as it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.clock import parse_instant
from assistant.errors import InputError, PersonError
from assistant.texts import LANGUAGES
from knowledge.convert import SUPPORTED, unzipped
from knowledge.records import KINDS, STATUSES, LoadItem

FIELDS = (
    "file",
    "title",
    "kind",
    "language",
    "themes",
    "status",
    "valid_from",
    "expires",
    "embargo_until",
    "embargo",
    "audience",
)
_WORDS = ("title", "kind", "language", "status", "embargo", "audience")
_INSTANTS = ("valid_from", "expires", "embargo_until")


@dataclass(frozen=True)
class Entry:
    """A line of a manifest that could be read: the file and what is said of it."""

    number: int
    path: Path
    item: LoadItem


@dataclass(frozen=True)
class LineError:
    """A line that could not; the others stand."""

    number: int
    problem: PersonError


def read_manifest(lines: Iterable[str], folder: Path) -> tuple[list[Entry], list[LineError]]:
    """Files are looked for under `folder` only. The content is not read yet: see `loaded`."""
    entries: list[Entry] = []
    errors: list[LineError] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            entry = _entry(number, line, folder)
            if entry.item.file in seen:
                raise InputError("library.twice", file=entry.item.file)
        except PersonError as problem:
            errors.append(LineError(number, problem))
            continue
        seen.add(entry.item.file)
        entries.append(entry)
    return entries, errors


def read_folder(path: Path, *, status: str = "draft") -> list[Entry]:
    """Every file that can be read in a folder and those below it, or the one file."""
    if path.is_file():
        return [Entry(0, path, LoadItem(path.name, b"", status=status))]  # type: ignore[arg-type]
    files = sorted(found for found in path.rglob("*") if found.is_file() and found.suffix.lower() in SUPPORTED)
    return [
        Entry(number, found, LoadItem(found.relative_to(path).as_posix(), b"", status=status))  # type: ignore[arg-type]
        for number, found in enumerate(files, 1)
        if not any(part.startswith((".", "~")) for part in found.relative_to(path).parts)
    ]


def loaded(entry: Entry) -> Iterator[LoadItem]:
    """The item with its content; a zip gives one for each file in it."""
    from dataclasses import replace

    data = entry.path.read_bytes()
    yield from unpacked(replace(entry.item, data=data))


def unpacked(item: LoadItem) -> Iterator[LoadItem]:
    """The item itself, or the items of a zip, called `archive.zip/name`. Raises `InputError` for a refused zip."""
    from dataclasses import replace

    from knowledge.convert import checked

    if not item.file.lower().endswith(".zip"):
        yield item
        return
    checked(item.file, item.data, 500)
    for name, data in unzipped(item.data):
        yield replace(item, file=f"{item.file}/{name}", data=data, title=None)


def _entry(number: int, line: str, folder: Path) -> Entry:
    values = _values(line)
    path = (folder / values["file"]).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise InputError("library.outside_folder", file=values["file"])
    if not path.is_file():
        raise InputError("library.no_such_file", file=values["file"])
    given: dict[str, Any] = {name: values[name] for name in _WORDS if values.get(name) is not None}
    for name, allowed in (("kind", KINDS), ("status", STATUSES), ("language", LANGUAGES)):
        if name in given and given[name] not in allowed:
            raise InputError(f"library.unknown_{name}", value=given[name])
    given["embargo_id"] = given.pop("embargo", None)
    for name in _INSTANTS:
        given[name] = _instant(values.get(name))
    return Entry(
        number, path, LoadItem(file=values["file"], data=b"", themes=tuple(values.get("themes") or ()), **given)
    )


def _values(line: str) -> dict[str, Any]:
    try:
        values = json.loads(line)
    except ValueError as problem:
        raise InputError("library.not_json", problem=str(problem)) from None
    if not isinstance(values, dict):
        raise InputError("library.not_an_object")
    for name in values:
        if name not in FIELDS:
            raise InputError("library.unknown_field", name=name, known=", ".join(FIELDS))
    if not isinstance(values.get("file"), str) or not values["file"].strip():
        raise InputError("library.missing_field", name="file")
    for name in (*_WORDS, *_INSTANTS):
        if values.get(name) is not None and not isinstance(values[name], str):
            raise InputError("library.wrong_field", name=name)
    themes = values.get("themes")
    if themes is not None and not (isinstance(themes, list) and all(isinstance(theme, str) for theme in themes)):
        raise InputError("library.wrong_field", name="themes")
    return values


def _instant(value: str | None) -> datetime | None:
    return None if value is None else parse_instant(value)
