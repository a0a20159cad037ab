"""What the tests of the check share: services on the test's database, and a library without documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from assistant.audit import Audit
from assistant.checking.checker import Checker
from assistant.checking.embargoes import Embargoes
from assistant.checking.rule_book import RuleBook
from assistant.clock import FixedClock
from assistant.settings import load
from assistant.store import Store
from knowledge.fakes import HashEmbedder

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Public:
    texts: Sequence[str] = ()
    revision: int = 1
    word_documents: dict[str, int] = field(default_factory=dict)
    documents: int = 0

    @property
    def document_ids(self) -> list[str]:
        return [str(number) for number in range(len(self.texts))]

    @property
    def vectors(self) -> Any:
        return HashEmbedder().encode(list(self.texts))


@dataclass
class FakeLibrary:
    public: Public = field(default_factory=Public)

    def public_passages(self, at: datetime) -> Public:
        return self.public


@pytest.fixture
def rule_book(store: Store, clock: FixedClock) -> RuleBook:
    return RuleBook(store, clock, Audit(store, clock), HashEmbedder())


@pytest.fixture
def embargoes(store: Store, clock: FixedClock) -> Embargoes:
    return Embargoes(store, clock, Audit(store, clock))


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture
def checker(rule_book: RuleBook, embargoes: Embargoes, library: FakeLibrary, clock: FixedClock) -> Checker:
    return Checker(rule_book, embargoes, library, HashEmbedder(), clock, load(public_contacts=["0470 11 22 33"]))  # type: ignore[arg-type]
