"""A library without a model and without Chroma: exact, and ready at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.audit import Audit
from assistant.clock import FixedClock
from assistant.settings import Settings
from assistant.store import Store
from knowledge.documents import Library
from knowledge.fakes import HashEmbedder, MemoryIndex


@pytest.fixture
def index() -> MemoryIndex:
    return MemoryIndex()


@pytest.fixture
def library(store: Store, clock: FixedClock, index: MemoryIndex, tmp_path: Path) -> Iterator[Library]:
    library = Library(store, clock, Audit(store, clock), HashEmbedder(), index, Settings(data=tmp_path))
    yield library
    library.close()
