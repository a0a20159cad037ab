"""The interview: what is known already, and the one question that helps most. At most three, never a form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.texts import Language, text
from assistant.writing.lexicon import content_words, lexicon, words
from assistant.writing.material import Answer, Part, is_meaning, is_takeaway, own_words
from assistant.writing.mend import mend
from assistant.writing.sentences import sentences

MOST_QUESTIONS = 3
_ENOUGH_FOR_A_MOMENT = 7


@dataclass(frozen=True)
class Question:
    part: Part
    text: str


def next_question(
    notes: Sequence[str], answers: Sequence[Answer], asked: Sequence[Part], language: Language
) -> Question | None:
    """The next thing to ask; None when there is enough, or when three questions were asked."""
    if len(asked) >= MOST_QUESTIONS:
        return None
    missing = [part for part in missing_parts(notes, answers, language) if part not in asked]
    if not missing:
        return None
    part = missing[0]
    told = _striking(notes, answers, language)
    key = f"{part}_of" if told else part
    return Question(part, text(f"conversation.question.{key}", language, told=told))


def missing_parts(notes: Sequence[str], answers: Sequence[Answer], language: Language) -> list[Part]:
    """What a post still lacks: something that happened, why it mattered, what a reader can take or do."""
    known = lexicon(language)
    said = [sentence for note in notes for sentence in own_words(note, known)]
    answered = {answer.part for answer in answers}
    own = content_words(" ".join(said), language)
    missing: list[Part] = []
    if "moment" not in answered and (len(own) < _ENOUGH_FOR_A_MOMENT or not _happened(said, language)):
        missing.append("moment")
    if "meaning" not in answered and not any(is_meaning(sentence, known) for sentence in said):
        missing.append("meaning")
    if "takeaway" not in answered and not any(is_takeaway(sentence, known) for sentence in said):
        missing.append("takeaway")
    return missing


def _happened(said: Sequence[str], language: Language) -> bool:
    """Whether something concrete is told: a figure, a quote, or somebody who did something."""
    whole = " ".join(said)
    return any(mark.isdigit() for mark in whole) or '"' in whole or len(words(whole)) > 12


def _striking(notes: Sequence[str], answers: Sequence[Answer], language: Language) -> str:
    """A few words they said themselves, to ask on: the most concrete short piece."""
    known = lexicon(language)
    pieces = [
        piece.rstrip(" .!?")
        for given in (*notes, *(answer.text for answer in answers))
        for part in own_words(given, known)
        for piece in sentences(" ".join(mend(part, language)))
    ]
    fitting = [piece for piece in pieces if 2 <= len(words(piece)) <= 14 and len(content_words(piece, language)) > 1]
    if not fitting:
        return ""
    return max(
        fitting, key=lambda piece: (len(content_words(piece, language)) / (1 + len(words(piece)) / 10), -len(piece))
    )
