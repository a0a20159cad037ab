"""Cuts a document into passages along its headings and paragraphs; text[start:end] is always the passage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

LONGEST = 720
"""Characters of a passage: a few paragraphs, little enough to read as a source."""
SHORT = 260
"""A section shorter than this joins its neighbour of the same document when both fit together."""


@dataclass(frozen=True)
class Block:
    """A heading, paragraph, list item or table row as the converter found it."""

    kind: Literal["heading", "text"]
    text: str
    level: int = 0
    page: int | None = None
    tight: bool = False
    """Follows the block before on the next line, as items of one list do."""


@dataclass(frozen=True)
class Piece:
    """A passage to be: its span and where it stands."""

    start: int
    end: int
    section: str
    page: int | None


@dataclass(frozen=True)
class Laid:
    """Blocks as one text, with the span of each."""

    text: str
    spans: tuple[tuple[int, int], ...]


def lay_out(blocks: Sequence[Block]) -> Laid:
    """The document's text: blocks under each other, lists on successive lines."""
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    position = 0
    for block in blocks:
        if parts:
            gap = "\n" if block.tight else "\n\n"
            parts.append(gap)
            position += len(gap)
        spans.append((position, position + len(block.text)))
        parts.append(block.text)
        position += len(block.text)
    return Laid("".join(parts), tuple(spans))


def headings_within(blocks: Sequence[Block], laid: Laid, piece: Piece) -> list[tuple[int, int]]:
    """Spans, within a passage, of the headings that stand between its short sections."""
    return [
        (start - piece.start, end - piece.start)
        for block, (start, end) in zip(blocks, laid.spans, strict=True)
        if block.kind == "heading" and piece.start <= start and end <= piece.end
    ]


def split(blocks: Sequence[Block], laid: Laid, *, longest: int = LONGEST, short: int = SHORT) -> list[Piece]:
    """Passages of at most `longest` characters that do not run across headings unless both sides are short."""
    pieces: list[Piece] = []
    path: list[tuple[int, str]] = []
    fresh = True
    for block, (start, end) in zip(blocks, laid.spans, strict=True):
        if block.kind == "heading":
            path = [*((level, name) for level, name in path if level < block.level), (block.level, block.text)]
            fresh = True
            continue
        section = " › ".join(name for _, name in path[-2:])
        for part in _within(laid.text, start, end, longest):
            piece = Piece(part[0], part[1], section, block.page)
            last = pieces[-1] if pieces else None
            if last is not None and _belongs(last, piece, fresh, longest, short):
                pieces[-1] = replace(last, end=piece.end, section=_joined(last.section, piece.section))
            else:
                pieces.append(piece)
            fresh = False
    return pieces


def _belongs(last: Piece, piece: Piece, fresh: bool, longest: int, short: int) -> bool:
    if piece.end - last.start > longest or piece.page != last.page:
        return False
    return not fresh or min(last.end - last.start, piece.end - piece.start) < short


def _joined(first: str, second: str) -> str:
    if first == second or not second:
        return first
    tail = second.split(" › ")[-1]
    return f"{first} · {tail}" if first and tail not in first else first or second


def _within(text: str, start: int, end: int, longest: int) -> Iterator[tuple[int, int]]:
    """The span itself, or spans of at most `longest` characters where it is longer."""
    if end - start <= longest:
        yield start, end
        return
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=longest,
        chunk_overlap=0,
        add_start_index=True,
        keep_separator="end",
        separators=["\n\n", "\n", ". ", "? ", "! ", "; ", ", ", " ", ""],
    )
    for part in splitter.create_documents([text[start:end]]):
        first = start + part.metadata["start_index"]
        if text[first : first + len(part.page_content)] != part.page_content:
            raise AssertionError("a passage is not where the splitter says")
        yield first, first + len(part.page_content)
