"""Holds a draft against every live record at once: for each window of sentences and record, the features of `NAMES`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from assistant.checking.embargo.background import Background
from assistant.checking.embargo.figures import Figure, same
from assistant.checking.embargo.lexicon import commonness
from assistant.checking.embargo.profile import KINDS, Profile
from assistant.checking.embargo.reading import Reading
from assistant.checking.embargo.spelling import nearly
from assistant.checking.embargo.times import agreement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

TELLS = ("future", "past", "public", "opinion", "tease", "we", "private")


@dataclass
class Index:
    """The live records side by side, ready to be looked up."""

    profiles: tuple[Profile, ...]
    background: Background
    keys: dict[str, list[int]] = field(default_factory=dict)
    weights: Array = field(default_factory=lambda: np.zeros(0, np.float32))
    segment: Array = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    """Items by kind × record: turns matched items into sums."""
    names: list[tuple[str, int]] = field(default_factory=list)
    squeezed: list[tuple[str, int]] = field(default_factory=list)

    @classmethod
    def of(cls, profiles: Sequence[Profile], background: Background) -> Index:
        index = cls(tuple(profiles), background)
        weights, columns = [], []
        for number, one in enumerate(profiles):
            places: dict[str, int] = {}
            for item in one.items:
                flat = len(weights)
                places[item.key] = flat
                index.keys.setdefault(item.key, []).append(flat)
                weights.append(item.weight)
                columns.append(KINDS.index(item.kind) * len(profiles) + number)
                if item.kind in ("new_name", "known_name") and len(item.key) >= 6:
                    index.names.append((item.key[2:], flat))
            index.squeezed += [(word, places[key]) for word, key in one.squeezed if key in places]
        index.weights = np.array(weights, np.float32)
        index.segment = np.zeros((len(weights), len(KINDS) * len(profiles)), np.float32)
        index.segment[np.arange(len(weights)), columns] = index.weights
        return index


@dataclass(frozen=True)
class Window:
    first: int
    """First and last sentence, both in it."""
    last: int


def windows(count: int) -> list[Window]:
    """Every sentence, every two and every three in a row."""
    return [Window(at, at + more) for more in range(3) for at in range(count - more)]


def matched(index: Index, reading: Reading, odd_words: Sequence[frozenset[str]]) -> NDArray[np.bool_]:
    """Sentences × items of the records: what of each record stands in each sentence.

    `odd_words` are the words of each sentence that may be a disguised name.
    """
    found = np.zeros((len(reading.sentences), len(index.weights)), bool)
    for number, keys in enumerate(reading.keys):
        for key in keys:
            places = index.keys.get(key)
            if places:
                found[number, places] = True
        for word in odd_words[number]:
            for name, place in index.names:
                if nearly(word, name):
                    found[number, place] = True
        run = reading.hashtag_runs[number]
        if run:
            for name, place in index.names:
                if name in run:
                    found[number, place] = True
    squeezed, owners = _squeeze(reading)
    for word, place in index.squeezed:
        at = squeezed.find(word)
        if at >= 0:
            found[owners[at], place] = True
    return found


def _squeeze(reading: Reading) -> tuple[str, list[int]]:
    text, owners = [], []
    for number, words in enumerate(reading.words):
        for word in words:
            text.append(word)
            owners += [number] * len(word)
    return "".join(text), owners


def odd_words(reading: Reading, background: Background) -> list[frozenset[str]]:
    """Words of each sentence that no dictionary and no open document has."""
    return [
        frozenset(
            word
            for word in words
            if "*" in word
            or (len(word) >= 5 and commonness(word) == 0.0 and f"w:{word}" not in background.document_counts)
        )
        for words in reading.words
    ]


def figure_scores(index: Index, reading: Reading) -> tuple[Array, Array, Array]:
    """Per sentence and record: how much its figures tell, how many agree; and per sentence how many are public."""
    best = np.zeros((len(reading.sentences), len(index.profiles)), np.float32)
    total = np.zeros_like(best)
    public = np.zeros(len(reading.sentences), np.float32)
    for number, found in enumerate(reading.figures):
        for figure in found:
            open_to_all = bool(figure.told > 0.2 and index.background.figure_passages(figure))
            if open_to_all:
                public[number] += figure.told
            for column, one in enumerate(index.profiles):
                score = _figure_score(figure, reading, number, one, open_to_all)
                if score > 0:
                    best[number, column] = max(best[number, column], score)
                    total[number, column] += score
    return best, total, public


def _figure_score(figure: Figure, reading: Reading, number: int, one: Profile, open_to_all: bool) -> float:
    score = 0.0
    for own in one.figures:
        sure = same(figure, own.figure)
        if sure:
            told = own.figure.told
            if own.fields & reading.keys[number]:
                told = min(1.0, told + 0.3)
            if own.figure.unit and own.figure.unit == figure.unit:
                told = min(1.0, told + 0.15)
            if open_to_all or own.public:
                told *= 0.35
            score = max(score, sure * told)
    return score


def time_scores(index: Index, reading: Reading) -> tuple[Array, Array]:
    """Per sentence and record how well the moments agree; and per sentence whether something lies ahead."""
    best = np.zeros((len(reading.sentences), len(index.profiles)), np.float32)
    for number, found in enumerate(reading.moments):
        for moment in found:
            for column, one in enumerate(index.profiles):
                for own in one.moments:
                    best[number, column] = max(best[number, column], agreement(moment, own))
    return best, np.zeros(len(reading.sentences), np.float32)


def tells(reading: Reading) -> Array:
    """Sentences × tells."""
    found = np.zeros((len(reading.sentences), len(TELLS)), np.float32)
    for number, keys in enumerate(reading.keys):
        for column, name in enumerate(TELLS):
            found[number, column] = f"t:{name}" in keys
    return found
