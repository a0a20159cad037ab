"""Finds near copies of a colleague's post, a document or the author's earlier post. Says how close, never whose."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from assistant.checking.draft import TOKEN, Draft
from assistant.checking.finding import Finding
from assistant.checking.public_key import PublicKey
from assistant.checking.text import fold
from assistant.texts import texts

if TYPE_CHECKING:
    from assistant.checking.embargo.public import PublicPassages

SIZE = 5
"""Words of a shingle."""
SAMPLE = 3
"""One of so many shingles is remembered of documents; which ones depends on the words only."""
CLOSE = 0.35
FEWEST = 8
"""Shingles a text needs before it can be a copy."""
Origin = Literal["post", "document"]


@dataclass(frozen=True)
class ShingleIndex:
    """Which document has which sampled shingle."""

    owners: dict[int, list[int]] = field(default_factory=dict)


def detect(draft: Draft, public: PublicPassages | None, posts: Sequence[str] = ()) -> list[Finding]:
    """A finding for the closest earlier post and one for the closest document, when they are close."""
    own = shingles(draft.readable.text)
    if len(own) < FEWEST:
        return []
    found: list[Finding] = []
    post = max((_share(own, shingles(text)) for text in posts), default=0.0)
    if post >= CLOSE:
        found.append(_finding("post", post))
    document = _closest_document(own, public) if public is not None else 0.0
    if document >= CLOSE:
        found.append(_finding("document", document))
    return found


def shingles(text: str) -> set[int]:
    """Every run of `SIZE` words, as a number."""
    words = [match.group() for match in TOKEN.finditer(fold(text))]
    return {
        zlib.crc32(" ".join(words[at : at + SIZE]).encode("utf-8", "replace")) for at in range(len(words) - SIZE + 1)
    }


def _share(own: set[int], other: set[int]) -> float:
    """How much of the shorter text stands in the other."""
    fewest = min(len(own), len(other))
    return len(own & other) / fewest if fewest >= FEWEST else 0.0


def _closest_document(own: set[int], public: PublicPassages) -> float:
    index = _index(PublicKey(public))
    sampled = {shingle for shingle in own if shingle % SAMPLE == 0}
    if len(sampled) * SAMPLE < FEWEST:
        return 0.0
    shared: Counter[int] = Counter()
    for shingle in sampled:
        shared.update(index.owners.get(shingle, ()))
    return max(shared.values(), default=0) / len(sampled)


@lru_cache(maxsize=2)
def _index(keyed: PublicKey) -> ShingleIndex:
    numbers: dict[str, int] = {}
    owners: dict[int, list[int]] = {}
    for document, text in zip(keyed.public.document_ids, keyed.public.texts, strict=True):
        number = numbers.setdefault(document, len(numbers))
        for shingle in shingles(text):
            if shingle % SAMPLE == 0:
                holders = owners.setdefault(shingle, [])
                if not holders or holders[-1] != number:
                    holders.append(number)
    return ShingleIndex(owners)


def _finding(origin: Origin, share: float) -> Finding:
    return Finding(
        detector="sameness",
        ref=f"sameness.{origin}",
        ref_version=1,
        severity="advice",
        start=None,
        end=None,
        quote="",
        message=texts(f"checking.sameness.{origin}", percent=round(share * 100)),
        reason=texts("checking.sameness.reason"),
        rewording=texts("checking.sameness.rewording"),
    )
