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
from assistant.checking.embargo.prototypes import Prototypes, prototypes
from assistant.checking.embargo.public import PublicPassages
from assistant.checking.embargo.record import EmbargoRecord

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from knowledge.embed import Embedder

_KEPT = 8
_AXES = 128
_FEW = 30
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
    middle: NDArray[np.float32]
    """Per record the mean likeness of open passages."""
    spread: NDArray[np.float32]
    """Per record how far those differ."""
    prototypes: Prototypes
    told: NDArray[np.float32]
    """Records × kinds of news."""


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
        vectors = embedder.encode(sentences)
        middle, spread = _usual(vectors, owners, public.vectors)
        examples = prototypes(embedder)
        told = np.maximum.reduceat(examples.kinds(vectors), owners, axis=0)
        made = Prepared(
            Index.of(profiles, background), vectors, owners, public.vectors, axes, small, middle, spread, examples,
            told / np.linalg.norm(told, axis=1, keepdims=True),
        )  # fmt: skip
        _prepared[key] = made
        while len(_prepared) > _KEPT:
            _prepared.popitem(last=False)
        return made


def _usual(
    vectors: NDArray[np.float32], owners: NDArray[np.int64], public: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Mean and deviation of the likeness of open passages with each record."""
    if len(public) < _FEW:
        return np.full(len(owners), 0.25, np.float32), np.full(len(owners), 0.1, np.float32)
    some = public[:: max(1, len(public) // 2000)]
    like = np.maximum.reduceat(some @ vectors.T, owners, axis=1)
    return like.mean(axis=0), np.maximum(like.std(axis=0), 0.03)


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
