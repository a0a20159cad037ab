"""What somebody means with a message: rules over the words they use, with what the chat is about to break ties."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, Protocol, get_args

from assistant.texts import LANGUAGES, Language
from assistant.writing.lexicon import words

Intent = Literal[
    "write",
    "just_write",
    "rewrite_shorter",
    "rewrite_longer",
    "rewrite_warmer",
    "rewrite_plainer",
    "rewrite_opening",
    "rewrite_no_emoji",
    "rewrite_less_advertising",
    "rewrite_language",
    "ask",
    "check",
    "coach_profile",
    "coach_headline",
    "coach_first_line",
    "coach_criticism",
    "ideas",
    "thanks",
    "other",
]
INTENTS: tuple[Intent, ...] = get_args(Intent)

_ORDER: tuple[Intent, ...] = (
    "thanks",
    "check",
    "just_write",
    "rewrite_no_emoji",
    "coach_headline",
    "coach_criticism",
    "rewrite_language",
    "ask",
    "ideas",
    "coach_first_line",
    "rewrite_opening",
    "rewrite_shorter",
    "rewrite_less_advertising",
    "rewrite_plainer",
    "rewrite_warmer",
    "rewrite_longer",
    "coach_profile",
)
_QUOTED = re.compile(r"[\"“«](?P<text>[^\"”»]{15,})[\"”»]")
_SHORT = 7
_RULE = 0.15
_CERTAIN = frozenset({"rewrite_no_emoji", "rewrite_language", "thanks", "just_write"})
_TELLING = 14
"""A message of this many words tells something, whatever else it asks."""


@dataclass(frozen=True)
class Meaning:
    intent: Intent
    target: Language | None = None
    """The language asked for, of `rewrite_language`."""
    quoted: str = ""
    """The text they want checked."""


class Likeness(Protocol):
    """How near a message comes to each intent by its meaning, about 0 to 2."""

    def scores(self, message: str) -> dict[Intent, float]: ...


def understand(message: str, *, has_draft: bool = False, likeness: Likeness | None = None) -> Meaning:
    """What this message asks for; `other` when neither its words nor its meaning say anything we know."""
    by_rule = by_rules(message, has_draft=has_draft)
    if likeness is None:
        return by_rule
    text = _plain(message)
    scores = likeness.scores(text)
    short = has_draft and len(words(text)) <= _SHORT
    for intent in _ORDER:
        if _fits(intent, text, short=short):
            scores[intent] += _RULE * (1.5 if intent in _CERTAIN else 1.0)
    scores[by_rule.intent] += _RULE / 2
    best = max(scores, key=lambda intent: scores[intent])
    return Meaning(best, _target(text) if best == "rewrite_language" else None, by_rule.quoted)


def by_rules(message: str, *, has_draft: bool = False) -> Meaning:
    """What the words alone say."""
    quoted = _QUOTED.search(message)
    text = _plain(message)
    many = len(words(text))
    for intent in _ORDER:
        if not _fits(intent, text, short=has_draft and many <= _SHORT):
            continue
        if intent == "check" and not (quoted or has_draft or many < _TELLING):
            continue
        if intent in {"thanks", "just_write"} and many > _TELLING:
            continue
        if intent.startswith("rewrite_") and not has_draft and _asks_for_a_post(text) and many >= _TELLING:
            continue
        return Meaning(
            intent, _target(text) if intent == "rewrite_language" else None, quoted["text"] if quoted else ""
        )
    if quoted and not has_draft and many < 8:
        return Meaning("check", quoted=quoted["text"])
    if _fits("write", text) or (many >= _TELLING // 2 and not text.endswith("?")):
        return Meaning("write")
    return Meaning("other")


def _plain(message: str) -> str:
    """The message on one line, without the text it quotes."""
    return " ".join(_QUOTED.sub(" ", message).split()).replace("’", "'") or message


def _asks_for_a_post(text: str) -> bool:
    return _fits("write", text)


def _fits(intent: Intent, text: str, short: bool = False) -> bool:
    patterns = (*_patterns()[intent], *(_weak().get(intent, ()) if short else ()))
    return any(pattern.search(text) for pattern in patterns)


def _target(text: str) -> Language | None:
    found = [
        (match.start(), language) for language in LANGUAGES for match in re.finditer(_names()[language], text, re.I)
    ]
    return max(found)[1] if found else None


@cache
def _names() -> dict[Language, str]:
    names = _raw()["languages"]
    return {language: rf"\b(?:{names[language]})\b" for language in LANGUAGES}


@cache
def _patterns() -> dict[Intent, tuple[re.Pattern[str], ...]]:
    raw = _raw()
    every = "|".join(raw["languages"].values())
    return {
        intent: tuple(re.compile(one.replace("{e}", every), re.IGNORECASE) for one in raw[intent])
        for intent in (*_ORDER, "write")
    }


@cache
def _weak() -> dict[str, tuple[re.Pattern[str], ...]]:
    """Words that ask for a change only where little else is said."""
    return {name: tuple(re.compile(one, re.IGNORECASE) for one in some) for name, some in _raw()["weak"].items()}


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads((files("assistant.conversation") / "intents.toml").read_text("utf-8"))
