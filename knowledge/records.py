"""What travels in and out of the library: what is loaded, what is found, what is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal, get_args

from assistant.errors import PersonError
from assistant.texts import Language

if TYPE_CHECKING:
    from knowledge.embed import Vectors

Kind = Literal["theme", "policy", "news", "coaching", "programme"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Status = Literal["draft", "approved", "retired"]
STATUSES: tuple[Status, ...] = get_args(Status)
State = Literal["waiting", "reading", "indexing", "ready", "failed", "cancelled"]
Shelf = Literal["open", "closed"]
SHELVES: tuple[Shelf, ...] = get_args(Shelf)


@dataclass(frozen=True)
class LoadItem:
    """A file as it was handed over, with what is known about it; `None` lets the library propose or keep."""

    file: str
    data: bytes
    title: str | None = None
    kind: Kind | None = None
    language: Language | None = None
    themes: tuple[str, ...] = ()
    status: Status = "draft"
    valid_from: datetime | None = None
    expires: datetime | None = None
    embargo_until: datetime | None = None
    embargo_id: str | None = None
    audience: str = "everybody"


@dataclass(frozen=True)
class LoadedDocument:
    document_id: str
    version: int
    state: State
    title: str
    kind: str
    language: Language
    passages: int
    file: str = ""
    same_as: str | None = None
    """File of the document that already holds exactly this text; nothing was added."""
    failure: PersonError | None = None


@dataclass(frozen=True)
class Progress:
    """How far a file that was handed over is. `version_id` is empty for one that was refused at the door."""

    version_id: str
    file: str
    state: State
    failure: PersonError | None = None
    loaded: LoadedDocument | None = None
    again: bool = False
    """Whether the file is still there to be tried again."""


@dataclass(frozen=True)
class DocumentInfo:
    id: str
    file: str
    title: str
    kind: str
    themes: tuple[str, ...]
    language: Language
    status: Status
    audience: str
    valid_from: datetime | None
    expires: datetime | None
    embargo_until: datetime | None
    embargo_id: str | None
    version: int
    state: State
    shelf: str
    updated_at: datetime
    failure: PersonError | None = None


@dataclass(frozen=True)
class PassageView:
    """A passage as a person who may see it reads it."""

    passage_id: str
    document_id: str
    file: str
    title: str
    section: str
    page: int | None
    text: str
    start: int
    end: int
    language: Language
    kind: str = ""


@dataclass(frozen=True)
class VersionInfo:
    id: str
    number: int
    state: State
    active: bool
    created_at: datetime
    characters: int
    failure: PersonError | None = None


@dataclass(frozen=True)
class DocumentView:
    info: DocumentInfo
    text: str
    passages: tuple[PassageView, ...]


@dataclass(frozen=True)
class Hit:
    """A passage that may answer; `quote_start` and `quote_end` mark its nearest sentences within `text`."""

    passage_id: str
    document_id: str
    file: str
    title: str
    section: str
    page: int | None
    text: str
    start: int
    end: int
    score: float
    language: Language
    kind: str = ""
    quote_start: int = 0
    quote_end: int = 0

    @property
    def quote(self) -> str:
        return self.text[self.quote_start : self.quote_end]


@dataclass(frozen=True)
class PublicPassages:
    """What every employee may know at a moment: a sentence or two a row, with its vector (n × dimension, norm 1)."""

    revision: int
    at: datetime
    texts: tuple[str, ...]
    document_ids: tuple[str, ...]
    passage_ids: tuple[str, ...]
    vectors: Vectors
    word_documents: Mapping[str, int] = field(default_factory=dict)
    """In how many passages a word stands, in lower case without accents."""
    documents: int = 0
