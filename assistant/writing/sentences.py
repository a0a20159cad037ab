"""Cuts what somebody typed into sentences and clauses, however they typed it."""

from __future__ import annotations

import re
from functools import lru_cache

_END = re.compile(r"""(?:…|(?<![.!?])[.!?]++)(?=["'”’»)]*+(?:\s|$))["'”’»)]*+|\n+""")
_ABBREVIATED = re.compile(
    r"(?:^|\s)(?:bv|o\.a|m\.a\.w|ca|nr|dr|mr|mrs|ms|mme|p\.ex|e\.g|i\.e|st|max|min)\.$", re.IGNORECASE
)
_ORDINAL = re.compile(r"^\d{1,2}\.$")
_EMOJI = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55☕][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*)+"
)


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order, with their own closing marks. A line end closes a sentence."""
    return list(_sentences(text))


@lru_cache(maxsize=256)
def _sentences(text: str) -> tuple[str, ...]:
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        piece = text[start : end.end()]
        if _ABBREVIATED.search(piece.rstrip()) or (_ORDINAL.search(piece.strip()) and "\n" not in piece):
            continue
        found.append(piece)
        start = end.end()
    found.append(text[start:])
    found = [part for piece in found for part in _after_emoji(piece)]
    return tuple(_emoji_to_the_sentence_before([piece.strip() for piece in found if piece.strip()]))


def clauses(sentence: str) -> list[str]:
    """The parts of a sentence between commas that stand outside quotes and brackets; the commas are dropped."""
    parts: list[str] = []
    depth, quoted, start = 0, False, 0
    for position, letter in enumerate(sentence):
        if letter in "([«“":
            depth += 1
        elif letter in ")]»”":
            depth = max(0, depth - 1)
        elif letter == '"':
            quoted = not quoted
        elif letter in ",;" and not depth and not quoted and sentence[position + 1 : position + 2].isspace():
            parts.append(sentence[start:position].strip())
            start = position + 1
    parts.append(sentence[start:].strip())
    return [part for part in parts if part]


def emojis(text: str) -> list[str]:
    return _EMOJI.findall(text)


def without_emojis(text: str) -> str:
    """The text with its emoji taken out, and the spaces they leave closed."""
    bare = _EMOJI.sub("", text)
    return "\n".join(re.sub(r"[ \t]{2,}", " ", line).rstrip() for line in bare.split("\n")).strip()


def _after_emoji(piece: str) -> list[str]:
    """A sentence ends at an emoji that more words follow, unless the emoji opens a line."""
    parts: list[str] = []
    start = 0
    for mark in _EMOJI.finditer(piece):
        if piece[start : mark.start()].strip() and re.match(r"\s+\w", piece[mark.end() :]):
            parts.append(piece[start : mark.end()])
            start = mark.end()
    return [*parts, piece[start:]]


def _emoji_to_the_sentence_before(pieces: list[str]) -> list[str]:
    """An emoji, or a bare mark, belongs to the sentence it follows."""
    kept: list[str] = []
    for piece in pieces:
        leading = re.match(rf"(?:{_EMOJI.pattern}|[\s.!?])+", piece)
        if kept and leading and leading.group().strip():
            kept[-1] = f"{kept[-1]} {leading.group().strip()}"
            piece = piece[leading.end() :].strip()
        if piece:
            kept.append(piece)
    return kept
