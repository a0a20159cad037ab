"""A report as pieces that each kind of file can show: headings, sentences, lists and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.texts import Language


@dataclass(frozen=True)
class Heading:
    words: str
    level: Literal[1, 2] = 1


@dataclass(frozen=True)
class Paragraph:
    words: str


@dataclass(frozen=True)
class Points:
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table: what it shows, names of its columns, and rows; figures stand to the right."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: tuple[int, ...] = ()
    """Columns that hold figures."""


Piece = Heading | Paragraph | Points | Grid


@dataclass(frozen=True)
class Report:
    title: str
    subtitle: str
    language: Language
    pieces: tuple[Piece, ...]
    footer: str


def pieces_of(written: str) -> list[Piece]:
    """What somebody wrote: paragraphs, and lines that begin with a dash as a list."""
    pieces: list[Piece] = []
    points: list[str] = []
    for line in [*written.splitlines(), ""]:
        bare = line.strip()
        if bare.startswith(("- ", "• ", "* ")):
            points.append(bare[2:].strip())
            continue
        if points:
            pieces.append(Points(tuple(points)))
            points = []
        if bare:
            pieces.append(Paragraph(bare))
    return pieces
