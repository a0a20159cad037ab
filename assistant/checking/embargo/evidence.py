"""Holds a draft against every live record at once: for each window of sentences and record, the features of `NAMES`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from assistant.checking.embargo.background import Background
from assistant.checking.embargo.figures import Figure, same
from assistant.checking.embargo.lexicon import commonness
from assistant.checking.embargo.profile import KINDS, Profile
from assistant.checking.embargo.reading import Reading, word_keys
from assistant.checking.embargo.spelling import nearly
from assistant.checking.embargo.times import agreement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

_DOCUMENTS = 12
TELLS = ("future", "tense", "past", "public", "opinion", "tease", "we", "private")


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
    said: list[tuple[int, Array]] = field(default_factory=list)
    """Per record where its items begin, and which of them the open documents nearest to it have: documents × items."""

    @classmethod
    def of(cls, profiles: Sequence[Profile], background: Background) -> Index:
        index = cls(tuple(profiles), background)
        weights: list[float] = []
        columns: list[int] = []
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
            index.said.append((len(weights) - len(one.items), _said(one, background)))
        index.weights = np.array(weights, np.float32)
        index.segment = np.zeros((len(weights), len(KINDS) * len(profiles)), np.float32)
        index.segment[np.arange(len(weights)), columns] = index.weights
        return index


def _said(one: Profile, background: Background) -> Array:
    """The items of a record, with their weights, in the open documents that have most of them."""
    places = {item.key: at for at, item in enumerate(one.items)}
    rows = []
    for keys in background.document_keys:
        row = np.zeros(len(one.items), np.float32)
        for key in keys & places.keys():
            row[places[key]] = one.items[places[key]].weight
        rows.append(row)
    rows.sort(key=lambda row: -float(row.sum()))
    return np.array([*rows[:_DOCUMENTS], np.zeros(len(one.items), np.float32)], np.float32)


def unsaid(index: Index, hits: Array) -> Array:
    """Windows × records: the weight of what is matched, less what the one open document that has most of it says."""
    values = np.zeros((len(hits), len(index.profiles)), np.float32)
    for number, (start, said) in enumerate(index.said):
        own = hits[:, start : start + said.shape[1]]
        weights = index.weights[start : start + said.shape[1]]
        values[:, number] = own @ weights - (own @ said.T).max(axis=1)
    return values


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


@dataclass(frozen=True)
class FigureScores:
    best: Array
    """Sentences × records: how much the figure that agrees best tells."""
    which: NDArray[np.uint64]
    """Sentences × records: which of the record's figures are given, a bit for each of the first 64."""
    public: Array
    """Per sentence, how much its figures tell that the open library gives."""
    other: Array
    """Sentences × records: how much its figures tell that are not the record's."""


def figure_scores(index: Index, reading: Reading) -> FigureScores:
    """How the figures of each sentence agree with those of each record."""
    shape = (len(reading.sentences), len(index.profiles))
    best, other = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    public = np.zeros(shape[0], np.float32)
    which = np.zeros(shape, np.uint64)
    for number, found in enumerate(reading.figures):
        for figure in found:
            open_to_all = bool(figure.told > 0.2 and index.background.figure_passages(figure))
            if open_to_all:
                public[number] += figure.told
            for column, one in enumerate(index.profiles):
                score, place = _figure_score(figure, reading, number, one, open_to_all)
                if place >= 0:
                    best[number, column] = max(best[number, column], score)
                    if figure.told >= 0.2:
                        which[number, column] |= np.uint64(1 << min(place, 63))
                elif figure.told > 0.2:
                    other[number, column] += figure.told
    return FigureScores(best, which, public, other)


def _figure_score(figure: Figure, reading: Reading, number: int, one: Profile, open_to_all: bool) -> tuple[float, int]:
    score, place = 0.0, -1
    for at, own in enumerate(one.figures):
        sure = same(figure, own.figure)
        if sure:
            told = own.figure.told
            small = own.figure.value < 13 and not own.figure.unit
            if figure.noun and own.fields & word_keys(figure.noun):
                told = min(1.0, told + (0.25 if small else 0.3))
            elif own.fields & reading.keys[number]:
                told = min(1.0, told + (0.05 if small else 0.2))
            elif not small and any(own.fields & keys for keys in reading.keys[max(0, number - 1) : number + 2]):
                told = min(1.0, told + 0.15)
            if own.figure.unit == figure.unit and figure.unit not in ("", "span") and not figure.share:
                told = min(1.0, told + 0.15)
            if open_to_all or own.public:
                told *= 0.35
            if place < 0 or sure * told > score:
                score, place = sure * told, at
    return score, place


def time_scores(index: Index, reading: Reading, today: date) -> tuple[Array, Array, Array]:
    """Sentences × records: how well the moments agree. Per sentence: whether it tells of what lies ahead, or behind."""
    best = np.zeros((len(reading.sentences), len(index.profiles)), np.float32)
    ahead, behind = np.zeros(len(reading.sentences), np.float32), np.zeros(len(reading.sentences), np.float32)
    for number, found in enumerate(reading.moments):
        for moment in found:
            if moment.last < today - timedelta(days=10):
                behind[number] = max(behind[number], moment.told)
            elif moment.first > today:
                ahead[number] = max(ahead[number], moment.told)
            for column, one in enumerate(index.profiles):
                for own in one.moments:
                    best[number, column] = max(best[number, column], agreement(moment, own))
    return best, ahead, behind


def tells(reading: Reading) -> Array:
    """Sentences × tells."""
    found = np.zeros((len(reading.sentences), len(TELLS)), np.float32)
    for number, keys in enumerate(reading.keys):
        for column, name in enumerate(TELLS):
            found[number, column] = f"t:{name}" in keys
    return found
