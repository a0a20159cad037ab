"""Remembers what was worked out of the public passages for as long as they stay the same."""

from __future__ import annotations

from assistant.checking.embargo.public import PublicPassages


class PublicKey:
    """The public passages as a key of a cache: equal while nothing in them changed."""

    def __init__(self, public: PublicPassages) -> None:
        self.public = public
        self._key = (public.revision, len(public.texts), id(public.texts))

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PublicKey) and self._key == other._key
