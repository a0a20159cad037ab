"""Finds passages: candidates by meaning and by words from the shelves, asked of SQL again, then ranked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.people.person import Person
from assistant.store import Store
from assistant.store.tables.library import DocumentRow, PassageRow
from assistant.texts import Language, as_language
from knowledge import lexical
from knowledge.asked import written_out
from knowledge.embed import Embedder
from knowledge.index_chroma import Index
from knowledge.language import detect
from knowledge.means import passage_means, question_means
from knowledge.records import Hit, PublicPassages, Shelf
from knowledge.rerank import Asked, reranked
from knowledge.retrieve import Candidate, Scored, Statistics, centred, rank
from knowledge.shelves import all_terms
from knowledge.visibility import answers
from knowledge.words import QuestionWord, question_words, terms

if TYPE_CHECKING:
    from knowledge.embed import Vectors

NEAREST = 120
"""Windows taken by meaning, and passages taken by words, before they are ranked."""
BY_WORDS = 60
IN_MEMORY = 20_000
"""Up to so many windows the open shelf is compared as a whole, exactly; above it Chroma finds the nearest."""


@dataclass(frozen=True)
class Question:
    text: str
    language: Language
    words: tuple[QuestionWord, ...]
    vector: Vectors


@dataclass(frozen=True)
class Ranking:
    """A question as it was understood, and what was found for it, best first."""

    asked: Asked
    question: Question
    found: list[Scored]


class Searcher:
    def __init__(self, store: Store, index: Index, embedder: Embedder) -> None:
        self._store, self._index, self._embedder = store, index, embedder

    def find(
        self, person: Person, text: str, at: datetime, shelves: Sequence[Shelf], public: PublicPassages | None
    ) -> Ranking:
        """Ranked passages that this person may see at `at`; rows are looked up with `hits`."""
        language = detect(text)
        text = written_out(text, language)
        question = Question(text, language, tuple(question_words(text, language)), self._embedder.encode([text])[0])
        candidates: list[Candidate] = []
        with self._store.read() as session:
            allowed = {name for name, rule in all_terms(session).items() if answers(rule, person, at)}
            statistics = Statistics(0, {})
            for shelf in shelves:
                if not self._any_on(session, shelf, allowed):
                    continue
                question, statistics = self._weighed(session, shelf, question, statistics)
                candidates += self._candidates(session, shelf, question, allowed, public if shelf == "open" else None)
        asked = Asked(question.text, question.words, statistics)
        return Ranking(asked, question, reranked(asked, rank(question.words, candidates, statistics)))

    def _any_on(self, session: Session, shelf: Shelf, allowed: set[str]) -> bool:
        found = session.scalars(sa.select(DocumentRow.id).where(DocumentRow.shelf == shelf))
        return any(document_id in allowed for document_id in found)

    def _weighed(
        self, session: Session, shelf: Shelf, question: Question, before: Statistics
    ) -> tuple[Question, Statistics]:
        """The question with its typing errors read as words of this shelf, and what its words weigh there."""
        wanted = [term for word in question.words for term, _ in word.terms]
        counts = lexical.frequencies(session, shelf, wanted)
        words = []
        for word in question.words:
            if not word.number and not any(term in counts for term, _ in word.terms):
                near = [(other, 0.7) for other in lexical.alike(session, shelf, word.terms[0][0])]
                counts |= lexical.frequencies(session, shelf, [other for other, _ in near])
                word = QuestionWord(word.word, (*word.terms, *near))
            words.append(word)
        total = before.passages + lexical.size(session, shelf)
        merged = {
            term: counts.get(term, 0) + before.frequencies.get(term, 0) for term in {*counts, *before.frequencies}
        }
        return Question(question.text, question.language, tuple(words), question.vector), Statistics(total, merged)

    def _candidates(
        self, session: Session, shelf: Shelf, question: Question, allowed: set[str], public: PublicPassages | None
    ) -> list[Candidate]:
        near = self._nearest(shelf, question, public)
        by_words = lexical.candidates(
            session, shelf, [term for word in question.words for term, _ in word.terms], BY_WORDS
        )
        rows = _rows(session, [*near, *by_words])
        kept = [(passage, document) for passage, document in rows if document.id in allowed and document.shelf == shelf]
        names = [f"{passage.id}.{number}" for passage, _ in kept for number in range(len(passage.windows))]
        found, vectors = self._vectors(shelf, names, public)
        cosines = dict(zip(found, self._cosines(question, found, vectors, kept), strict=True))
        return [_candidate(passage, document, cosines) for passage, document in kept]

    def _nearest(self, shelf: Shelf, question: Question, public: PublicPassages | None) -> list[str]:
        """Passages with the nearest windows."""
        if public is not None and len(public.texts) <= IN_MEMORY:
            import numpy as np

            order = np.argsort(-(public.vectors @ question.vector))[:NEAREST]
            found = [public.passage_ids[row] for row in order]
        else:
            found = [name.rpartition(".")[0] for name, _ in self._index.query(shelf, question.vector, NEAREST)]
        return list(dict.fromkeys(found))

    def _vectors(self, shelf: Shelf, names: list[str], public: PublicPassages | None) -> tuple[list[str], Vectors]:
        if public is not None and len(public.texts) <= IN_MEMORY:
            places = _places(public)
            kept = [name for name in names if name in places]
            return kept, public.vectors[[places[name] for name in kept]]
        return self._index.get(shelf, names)

    def _cosines(
        self, question: Question, names: list[str], vectors: Vectors, rows: Iterable[tuple[PassageRow, DocumentRow]]
    ) -> list[float]:
        if not names:
            return []
        import numpy as np

        means = passage_means(self._embedder)
        asked = question_means(self._embedder)[question.language]
        spoken = {passage.id: as_language(passage.language) for passage, _ in rows}
        window_means = np.stack([means[spoken[name.rpartition(".")[0]]] for name in names])
        return [float(value) for value in centred(question.vector, vectors, asked, window_means)]


@lru_cache(maxsize=2)
def _places_of(identity: int, passage_ids: tuple[str, ...]) -> dict[str, int]:
    places: dict[str, int] = {}
    last, number = "", 0
    for row, passage_id in enumerate(passage_ids):
        number = number + 1 if passage_id == last else 0
        last = passage_id
        places[f"{passage_id}.{number}"] = row
    return places


def _places(public: PublicPassages) -> dict[str, int]:
    return _places_of(id(public), public.passage_ids)


def _rows(session: Session, passage_ids: Iterable[str]) -> list[tuple[PassageRow, DocumentRow]]:
    """Passages with their document, only of versions that are in force."""
    found = (
        sa.select(PassageRow, DocumentRow)
        .join(DocumentRow, DocumentRow.active_version_id == PassageRow.version_id)
        .where(PassageRow.id.in_(list(dict.fromkeys(passage_ids))))
    )
    return [(passage, document) for passage, document in session.execute(found)]


def _candidate(passage: PassageRow, document: DocumentRow, cosines: dict[str, float]) -> Candidate:
    language = as_language(passage.language)
    return Candidate(
        passage_id=passage.id,
        document_id=document.id,
        language=language,
        terms=passage.terms.split(" "),
        head_terms=frozenset(terms(f"{document.title} {passage.section}", language)),
        cosines=[cosines.get(f"{passage.id}.{number}", -1.0) for number in range(len(passage.windows))],
        texts=[passage.text[start:end] for start, end in passage.windows],
    )


def hits(session: Session, scored: Sequence[Scored]) -> list[Hit]:
    """What was ranked, as it is shown."""
    rows = {
        passage.id: (passage, document)
        for passage, document in _rows(session, [s.candidate.passage_id for s in scored])
    }
    found = []
    for one in scored:
        if one.candidate.passage_id not in rows:
            continue
        passage, document = rows[one.candidate.passage_id]
        start, end = passage.windows[one.window] if passage.windows else (0, len(passage.text))
        found.append(
            Hit(
                passage_id=passage.id,
                document_id=document.id,
                file=document.file,
                title=document.title,
                section=passage.section,
                page=passage.page,
                text=passage.text,
                start=passage.start,
                end=passage.end,
                score=round(one.score, 4),
                language=as_language(passage.language),
                kind=document.kind,
                quote_start=start,
                quote_end=end,
            )
        )
    return found
