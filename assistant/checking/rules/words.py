"""The named lists that a phrase can point to with `{name}`, from words.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def word_lists() -> dict[str, list[str]]:
    """Every list by its name."""
    tables = tomllib.loads((files("assistant.checking.rules") / "words.toml").read_text("utf-8"))
    return {name: [entry for entries in table.values() for entry in entries] for name, table in tables.items()}
