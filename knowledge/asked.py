"""A question typed in a hurry, in the words it stands for: short forms written out, French accents put back."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache

from assistant.texts import LANGUAGES, Language
from knowledge.data import data_text
from knowledge.words import fold

_WORD = re.compile(r"\w+(?:['’]\w+)?")
RARER = 4.0
"""How many times more common a word with accents must be than the same letters without."""


def written_out(question: str, language: Language) -> str:
    """ "cb de tps pr le velo" becomes "combien de temps pour le vélo"; what is not known stays as it is."""
    short = _short_forms()[language]

    def word(match: re.Match[str]) -> str:
        found = short.get(match.group().lower())
        if found is not None:
            return found
        return _accents().get(match.group().lower(), match.group()) if language == "fr" else match.group()

    return _WORD.sub(word, question)


@cache
def _short_forms() -> dict[Language, dict[str, str]]:
    tables = tomllib.loads(data_text("short_forms.toml"))
    return {language: dict(tables[language]) for language in LANGUAGES}


@cache
def _accents() -> Mapping[str, str]:
    """Words that French spells with accents, by their letters without."""
    from wordfreq import get_frequency_dict

    rates = get_frequency_dict("fr", "small")
    best: dict[str, str] = {}
    for word, rate in rates.items():
        bare = fold(word)
        if (
            bare != word
            and len(bare) > 3
            and rate > RARER * rates.get(bare, 0.0)
            and rate > rates.get(best.get(bare, ""), 0.0)
        ):
            best[bare] = word
    return best
