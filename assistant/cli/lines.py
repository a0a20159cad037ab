"""Reads JSON Lines from a file or from standard input, line by line, so that one bad line spoils no other."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn

import typer

from assistant.cli.output import words
from assistant.errors import InputError


@dataclass(frozen=True)
class Line:
    number: int
    raw: bytes

    def body(self) -> dict[str, Any]:
        """The object on this line. Raises `InputError` that says what is wrong with it."""
        try:
            found = json.loads(self.raw.decode("utf-8-sig"), parse_constant=_no_constant)
        except UnicodeDecodeError:
            raise InputError("cli.not_utf8") from None
        except (ValueError, RecursionError):
            raise InputError("cli.not_json") from None
        if not isinstance(found, dict):
            raise InputError("cli.not_an_object")
        return found


def lines(file: str) -> Iterator[Line]:
    """The lines of a file ("-" is standard input) that are not blank, numbered from 1."""
    if file == "-":
        yield from _numbered(sys.stdin.buffer)
        return
    with open_input(file) as stream:
        yield from _numbered(stream)


def text_lines(file: str) -> list[str]:
    """Every line as text; bytes that are no UTF-8 stay recognisable, so that who reads the line refuses it."""
    if file == "-":
        whole = sys.stdin.buffer.read()
    else:
        with open_input(file) as stream:
            whole = stream.read()
    return [raw.decode("utf-8", "surrogateescape") for raw in whole.split(b"\n")]


def open_input(file: str) -> IO[bytes]:
    try:
        return Path(file).open("rb")
    except OSError as problem:
        raise typer.BadParameter(words("no_file", file=file, problem=problem.strerror or problem)) from None


def string(body: dict[str, Any], name: str) -> str:
    """A field that must be there and be text."""
    value = body.get(name)
    if value is None:
        raise InputError("cli.missing", name=name)
    if not isinstance(value, str):
        raise InputError("cli.not_text", name=name)
    return value


def optional_string(body: dict[str, Any], name: str) -> str | None:
    return None if body.get(name) is None else string(body, name)


def strings(body: dict[str, Any], name: str) -> list[str]:
    """A field that may be left out, one text, or a list of them."""
    value = body.get(name)
    if value is None:
        return []
    found = value if isinstance(value, list) else [value]
    if not all(isinstance(entry, str) for entry in found):
        raise InputError("cli.not_text", name=name)
    return found


def _numbered(stream: Iterable[bytes]) -> Iterator[Line]:
    for number, raw in enumerate(stream, 1):
        if raw.strip():
            yield Line(number, raw)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
