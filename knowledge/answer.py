"""Answers a question with the sentences of a document that say it, or says that no document does. Never a guess."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.people.person import Person
from assistant.texts import Language, text
from knowledge.records import Hit

if TYPE_CHECKING:
    from knowledge.documents import Library

MOST_SOURCES = 2
NEARLY_AS_GOOD = 0.3
"""So little less sure, as a logarithm of odds, that another document is quoted too."""
LONGEST_QUOTE = 420


@dataclass(frozen=True)
class Answer:
    text: str
    grounded: bool
    sources: tuple[Hit, ...] = ()


def answer(library: Library, person: Person, question: str, language: Language, at: datetime | None = None) -> Answer:
    """Quoted, or refused: in the same words whether nothing is known or this person may not know it yet.

    With `at`: as it would be answered then, or was.
    """
    found = library.find(person, question, at=at)
    if not found.grounded:
        return Answer(text("answer.not_found", language), grounded=False)
    best = found.hits[0]
    others = [
        hit
        for hit in found.hits[1:]
        if hit.document_id != best.document_id and hit.score >= best.score - NEARLY_AS_GOOD
    ]
    sources = [best, *others[: MOST_SOURCES - 1]]
    lines = [
        text(
            "answer.says" if number == 1 else "answer.also_says",
            language,
            title=hit.title,
            quote=quoted(hit),
            number=number,
        )
        for number, hit in enumerate(sources, 1)
    ]
    return Answer("\n\n".join(lines), grounded=True, sources=tuple(sources))


def quoted(hit: Hit) -> str:
    """The exact sentences, on one line and within bounds."""
    quote = " ".join(hit.quote.split()) or " ".join(hit.text.split())
    return quote if len(quote) <= LONGEST_QUOTE else quote[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + " …"
