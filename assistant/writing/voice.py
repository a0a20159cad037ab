"""The voice card: what was learned from somebody's posts, and how near another text comes to it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import fmean, pstdev

from assistant.texts import LANGUAGES, Language
from assistant.writing.card_edits import Edits
from assistant.writing.habits import Habits, measure
from assistant.writing.lexicon import guess_language
from assistant.writing.stylometry import Scale, Speller, cosine, grams, letters, mean_row, shape, usual_shape

_FEW = 3
_SHAPE_LEAST, _LETTER_LEAST = 1e-3, 1e-4
_SOFTNESS = 0.35
# Learned on the posts of fourteen people, each person left out in turn (tests/evaluation/train_voices.py).
PART_WEIGHTS = {"runs": 0.16, "spelling": 0.2, "shape": 0.26, "signs": 0.2, "language": 0.17}


@dataclass(frozen=True)
class VoiceCard:
    """What was learned from `posts`; `habits` per language that person writes in."""

    posts: tuple[str, ...]
    habits: Mapping[Language, Habits]
    """As they are followed: measured, with what the person said otherwise."""
    version: int = 1
    edits: Edits = field(default_factory=Edits)
    from_interview: bool = False
    """Learned from answers to the five questions, for want of posts."""

    @property
    def main(self) -> Habits | None:
        return max(self.habits.values(), key=lambda habit: habit.posts, default=None)

    def for_language(self, language: Language) -> Habits | None:
        return self.habits.get(language) or self.main

    @cached_property
    def spread(self) -> tuple[list[float], list[float]]:
        """The middle and the spread of the shape of these posts."""
        rows = [shape(post) for post in self.posts]
        return mean_row(rows), [pstdev(column) for column in zip(*rows, strict=True)]

    def nearness(self, text: str) -> float:
        """How much what is particular of these posts, against posts of others, is in a text too; -1 to 1.

        Quick: made to choose between two ways of setting a draft.
        """
        return cosine(usual_shape().place(shape(text), guess_language(text)), self._particular)

    @cached_property
    def _particular(self) -> list[float]:
        return mean_row([usual_shape().place(shape(post), guess_language(post)) for post in self.posts])

    def away(self, text: str) -> list[float]:
        """How far each figure of a text lies from these posts, in their own spread; 0 to 1."""
        middle, spread = self.spread
        return [
            min(_FEW, abs(value - centre) / (width + _SOFTNESS)) / _FEW
            for value, centre, width in zip(shape(text), middle, spread, strict=True)
        ]

    @cached_property
    def profile(self) -> Mapping[str, float]:
        return _weights(grams("\n".join(self.posts)))

    @cached_property
    def likeness(self) -> float:
        """How much these posts are alike in their runs of letters, each against the others."""
        alike = [
            _product(_weights(grams(post)), _weights(grams("\n".join((*self.posts[:at], *self.posts[at + 1 :])))))
            for at, post in enumerate(self.posts)
        ]
        return fmean(alike) if len(self.posts) > 1 else 1.0


def learn(posts: Iterable[str], version: int = 1, edits: Edits | None = None) -> VoiceCard:
    """The card of somebody with these earlier posts; without any, of what they answered to the five questions."""
    edits = edits or Edits()
    given = tuple(post.strip() for post in posts if post.strip())
    kept = given or edits.interview
    by_language: dict[Language, list[str]] = {language: [] for language in LANGUAGES}
    for post in kept:
        by_language[guess_language(post)].append(post)
    habits = {language: edits.applied(measure(texts, language)) for language, texts in by_language.items() if texts}
    return VoiceCard(kept, habits, version, edits, bool(kept) and not given)


def match(card: VoiceCard, text: str) -> float:
    """0 to 1: how much a text reads like the posts behind the card; around 0.8 for a post of their own."""
    if not text.strip() or not card.posts:
        return 0.0
    letters_part = min(1.0, _product(_weights(grams(text)), card.profile) / max(card.likeness, 1e-6))
    near = 0.5 * letters_part**2 + 0.5 * (1.0 - fmean(card.away(text)))
    return round(max(0.0, 2 * near - 1), 4)  # texts of others come to about a half: that is where nought belongs


def scores(cards: Mapping[str, VoiceCard], text: str) -> dict[str, float]:
    """The match with each of several people, comparable with one another: the highest is the likeliest author."""
    return Panel(cards).scores(text)


class Panel:
    """Several voices side by side: what is particular of one is what the others do not do."""

    def __init__(self, cards: Mapping[str, VoiceCard]) -> None:
        self._cards = dict(cards)
        posts = [post for card in cards.values() for post in card.posts]
        spoken = [guess_language(post) for post in posts]
        in_posts = Counter(gram for post in posts for gram in grams(post))
        self._rarity = {gram: math.log((1 + len(posts)) / (1 + times)) for gram, times in in_posts.items()}
        self._unseen = math.log(1 + len(posts))
        signs = Counter(sign for post in posts for sign in letters(post))
        self._signs = [sign for sign, times in sorted(signs.items()) if times >= _FEW]
        if posts:
            self._shape_scale = Scale.of([shape(post) for post in posts], spoken, _SHAPE_LEAST)
            self._letter_scale = Scale.of([self._row(post) for post in posts], spoken, _LETTER_LEAST)
        self._profiles = {name: self._centre(card.posts) for name, card in cards.items()}
        self._spellers = {name: Speller(card.posts) for name, card in cards.items()}
        self._shapes = {name: mean_row([self._figures(post) for post in card.posts]) for name, card in cards.items()}
        self._letters = {name: mean_row([self._marks(post) for post in card.posts]) for name, card in cards.items()}
        self._spoken = {name: Counter(map(guess_language, card.posts)) for name, card in cards.items()}

    def scores(self, text: str) -> dict[str, float]:
        if len(self._cards) < 2 or not text.strip():
            return {name: match(card, text) for name, card in self._cards.items()}
        parts = self.parts(text)
        told = {name: sum(weight * parts[part][name] for part, weight in PART_WEIGHTS.items()) for name in self._cards}
        return {name: round(1 / (1 + math.exp(-score)), 4) for name, score in told.items()}

    def parts(self, text: str) -> dict[str, dict[str, float]]:
        """How near each person comes in each way of looking, standardised over the people."""
        runs, figures, signs = self._rare(grams(text)), self._figures(text), self._marks(text)
        language = guess_language(text)
        found = {
            "runs": {name: _product(runs, profile) for name, profile in self._profiles.items()},
            "spelling": {name: speller.ease(text) for name, speller in self._spellers.items()},
            "shape": {name: cosine(figures, usual) for name, usual in self._shapes.items()},
            "signs": {name: cosine(signs, usual) for name, usual in self._letters.items()},
            "language": {
                name: math.log((spoken[language] + 0.5) / (spoken.total() + 1.5))
                for name, spoken in self._spoken.items()
            },
        }
        return {part: _standardised(values) for part, values in found.items()}

    def _figures(self, text: str) -> list[float]:
        return self._shape_scale.place(shape(text), guess_language(text))

    def _marks(self, text: str) -> list[float]:
        return self._letter_scale.place(self._row(text), guess_language(text))

    def _row(self, text: str) -> list[float]:
        found = letters(text)
        return [found.get(sign, 0.0) for sign in self._signs]

    def _centre(self, posts: Iterable[str]) -> dict[str, float]:
        """The middle of several texts: each weighs the same, however long."""
        total: dict[str, float] = {}
        for post in posts:
            for gram, weight in self._rare(grams(post)).items():
                total[gram] = total.get(gram, 0.0) + weight
        return _unit(total)

    def _rare(self, counted: Mapping[str, int]) -> dict[str, float]:
        return _unit(
            {gram: (1.0 + math.log(times)) * self._rarity.get(gram, self._unseen) for gram, times in counted.items()}
        )


def examples(card: VoiceCard, language: Language, count: int = 3) -> Sequence[str]:
    """The posts that show this person's voice best in a language: neither the shortest nor the longest."""
    fitting = [post for post in card.posts if guess_language(post) == language] or list(card.posts)
    middle = sorted(len(post) for post in fitting)[len(fitting) // 2]
    return sorted(fitting, key=lambda post: abs(len(post) - middle))[:count]


def _weights(counted: Mapping[str, int]) -> dict[str, float]:
    return _unit({gram: 1.0 + math.log(times) for gram, times in counted.items()})


def _unit(weights: dict[str, float]) -> dict[str, float]:
    norm = math.sqrt(math.fsum(weight * weight for weight in weights.values())) or 1.0
    return {gram: weight / norm for gram, weight in weights.items()}


def _product(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return math.fsum(weight * other.get(gram, 0.0) for gram, weight in one.items())


def _standardised(values: Mapping[str, float]) -> dict[str, float]:
    middle, spread = fmean(values.values()), pstdev(values.values()) + 1e-9
    return {name: (value - middle) / spread for name, value in values.items()}
