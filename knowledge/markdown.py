"""Reads Markdown and plain text into blocks: headings, paragraphs, list items and table rows."""

from __future__ import annotations

import re

from knowledge.split import Block

_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*\s*$")
_ITEM = re.compile(r"^\s*(?:[-*+•–]|\d{1,3}[.)])\s+")
_RULE = re.compile(r"^\s*(?:[-*_]\s*){3,}$")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_\n]+?)(?<=\S)\1(?![\w*])")
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_DIVIDER = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")


def markdown_blocks(text: str) -> list[Block]:
    lines = _COMMENT.sub("", _without_front_matter(text)).splitlines()
    blocks: list[Block] = []
    paragraph: list[str] = []
    position = 0

    def flush() -> None:
        if paragraph:
            blocks.append(Block("text", plain(" ".join(line.strip() for line in paragraph))))
            paragraph.clear()

    while position < len(lines):
        line = lines[position]
        heading = _HEADING.match(line)
        following = lines[position + 1] if position + 1 < len(lines) else ""
        if heading:
            flush()
            blocks.append(Block("heading", plain(heading.group(2)), level=len(heading.group(1))))
        elif not line.strip() or _RULE.match(line):
            flush()
        elif "|" in line and _DIVIDER.match(following):
            flush()
            table, position = _table(lines, position)
            blocks += table
            continue
        elif _ITEM.match(line):
            flush()
            item = [line.strip()]
            while position + 1 < len(lines) and _continues(lines[position + 1]):
                position += 1
                item.append(lines[position].strip())
            tight = bool(blocks) and blocks[-1].kind == "text"
            blocks.append(Block("text", plain(" ".join(item)), tight=tight))
        else:
            paragraph.append(re.sub(r"^\s*>\s?", "", line))
        position += 1
    flush()
    return [block for block in blocks if block.text]


def text_blocks(text: str) -> list[Block]:
    """Plain text: paragraphs as they stand, lines kept; a short line alone, without a full stop, is a heading."""
    blocks: list[Block] = []
    for part in re.split(r"\n\s*\n", text):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        if not lines:
            continue
        if len(lines) == 1 and len(lines[0]) <= 80 and lines[0][-1] not in ".,;:!?…" and not _ITEM.match(lines[0]):
            blocks.append(Block("heading", lines[0], level=2 if blocks else 1))
        else:
            blocks.append(Block("text", "\n".join(unwrapped(lines))))
    if not any(block.kind == "text" for block in blocks):
        return [Block("text", block.text) for block in blocks]
    return blocks


def unwrapped(lines: list[str]) -> list[str]:
    """Lines that were broken only because a page ends, joined again: "… in het\\nvoorjaar" is one line."""
    joined: list[str] = []
    for line in lines:
        if (
            joined
            and not _ITEM.match(line)
            and len(joined[-1]) >= 45
            and (joined[-1][-1] not in ".!?:;" or line[0].islower())
        ):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


def plain(text: str) -> str:
    """Without the signs of bold, emphasis, links and code."""
    text = _LINK.sub(r"\1", text)
    text = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", text))
    text = re.sub(r"`([^`\n]+)`", r"\1", text)
    return re.sub(r"[ \t]+", " ", re.sub(r"\\([\\`*_{}\[\]()#+\-.!|>~])", r"\1", text)).strip()


def table_rows(rows: list[list[str]]) -> list[Block]:
    """A table as lines that read by themselves: "Campus: Waregem; Bedden: 240"."""
    filled = [[re.sub(r"\s+", " ", cell).strip() for cell in row] for row in rows]
    filled = [row for row in filled if any(row)]
    if not filled:
        return []
    header, body = filled[0], filled[1:]
    if not body or len(header) < 2 or not all(header):
        lines = [" · ".join(cell for cell in row if cell) for row in filled]
    else:
        lines = ["; ".join(f"{name}: {cell}" for name, cell in zip(header, row, strict=False) if cell) for row in body]
    return [Block("text", line, tight=position > 0) for position, line in enumerate(lines)]


def _table(lines: list[str], position: int) -> tuple[list[Block], int]:
    rows: list[list[str]] = []
    while position < len(lines) and "|" in lines[position]:
        if not _DIVIDER.match(lines[position]):
            rows.append([plain(cell) for cell in lines[position].strip().strip("|").split("|")])
        position += 1
    return table_rows(rows), position


def _continues(line: str) -> bool:
    return bool(line.strip()) and line[:1].isspace() and not _ITEM.match(line)


def _without_front_matter(text: str) -> str:
    match = re.match(r"---\s*\n.*?\n---\s*\n", text, re.S)
    return text[match.end() :] if match else text
