"""Answers beside the draft: what the documents say, ideas to write about, and a verdict in words."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.checking.finding import CheckResult
from assistant.errors import PersonError
from assistant.people.person import Person
from assistant.texts import Language, text

if TYPE_CHECKING:
    from assistant.programme.themes import Themes
    from knowledge.documents import Library

_log = logging.getLogger(__name__)


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
    themes: Themes, library: Library, person: Person, language: Language
) -> tuple[str, tuple[Mapping[str, Any], ...]]:
    """Three things to write about, from the organisation's themes: each a question only this person can answer."""
    known = [theme for theme in themes.list() if theme.angles]
    if not known:
        return text("conversation.ideas_without_themes", language), ()
    start = sum(map(ord, person.name)) % len(known)
    chosen = [known[(start + step) % len(known)] for step in range(min(3, len(known)))]
    lines = [
        f"{number}. **{theme.title[language]}**: {theme.angles[(start + number) % len(theme.angles)]}"
        for number, theme in enumerate(chosen, start=1)
    ]
    return text("conversation.ideas", language, ideas="\n".join(lines)), ()


def verdict(result: CheckResult, language: Language) -> str:
    """What a check found, in a few sentences."""
    lines = [text(f"conversation.verdict.{result.verdict}", language)]
    for finding in result.findings[:4]:
        quote = f"“{finding.quote[:80]}”: " if finding.quote else ""
        lines.append(f"- {quote}{finding.message.get(language) or next(iter(finding.message.values()), '')}")
    return "\n".join(lines)
