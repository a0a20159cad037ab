"""A text that is being checked, with what the detectors share: words, sentences, who wrote it, when it goes out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Literal

from assistant.checking.names import first_names, no_names
from assistant.checking.text import Readable, Span, read, sentences
from assistant.people.person import Person
from assistant.texts import Language

Origin = Literal["own", "guided", "model", "suggestion"]
"""Who put the words together: the employee, the guided writer, a model, or a manager."""

TOKEN = re.compile(r"\d+(?:[.,'\u00a0\u202f ]\d{3}(?!\d))*(?:[.,]\d+)?|[^\W\d_]+|[%‰€$£]")


@dataclass(frozen=True)
class Token:
    """A word, number or currency sign of the readable text."""

    word: str
    """Lower case, without accents."""
    start: int
    end: int
    sentence: int
    name: bool
    """May be the name of somebody or something: a capital that its place does not explain, or a known first name."""


@dataclass(frozen=True)
class Draft:
    text: str
    """As it was given."""
    readable: Readable
    language: Language
    channel: str
    at: datetime
    person: Person | None = None
    notes: tuple[str, ...] = ()
    """What the employee said in the chat: figures in it have a source."""
    origin: Origin = "own"
    earlier_posts: tuple[str, ...] = field(default=(), repr=False)

    @cached_property
    def sentences(self) -> list[Span]:
        """Spans in the readable text."""
        return sentences(self.readable)

    @cached_property
    def sentence_texts(self) -> list[str]:
        return [self.readable.text[start:end] for start, end in self.sentences]

    @cached_property
    def tokens(self) -> list[Token]:
        return tokens(self.readable, self.sentences)

    def quote(self, start: int, end: int) -> tuple[int, int, str]:
        """Where a span of the readable text stands in the text as given, and the words there."""
        first, last = self.readable.original_span(start, end)
        return first, last, self.text[first:last]


def make_draft(text: str, language: Language, channel: str, at: datetime) -> Draft:
    return Draft(text, read(text), language, channel, at)


def tokens(readable: Readable, spans: list[Span]) -> list[Token]:
    found: list[Token] = []
    text, folded = readable.text, readable.folded
    for number, (start, end) in enumerate(spans):
        first = True
        for match in TOKEN.finditer(text, start, end):
            begin, stop = match.span()
            word = folded[begin:stop]
            name = text[begin].isupper() and (word in first_names() or (not first and word not in no_names()))
            found.append(Token(word, begin, stop, number, name))
            first = False
    return found
