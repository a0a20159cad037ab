"""What an employee gave to write with: sorted into what to tell, what it meant, what to do, and what was a request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.texts import Language
from assistant.writing.lexicon import Lexicon, content_words, lexicon, words
from assistant.writing.mend import mend
from assistant.writing.sentences import clauses, sentences

Part = Literal["moment", "meaning", "takeaway"]
PARTS: tuple[Part, ...] = ("moment", "meaning", "takeaway")


@dataclass(frozen=True)
class Answer:
    """What was said to one question of the interview."""

    part: Part
    text: str


@dataclass(frozen=True)
class Fact:
    """A sentence of an approved document that the employee accepted, with the title it comes from."""

    text: str
    title: str


@dataclass(frozen=True)
class Material:
    language: Language
    moment: tuple[str, ...] = ()
    meaning: tuple[str, ...] = ()
    takeaway: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    given: str = field(default="", repr=False)
    """Everything that was said, as it was typed: what a draft may draw from."""

    @property
    def is_empty(self) -> bool:
        """No own detail at all: nothing to make a post of."""
        told = " ".join((*self.moment, *self.meaning, *self.takeaway))
        own = content_words(told, self.language)
        known = lexicon(self.language)
        happened = any(letter.isdigit() for letter in told) or set(words(told)) & (known.finite | known.i_verbs)
        return len(own) < (3 if happened else 5) or not (self.moment or self.meaning)


def sort(notes: Sequence[str], answers: Iterable[Answer], language: Language, facts: Iterable[Fact] = ()) -> Material:
    """Sort what was said. Requests to the assistant and empty answers are left out of what may be told."""
    known = lexicon(language)
    answers = tuple(answers)
    parts: dict[Part, list[str]] = {part: [] for part in PARTS}
    kept = _without_what_should_stay_out([piece for note in notes for piece in own_words(note, known)], notes, known)
    story = [sentence for piece in kept for sentence in mend(piece, language)]
    for answer in answers:
        told = [sentence for piece in own_words(answer.text, known) for sentence in mend(piece, language)]
        if answer.part == "moment":
            parts["moment"] += told
        elif told:
            parts[_part_of(answer, told, known)] += told
    parts["moment"] = (
        story + parts["moment"] if len(content_words(" ".join(story), language)) > 2 else (parts["moment"] or story)
    )
    if not parts["takeaway"] and len(parts["moment"]) > 2 and is_takeaway(parts["moment"][-1], known):
        parts["takeaway"] = [parts["moment"].pop()]
    return Material(
        language,
        tuple(parts["moment"]),
        tuple(parts["meaning"]),
        tuple(parts["takeaway"]),
        tuple(facts),
        "\n".join([*notes, *(answer.text for answer in answers)]),
    )


def _part_of(answer: Answer, told: Sequence[str], known: Lexicon) -> Part:
    """Where an answer belongs: as it was asked, unless it plainly says something else."""
    if answer.part == "takeaway" and is_meaning(told[0], known) and not is_takeaway(told[0], known):
        return "meaning"
    return answer.part


def own_words(text: str, known: Lexicon) -> list[str]:
    """The sentences of a note that tell something: without requests to the assistant, and without "niks speciaals"."""
    kept: list[str] = []
    for sentence in sentences(text):
        said = _without_request(_without_non_answer(sentence, known), known)
        if words(said):
            kept.append(said)
    return kept


def is_meaning(sentence: str, known: Lexicon) -> bool:
    return bool(known.meaning.search(sentence))


def is_takeaway(sentence: str, known: Lexicon) -> bool:
    return bool(known.takeaway.search(sentence.strip()))


def _without_non_answer(sentence: str, known: Lexicon) -> str:
    bare = sentence.strip()
    for phrase in known.non_answers:
        if bare.casefold().rstrip(" .!?,").replace("’", "'") == phrase:
            return ""
        for mark in (",", ".", ":"):
            if bare.casefold().startswith(phrase + mark):
                return _without_maybe(bare[len(phrase) + 1 :].strip())
    return _without_maybe(bare)


def _without_maybe(text: str) -> str:
    for word in ("misschien:", "misschien :", "peut-être :", "maybe:"):
        if text.casefold().startswith(word):
            return text[len(word) :].strip()
    return text


def _without_request(sentence: str, known: Lexicon) -> str:
    bare = sentence.strip()
    for pattern in known.keep_after:
        found = pattern.search(bare)
        if found:
            return bare[found.end() :].strip()
    parts = clauses(bare)
    rest = [part for part in parts if not any(pattern.search(part) for pattern in known.instructions)]
    if len(rest) == len(parts):
        return "" if any(pattern.search(bare) for pattern in known.instructions) else bare
    told = ", ".join(rest)
    return told if len(content_words(told, known.language)) > 1 and len(parts) > 1 else ""


def _without_what_should_stay_out(pieces: list[str], notes: Sequence[str], known: Lexicon) -> list[str]:
    """Leave out the sentences about what somebody asked to leave out ("maybe leave out me crying")."""
    out: set[str] = set()
    for note in notes:
        for found in known.leave_out.finditer(note):
            out |= {_stem(word) for word in content_words(next(filter(None, found.groups()), ""), known.language)}
    return [piece for piece in pieces if not out & {_stem(word) for word in words(piece)}]


def _stem(word: str) -> str:
    """Roughly the stem: enough to see that "crying" and "cried" are one."""
    for ending in ("ing", "ed", "en", "er", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word.rstrip("yi") if len(word) > 2 else word
