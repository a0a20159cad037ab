"""Words of working life that say the same in three languages, so that a question finds a text in another one.

A line of `data/glossary.tsv` is one meaning: Dutch, French and English words, comma separated, a tab between languages.
A word of more than one meaning may stand on more lines.
"""

from __future__ import annotations

from functools import cache

from assistant.texts import LANGUAGES, Language
from knowledge.data import data_text


def concepts(word: str, language: Language) -> tuple[str, ...]:
    """Names of the meanings of a word, such as `zqaab`; nothing for a word that is not in the glossary."""
    from knowledge.words import stem

    return _glossary()[language].get(stem(word, language), ())


@cache
def _glossary() -> dict[Language, dict[str, tuple[str, ...]]]:
    from knowledge.words import stem

    tables: dict[Language, dict[str, tuple[str, ...]]] = {language: {} for language in LANGUAGES}
    lines = data_text("glossary.tsv").splitlines()
    rows = [line for line in lines if line.strip() and not line.startswith("#")]
    for position, line in enumerate(rows):
        name = _name(position)
        for language, cell in zip(LANGUAGES, line.split("\t"), strict=True):
            for word in cell.split(","):
                if word.strip():
                    key = stem(word.strip(), language)
                    held = tables[language].get(key, ())
                    tables[language][key] = held if name in held else (*held, name)
    return tables


def _name(position: int) -> str:
    letters = ""
    for _ in range(3):
        position, rest = divmod(position, 26)
        letters = chr(ord("a") + rest) + letters
    return "zq" + letters
