"""The one catalogue of words people read: a folder per language, a file per part of the program.

`text("review.approved", "nl", name="Lotte")` looks up key `approved` of `nl/review.toml`. Parameters are filled in with
`str.format_map`; a missing key or parameter raises `KeyError`, which is a bug that the tests catch.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from assistant.texts.french import french

Language = Literal["nl", "fr", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


def text(key: str, language: Language, **parameters: object) -> str:
    """The message `part.name` in `language`, with its `{parameters}` filled in."""
    message = catalogue(language)[key]
    return message.format_map(parameters) if parameters else message


def texts(key: str, **parameters: object) -> dict[Language, str]:
    """The same message in every language."""
    return {language: text(key, language, **parameters) for language in LANGUAGES}


def as_language(value: str | None, default: Language = "nl") -> Language:
    """The language of the interface nearest to a code such as "fr-BE"; `default` where there is none."""
    code = (value or "").lower().replace("_", "-").split("-")[0]
    return next((language for language in LANGUAGES if language == code), default)


@cache
def catalogue(language: Language) -> dict[str, str]:
    """Every message of a language by its dotted key."""
    messages: dict[str, str] = {}
    for file in sorted((files(__name__) / language).iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            part = file.name.removesuffix(".toml")
            messages.update(_flat(part, tomllib.loads(file.read_text("utf-8"))))
    return {key: french(message) for key, message in messages.items()} if language == "fr" else messages


def _flat(prefix: str, table: dict[str, Any]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in table.items():
        key = f"{prefix}.{name}"
        flat.update(_flat(key, value) if isinstance(value, dict) else {key: str(value)})
    return flat
