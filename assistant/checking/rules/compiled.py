"""A rule made ready to look with, and what all kinds of rules share: the finding they give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistant.checking.draft import Draft
from assistant.checking.finding import Finding
from assistant.checking.phrases import Lists, Phrase, PhraseIndex, only_in_its_language, parse_all
from assistant.checking.rules.rule import Phrases, Rule
from assistant.checking.rules.topic import Topic
from assistant.checking.text import Span
from assistant.texts import LANGUAGES, Language, text

Role = str
Key = tuple[int, int, Role, str]
"""Rule, part, role of the phrases in it, and the only language they count in ("any": every language)."""
MOST_FINDINGS = 3
"""Of one rule in one draft; more would bury the others."""


@dataclass(frozen=True)
class CompiledRule:
    rule: Rule
    version: int
    pattern: Any
    topic: Topic | None
    phrases: tuple[tuple[int, Role, str, tuple[Phrase, ...]], ...]
    """Part, role, language, phrases. Part -1 is what counts for the whole rule."""

    @property
    def id(self) -> str:
        return self.rule.id


def compile_phrases(rule: Rule, lists: Lists) -> tuple[tuple[int, Role, str, tuple[Phrase, ...]], ...]:
    compiled: list[tuple[int, Role, str, tuple[Phrase, ...]]] = []
    for number, part in enumerate(rule.all_parts):
        for role in ("phrases", "near", "exceptions", "also", "unless"):
            compiled += _of_languages(number, role, getattr(part, role), lists)
    for role in ("exceptions", "unless", "when", "needs"):
        compiled += _of_languages(-1, role, getattr(rule, role), lists)
    return tuple(compiled)


def _of_languages(
    number: int, role: Role, phrases: Phrases, lists: Lists
) -> Iterator[tuple[int, Role, str, tuple[Phrase, ...]]]:
    for language, written in phrases.items():
        parsed = [phrase for entry in written for phrase in parse_all(entry, lists)]
        limited = language != "any" and role in ("phrases", "when")
        everywhere = tuple(phrase for phrase in parsed if not (limited and only_in_its_language(phrase)))
        if everywhere:
            yield number, role, "any", everywhere
        if own := tuple(phrase for phrase in parsed if limited and only_in_its_language(phrase)):
            yield number, role, language, own


def index_of(rules: tuple[CompiledRule, ...]) -> PhraseIndex[Key]:
    index: PhraseIndex[Key] = PhraseIndex()
    for number, compiled in enumerate(rules):
        for part, role, language, phrases in compiled.phrases:
            index.add((number, part, role, language), phrases)
    return index


def finding(compiled: CompiledRule, detector: str, draft: Draft, span: Span | None, **evidence: object) -> Finding:
    """The finding of a rule about a span of the readable text."""
    rule = compiled.rule
    start, end, quote = (None, None, "") if span is None else draft.quote(*span)
    return Finding(
        detector=detector,
        ref=rule.id,
        ref_version=compiled.version,
        severity=rule.severity,
        start=start,
        end=end,
        quote=quote,
        message=_complete(dict(rule.message)) or _default_message(rule),
        reason=_complete(dict(rule.reason)) or _complete(dict(rule.description)),
        rewording=_complete(dict(rule.rewording)),
        source={"file": rule.policy, "title": rule.policy, "passage": ""} if rule.policy else None,
        evidence={"rule": rule.id, **evidence},
    )


def _default_message(rule: Rule) -> dict[Language, str]:
    titles = _complete(dict(rule.title))
    return {language: text("checking.rule_message", language, title=titles[language]) for language in LANGUAGES}


def _complete(given: dict[Language, str]) -> dict[Language, str]:
    """What was said in one language stands in for the others."""
    if not given:
        return {}
    return {language: given.get(language) or next(iter(given.values())) for language in LANGUAGES}
