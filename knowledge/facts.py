"""Proposes what an embargo on a document should protect: its figures, dates and names; the officer confirms."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache

from knowledge.data import data_text, word_lists
from knowledge.words import fold, tokens

MOST = 12
_NUMBER = r"\d+(?:[.,  ]\d+)*"
_UNIT = r"(?:\s*(?:%|€|miljoen|miljard|millions?|milliards?|billion))*"
_FIGURE = re.compile(rf"(?:€\s*)?\b{_NUMBER}{_UNIT}(?:\s+(?:d'|de |du )?[^\W\d_][\w'’-]*){{0,2}}")
_NAME = re.compile(
    r"(?<=[^.!?:\n\s“\"] )[A-ZÀ-Ý][\w'’&-]+(?: (?:(?:de|van|den|der|le|la|du|di|en|et|and|&) )*[A-ZÀ-Ý][\w'’&-]+)*"
)


def proposed_facts(text: str, known_words: Mapping[str, int]) -> tuple[str, ...]:
    """Short facts as they stand in the text; names only when a word of them stands in no open document."""
    found: dict[str, str] = {}
    for match in _dates().finditer(text):
        if any(letter.isdigit() for letter in match.group()):
            _keep(found, match.group())
    undated = _dates().sub(lambda match: "." * len(match.group()), text)
    for match in _FIGURE.finditer(undated):
        fact = _without_small_words(match.group())
        if len(fact) > 2 and not re.fullmatch(r"(?:19|20)\d\d", fact):
            _keep(found, fact)
    for match in _NAME.finditer(undated):
        if any(not known_words.get(fold(word)) for word in tokens(match.group())):
            _keep(found, match.group())
    return tuple(found.values())[: 2 * MOST]


def _without_small_words(fact: str) -> str:
    """Without the small words at its end: "8,2 naar" is a figure, "34 schepen" a figure of something."""
    small = frozenset().union(*word_lists("stop_words").values())
    words = fact.split()
    while len(words) > 1 and fold(words[-1]).split("'")[-1] in small:
        words.pop()
    return " ".join(words)


def _keep(found: dict[str, str], fact: str) -> None:
    clean = " ".join(fact.split()).strip(" .,;:")
    if clean:
        found.setdefault(fold(clean), clean)


@cache
def _dates() -> re.Pattern[str]:
    months = tomllib.loads(data_text("expected.toml"))["parts"]["months"]
    return re.compile(rf"\b(?:\d{{1,2}}(?:er)? )?(?:{months})(?: (?:19|20)\d\d)?\b", re.IGNORECASE)
