"""What can be worked out before a draft comes: the records taken apart, against what is public; kept until a change."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.checking.embargo.background import Background, count
from assistant.checking.embargo.evidence import Index
from assistant.checking.embargo.profile import profile
from assistant.checking.embargo.public import PublicPassages
from assistant.checking.embargo.record import EmbargoRecord

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from knowledge.embed import Embedder

_KEPT = 8
_AXES = 128
_lock = threading.Lock()
_backgrounds: OrderedDict[tuple[int, int], tuple[PublicPassages, Background]] = OrderedDict()
_prepared: OrderedDict[tuple[object, ...], Prepared] = OrderedDict()


@dataclass(frozen=True)
class Prepared:
    index: Index
    vectors: NDArray[np.float32]
    """A row for each sentence of each record."""
    owners: NDArray[np.int64]
    """Where each record's rows begin."""
    public: NDArray[np.float32]
    """A row for each open passage."""
    axes: NDArray[np.float32]
    """The directions in which those rows differ most."""
    public_small: NDArray[np.float32]
    """The rows along those axes: enough to find the nearest."""


def prepare(records: Sequence[EmbargoRecord], public: PublicPassages, embedder: Embedder) -> Prepared:
    """From the cache, unless a record or the open library changed."""
    key = (
        id(public),
        public.revision,
        embedder.name,
        tuple((record.id, record.version, hash(record)) for record in records),
    )
    with _lock:
        found = _prepared.get(key)
        if found is not None:
            _prepared.move_to_end(key)
            return found
        background = _background(public)
        profiles = [profile(record, background) for record in records]
        sentences = [text for one in profiles for text in one.sentences]
        owners = np.cumsum([0, *(len(one.sentences) for one in profiles[:-1])])
        axes = _axes(public.vectors)
        small = public.vectors @ axes
        made = Prepared(Index.of(profiles, background), embedder.encode(sentences), owners, public.vectors, axes, small)
        _prepared[key] = made
        while len(_prepared) > _KEPT:
            _prepared.popitem(last=False)
        return made


def _axes(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    if len(vectors) <= _AXES:
        return np.eye(vectors.shape[1], dtype=np.float32)
    some = vectors[:: max(1, len(vectors) // 2000)]
    _, axes = np.linalg.eigh(some.T @ some)
    return np.ascontiguousarray(axes[:, -_AXES:], np.float32)


def _background(public: PublicPassages) -> Background:
    key = (id(public), public.revision)
    if key not in _backgrounds:
        _backgrounds[key] = (public, count(public))  # holds on to `public`, so that its id stays its own
        while len(_backgrounds) > _KEPT:
            _backgrounds.popitem(last=False)
    return _backgrounds[key][1]
