"""Markdown of our own lessons as HTML: titles, paragraphs, lists, bold and italics. Everything else is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

_MARKER = re.compile(r"^(?:-|\d+\.)\s+")


def to_html(written: str) -> str:
    """The blocks of a text, an empty line between two."""
    return "".join(_block(lines) for lines in _blocks(written))


def _blocks(written: str) -> Iterator[list[str]]:
    for block in re.split(r"\n\s*\n", written.strip()):
        lines = [line.rstrip() for line in block.split("\n")]
        if lines[0].startswith("## ") and len(lines) > 1:
            yield lines[:1]
            lines = lines[1:]
        yield lines


def _block(lines: list[str]) -> str:
    if lines[0].startswith("## "):
        return f"<h2>{_inline(lines[0].removeprefix('## '))}</h2>"
    if all(_MARKER.match(line) for line in lines):
        kind = "ul" if lines[0].startswith("-") else "ol"
        items = "".join(f"<li>{_inline(_MARKER.sub('', line))}</li>" for line in lines)
        return f"<{kind}>{items}</{kind}>"
    return f"<p>{_inline(' '.join(lines))}</p>"


def _inline(line: str) -> str:
    safe = escape(line, quote=False)
    safe = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", safe)
    return re.sub(r"\*(.+?)\*", r"<em>\1</em>", safe)
