"""Says in words how a draft compares with its author's card: how near it comes, and the two things that differ most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from assistant.texts import Language, text
from assistant.writing.stylometry import shape
from assistant.writing.voice import VoiceCard, match

# Places in `stylometry.shape` that can be said in a few words.
_NAMED: Final = {
    0: "sentences",
    3: "paragraphs",
    5: "opening",
    7: "closing_question",
    8: "emoji",
    9: "hashtags",
    15: "questions",
    16: "exclamations",
    17: "ellipsis",
    21: "brackets",
    28: "commas",
    31: "first_person",
    33: "reader",
}
_DIFFERS = 0.4
MOST = 2


@dataclass(frozen=True)
class VoiceMatch:
    score: float
    """0 to 1; around 0.8 for somebody's own post."""
    differs: tuple[str, ...]


def compared(card: VoiceCard, draft: str, language: Language) -> VoiceMatch:
    """The match, told in `language`."""
    away, middle, here = card.away(draft), card.spread[0], shape(draft)
    far = sorted((place for place in _NAMED if away[place] >= _DIFFERS), key=lambda place: -away[place])[:MOST]
    told = (f"{_NAMED[place]}.{'more' if here[place] > middle[place] else 'less'}" for place in far)
    return VoiceMatch(match(card, draft), tuple(text(f"writing.differs.{key}", language) for key in told))
