"""What an embargo protects, taken apart: names, places, figures, moments, meanings and words, each with its weight."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.checking.embargo.background import Background
from assistant.checking.embargo.figures import Figure, figures
from assistant.checking.embargo.lexicon import WORD, commonness, lexicon, usual
from assistant.checking.embargo.reading import STEM, word_keys
from assistant.checking.embargo.record import EmbargoRecord
from assistant.checking.embargo.times import Moment, moments
from assistant.checking.text import fold, sentences

KINDS = ("new_name", "known_name", "place", "hint", "field", "stem", "event")
_CAPITAL = re.compile(r"[A-ZÀ-Ý][\w'’*-]*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]\s+|\n\s*|[«\"“(]\s*)$")
_GENERIC = frozenset(
    [
        "euro",
        "euros",
        "kaai",
        "straat",
        "laan",
        "rue",
        "quai",
        "avenue",
        "maandag",
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
        "janvier",
        "fevrier",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "aout",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
        "january",
        "february",
        "march",
        "may",
        "june",
        "july",
        "august",
        "october",
        "monday",
    ]
)


@dataclass(frozen=True)
class Item:
    kind: str
    key: str
    weight: float
    word: str
    """As it stands in the record, for the evidence."""


@dataclass(frozen=True)
class RecordFigure:
    figure: Figure
    fields: frozenset[str]
    """Meanings of the words beside it."""
    public: bool
    """Whether the open library gives the same figure."""


@dataclass(frozen=True)
class Profile:
    record: EmbargoRecord
    items: tuple[Item, ...]
    figures: tuple[RecordFigure, ...]
    moments: tuple[Moment, ...]
    squeezed: tuple[tuple[str, str], ...]
    """Names in one word, without spaces, with the key they stand for."""
    sentences: tuple[str, ...]
    """The sentences to compare meanings with."""


def profile(record: EmbargoRecord, background: Background) -> Profile:
    told = [record.title, *_sentences(record.statement), *record.facts, *record.terms]
    start = record.window.start.date() if record.window.start else date(2020, 1, 1)
    names = _names(told)
    items: dict[tuple[str, str], Item] = {}
    for text in told:
        folded = fold(text)
        words = WORD.findall(folded)
        keys = {meaning: " ".join(words[a:b]) for a, b, meaning in lexicon().of_phrases(words)}
        for word in words:
            for key in word_keys(word):
                keys.setdefault(key, word)
        for key, word in keys.items():
            item = _item(key, word, names, background)
            if item is not None:
                items.setdefault((item.kind, item.key), item)
    found_moments, found_figures = _dated(told, start, background)
    return Profile(
        record,
        tuple(sorted(items.values(), key=lambda item: KINDS.index(item.kind))),
        found_figures,
        found_moments,
        _squeezed(record, names),
        tuple(told),
    )


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def _names(texts: Sequence[str]) -> set[str]:
    """Folded words that are proper names: with a capital inside a sentence, or not in any dictionary."""
    names: set[str] = set()
    for text in texts:
        for match in _CAPITAL.finditer(text):
            for word in WORD.findall(fold(match.group())):
                first = bool(_SENTENCE_START.search(text[: match.start()]))
                if len(word) >= 3 and word not in _GENERIC and (commonness(word) < (3.3 if first else 5.3)):
                    names.add(word)
    return names


def _item(key: str, word: str, names: set[str], background: Background) -> Item | None:
    rarity = background.rarity(key)
    list_, name = key[0], key[2:]
    if list_ == "w" and name in names:
        kind = "known_name" if background.document_counts.get(key) else "new_name"
        return Item(kind, key, rarity * (1.0 if len(name) > 3 else 0.5), word)
    if list_ == "s" and word not in names:
        return Item("stem", key, rarity * min(1.0, max(0.1, (6.0 - commonness(word)) / 3.0)), word)
    if list_ in "pheg" and list_ != "s":
        kind = {"p": "place", "h": "hint", "g": "field", "e": "event"}[list_]
        if list_ == "g":
            rarity = (0.15 + 0.85 * rarity) * max(0.1, 1.0 - 2.2 * usual().get(key, 0.0) ** 0.5)
        if list_ == "e":
            rarity = 0.3 + 0.7 * rarity
        return Item(kind, key, rarity, word)
    return None


def _dated(
    told: Sequence[str], start: date, background: Background
) -> tuple[tuple[Moment, ...], tuple[RecordFigure, ...]]:
    all_moments: dict[tuple[date, date], Moment] = {}
    all_figures: dict[tuple[float, str], RecordFigure] = {}
    for text in told:
        folded = fold(text)
        found = [moment for moment in moments(folded, start) if moment.told > 0.1]
        for moment in found:
            all_moments.setdefault((moment.first, moment.last), moment)
        for figure in figures(folded):
            if any(moment.start < figure.end and figure.start < moment.end for moment in found):
                continue
            beside = WORD.findall(folded[max(0, figure.start - 30) : figure.end + 40])
            fields = frozenset(key for word in beside for key in word_keys(word) if key[0] == "g")
            public = bool(background.figure_passages(figure))
            all_figures.setdefault((figure.value, figure.unit), RecordFigure(figure, fields, public))
    return tuple(all_moments.values()), tuple(all_figures.values())


def _squeezed(record: EmbargoRecord, names: set[str]) -> tuple[tuple[str, str], ...]:
    pairs = {(name, f"w:{name}") for name in names if len(name) >= 6}
    for term in record.terms:
        words = WORD.findall(fold(term))
        kept = [word for word in words if word in names]
        if len(words) > 1 and kept and sum(map(len, words)) >= 7:
            pairs.add(("".join(words), f"w:{kept[0]}"))
    return tuple(sorted(pairs))


__all__ = ["KINDS", "STEM", "Item", "Profile", "RecordFigure", "profile"]
