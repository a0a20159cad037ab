"""The voice card: what was learned from somebody's posts, and how near another text comes to it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.texts import LANGUAGES, Language
from assistant.writing.habits import Habits, measure
from assistant.writing.lexicon import guess_language

_SIZES = (2, 3, 4, 5)


@dataclass(frozen=True)
class VoiceCard:
    """What was learned from `posts`; `habits` per language that person writes in."""

    posts: tuple[str, ...]
    habits: Mapping[Language, Habits]
    version: int = 1
    removed: frozenset[str] = field(default_factory=frozenset)
    """Habits their owner struck out."""

    @property
    def main(self) -> Habits | None:
        return max(self.habits.values(), key=lambda habit: habit.posts, default=None)

    def for_language(self, language: Language) -> Habits | None:
        return self.habits.get(language) or self.main

    @cached_property
    def profile(self) -> dict[str, float]:
        return _weights(grams("\n".join(self.posts)))


def learn(posts: Iterable[str], version: int = 1) -> VoiceCard:
    """The card of somebody with these earlier posts."""
    kept = tuple(post.strip() for post in posts if post.strip())
    by_language: dict[Language, list[str]] = {language: [] for language in LANGUAGES}
    for post in kept:
        by_language[guess_language(post)].append(post)
    habits = {language: measure(texts, language) for language, texts in by_language.items() if texts}
    return VoiceCard(kept, habits, version)


def match(card: VoiceCard, text: str) -> float:
    """0 to 1: how much a text reads like the posts behind the card."""
    return score(card.profile, text)


def scores(cards: Mapping[str, VoiceCard], text: str) -> dict[str, float]:
    """The match with each of several people, comparable with one another."""
    return {name: match(card, text) for name, card in cards.items()}


def score(profile: Mapping[str, float], text: str) -> float:
    weights = _weights(grams(text))
    return round(sum(weight * profile.get(gram, 0.0) for gram, weight in weights.items()), 4)


def grams(text: str) -> Counter[str]:
    """Runs of two to five characters; figures are one sign, so that a number says nothing about its author."""
    plain = re.sub(r"\d", "0", re.sub(r"[ \t\u00a0\u202f]+", " ", text))
    counted: Counter[str] = Counter()
    for size in _SIZES:
        counted.update(plain[start : start + size] for start in range(len(plain) - size + 1))
    return counted


def _weights(counted: Counter[str]) -> dict[str, float]:
    weights = {gram: 1.0 + math.log(times) for gram, times in counted.items()}
    norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {gram: weight / norm for gram, weight in weights.items()}


def examples(card: VoiceCard, language: Language, count: int = 3) -> Sequence[str]:
    """The posts that show this person's voice best in a language: neither the shortest nor the longest."""
    fitting = [post for post in card.posts if guess_language(post) == language] or list(card.posts)
    middle = sorted(len(post) for post in fitting)[len(fitting) // 2]
    return sorted(fitting, key=lambda post: abs(len(post) - middle))[:count]
