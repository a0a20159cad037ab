"""The rules that come with the program, and finding the one that a plainly described rule means."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from assistant.checking.rules.rule import Rule, rule_from
from assistant.errors import InputError

if TYPE_CHECKING:
    from knowledge.embed import Embedder

ALIKE = 0.42
"""Similarity of title and description from which a ready-made rule stands in for a rule without words of its own."""


@cache
def ready_made() -> tuple[Rule, ...]:
    """Every rule that comes with the program."""
    lines = (files("assistant.checking.rules") / "ready_made.jsonl").read_text("utf-8").splitlines()
    return tuple(rule_from(json.loads(line)) for line in lines if line.strip())


def by_id(name: str) -> Rule:
    for rule in ready_made():
        if rule.id == name:
            return rule
    raise InputError("checking.unknown_ready_made", name=name, names=", ".join(rule.id for rule in ready_made()))


def with_signals(rule: Rule, embedder: Embedder | None) -> Rule:
    """The rule itself when it says what to look for; else with the signals of the ready-made rule it names or means.

    A rule that resembles none looks for its own title and description by meaning.
    """
    if rule.ready_made or rule.kind == "ready_made":
        return _borrow(rule, by_id(rule.ready_made or rule.id))
    if rule.has_signal:
        return rule
    nearest = _nearest(rule, embedder)
    if nearest is not None:
        return _borrow(rule, nearest)
    said = [*rule.title.values(), *rule.description.values()]
    return rule.model_copy(update={"seeds": {"any": list(dict.fromkeys(said))}})


def _borrow(rule: Rule, source: Rule) -> Rule:
    borrowed = (
        "phrases",
        "near",
        "exceptions",
        "also",
        "unless",
        "parts",
        "pattern",
        "seeds",
        "counter",
        "when",
        "needs",
        "detector",
        "phrases_need_topic",
    )
    texts = ("description", "message", "reason", "rewording")
    update = {name: getattr(source, name) for name in borrowed if not getattr(rule, name)}
    update |= {name: getattr(source, name) for name in texts if not getattr(rule, name)}
    return rule.model_copy(update=update)


def _nearest(rule: Rule, embedder: Embedder | None) -> Rule | None:
    for ready in ready_made():
        if ready.id == rule.id:
            return ready
    if embedder is None:
        return None
    said = [f"{title}. {rule.description.get(language, '')}" for language, title in rule.title.items()]
    owners = [(ready, language) for ready in ready_made() for language in ready.title]
    known = embedder.encode([f"{ready.title[language]}. {ready.description[language]}" for ready, language in owners])
    scores = (embedder.encode(list(dict.fromkeys(said))) @ known.T).max(axis=0)
    best = int(scores.argmax())
    return owners[best][0] if scores[best] >= ALIKE else None
