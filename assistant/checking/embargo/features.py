"""The features of each window of a draft against each live record, in the order of `NAMES`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.checking.embargo.evidence import (
    TELLS,
    FigureScores,
    Index,
    Window,
    figure_scores,
    matched,
    odd_words,
    tells,
    time_scores,
    unsaid,
    windows,
)
from assistant.checking.embargo.profile import KINDS
from assistant.checking.embargo.reading import Reading

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

FOR = (
    *KINDS, "figure", "figure_sure", "figures", "time", "time_sure", "like", "margin", "tease", "future",
    "tense", "we", "disguised",
    *(f"near_{kind}" for kind in KINDS), "near_figure", "near_figures", "near_time", "near_like", "near_tease", "near_future",  # noqa: E501
    "near_tense",
    "ahead_field", "ahead_event", "time_field", "time_event", "time_name", "name_event", "name_field", "figure_name",
    "figure_field", "tease_field", "tease_name", "new_field", "like_field", "like_name",
    "like_z", "kind_like", "news", "news_like", "kind_field", "kind_ahead", "unsaid", "unsaid_like", "near_like_z",
    "like_event", "taught", "taught_like", "near_taught", "same", "near_same", "taught_same",
)  # fmt: skip
"""Features that speak for a leak: their weights are not below zero."""
AGAINST = (
    "like_public", "past", "behind", "public", "opinion", "private", "near_past", "near_public", "near_opinion",
    "near_private", "public_figures", "other_figures", "other_places", "long", "wide",
)  # fmt: skip
"""Features that speak against: their weights are not above zero."""
NAMES = (*FOR, *AGAINST)


@dataclass(frozen=True)
class Likeness:
    """Cosines of each window: with the nearest sentence of each record, and with the nearest public passage."""

    records: Array
    public: Array
    usual: Array
    """Cosines with each record, in deviations from those of the open passages with that record."""
    kinds: Array
    """How surely each window brings the same kind of news as each record."""
    news: Array
    """How surely each window brings news at all."""
    rows: Array
    """The mean vector of each window."""
    taught: Array
    """How much each window sounds like news from inside, as learnt."""
    same: Array
    """How much each window and each record tell the same, as learnt."""


@dataclass(frozen=True)
class Sheet:
    windows: list[Window]
    values: Array
    """Windows × records × features."""
    matched: NDArray[np.bool_]
    """Sentences × items of the records."""


def sheet(index: Index, reading: Reading, like: Likeness, disguised: Array, today: date) -> Sheet:
    """`disguised` says of each sentence whether words in it were hidden."""
    records, spans = len(index.profiles), windows(len(reading.sentences))
    shape = (len(spans), records)
    hits = matched(index, reading, odd_words(reading, index.background))
    figures = figure_scores(index, reading)
    when, ahead, behind = time_scores(index, reading, today)
    said = tells(reading)

    def over(values: Array) -> Array:
        """The highest of the sentences of each window."""
        return np.stack([values[window.first : window.last + 1].max(axis=0) for window in spans])

    def wide(values: NDArray[Any]) -> Array:
        return np.broadcast_to(np.asarray(values, np.float32), shape)

    window_hits = np.stack([hits[window.first : window.last + 1].any(axis=0) for window in spans])
    sums = (window_hits.astype(np.float32) @ index.segment).reshape(len(spans), len(KINDS), records)
    whole = (hits.any(axis=0).astype(np.float32) @ index.segment).reshape(len(KINDS), records)
    columns: dict[str, Array] = {}
    for number, kind in enumerate(KINDS):
        columns[kind] = _soft(kind, sums[:, number])
        columns[f"near_{kind}"] = _soft(kind, np.maximum(0.0, whole[number] - sums[:, number]))
    columns |= _figure_columns(figures, spans)
    columns["time"] = over(when)
    columns["time_sure"] = np.maximum(0.0, columns["time"] - 0.5) * 2
    columns["near_time"] = np.maximum(0.0, when.max(axis=0) - columns["time"])
    columns["like"] = np.maximum(0.0, like.records)
    columns["like_public"] = wide(np.maximum(0.0, like.public)[:, None])
    columns["margin"] = like.records - like.public[:, None]
    columns["near_like"] = np.maximum(0.0, like.records.max(axis=0) - like.records)
    columns["like_z"] = np.maximum(0.0, like.usual)
    columns["near_like_z"] = np.maximum(0.0, like.usual.max(axis=0) - np.maximum(0.0, like.usual))
    columns["kind_like"] = like.kinds
    columns["news"] = wide(like.news[:, None])
    columns["taught"] = wide(like.taught[:, None])
    columns["same"] = like.same
    columns["near_same"] = like.same.max(axis=0) - like.same
    columns["taught_same"] = like.same * like.taught[:, None]
    columns["near_taught"] = wide(like.taught.max() - like.taught[:, None])
    columns["unsaid"] = np.log1p(np.maximum(0.0, unsaid(index, window_hits.astype(np.float32))))
    for number, tell in enumerate(TELLS):
        here = over(said[:, number])[:, None]
        columns[tell] = wide(here)
        if tell != "we":
            columns[f"near_{tell}"] = wide(said[:, number].max() - here)
    columns["behind"] = wide(over(behind)[:, None])
    columns["future"] = np.maximum(columns["future"], wide(np.minimum(1.0, 1.5 * over(ahead))[:, None]))
    columns["public_figures"] = wide(over(np.minimum(1.5, figures.public))[:, None])
    columns["disguised"] = wide(over(disguised)[:, None])
    columns["long"] = wide(np.log1p(np.array(len(reading.sentences)) / 4))
    columns["wide"] = wide(np.array([window.last - window.first for window in spans])[:, None] / 2)
    columns["other_places"] = _other_places(index, reading, spans, shape)
    _combine(columns)
    values = np.stack([np.broadcast_to(columns[name], shape) for name in NAMES], axis=-1).astype(np.float32)
    return Sheet(spans, values, hits)


def _soft(kind: str, values: Array) -> Array:
    if kind in ("new_name", "known_name", "place", "hint"):
        return np.asarray(1.0 - np.exp(-1.5 * values), np.float32)
    return np.asarray(np.log1p(values), np.float32)


def _figure_columns(figures: FigureScores, spans: list[Window]) -> dict[str, Array]:
    best = np.stack([figures.best[window.first : window.last + 1].max(axis=0) for window in spans])
    other = np.stack([figures.other[window.first : window.last + 1].sum(axis=0) for window in spans])
    bits = np.stack([np.bitwise_or.reduce(figures.which[window.first : window.last + 1], axis=0) for window in spans])
    count = np.maximum(0.0, np.bitwise_count(bits).astype(np.float32) - 1.0)
    everywhere = np.bitwise_count(np.bitwise_or.reduce(figures.which, axis=0)).astype(np.float32) - 1.0
    return {
        "figure": best,
        "figure_sure": np.maximum(0.0, best - 0.5) * 2,
        "figures": np.minimum(2.0, count),
        "near_figure": np.maximum(0.0, figures.best.max(axis=0) - best),
        "near_figures": np.minimum(2.0, np.maximum(0.0, everywhere - count)),
        "other_figures": np.log1p(other),
    }


def _other_places(index: Index, reading: Reading, spans: list[Window], shape: tuple[int, int]) -> Array:
    """Whether a window names places that the record does not."""
    values = np.zeros(shape, np.float32)
    own = [{item.key for item in one.items if item.kind == "place"} for one in index.profiles]
    named = [{key for key in keys if key.startswith("p:")} for keys in reading.keys]
    for number, window in enumerate(spans):
        here = set().union(*named[window.first : window.last + 1])
        if here:
            for column, places in enumerate(own):
                values[number, column] = float(not here & places)
    return values


def _combine(columns: dict[str, Array]) -> None:
    """Products: facts that are told together say more than each alone."""
    name = np.minimum(1.0, columns["new_name"] + columns["known_name"] + columns["place"])
    around = np.minimum(
        1.0, name + 0.5 * (columns["near_new_name"] + columns["near_known_name"] + columns["near_place"])
    )
    columns["ahead_field"] = columns["future"] * columns["field"]
    columns["ahead_event"] = columns["future"] * columns["event"]
    columns["time_field"] = columns["time"] * columns["field"]
    columns["time_event"] = columns["time"] * columns["event"]
    columns["time_name"] = columns["time"] * around
    columns["name_event"] = around * columns["event"]
    columns["name_field"] = around * columns["field"]
    columns["figure_name"] = columns["figure"] * around
    columns["figure_field"] = columns["figure"] * columns["field"]
    tease = np.maximum(columns["tease"], columns["near_tease"])
    columns["tease_field"] = tease * columns["field"]
    columns["tease_name"] = tease * around
    columns["new_field"] = columns["new_name"] * columns["field"]
    columns["like_field"] = columns["like"] * columns["field"]
    columns["like_name"] = columns["like"] * around
    columns["news_like"] = columns["news"] * columns["like_z"]
    columns["taught_like"] = columns["taught"] * columns["like_z"]
    columns["kind_field"] = columns["kind_like"] * columns["field"]
    columns["kind_ahead"] = columns["kind_like"] * columns["future"]
    columns["unsaid_like"] = columns["unsaid"] * columns["like_z"]
    columns["like_event"] = columns["event"] * columns["like_z"]
