"""The voice card in plain words, line by line, as its owner reads it."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.texts import Language, text
from assistant.writing.habits import Habits

_OFTEN = 0.5


def in_words(habits: Habits, language: Language) -> list[str]:
    """What was measured, a sentence a habit, in the reader's language."""
    return [text(f"writing.voice.{key}", language, **values) for key, values in _lines(habits)]


def _lines(habits: Habits) -> Iterator[tuple[str, dict[str, object]]]:
    yield "sentences", {"words": round(habits.sentence_words)}
    yield "paragraphs", {"sentences": max(1, round(habits.paragraph_sentences))}
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
