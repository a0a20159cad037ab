"""What the commands print: JSON Lines on standard output, words for people on standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from typing import Any

import typer

from assistant.errors import PersonError
from assistant.texts import Language, as_language, text


def language() -> Language:
    """The language of the terminal; English where it is another than ours."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return as_language(named, "en")


def words(key: str, **parameters: object) -> str:
    return text(f"cli.{key}", language(), **parameters)


def complain(message: str) -> None:
    """A line on standard error."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()


def tell(message: str) -> None:
    """A line on standard output."""
    sys.stdout.write(message + "\n")
    sys.stdout.flush()


def tell_json(value: Mapping[str, Any]) -> None:
    """One line of JSON. Half a surrogate pair, which has no UTF-8, is written as an escape."""
    line = json.dumps(value, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        line = json.dumps(value)
    tell(line)


class Failures:
    """Items that failed: each is said when it happens, and together they make the exit status 1."""

    def __init__(self) -> None:
        self.count = 0

    def add(self, item: str, problem: PersonError | str) -> None:
        self.count += 1
        said = problem if isinstance(problem, str) else problem.text(language())
        complain(f"{item}: {said}")

    def add_line(self, number: int, problem: PersonError | str) -> None:
        self.add(words("line", number=number), problem)

    def finish(self) -> None:
        if self.count:
            raise typer.Exit(1)
