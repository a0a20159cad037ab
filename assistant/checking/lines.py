"""Loading many records at once from lines: every mistake is named with its line, and nothing is half loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from assistant.errors import InputError, PersonError
from assistant.texts import Language

Record = TypeVar("Record")
MOST_LINES = 10_000
MOST_ERRORS = 50


@dataclass(frozen=True)
class LineError:
    """What is wrong with a line; `line` counts from 1, 0 is the whole."""

    line: int
    error: PersonError

    def text(self, language: Language) -> str:
        return self.error.text(language)

    def __str__(self) -> str:
        return self.text("en")


def read_lines(
    lines: Iterable[str], read: Callable[[str], Record], name_of: Callable[[Record], str]
) -> tuple[list[tuple[int, Record]], list[LineError]]:
    """The records with their line numbers, and every line that could not be read. Empty lines are left out."""
    records: list[tuple[int, Record]] = []
    errors: list[LineError] = []
    first_lines: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if len(errors) >= MOST_ERRORS or number > MOST_LINES:
            errors.append(
                LineError(number, InputError("checking.too_many_lines", errors=len(errors), limit=MOST_LINES))
            )
            break
        stripped = line.strip().removeprefix("\ufeff")
        if not stripped:
            continue
        try:
            record = read(stripped)
        except PersonError as problem:
            errors.append(LineError(number, problem))
            continue
        name = name_of(record)
        if name in first_lines:
            errors.append(LineError(number, InputError("checking.twice", name=name, line=first_lines[name])))
        first_lines[name] = number
        records.append((number, record))
    return records, errors
