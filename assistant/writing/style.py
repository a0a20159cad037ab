"""Dresses sentences in somebody's measurable habits: line breaks, emoji, hashtags, marks, a closing question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.texts import Language
from assistant.writing.habits import HASHTAG, Habits
from assistant.writing.lexicon import content_words
from assistant.writing.sentences import emojis, without_emojis

_PER_PARAGRAPH = 3


def dress(
    paragraphs: Sequence[Sequence[str]],
    habits: Habits | None,
    language: Language,
    closing_question: str = "",
    *,
    emoji: bool = True,
    hashtags: bool = True,
    theme_hashtags: Sequence[str] = (),
    said: str = "",
) -> str:
    """The text of a post. Without a voice card: plain paragraphs and nothing added."""
    parts = _regrouped(paragraphs, habits)
    if closing_question:
        parts = [*parts, [closing_question]]
    between = habits.line_break if habits and habits.line_break else "\n\n"
    text = between.join(" ".join(part) for part in parts if part)
    if habits:
        text = _marks(text, habits)
    if not emoji:
        text = without_emojis(text)
    elif habits and habits.emoji >= 0.5 and habits.emojis and not emojis(text):
        text = f"{text} {habits.emojis[0]}"
    tags = _hashtags(habits, theme_hashtags, f"{said} {text}", language) if hashtags else []
    return f"{text}\n\n{' '.join(tags)}" if tags else text


def _regrouped(paragraphs: Sequence[Sequence[str]], habits: Habits | None) -> list[list[str]]:
    """Paragraphs about as long as this person's; a part of the post never runs into the next."""
    size = round(habits.paragraph_sentences) if habits else _PER_PARAGRAPH
    size = max(1, min(size, 6))
    grouped: list[list[str]] = []
    for part in paragraphs:
        for start in range(0, len(part), size):
            grouped.append(list(part[start : start + size]))
    return grouped


def _marks(text: str, habits: Habits) -> str:
    if habits.ellipsis:
        text = text.replace("…" if habits.ellipsis == "..." else "...", habits.ellipsis)
    if len(habits.quote_marks) == 2:
        opening, closing = habits.quote_marks[0], habits.quote_marks[1]
        if habits.quote_marks == "«»":
            opening, closing = "«\u202f", "\u202f»"
        text = re.sub(r'["“]([^"“”\n]+)["”]', lambda found: f"{opening}{found.group(1)}{closing}", text)
    if habits.exclamations == 0:
        text = re.sub(r"[\u202f ]?!+(?=\s|$)", ".", text)
    if habits.ends_bare >= 0.5:
        text = re.sub(r"\.$", "", text)
    return text


def _hashtags(habits: Habits | None, theme: Sequence[str], said: str, language: Language) -> list[str]:
    """As many as this person uses, their own first: those that always return, and those whose words were said."""
    if habits is None or habits.hashtags < 0.5:
        return []
    many = max(1, round(habits.hashtags_per_post))
    told = set(content_words(said, language))
    own = [tag for tag in habits.favourite_hashtags if _parts(tag) & told]
    tags = [*own, *habits.favourite_hashtags[:1], *theme]
    if habits.hashtags_lower:
        tags = [tag.lower() for tag in tags]
    unique = list(dict.fromkeys(tags))
    return [tag for tag in unique if HASHTAG.fullmatch(tag)][:many]


def _parts(tag: str) -> set[str]:
    return {piece.casefold() for piece in re.findall(r"[A-ZÀ-Þ]?[a-zà-ÿ]+|\d+", tag[1:])} | {tag[1:].casefold()}
