"""Is a goal clear enough to work with? What is missing or vague gives a question, never a lecture. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from assistant.programme.measures import MEASURES
from assistant.texts import Language, text

Field = Literal["what", "for_whom", "measure", "start", "target", "due", "owner"]
SHORTEST: Final = timedelta(days=28)
LONGEST: Final = timedelta(days=731)
BOLD: Final = 5
"""A target of more than so many times the start is asked about."""
_VAGUE: Final = re.compile(
    r"\b(?:meer|beter|beste|sterker|zichtbaarder|zichtbaarheid|bekender|bekendheid|versterken|verbeteren|verhogen"
    r"|inzetten op|positiever|imago|uitstraling|aanwezig(?:er)?|actiever"
    r"|plus|mieux|meilleure?|visibilité|renforcer|améliorer|augmenter|notoriété|image|rayonnement|présents?"
    r"|more|better|stronger|visibility|awareness|strengthen|improve|increase|boost|grow|presence|image)\b",
    re.IGNORECASE,
)
_FILLER: Final = re.compile(
    r"\b(?:we|wij|ons|onze|willen|wil|worden|zijn|op|in|de|het|een|van|voor|en|onder|bij|media|sociale|sociaal|linkedin|online"
    r"|nous|notre|nos|voulons|être|devenir|sur|dans|la|le|les|l|un|une|des|de|d|du|et|réseaux|sociaux|en|ligne|à"
    r"|our|want|to|be|become|on|the|a|an|of|for|and|social|with|more)\b",
    re.IGNORECASE,
)
_EVERYBODY: Final = re.compile(
    r"\W*(?:iedereen|alle mensen|het (?:grote |brede )?publiek|de mensen|tout le monde|le grand public"
    r"|le public|tous|everybody|everyone|the (?:general )?public|all people|anyone)\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class GoalWords:
    """A goal as it was written down: any part of it may be missing."""

    what: str = ""
    for_whom: str = ""
    measure: str = ""
    target: float | None = None
    due: date | None = None
    owner: str = ""
    """Name of an account."""
    start: float | None = None
    """Where it stands now, typed in: only where that cannot be counted here."""


@dataclass(frozen=True)
class Question:
    field: Field
    text: str


def questions(
    words: GoalWords, start: float | None, today: date, language: Language, *, owner_known: bool = True
) -> tuple[Question, ...]:
    """What is to be asked before this goal can be kept, in the order in which it is best asked."""
    found = _asked(words, start, today, owner_known)
    return tuple(Question(field, text(f"programme.ask.{key}", language, **given)) for field, key, given in found)


def _asked(
    words: GoalWords, start: float | None, today: date, owner_known: bool
) -> Iterator[tuple[Field, str, dict[str, object]]]:
    what = " ".join(words.what.split())
    if not what:
        yield "what", "what", {}
    elif is_vague(what):
        yield "what", "what_vague", {"words": what[:60]}
    if not words.for_whom.strip():
        yield "for_whom", "for_whom", {}
    elif _EVERYBODY.fullmatch(words.for_whom):
        yield "for_whom", "for_everybody", {}
    if words.measure not in MEASURES:
        yield "measure", "measure", {}
    elif start is None:
        yield "start", "start_typed" if MEASURES[words.measure].kind == "typed" else "start_few", {}
    yield from _target(words, start)
    yield from _due(words.due, today)
    if not words.owner.strip():
        yield "owner", "owner", {}
    elif not owner_known:
        yield "owner", "owner_unknown", {"name": words.owner[:60]}


def _target(words: GoalWords, start: float | None) -> Iterator[tuple[Field, str, dict[str, object]]]:
    found = MEASURES.get(words.measure)
    if words.target is None:
        yield "target", "target" if start is None else "target_from", {} if start is None else {"start": figure(start)}
        return
    if found is None or start is None:
        return
    forward = words.target > start if found.better == "more" else words.target < start
    if words.target < 0 or (found.kind == "share" and words.target > 100):
        yield "target", "target_impossible", {"target": figure(words.target)}
    elif not forward:
        key = "target_not_more" if found.better == "more" else "target_not_less"
        yield "target", key, {"start": figure(start), "target": figure(words.target)}
    elif found.better == "more" and start > 0 and found.kind != "share" and words.target > BOLD * start:
        yield "target", "target_bold", {"start": figure(start), "target": figure(words.target), "times": BOLD}


def _due(due: date | None, today: date) -> Iterator[tuple[Field, str, dict[str, object]]]:
    if due is None:
        yield "due", "due", {}
    elif due <= today:
        yield "due", "due_past", {}
    elif due - today < SHORTEST:
        yield "due", "due_soon", {}
    elif due - today > LONGEST:
        yield "due", "due_far", {}


def is_vague(what: str) -> bool:
    """ "More visible on social media": a direction, and nothing that somebody could see happen."""
    if any(letter.isdigit() for letter in what):
        return False
    rest = _FILLER.sub(" ", _VAGUE.sub(" ", what))
    left = re.findall(r"\w{3,}", rest)
    return len(left) < 2 if _VAGUE.search(what) else len(left) < 1


def figure(value: float) -> str:
    """A number without a needless ".0"."""
    return f"{value:.0f}" if value == int(value) else f"{value:.1f}"
