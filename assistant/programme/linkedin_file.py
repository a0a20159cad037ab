"""Reads what LinkedIn gives out about posts: the creator's export, that of one post, or a list in CSV."""

from __future__ import annotations

import csv
import io
import re
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import urlsplit

from assistant.errors import InputError
from assistant.programme.written import Order, count, day, day_order, is_numeric_day, plain

FILE_TYPES: Final = (".xlsx", ".csv")
COUNTS: Final = ("impressions", "engagements", "reactions", "comments", "reposts", "clicks")
MOST_ROWS: Final = 5000
MOST_BYTES: Final = 60_000_000
_COLUMNS: Final = 40
_NUMBER: Final = re.compile(r"\d{15,20}")


@dataclass(frozen=True)
class Line:
    """One post as the file tells it."""

    address: str
    posted_on: date | None = None
    impressions: int | None = None
    engagements: int | None = None
    reactions: int | None = None
    comments: int | None = None
    reposts: int | None = None
    clicks: int | None = None

    @property
    def key(self) -> str:
        return post_key(self.address)


@dataclass(frozen=True)
class NotUnderstood:
    """A row, or one cell of it, that could not be used, and why."""

    sheet: str
    row: int
    reason: str
    """Key of its words: `my_posts.not_understood.REASON`."""
    value: str = ""


@dataclass(frozen=True)
class Reading:
    lines: tuple[Line, ...]
    not_understood: tuple[NotUnderstood, ...] = ()
    passed_sheets: tuple[str, ...] = ()
    """Sheets that are not about single posts."""
    unused_columns: tuple[str, ...] = ()
    day_order: Order | None = None
    """Which comes first in 3/4/2026, where the file itself does not tell and it was taken from its language."""


@dataclass(frozen=True)
class _Sheet:
    title: str
    rows: list[list[Any]]


def read(name: str, data: bytes) -> Reading:
    """What a file says of single posts. Raises `InputError` for what is no such file."""
    ending = PurePath(name).suffix.casefold()
    if ending not in FILE_TYPES:
        raise InputError("my_posts.file_type", name=name[:80], known=", ".join(FILE_TYPES))
    sheets = _workbook(name, data) if ending == ".xlsx" else [_comma_separated(name, data)]
    found = _Found()
    for sheet in sheets:
        if not (_table(sheet, found) or _one_post(sheet, found)):
            found.passed.append(sheet.title)
    if not found.tables:
        raise InputError("my_posts.no_posts_in_file", name=name[:80])
    return found.reading()


def post_key(address: str) -> str:
    """What tells two addresses of the same post alike: LinkedIn's number, else the address without its tail."""
    numbers = _NUMBER.findall(address)
    if numbers:
        return str(numbers[-1])
    parts = urlsplit(address.strip())
    return f"{parts.netloc.casefold().removeprefix('www.')}{parts.path.rstrip('/')}"


@cache
def _names() -> dict[str, str]:
    body = tomllib.loads((files("assistant.programme") / "linkedin_columns.toml").read_text("utf-8"))
    return {name: field for field, names in body.items() for name in names}


class _Found:
    """What was gathered over all sheets; the same post in two tables is one line."""

    def __init__(self) -> None:
        self.tables = 0
        self.lines: dict[str, Line] = {}
        self.wrong: list[NotUnderstood] = []
        self.passed: list[str] = []
        self.unused: dict[str, None] = {}
        self.order: Order | None = None

    def add(self, line: Line) -> None:
        before = self.lines.get(line.key)
        if before is not None:
            known = {name: getattr(before, name) for name in ("posted_on", *COUNTS)}
            line = replace(line, **{name: value for name, value in known.items() if getattr(line, name) is None})
        self.lines[line.key] = line

    def reading(self) -> Reading:
        return Reading(
            tuple(self.lines.values()), tuple(self.wrong), tuple(self.passed), tuple(self.unused), self.order
        )


def _table(sheet: _Sheet, found: _Found) -> bool:
    """A sheet with a row of column names; LinkedIn puts two tables side by side under one such row."""
    for place, row in enumerate(sheet.rows[:30]):
        fields = _fields(row)
        if "address" not in fields.values() or len(set(fields.values())) < 2:
            continue
        found.tables += 1
        named = {plain(str(cell)) for cell in row if cell is not None}
        found.unused |= {str(cell).strip(): None for column, cell in enumerate(row) if cell and column not in fields}
        below = sheet.rows[place + 1 :]
        days = [column for column, field in fields.items() if field == "posted_on"]
        order = _order((row[column] for row in below for column in days if column < len(row)), named, found)
        for number, cells in enumerate(below, start=place + 2):
            for block in _blocks(fields):
                _row(sheet.title, number, {name: _cell(cells, column) for name, column in block.items()}, order, found)
        return True
    return False


def _one_post(sheet: _Sheet, found: _Found) -> bool:
    """The export of a single post: names in the first column, values in the second."""
    named = {plain(str(row[0])).rstrip(":"): row for row in sheet.rows if len(row) > 1 and row[0] is not None}
    known = _names()
    cells = {known[name]: row[1] for name, row in named.items() if name in known}
    if not cells.get("address") or len(cells) < 2:
        return False
    found.tables += 1
    order = _order([cells.get("posted_on")], set(named), found)
    _row(sheet.title, 1, cells, order, found)
    return True


def _fields(row: Sequence[Any]) -> dict[int, str]:
    """Column to what it holds. Dutch "reacties" are comments where likes have a column of their own."""
    known = _names()
    names = {column: plain(str(cell)) for column, cell in enumerate(row) if cell is not None}
    fields = {column: known[name] for column, name in names.items() if name in known}
    if "vind-ik-leuks" in names.values() and "comments" not in fields.values():
        fields |= {column: "comments" for column, name in names.items() if name == "reacties"}
    return fields


def _blocks(fields: dict[int, str]) -> list[dict[str, int]]:
    """The tables that stand side by side: each begins anew where a name comes back."""
    blocks: list[dict[str, int]] = [{}]
    for column, field in sorted(fields.items()):
        if field in blocks[-1]:
            blocks.append({})
        blocks[-1][field] = column
    return [block for block in blocks if "address" in block]


def _order(days: Iterable[Any], named: set[str], found: _Found) -> Order:
    """The order of day and month: as the days themselves tell, else as the language of the columns has it."""
    written = [value for value in days if is_numeric_day(value)]
    told = day_order(written)
    if told is not None:
        return told
    english = bool(named & {"post publish date", "post date", "publish date", "created date", "published on"})
    order: Order = "month" if english else "day"
    if written:
        found.order = order
    return order


def _row(sheet: str, number: int, cells: dict[str, Any], order: Order, found: _Found) -> None:
    if not any(_filled(value) for value in cells.values()):
        return
    address = str(cells.get("address") or "").strip()
    if not address.startswith(("https://", "http://")) or not urlsplit(address).netloc:
        found.wrong.append(NotUnderstood(sheet, number, "address", address[:80]))
        return
    counts: dict[str, int | None] = {}
    for name in COUNTS:
        value = cells.get(name)
        if not _filled(value):
            continue
        counts[name] = count(value)
        if counts[name] is None:
            found.wrong.append(NotUnderstood(sheet, number, "count", f"{value}"[:80]))
    written = cells.get("posted_on")
    posted = day(written, order)
    if _filled(written) and posted is None:
        found.wrong.append(NotUnderstood(sheet, number, "day", f"{written}"[:80]))
    found.add(Line(address[:500], posted, **counts))


def _filled(value: Any) -> bool:
    return value is not None and str(value).strip() not in ("", "-", "–")


def _cell(row: Sequence[Any], column: int) -> Any:
    return row[column] if column < len(row) else None


def _workbook(name: str, data: bytes) -> list[_Sheet]:
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_BYTES:
                raise InputError("my_posts.file_too_large", name=name[:80])
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            return [_Sheet(sheet.title, list(_rows(sheet))) for sheet in book.worksheets]
        finally:
            book.close()
    except InputError:
        raise
    except Exception as problem:  # a broken file breaks the library in as many ways as there are
        raise InputError("my_posts.file_unreadable", name=name[:80]) from problem


def _rows(sheet: Any) -> Iterator[list[Any]]:
    sheet.reset_dimensions()  # LinkedIn writes none, or a wrong one
    for number, row in enumerate(sheet.iter_rows(max_col=_COLUMNS, values_only=True)):
        if number >= MOST_ROWS:
            return
        yield list(row)


def _comma_separated(name: str, data: bytes) -> _Sheet:
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise InputError("my_posts.file_unreadable", name=name[:80])
    best: list[list[Any]] = []
    for delimiter in (",", ";", "\t"):
        try:
            cells = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))[:MOST_ROWS]
        except csv.Error:
            continue
        rows: list[list[Any]] = [[cell or None for cell in row[:_COLUMNS]] for row in cells]
        if _known_columns(rows) > _known_columns(best):
            best = rows
    return _Sheet(PurePath(name).name, best)


def _known_columns(rows: list[list[Any]]) -> int:
    return max((len(_fields(row)) for row in rows[:30]), default=0)
