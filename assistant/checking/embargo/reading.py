"""A draft, or any text, as the embargo check reads it: sentences with their words, meanings, figures and moments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.checking.embargo.figures import Figure, figures, in_millions
from assistant.checking.embargo.lexicon import WORD, commonness, lexicon, meanings
from assistant.checking.embargo.times import Moment, moments
from assistant.checking.text import Span, fold

STEM = 6
_HASHTAG = re.compile(r"#\w")


@dataclass(frozen=True)
class Reading:
    """What stands in a text, sentence by sentence. Spans are in the folded text."""

    folded: str
    sentences: tuple[Span, ...]
    words: tuple[tuple[str, ...], ...]
    keys: tuple[frozenset[str], ...]
    """Per sentence what can be looked up: `w:` words, `s:` stems, and the meanings of the lexicon."""
    figures: tuple[tuple[Figure, ...], ...]
    moments: tuple[tuple[Moment, ...], ...]
    hashtag_runs: tuple[str, ...]
    """Per sentence its hashtags in one word, where there are several."""


def read_keys(folded: str, sentences: Sequence[Span], today: date) -> Reading:
    book = lexicon()
    per_words, per_keys, per_moments, runs = [], [], [], []
    per_figures: list[tuple[Figure, ...]] = []
    for start, end in sentences:
        piece = folded[start:end]
        words = WORD.findall(piece)
        keys: set[str] = set()
        for word in words:
            keys |= word_keys(word)
        keys.update(meaning for _, _, meaning in book.of_phrases(words))
        found = moments(piece, today)
        figs = [figure for figure in figures(piece) if not _inside(figure, found)]
        figs += in_millions(figs, per_figures[-1] if per_figures else ())
        per_words.append(tuple(words))
        per_keys.append(frozenset(keys))
        per_figures.append(tuple(figs))
        per_moments.append(tuple(found))
        runs.append("".join(words) if len(_HASHTAG.findall(piece)) > 1 else "")
    return Reading(
        folded, tuple(sentences), tuple(per_words), tuple(per_keys), tuple(per_figures), tuple(per_moments), tuple(runs)
    )


def word_keys(word: str) -> frozenset[str]:
    """What one folded word can be looked up by."""
    keys = _KEYS.get(word)
    if keys is None:
        made = set(meanings(word))
        made.add(f"w:{word}")
        if len(word) >= 5 and word[0].isalpha() and commonness(word) < 5.2:
            made.add(f"s:{word[:STEM]}")
        keys = frozenset(made)
        if len(_KEYS) > 100_000:
            _KEYS.clear()
        _KEYS[word] = keys
    return keys


_KEYS: dict[str, frozenset[str]] = {}


def _inside(figure: Figure, found: Sequence[Moment]) -> bool:
    return any(moment.start < figure.end and figure.start < moment.end for moment in found if moment.told > 0.1)


def read_plain(text: str, today: date) -> Reading:
    """A text of our own, whole, as one sentence."""
    folded = fold(text)
    return read_keys(folded, [(0, len(folded))], today)
