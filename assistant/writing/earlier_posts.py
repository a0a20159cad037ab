"""Reads the earlier posts that somebody gives to learn from: pasted, a text file, JSON Lines or LinkedIn's export."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any, Final

from assistant.errors import InputError

FILE_TYPES: Final = (".txt", ".md", ".jsonl", ".csv")
_BETWEEN: Final = re.compile(r"^[ \t]*-{3,}[ \t]*$", re.MULTILINE)
_ADDRESS: Final = re.compile(r"https?://\S+")
# In Shares.csv each line of a post stands between quotes of its own; an empty line leaves two quotes around it.
_BROKEN: Final = re.compile(r'"\n(?:"?\n)*"')
_DATES: Final = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S UTC", "%Y-%m-%d %H:%M", "%Y-%m-%d")


@dataclass(frozen=True)
class EarlierPost:
    text: str
    posted_at: datetime | None = None


@dataclass(frozen=True)
class Given:
    """What was found; what was passed over is counted, so that it can be said."""

    posts: tuple[EarlierPost, ...]
    without_text: int = 0
    """Shares of somebody else's post, or of a bare link, with nothing written to it."""
    unreadable: tuple[int, ...] = ()
    """Numbers of the lines that could not be read."""


def pasted(text: str) -> Given:
    """Posts with a line of three dashes between them."""
    pieces = (piece.strip() for piece in _BETWEEN.split(_lines_ended(text)))
    return Given(tuple(EarlierPost(piece) for piece in pieces if piece))


def from_file(name: str, data: bytes) -> Given:
    """The posts in a file, read after its name. Raises `InputError` for what is no such file."""
    ending = PurePath(name).suffix.casefold()
    if ending not in FILE_TYPES:
        raise InputError("writing.posts_file_type", name=name[:80], known=", ".join(FILE_TYPES))
    text = _decoded(name, data)
    if ending == ".jsonl":
        return _json_lines(text)
    return _shares(text) if ending == ".csv" else pasted(text)


def _decoded(name: str, data: bytes) -> str:
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return _lines_ended(text)
    raise InputError("writing.posts_unreadable", name=name[:80])


def _lines_ended(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _json_lines(text: str) -> Given:
    posts: list[EarlierPost] = []
    unreadable: list[int] = []
    empty = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            body: Any = json.loads(line)
            said = body["text"]
            written = said.strip()
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            unreadable.append(number)
            continue
        if written:
            posts.append(EarlierPost(written, _moment(str(body.get("posted_at") or body.get("date") or ""))))
        else:
            empty += 1
    return Given(tuple(posts), empty, tuple(unreadable))


def _shares(text: str) -> Given:
    """LinkedIn's Shares.csv: Date, ShareLink, ShareCommentary and more, in any order, before it perhaps a note."""
    for delimiter in (",", ";", "\t"):
        rows = _rows(text, delimiter)
        for place, row in enumerate(rows):
            named = [re.sub(r"[\s_]", "", cell).casefold() for cell in row]
            if "sharecommentary" in named:
                return _commentaries(rows[place + 1 :], named)
    raise InputError("writing.no_shares")


def _rows(text: str, delimiter: str) -> list[list[str]]:
    try:
        return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
    except csv.Error:  # a cell past the limit of the library: no post is that long
        raise InputError("writing.no_shares") from None


def _commentaries(rows: Iterable[list[str]], named: list[str]) -> Given:
    commentary, date = named.index("sharecommentary"), named.index("date") if "date" in named else None
    posts: list[EarlierPost] = []
    empty = 0
    for row in rows:
        said = _unbroken(row[commentary]).strip() if len(row) > commentary else ""
        if not _ADDRESS.sub("", said).strip():
            empty += 1
            continue
        when = row[date] if date is not None and len(row) > date else ""
        posts.append(EarlierPost(said, _moment(when)))
    return Given(tuple(posts), empty)


def _unbroken(said: str) -> str:
    """The lines of a commentary without the quotes that LinkedIn puts around each line end."""
    if "\n" not in said or re.search(r'(?<!")\n|\n(?!")', said):
        return said
    return _BROKEN.sub(lambda found: "\n" * found.group().count("\n"), said)


def _moment(written: str) -> datetime | None:
    """LinkedIn writes its dates in UTC; what is no date is left out."""
    for form in _DATES:
        try:
            return datetime.strptime(written.strip(), form).replace(tzinfo=UTC)
        except ValueError:
            continue
    try:
        found = datetime.fromisoformat(written.strip())
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo is not None else found.replace(tzinfo=UTC)
