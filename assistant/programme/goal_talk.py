"""A goal in a short conversation: each answer read by rules, nothing asked that was said. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from assistant.programme.colleagues import Colleague
from assistant.programme.days import read_day, without_days
from assistant.programme.measures import MEASURES
from assistant.programme.smart import Field, GoalWords

_NUMBER: Final = re.compile(r"(?<![\w.,])(\d{1,3}(?:[. \u202f\u00a0]\d{3})+|\d+(?:[.,]\d+)?)(?![\w])")
_FROM_TO: Final = re.compile(
    r"\b(?:van|de|from)\s+\d+(?:[.,]\d+)?\s*%?\s+(?:naar|à|to)\s+(\d+(?:[.,]\d+)?)", re.IGNORECASE
)
_SIGNS: Final[tuple[tuple[str, str], ...]] = (
    ("decision_hours", r"beslis|nalez|nagelezen|wachttijd|décision|relecture|délai|decision|review time|turnaround"),
    ("ambassadors_active", r"actieve? ambassadeur|ambassadeurs? acti|ambassadrices? active|active ambassador"),
    ("ambassadors", r"ambassad"),
    ("themes_covered", r"thema|thème|theme|topic"),
    ("reach_typed", r"bereik|weergave|volger|kandidat|sollicit|portée|vues|abonnés|candidat|views|reach|applic"),
    ("lessons", r"\bles(?:sen|je)?\b|leçon|lesson"),
    ("checks_caught", r"tegengehouden|moet\w* aanpassen|à corriger|retenus?|caught|flagged"),
    ("checks", r"nakijk|nagekeken|vérifi|checks?\b"),
    ("posts_published", r"geplaatst|online|publi|gepost"),
    ("posts_released", r"posts?\b|bericht|verhal|stories|story|récit|histoire|messages?\b"),
)  # fmt: skip
_ME: Final = re.compile(r"\W*(?:ik(?:zelf)?|dat ben ik|moi(?:-même)?|c['’]est moi|me|i do|myself|i)\W*", re.IGNORECASE)
_FOR: Final = re.compile(
    r"(?:^|[\s,])(?:voor|bij|pour|auprès (?:de|des)|for)\s+(?P<whom>[^,.;]{4,80}?)"
    r"(?=\s+(?:tegen|voor|over|eind|van|naar|d['’]ici|avant|dans|by|before|in|from|to)\s|[,.;]|$)",
    re.IGNORECASE,
)


def heard(
    words: GoalWords,
    asked: Field | None,
    said: str,
    today: date,
    colleagues: Sequence[Colleague],
    speaker: str,
    measures: Sequence[str] = (),
) -> GoalWords:
    """What is known after this answer. A first sentence may hold several parts at once."""
    said = " ".join(said.split())[:1000]
    if asked is None:
        return _first(said, today, words)
    if asked == "what":
        return replace(_first(said, today, words), what=said)
    if asked == "for_whom":
        return replace(words, for_whom=_plain_whom(said))
    if asked == "measure":
        return replace(words, measure=_measure(said, measures) or words.measure)
    if asked == "target":
        return replace(words, target=read_number(said))
    if asked == "start":
        return replace(words, start=read_number(said))
    if asked == "due":
        return replace(words, due=read_day(said, today))
    return replace(words, owner=_owner(said, colleagues, speaker))


def _first(said: str, today: date, words: GoalWords) -> GoalWords:
    whom = _FOR.search(without_days(said))
    return replace(
        words,
        what=said,
        for_whom=words.for_whom or (whom["whom"].strip() if whom else ""),
        measure=words.measure or _measure(said, ()),
        target=words.target if words.target is not None else read_number(said),
        due=words.due or read_day(said, today),
    )


def _measure(said: str, offered: Sequence[str]) -> str:
    """By its place in the list that was shown, by its name, or by what the sentence is about."""
    bare = said.strip().rstrip(".)").casefold()
    if bare.isdigit() and 1 <= int(bare) <= len(offered):
        return offered[int(bare) - 1]
    if bare in MEASURES:
        return bare
    return next((name for name, signs in _SIGNS if re.search(signs, said, re.IGNORECASE)), "")


def read_number(said: str) -> float | None:
    """The figure that is meant; "from 4 to 12" means 12."""
    bare = without_days(said)
    found = _FROM_TO.search(bare)
    if found:
        return _value(found[1])
    figures = _NUMBER.findall(bare)
    return _value(figures[-1]) if figures else None


def _value(written: str) -> float:
    bare = re.sub(r"[ \u202f\u00a0]", "", written)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", bare):
        bare = bare.replace(".", "")
    return float(bare.replace(",", "."))


def _owner(said: str, colleagues: Sequence[Colleague], speaker: str) -> str:
    if _ME.fullmatch(said):
        return speaker
    bare = said.casefold()
    for one in colleagues:
        named = one.name.casefold() == bare or one.display_name.casefold() in bare
        if named or re.search(rf"\b{re.escape(one.first_name.casefold())}\b", bare):
            return one.name
    return said[:80]


def _plain_whom(said: str) -> str:
    return re.sub(r"^(?:voor|pour|for)\s+", "", said, flags=re.IGNORECASE).strip(" .")
