"""The voice card in plain words, line by line, as its owner reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.texts import Language, text
from assistant.writing.habits import FORMAL, HASHTAG, INFORMAL, Habits, without_hashtag_lines
from assistant.writing.lexicon import guess_language, words
from assistant.writing.sentences import emojis, sentences
from assistant.writing.voice import VoiceCard

_OFTEN = 0.5
_LONGEST = 180


@dataclass(frozen=True)
class CardLine:
    words: str
    example: str = ""
    """A sentence of their own that shows it."""


def with_examples(card: VoiceCard, spoken: Language, language: Language) -> list[CardLine]:
    """What was measured in the language `spoken`, told in `language`, each with a sentence from their own posts."""
    habits = card.habits[spoken]
    bodies = [without_hashtag_lines(post) for post in card.posts if guess_language(post) == spoken]
    own = [sentence for body in bodies for sentence in sentences(body) if len(sentence) <= _LONGEST]
    used: set[str] = set()
    lines = []
    for key, values in _lines(habits):
        example = _example(key, habits, bodies, [sentence for sentence in own if sentence not in used])
        used.add(example)
        lines.append(CardLine(text(f"writing.voice.{key}", language, **values), example))
    return lines


def _example(key: str, habits: Habits, bodies: list[str], own: list[str]) -> str:
    """The first sentence that shows a habit; nothing for what a sentence cannot show."""
    if key == "sentences":
        return min(own, key=lambda one: abs(len(words(one)) - habits.sentence_words), default="")
    if key == "first_line":
        firsts = [first for first in (body.split("\n")[0] for body in bodies) if len(first) <= _LONGEST]
        return min(firsts, key=lambda one: abs(len(words(one)) - habits.first_line_words), default="")
    if key == "lists":
        return next((one for body in bodies for one in body.split("\n") if one.startswith(habits.lists)), "")[:_LONGEST]
    if key == "closes_with_question":
        ends = {sentences(body)[-1] for body in bodies if sentences(body)}
        return next((one for one in own if one in ends and "?" in one), "")
    shows = _SHOWS.get(key)
    return next((one for one in own if shows(one, habits)), "") if shows else ""


def _has_word(sentence: str, among: tuple[str, ...]) -> bool:
    return bool(set(words(sentence)) & set(among))


_SHOWS: dict[str, Callable[[str, Habits], bool]] = {
    "exclamations": lambda one, habits: "!" in one,
    "few_exclamations": lambda one, habits: "!" in one,
    "emoji": lambda one, habits: bool(set(emojis(one)) & set(habits.emojis[:3])),
    "few_emoji": lambda one, habits: bool(set(emojis(one)) & set(habits.emojis[:3])),
    "ellipsis": lambda one, habits: habits.ellipsis in one,
    "brackets": lambda one, habits: "(" in one and ")" in one,
    "markers": lambda one, habits: any(re.match(rf"{re.escape(mark)}\b", one.casefold()) for mark in habits.markers),
    "lower_case": lambda one, habits: one[0].islower(),
    "formal": lambda one, habits: _has_word(one, FORMAL[habits.language]),
    "informal": lambda one, habits: _has_word(one, INFORMAL[habits.language]),
    "words": lambda one, habits: _has_word(one, habits.favourite_words[:6]) and not HASHTAG.search(one),
}


def in_words(habits: Habits, language: Language) -> list[str]:
    """What was measured, a sentence a habit, in the reader's language."""
    return [text(f"writing.voice.{key}", language, **values) for key, values in _lines(habits)]


def _lines(habits: Habits) -> Iterator[tuple[str, dict[str, object]]]:
    yield "sentences", {"words": round(habits.sentence_words)}
    yield "paragraphs", {"sentences": max(1, round(habits.paragraph_sentences))}
    yield "first_line", {"words": round(habits.first_line_words)}
    yield "length", {"characters": round(habits.characters, -1)}
    if habits.closes_with_question >= _OFTEN:
        yield "closes_with_question", {}
    yield (
        (
            "exclamations"
            if habits.exclamations >= _OFTEN
            else "no_exclamations"
            if not habits.exclamations
            else "few_exclamations"
        ),
        {},
    )
    if habits.emojis:
        yield ("emoji" if habits.emoji >= _OFTEN else "few_emoji"), {"emojis": " ".join(habits.emojis[:3])}
    else:
        yield "no_emoji", {}
    if habits.favourite_hashtags:
        yield "hashtags", {"count": round(habits.hashtags_per_post), "tags": " ".join(habits.favourite_hashtags[:3])}
    else:
        yield "no_hashtags", {}
    if habits.ellipsis:
        yield "ellipsis", {"mark": habits.ellipsis}
    if habits.brackets >= _OFTEN:
        yield "brackets", {}
    if habits.markers:
        yield "markers", {"markers": ", ".join(habits.markers)}
    if habits.lists:
        yield "lists", {"mark": habits.lists}
    if habits.lower_case_starts >= _OFTEN:
        yield "lower_case", {}
    if habits.formal > habits.informal:
        yield "formal", {}
    elif habits.informal >= _OFTEN:
        yield "informal", {}
    if habits.favourite_words:
        yield "words", {"words": ", ".join(habits.favourite_words[:6])}
