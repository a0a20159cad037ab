"""Which of the organisation's languages a text is written in."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from assistant.texts import LANGUAGES, Language
from knowledge.data import word_lists

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def detect(text: str, among: tuple[Language, ...] = LANGUAGES, default: Language = "nl") -> Language:
    """The language of `text`: by its small words where they decide, else by its letters (lingua)."""
    if len(among) == 1:
        return among[0]
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text[:3000])]
    votes: dict[Language, float] = dict.fromkeys(among, 0.0)
    common = word_lists("common_words")
    for word in words:
        holders = [language for language in among if word in common[language] or word.split("'")[0] in common[language]]
        for language in holders:
            votes[language] += 1 / len(holders)
    ranked = sorted(among, key=lambda language: -votes[language])
    best, second = votes[ranked[0]], votes[ranked[1]]
    if best >= 1.5 and best >= 1.6 * second:
        return ranked[0]
    if not words:
        return default if default in among else among[0]
    guess = _detector(among).detect_language_of(text[:1000])
    if guess is not None:
        return {"NL": "nl", "FR": "fr", "EN": "en"}[guess.iso_code_639_1.name]  # type: ignore[return-value]
    return ranked[0] if best > second else default


@cache
def _detector(among: tuple[Language, ...]) -> Any:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [getattr(IsoCode639_1, language.upper()) for language in among]
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).with_low_accuracy_mode().build()
