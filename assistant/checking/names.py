"""First names that are common where our users live, and words with a capital that name nobody."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def first_names() -> frozenset[str]:
    """Folded first names: a sign of a person even at the start of a sentence."""
    return _words("first_names.txt")


@cache
def no_names() -> frozenset[str]:
    """Folded words that may have a capital in the middle of a sentence and still name nobody."""
    return _words("no_names.txt")


def _words(file: str) -> frozenset[str]:
    text = (files("assistant.checking") / file).read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
