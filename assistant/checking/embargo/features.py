"""The features of each window of a draft against each live record, in the order of `NAMES`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.checking.embargo.evidence import (
    TELLS,
    Index,
    Window,
    figure_scores,
    matched,
    odd_words,
    tells,
    time_scores,
    windows,
)
from assistant.checking.embargo.profile import KINDS
from assistant.checking.embargo.reading import Reading

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

NAMES = (
    *KINDS, "figure", "figures", "time", "like", "like_public", "margin",
    *(f"all_{kind}" for kind in KINDS), "all_figure", "all_time", "all_like",
    *TELLS, *(f"all_{tell}" for tell in TELLS),
    "public_figures", "disguised", "length", "sentences",
    "future_field", "time_field", "name_event", "time_name", "figure_name", "figure_field", "tease_field", "time_event", "public_cover",
)  # fmt: skip


@dataclass(frozen=True)
class Likeness:
    """Cosines of each window: with the nearest sentence of each record, and with the nearest public passage."""

    records: Array
    public: Array


@dataclass(frozen=True)
class Sheet:
    windows: list[Window]
    values: Array
    """Windows × records × features."""
    matched: NDArray[np.bool_]
    """Sentences × items of the records."""


def sheet(index: Index, reading: Reading, like: Likeness, disguised: Array) -> Sheet:
    """`disguised` says of each sentence whether words in it were hidden."""
    records, spans = len(index.profiles), windows(len(reading.sentences))
    starts = np.array([window.first for window in spans])
    hits = matched(index, reading, odd_words(reading, index.background))
    best, total, public_figures = figure_scores(index, reading)
    when, _ = time_scores(index, reading)
    said = tells(reading)

    def over(values: Array) -> Array:
        """The highest of the sentences of each window."""
        return np.stack([values[window.first : window.last + 1].max(axis=0) for window in spans])

    window_hits = np.stack([hits[window.first : window.last + 1].any(axis=0) for window in spans])
    sums = (window_hits.astype(np.float32) @ index.segment).reshape(len(spans), len(KINDS), records)
    whole = (hits.any(axis=0).astype(np.float32) @ index.segment).reshape(len(KINDS), records)
    columns: dict[str, Array] = {}
    shape = (len(spans), records)

    def wide(values: Array) -> Array:
        return np.broadcast_to(values, shape)

    for number, kind in enumerate(KINDS):
        columns[kind] = _soft(kind, sums[:, number])
        columns[f"all_{kind}"] = wide(_soft(kind, whole[number]))
    columns["figure"], columns["figures"] = over(best), np.minimum(2.0, over(total))
    columns["time"] = over(when)
    columns["all_figure"], columns["all_time"] = wide(best.max(axis=0)), wide(when.max(axis=0))
    columns["like"], columns["like_public"] = like.records, wide(like.public[:, None])
    columns["margin"] = like.records - like.public[:, None]
    columns["all_like"] = wide(like.records.max(axis=0))
    for number, tell in enumerate(TELLS):
        columns[tell] = wide(over(said[:, number])[:, None])
        columns[f"all_{tell}"] = wide(said[:, number].max())
    columns["public_figures"] = wide(over(np.minimum(1.5, public_figures))[:, None])
    columns["disguised"] = wide(over(disguised)[:, None])
    lengths = np.array([sum(len(reading.words[at]) for at in range(w.first, w.last + 1)) for w in spans], np.float32)
    columns["length"] = wide(np.log1p(lengths)[:, None])
    columns["sentences"] = wide(np.float32(np.log1p(len(reading.sentences))))
    ahead = np.maximum(columns["future"], np.minimum(1.0, columns["time"] * 1.5))
    columns["future_field"] = ahead * columns["field"]
    columns["time_field"] = columns["time"] * columns["field"]
    columns["name_event"] = (columns["known_name"] + columns["place"]) * columns["event"]
    columns["time_name"] = columns["time"] * (columns["known_name"] + columns["place"] + columns["new_name"])
    columns["time_event"] = columns["time"] * columns["event"]
    columns["figure_name"] = columns["figure"] * np.minimum(
        1.0, columns["all_known_name"] + columns["all_place"] + columns["all_new_name"]
    )
    columns["figure_field"] = columns["figure"] * columns["field"]
    columns["tease_field"] = columns["all_tease"] * columns["field"]
    columns["public_cover"] = _cover(index, reading, spans, hits, sums, shape)
    values = np.stack([columns[name] for name in NAMES], axis=-1).astype(np.float32)
    _ = starts
    return Sheet(spans, values, hits)


def _soft(kind: str, values: Array) -> Array:
    if kind in ("new_name", "known_name", "place"):
        return 1.0 - np.exp(-1.5 * values)
    return np.log1p(values)


def _cover(
    index: Index, reading: Reading, spans: list[Window], hits: NDArray[np.bool_], sums: Array, shape: tuple[int, int]
) -> Array:
    """How much of what a window shares with a record one open passage says as well."""
    return np.zeros(shape, np.float32)
