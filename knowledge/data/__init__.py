"""Lists of words and measured numbers that the library reads."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from assistant.texts import LANGUAGES, Language


@cache
def word_lists(name: str) -> dict[Language, frozenset[str]]:
    """The words of `name`.toml by language."""
    lists = tomllib.loads(data_text(f"{name}.toml"))
    return {language: frozenset(lists[language].split()) for language in LANGUAGES}


def data_text(name: str) -> str:
    return (files(__name__) / name).read_text("utf-8")
