"""How near a question comes to news under embargo that the asker may not know: reason to give no near miss as answer.

What is near is never shown, named or logged; it only makes the same refusal that anything unknown gets.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.people.person import Person
from assistant.store import revision as revisions
from assistant.store.tables.sharing import EmbargoRow
from assistant.texts import Language, as_language
from knowledge.embed import Embedder
from knowledge.means import passage_means, question_means
from knowledge.retrieve import Statistics, cover, whole
from knowledge.search import Question
from knowledge.sentences import sentence_spans
from knowledge.visibility import Protection, sees_all
from knowledge.words import terms

if TYPE_CHECKING:
    from knowledge.embed import Vectors


@dataclass(frozen=True)
class Closeness:
    """Of a question to the records: the nearest sentence of all, and the record that fits best by words and meaning."""

    nearest: float
    cosine: float
    cover: float


NOTHING = Closeness(-1.0, -1.0, 0.0)
_COVER = 0.25


@dataclass(frozen=True)
class _Secret:
    protection: Protection
    terms: frozenset[str]
    vectors: Vectors


class Secrets:
    """The records as sentences with vectors, kept until something changes; made once for each wording."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._lock = threading.Lock()
        self._held: tuple[int, tuple[_Secret, ...]] | None = None
        self._said: dict[tuple[str, ...], tuple[frozenset[str], Vectors]] = {}

    def closeness(
        self,
        session: Session,
        person: Person,
        at: datetime,
        question: Question,
        statistics: Statistics,
    ) -> Closeness:
        """`NOTHING` for who knows everything and where no embargo holds."""
        import numpy as np

        kept = self._records(session)
        if sees_all(person):
            return NOTHING
        asked = question.vector - question_means(self._embedder)[question.language]
        asked = asked / max(float(np.linalg.norm(asked)), 1e-9)
        total = whole(question.words, statistics)
        found = []
        for secret in kept:
            if secret.protection.holds(at) and person.name not in secret.protection.knowers:
                found.append(
                    (float((secret.vectors @ asked).max()), cover(question.words, secret.terms, statistics) / total)
                )
        if not found:
            return NOTHING
        best = max(found, key=lambda pair: pair[0] + _COVER * pair[1])
        return Closeness(max(cosine for cosine, _ in found), *best)

    def _records(self, session: Session) -> tuple[_Secret, ...]:
        with self._lock:
            revision = revisions.current(session)
            if self._held is None or self._held[0] != revision:
                known, self._said = self._said, {}
                secrets = tuple(self._secret(row, known) for row in session.scalars(sa.select(EmbargoRow)))
                self._held = (revision, secrets)
            return self._held[1]

    def _secret(self, row: EmbargoRow, known: dict[tuple[str, ...], tuple[frozenset[str], Vectors]]) -> _Secret:
        sentences = [row.statement[start:end] for start, end in sentence_spans(row.statement)]
        units = [row.title, *(f"{row.title}. {sentence}" for sentence in sentences), *map(str, row.facts)]
        key = (row.language, *units, *map(str, row.terms))
        self._said[key] = said = known.get(key) or self._read(units, key[1:], as_language(row.language))
        return _Secret(Protection(row.lifts_at, row.cancelled_at, tuple(row.knowers)), *said)

    def _read(self, units: Sequence[str], words: Sequence[str], language: Language) -> tuple[frozenset[str], Vectors]:
        import numpy as np

        vectors = self._embedder.encode(units) - passage_means(self._embedder)[language]
        vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return frozenset(terms(" ".join(words), language)), vectors
