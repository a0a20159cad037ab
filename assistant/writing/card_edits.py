"""What somebody said otherwise than was measured: lines of their voice card, words they never use, a first angle."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from assistant.errors import InputError
from assistant.texts import LANGUAGES, Language
from assistant.writing.habits import HASHTAG, Habits
from assistant.writing.lexicon import words
from assistant.writing.sentences import emojis

HOW_OFTEN: Final[Mapping[str, float]] = {"never": 0.0, "sometimes": 0.3, "often": 1.0}
BREAKS: Final[Mapping[str, str]] = {"empty": "\n\n", "one": "\n", "none": ""}
ADDRESS: Final = ("informal", "formal", "neither")
MOST_WORDS = 40


@dataclass(frozen=True)
class Edits:
    lines: Mapping[Language, Mapping[str, str]] = field(default_factory=dict)
    """By language, then by line of the card, as it was typed or chosen."""
    never: tuple[str, ...] = ()
    angle: str = ""
    """The angle to start with; empty: the moment."""
    interview: tuple[str, ...] = ()
    """What was written in answer to the five questions: a voice to start with, for who has no posts."""
    answered: Mapping[str, str] = field(default_factory=dict)
    """Suggestions that were answered, yes or no, with the moment: what was done before does not count again."""

    def as_json(self) -> dict[str, Any]:
        return {
            "lines": {language: dict(lines) for language, lines in self.lines.items()},
            "never": list(self.never),
            "angle": self.angle,
            "interview": list(self.interview),
            "answered": dict(self.answered),
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any] | None) -> Edits:
        body = body or {}
        return cls(
            {language: dict(body.get("lines", {}).get(language, {})) for language in LANGUAGES},
            tuple(body.get("never", ())),
            str(body.get("angle", "")),
            tuple(body.get("interview", ())),
            dict(body.get("answered", {})),
        )

    def applied(self, habits: Habits) -> Habits:
        """The habits as their owner wants them followed."""
        for key, value in self.lines.get(habits.language, {}).items():
            if key in LINES:
                habits = LINES[key].apply(habits, value)
        return habits

    def with_line(self, language: Language, key: str, value: str) -> Edits:
        """One line otherwise; an empty value gives back what was measured. Raises `InputError` for what cannot be."""
        lines = dict(self.lines.get(language, {}))
        if not value.strip():
            lines.pop(key, None)
        else:
            lines[key] = LINES[key].read(value.strip())
        return replace(self, lines={**self.lines, language: lines})

    def with_angle(self, angle: str) -> Edits:
        return replace(self, angle=angle)

    def with_never(self, written: str) -> Edits:
        return replace(self, never=tuple(dict.fromkeys(words_of(written))))


@dataclass(frozen=True)
class Line:
    """A line of the card that can be changed: how its value is read, shown, and put in place of the measured one."""

    read: Callable[[str], str]
    shown: Callable[[Habits], str]
    apply: Callable[[Habits, str], Habits]
    options: Sequence[str] = ()


def words_of(written: str) -> list[str]:
    """Words or short phrases with commas, semicolons or line ends between them."""
    found = [" ".join(words(piece)) for piece in re.split(r"[,;\n]", written[:2000])]
    return [one for one in found if one][:MOST_WORDS]


def _number(least: int, most: int) -> Callable[[str], str]:
    def read(value: str) -> str:
        if not value.isdecimal() or not least <= int(value) <= most:
            raise InputError("writing.card_number", least=least, most=most)
        return value

    return read


def _one_of(options: Sequence[str]) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in options:
            raise InputError("writing.card_option")
        return value

    return read


def _emoji(value: str) -> str:
    found = emojis(value)
    if not found:
        raise InputError("writing.card_emoji")
    return " ".join(found[:5])


def _tags(value: str) -> str:
    given = [one if one.startswith("#") else f"#{one}" for one in re.split(r"[\s,;]+", value) if one]
    if not all(HASHTAG.fullmatch(one) for one in given):
        raise InputError("writing.card_hashtags")
    return " ".join(given[:6])


def how_often(share: float) -> str:
    return "never" if share < 0.15 else "sometimes" if share < 0.5 else "often"


def _break(habits: Habits) -> str:
    return next(name for name, mark in BREAKS.items() if mark == habits.line_break)


def _address(habits: Habits) -> str:
    if max(habits.formal, habits.informal) < 0.15:
        return "neither"
    return "formal" if habits.formal > habits.informal else "informal"


LINES: Final[Mapping[str, Line]] = {
    "sentences": Line(
        _number(3, 40),
        lambda habits: str(round(habits.sentence_words)),
        lambda habits, value: replace(habits, sentence_words=float(value)),
    ),
    "paragraphs": Line(
        _number(1, 8),
        lambda habits: str(max(1, round(habits.paragraph_sentences))),
        lambda habits, value: replace(habits, paragraph_sentences=float(value)),
    ),
    "line_break": Line(
        _one_of(tuple(BREAKS)),
        _break,
        lambda habits, value: replace(habits, line_break=BREAKS[value]),
        tuple(BREAKS),
    ),
    "exclamations": Line(
        _one_of(tuple(HOW_OFTEN)),
        lambda habits: how_often(habits.exclamations),
        lambda habits, value: replace(habits, exclamations=HOW_OFTEN[value]),
        tuple(HOW_OFTEN),
    ),
    "question": Line(
        _one_of(tuple(HOW_OFTEN)),
        lambda habits: how_often(habits.closes_with_question),
        lambda habits, value: replace(habits, closes_with_question=HOW_OFTEN[value]),
        tuple(HOW_OFTEN),
    ),
    "emoji": Line(
        _one_of(tuple(HOW_OFTEN)),
        lambda habits: how_often(habits.emoji),
        lambda habits, value: replace(habits, emoji=HOW_OFTEN[value]),
        tuple(HOW_OFTEN),
    ),
    "emojis": Line(
        _emoji,
        lambda habits: " ".join(habits.emojis[:5]),
        lambda habits, value: replace(habits, emojis=tuple(value.split())),
    ),
    "hashtags": Line(
        _number(0, 6),
        lambda habits: str(round(habits.hashtags_per_post) if habits.hashtags >= 0.5 else 0),
        lambda habits, value: replace(habits, hashtags=float(value != "0"), hashtags_per_post=float(value)),
    ),
    "tags": Line(
        _tags,
        lambda habits: " ".join(habits.favourite_hashtags),
        lambda habits, value: replace(habits, favourite_hashtags=tuple(value.split())),
    ),
    "address": Line(
        _one_of(ADDRESS),
        _address,
        lambda habits, value: replace(habits, informal=float(value == "informal"), formal=float(value == "formal")),
        ADDRESS,
    ),
    "words": Line(
        lambda value: ", ".join(words_of(value)[:10]),
        lambda habits: ", ".join(habits.favourite_words),
        lambda habits, value: replace(habits, favourite_words=tuple(value.split(", "))),
    ),
}
