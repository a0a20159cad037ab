"""Words as search compares them: without case, accents and endings, with parts of compounds and meanings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from assistant.texts import LANGUAGES, Language
from knowledge.data import word_lists
from knowledge.glossary import concepts

_TOKEN = re.compile(r"\d+(?:[.,  ]\d{3})+(?!\d)|\d+[.,]\d+|\d+|[^\W\d_]+")
_STEMMERS = {"nl": "dutch", "fr": "french", "en": "english"}
_LINKS = ("", "s", "en", "e")
SHORTEST_PART = 4


@dataclass(frozen=True)
class QuestionWord:
    """A word of a question with the terms it may stand for, and how surely each says the same (1: itself)."""

    word: str
    terms: tuple[tuple[str, float], ...]
    number: bool = False


def fold(word: str) -> str:
    """Lower case without accents: "Élèves" and "eleves" are one."""
    decomposed = unicodedata.normalize("NFKD", word.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def tokens(text: str) -> Iterator[str]:
    """Words and numbers in order; numbers without the signs between their thousands."""
    for match in _TOKEN.finditer(text):
        token = match.group()
        yield number(token) if token[0].isdigit() else token


def number(token: str) -> str:
    """ "24.000", "24 000" and "24000" alike; a decimal comma becomes a point."""
    if re.fullmatch(r"\d+(?:[.,  ]\d{3})+", token):
        return re.sub(r"\D", "", token)
    return token.replace(",", ".")


@lru_cache(maxsize=50_000)
def stem(word: str, language: Language) -> str:
    return fold(_stemmer(language).stemWord(word.lower()))


def terms(text: str, language: Language) -> list[str]:
    """What a passage is found by: stems, numbers, parts of compounds and concepts."""
    found: list[str] = []
    for token in tokens(text):
        if token[0].isdigit():
            found.append(token)
        elif fold(token) not in word_lists("stop_words")[language]:
            found.extend(_passage_terms(token.lower(), language))
    return found


@lru_cache(maxsize=50_000)
def _passage_terms(word: str, language: Language) -> tuple[str, ...]:
    main = stem(word, language)
    found = [main]
    parts = compound(word) if language == "nl" else ()
    for part in parts:
        found.append(stem(part, "nl"))
    for form in (word, *parts):
        found += [name for name in concepts(form, language) if name not in found]
    return tuple(dict.fromkeys(found))


def question_words(text: str, language: Language) -> list[QuestionWord]:
    """The words of a question that carry its meaning, each with its alternatives in all languages."""
    found: dict[str, QuestionWord] = {}
    for token in tokens(text):
        if token[0].isdigit():
            found.setdefault(token, QuestionWord(token, ((token, 1.0),), number=True))
            continue
        folded = fold(token)
        if len(folded) < 2 or folded in word_lists("stop_words")[language]:
            continue
        found.setdefault(folded, QuestionWord(folded, _question_terms(token.lower(), language)))
    return list(found.values())


@lru_cache(maxsize=5_000)
def _question_terms(word: str, language: Language) -> tuple[tuple[str, float], ...]:
    weights: dict[str, float] = {stem(word, language): 1.0}
    for other in LANGUAGES:
        weights.setdefault(stem(word, other), 0.9)
    weights.setdefault(fold(word), 0.9)
    for name in concepts(word, language):
        weights.setdefault(name, 0.8)
    if language == "nl":
        for part in compound(word):
            weights.setdefault(stem(part, "nl"), 0.55)
            for name in concepts(part, "nl"):
                weights.setdefault(name, 0.45)
    return tuple(weights.items())


@lru_cache(maxsize=50_000)
def compound(word: str) -> tuple[str, ...]:
    """The parts of a Dutch compound, when both are words by themselves; else nothing."""
    folded = word.lower()
    known = _dutch()
    if len(folded) < 2 * SHORTEST_PART or not folded.isalpha():
        return ()
    best: tuple[str, ...] = ()
    for cut in range(SHORTEST_PART, len(folded) - SHORTEST_PART + 1):
        tail = folded[cut:]
        if tail not in known:
            continue
        for link in _LINKS:
            head = folded[:cut].removesuffix(link) if link else folded[:cut]
            if link and not folded[:cut].endswith(link):
                continue
            if len(head) >= SHORTEST_PART and head in known and (not best or len(tail) > len(best[-1])):
                best = (head, tail)
    return best


@cache
def _dutch() -> frozenset[str]:
    from wordfreq import get_frequency_dict

    return frozenset(word for word, rate in get_frequency_dict("nl", "small").items() if rate > 2e-6 and len(word) > 3)


@cache
def _stemmer(language: Language) -> Any:
    import Stemmer

    return Stemmer.Stemmer(_STEMMERS[language])
