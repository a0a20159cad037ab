"""Tables as CSV files that open in the usual spreadsheets, and back; no cell of them runs as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from assistant.errors import InputError, PersonError
from assistant.texts import Language

MOST_ROWS: Final = 2_000
MOST_BYTES: Final = 2_000_000
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_BETWEEN: Final = " | "


@dataclass(frozen=True)
class Row:
    """What a line of a file would do, before anybody said yes."""

    line: int
    name: str
    change: Literal["new", "changed", "same", "wrong"]
    problems: tuple[PersonError, ...] = ()
    """Why it is wrong; or, for a line that can be used, what of it is left aside."""


def write(rows: Iterable[Sequence[str]], language: Language) -> bytes:
    """With a mark that tells Excel it is UTF-8, and the separator it expects in that language."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="," if language == "en" else ";", lineterminator="\r\n")
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def read(data: bytes) -> list[list[str]]:
    """The rows of a CSV file as spreadsheets write it. Raises `InputError` for what is no such file."""
    if len(data) > MOST_BYTES:
        raise InputError("programme.table_too_large")
    said = _decoded(data)
    if "\0" in said or said.startswith(("PK\x03\x04", "%PDF")):
        raise InputError("programme.table_not_csv")
    first = next((line for line in said.splitlines() if line.strip()), "")
    if not first:
        raise InputError("programme.table_empty")
    separator = max((";", ",", "\t"), key=first.count)
    try:
        rows = [
            [_plain(cell) for cell in row] for row in csv.reader(io.StringIO(said, newline=""), delimiter=separator)
        ]
    except csv.Error:
        raise InputError("programme.table_not_csv") from None
    if len(rows) > MOST_ROWS:
        raise InputError("programme.table_too_long", most=MOST_ROWS)
    return rows


def joined(values: Iterable[str]) -> str:
    """Several values in one cell."""
    return _BETWEEN.join(value.replace("|", "/") for value in values)


def apart(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.replace("\n", "|").split("|") if part.strip())


def columns(header: Sequence[str], known: Mapping[str, Sequence[str]], needed: Iterable[str]) -> dict[str, int]:
    """Where each column stands, by any of its names. Raises `InputError` that names the missing ones."""
    places = {cell.strip().casefold(): place for place, cell in reversed(list(enumerate(header)))}
    found = {}
    for column, names in known.items():
        place = next((places[name.casefold()] for name in (column, *names) if name.casefold() in places), None)
        if place is not None:
            found[column] = place
    missing = [column for column in needed if column not in found]
    if missing:
        raise InputError("programme.table_columns", missing=", ".join(known[one][0] for one in missing))
    return found


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula gets a quote in front, which it hides."""
    return f"'{cell}" if cell.startswith(_RISKY) or cell.lstrip().startswith(("=", "@", "+")) else cell


def _plain(cell: str) -> str:
    """A cell as it was before `_harmless`."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip().startswith(_RISKY) else cell
