"""What the rules know of each language: function words, verbs, openers, abbreviations, and names with a capital."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.texts import LANGUAGES, Language

WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")


@dataclass(frozen=True)
class Lexicon:
    language: Language
    function_words: frozenset[str]
    subjects: frozenset[str]
    finite: frozenset[str]
    """Common finite verbs: what a fragment lacks."""
    i_verbs: frozenset[str]
    i_or_it: frozenset[str]
    sure_i: frozenset[str]
    """Verbs that can only be the first person."""
    inverted: frozenset[str]
    """Subjects that may stand behind the verb: then none was left out."""
    it_took: frozenset[str]
    joins: frozenset[str]
    """Verbs that go on with the subject of the sentence before."""
    is_it: frozenset[str]
    and_it: frozenset[str]
    it_was: frozenset[str]
    speech: re.Pattern[str]
    we_verbs: frozenset[str]
    i_next: frozenset[str]
    i: str
    we: str
    it: str
    fillers: tuple[str, ...]
    laughter: frozenset[str]
    asides: frozenset[str]
    instructions: tuple[re.Pattern[str], ...]
    keep_after: tuple[re.Pattern[str], ...]
    leave_out: re.Pattern[str]
    non_answers: tuple[str, ...]
    anaphora: frozenset[str]
    breaks: frozenset[str]
    meaning: re.Pattern[str]
    takeaway: re.Pattern[str]
    abbreviations: dict[str, str]
    splits: frozenset[str]
    loud: tuple[str, ...]
    """Words of advertisements."""
    plain: dict[str, str]
    """Office words and the plain ones for them."""
    added: dict[str, tuple[str, ...]]
    """Every word that a guided draft may add: openers, closers, pronouns."""


@cache
def lexicon(language: Language) -> Lexicon:
    raw = _read(f"{language}.toml")
    return Lexicon(
        language=language,
        function_words=_words(raw["function_words"]),
        subjects=_words(raw["subjects"]),
        finite=_words(raw["finite"]),
        i_verbs=_words(raw["i_verbs"]),
        i_or_it=_words(raw["i_or_it"]),
        sure_i=_words(raw["sure_i"]),
        inverted=_words(raw["inverted"]),
        it_took=_words(raw["it_took"]),
        joins=_words(raw["joins"]),
        is_it=_words(raw["is_it"]),
        and_it=_words(raw["and_it"]),
        it_was=_words(raw["it_was"]),
        speech=re.compile(raw["speech"], re.IGNORECASE),
        we_verbs=_words(raw["we_verbs"]),
        i_next=_words(raw["i_next"]),
        i=raw["i"],
        we=raw["we"],
        it=raw["it"],
        fillers=tuple(sorted(raw["fillers"], key=len, reverse=True)),
        laughter=_words(raw["laughter"]),
        asides=_words(raw["asides"]),
        instructions=_patterns(raw["instructions"]),
        keep_after=_patterns(raw["keep_after"]),
        leave_out=re.compile(raw["leave_out"], re.IGNORECASE),
        non_answers=tuple(sorted(raw["non_answers"], key=len, reverse=True)),
        anaphora=_words(raw["anaphora"]),
        breaks=_words(raw["breaks"]),
        meaning=re.compile(raw["meaning"], re.IGNORECASE),
        takeaway=re.compile(raw["takeaway"], re.IGNORECASE),
        abbreviations=raw["abbreviations"],
        splits=_words(raw["splits"]),
        loud=tuple(raw["loud"]),
        plain=raw["plain"],
        added={
            name: tuple(value.split()) if isinstance(value, str) else tuple(value)
            for name, value in raw["added"].items()
        },
    )


@cache
def names() -> dict[str, str]:
    """Names as they are written, by their lower-case form."""
    groups = _read("names.toml")
    return {name.casefold(): name for kind, group in groups.items() if kind != "english_days" for name in group.split()}


@cache
def english_days() -> dict[str, str]:
    """Days and months, which only English writes with a capital."""
    return {name.casefold(): name for name in _read("names.toml")["english_days"].split()}


@cache
def added_words(language: Language) -> frozenset[str]:
    """The connective list: the words that may stand in a guided draft though nobody said them."""
    known = lexicon(language)
    phrases = [*(phrase for group in known.added.values() for phrase in group), *known.plain.values()]
    return frozenset(word for phrase in phrases for word in words(phrase.replace("{title}", " ")))


def words(text: str) -> list[str]:
    """The words of a text, lower case, typographic apostrophes made plain."""
    return [word.casefold().replace("’", "'") for word in WORD.findall(text)]


def content_words(text: str, language: Language) -> list[str]:
    """The words that carry what is said; function words in any of our languages are left out of a mixed text too."""
    function = lexicon(language).function_words
    return [word for word in words(text) if word not in function and not _elided(word, function)]


def guess_language(text: str, default: Language = "nl") -> Language:
    """The language most of the function words belong to; `default` where they say nothing."""
    found = words(text)
    scores = {language: sum(_known(word, language) for word in found) for language in LANGUAGES}
    best = max(LANGUAGES, key=lambda language: (scores[language], language == default))
    return best if scores[best] else default


def _known(word: str, language: Language) -> float:
    function = lexicon(language).function_words
    if word not in function and not _elided(word, function):
        return 0.0
    shared = sum(word in lexicon(other).function_words for other in LANGUAGES)
    return 1.0 / max(shared, 1) ** 2


def _elided(word: str, function: frozenset[str]) -> bool:
    head, apostrophe, tail = word.partition("'")
    return bool(apostrophe) and head in function and tail in function


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _patterns(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__name__) / name).read_text("utf-8"))
