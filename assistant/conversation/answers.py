"""Answers beside the draft: what the documents say, ideas to write about, and a verdict in words."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from assistant.checking.finding import CheckResult
from assistant.conversation import steering
from assistant.errors import PersonError
from assistant.people.person import Person
from assistant.texts import Language, text
from assistant.writing.lexicon import words

if TYPE_CHECKING:
    from assistant.programme.audiences import Audiences
    from assistant.programme.themes import Theme
    from knowledge.documents import Library
    from knowledge.records import PassageView

_log = logging.getLogger(__name__)
_IDEAS, _QUESTIONS, _QUOTED = 3, 5, 320


@dataclass(frozen=True)
class Told:
    text: str
    sources: tuple[Mapping[str, Any], ...] = ()
    grounded: bool = False


def from_documents(library: Library, person: Person, question: str, language: Language) -> Told:
    """What the documents this person may see say about it, cited; else that they do not. Never a guess."""
    from knowledge.answer import answer

    try:
        found = answer(library, person, question, language)
    except PersonError as problem:
        return Told(problem.text(language))
    sources = [
        {
            "number": number,
            "passage": hit.passage_id,
            "document": hit.document_id,
            "file": hit.file,
            "title": hit.title,
            "quote": hit.quote or hit.text,
        }
        for number, hit in enumerate(found.sources, start=1)
    ]
    return Told(found.text, tuple(sources), found.grounded)


def ideas(
    themes: Sequence[Theme],
    audiences: Audiences | None,
    library: Library,
    person: Person,
    language: Language,
    now: datetime,
    own: str = "",
) -> tuple[str, tuple[Mapping[str, Any], ...]]:
    """Three things to write about, other ones each week: news, a theme near to what this person wrote, their work.

    `themes` come in the order of what this person said they know about.
    """
    week = now.isocalendar().week + sum(map(ord, person.name))
    lines: list[str] = []
    sources: tuple[Mapping[str, Any], ...] = ()
    for news in _news(library, person, week)[:1]:
        sources = (_source(1, news),)
        lines.append(text("conversation.idea_news", language, title=news.title, number=1))
    said = set(words(own))
    near = sorted(
        themes, key=lambda theme: -len(said & set(words(" ".join((*theme.words_use, *theme.title.values())))))
    )
    for step, theme in enumerate(_turned(near[:2], week)):
        angle = theme.angles[(week + step) % len(theme.angles)]
        angle += steering.for_whom(audiences, person, theme, language)
        lines.append(text("conversation.idea_theme", language, title=theme.title[language], angle=angle))
    team = f" ({person.team})" if person.team else ""
    for step in range(_IDEAS):
        question = text(f"conversation.role_question.q{(week + step) % _QUESTIONS}", language)
        lines.append(text("conversation.idea_role", language, team=team, question=question))
    chosen = [*lines[: _IDEAS - 1], lines[-_IDEAS]] if len(lines) >= 2 * _IDEAS - 1 else lines[:_IDEAS]
    numbered = "\n".join(f"{number}. {line}" for number, line in enumerate(chosen, start=1))
    return text("conversation.ideas", language, ideas=numbered), sources


def _words_of(theme: Theme) -> set[str]:
    return set(words(" ".join((*theme.words_use, *theme.title.values()))))


def _news(library: Library, person: Person, week: int) -> list[PassageView]:
    try:
        return _turned(list(library.recent_news(person)), week)
    except PersonError:
        _log.exception("the library does not answer: no news among the ideas")
        return []


def _turned(values: list[Any], by: int) -> list[Any]:
    at = by % len(values) if values else 0
    return values[at:] + values[:at]


def _source(number: int, view: PassageView) -> Mapping[str, Any]:
    return {
        "number": number,
        "passage": view.passage_id,
        "document": view.document_id,
        "file": view.file,
        "title": view.title,
        "quote": view.text[:_QUOTED],
    }


def verdict(result: CheckResult, language: Language) -> str:
    """What a check found, in a few sentences."""
    lines = [text(f"conversation.verdict.{result.verdict}", language)]
    for finding in result.findings[:4]:
        quote = f"“{finding.quote[:80]}”: " if finding.quote else ""
        lines.append(f"- {quote}{finding.message.get(language) or next(iter(finding.message.values()), '')}")
    return "\n".join(lines)
