"""Phrases by which readers recognise generated text, per language: our own lists."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from assistant.texts import Language
from assistant.writing.sentences import sentences


def tells(text: str, language: Language) -> list[tuple[str, str]]:
    """The sentences that sound generated, each with the phrase that does it."""
    found: list[tuple[str, str]] = []
    for sentence in sentences(text):
        match = next((hit for pattern in _patterns(language) if (hit := pattern.search(sentence))), None)
        if match:
            found.append((sentence, match.group().strip()))
    return found


@cache
def _patterns(language: Language) -> tuple[re.Pattern[str], ...]:
    raw = tomllib.loads((files("assistant.coaching") / "tells.toml").read_text("utf-8"))
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in raw[language])
