"""What every test may use: a database of its own, a clock that stands still, and people."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.clock import FixedClock
from assistant.people.person import Person
from assistant.store import Store

os.environ["OPENBLAS_NUM_THREADS"] = "1"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    import assistant.store.tables  # noqa: F401
    from assistant.store.tables.base import Table

    store = Store(f"sqlite:///{tmp_path / 'test.db'}")
    Table.metadata.create_all(store.engine)
    yield store
    store.close()


@pytest.fixture
def employee() -> Person:
    return Person(id="e" * 32, name="lotte", display_name="Lotte", role="employee", team="care")


@pytest.fixture
def colleague() -> Person:
    return Person(id="c" * 32, name="wim", display_name="Wim", role="employee", team="it")


@pytest.fixture
def officer() -> Person:
    return Person(id="o" * 32, name="ine", display_name="Ine", role="communications")


@pytest.fixture
def manager() -> Person:
    return Person(id="a" * 32, name="bart", display_name="Bart", role="manager", manages=("care",))
