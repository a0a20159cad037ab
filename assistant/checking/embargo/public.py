"""What the embargo check needs to know of what is public already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from knowledge.embed import Vectors


class PublicPassages(Protocol):
    """All passages that anybody may see at an instant."""

    @property
    def revision(self) -> int:
        """Changes when any of the rest does."""
        ...

    @property
    def texts(self) -> Sequence[str]: ...

    @property
    def document_ids(self) -> Sequence[str]:
        """The document of each text."""
        ...

    @property
    def vectors(self) -> Vectors:
        """A row of norm 1 for each text."""
        ...

    @property
    def word_documents(self) -> Mapping[str, int]:
        """In how many passages each folded word stands."""
        ...
