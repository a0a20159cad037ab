"""Looks for thousands of phrases in one pass over the words of a draft.

A phrase is words separated by spaces; case and accents do not count. In it may stand:
`word*` any ending, `*word` any beginning, `*word*` both; `a|b` or `(a b|c)` one of these; `word?` may be left out;
`..` up to two words in between, `...` up to six; `<name>` a word with a capital, `<number>` a number;
`{list}` one of the words or phrases of a named list (words.toml).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from assistant.checking.draft import TOKEN, Token
from assistant.checking.text import fold, read
from assistant.errors import InputError

Kind = Literal["exact", "prefix", "suffix", "inside", "name", "number"]
Group = TypeVar("Group", bound=Hashable)
_GAPS = {"..": 2, "...": 6, "…": 6}
_SHORT = 4
_COST: dict[Kind, int] = {"exact": 0, "prefix": 1, "suffix": 2, "inside": 12, "name": 0, "number": 0}


@dataclass(frozen=True)
class Atom:
    """One word of a phrase."""

    kind: Kind
    word: str = ""

    def matches(self, token: Token) -> bool:
        word = token.word
        match self.kind:
            case "exact":
                return word == self.word
            case "prefix":
                return word.startswith(self.word)
            case "suffix":
                return word.endswith(self.word)
            case "inside":
                return self.word in word
            case "name":
                return token.name
            case "number":
                return word[0].isdigit()


@dataclass(frozen=True)
class Element:
    """One place of a phrase: a few alternatives of one or more words, or a gap."""

    alternatives: tuple[tuple[Atom, ...], ...] = ()
    optional: bool = False
    gap: int = 0


@dataclass(frozen=True)
class Phrase:
    written: str
    elements: tuple[Element, ...]
    anchor: int
    """The element by which it is looked up: the one with the longest words."""


@dataclass(frozen=True)
class Hit:
    """Where a phrase stands: tokens `first` up to and with `last`."""

    first: int
    last: int
    sentence: int


Lists = Mapping[str, Sequence[str]]


def parse_all(written: str, lists: Lists | None = None) -> list[Phrase]:
    """The phrases that are meant: one, or each entry of a list where the phrase is only the list's name."""
    if written.startswith("{") and written.endswith("}") and written.count("{") == 1:
        return [parse(entry, lists) for entry in _entries(written, written, lists)]
    return [parse(written, lists)]


def parse(written: str, lists: Lists | None = None) -> Phrase:
    """The phrase as it can be looked for. Raises `InputError` when it has no word to look for."""
    elements: list[Element] = []
    for part in _PART.findall(written):
        if part in _GAPS:
            elements.append(Element(gap=_GAPS[part]))
            continue
        optional = part.endswith("?") and len(part) > 1
        body = part.removesuffix("?").removeprefix("(").removesuffix(")")
        if body.startswith("{") and body.endswith("}"):
            entries: Sequence[str] = _entries(body, written, lists)
        else:
            entries = body.split("|")
        alternatives = tuple(atoms for entry in entries if (atoms := _atoms(entry)))
        if len(alternatives) == 1 and not optional:
            elements += [Element(((atom,),)) for atom in alternatives[0]]
        elif alternatives:
            elements.append(Element(alternatives, optional))
    strengths = [_strength(element) for element in elements]
    if not elements or max(strengths) <= 0:
        raise InputError("checking.phrase_without_word", phrase=written)
    return Phrase(written, tuple(elements), strengths.index(max(strengths)))


_PART = re.compile(r"\([^()]*\)\??|\S+")


def _entries(part: str, written: str, lists: Lists | None) -> Sequence[str]:
    entries = (lists or {}).get(part[1:-1])
    if not entries:
        raise InputError("checking.phrase_unknown_list", phrase=written, name=part[1:-1])
    return entries


def _atoms(entry: str) -> tuple[Atom, ...]:
    if entry == "<name>":
        return (Atom("name"),)
    if entry == "<number>":
        return (Atom("number"),)
    found: list[Atom] = []
    for piece in entry.split():
        before, after = piece.startswith("*"), piece.endswith("*")
        words = [fold(match.group()) for match in TOKEN.finditer(read(piece.strip("*")).text)]
        for place, word in enumerate(words):
            open_before = before and place == 0
            open_after = after and place == len(words) - 1
            kind: Kind = (
                "inside"
                if open_before and open_after
                else "suffix"
                if open_before
                else "prefix"
                if open_after
                else "exact"
            )
            found.append(Atom(kind, word))
    return tuple(found)


def _strength(element: Element) -> int:
    if element.gap or element.optional:
        return 0
    return min(
        max(1, len(atom.word) * 4 - _COST[atom.kind])
        for alternative in element.alternatives
        for atom in alternative[:1]
    )


class PhraseIndex(Generic[Group]):
    """Phrases of many groups, looked for together."""

    def __init__(self) -> None:
        self._exact: dict[str, list[tuple[Phrase, tuple[Atom, ...], Group]]] = defaultdict(list)
        self._prefix: dict[str, list[tuple[Phrase, tuple[Atom, ...], Group]]] = defaultdict(list)
        self._suffix: dict[str, list[tuple[Phrase, tuple[Atom, ...], Group]]] = defaultdict(list)
        self._inside: dict[str, list[tuple[Phrase, tuple[Atom, ...], Group]]] = defaultdict(list)
        self._names: list[tuple[Phrase, tuple[Atom, ...], Group]] = []
        self._numbers: list[tuple[Phrase, tuple[Atom, ...], Group]] = []
        self._prefix_lengths: list[int] = []
        self._suffix_lengths: list[int] = []

    def add(self, group: Group, phrases: Iterable[Phrase]) -> None:
        tables = {"exact": self._exact, "prefix": self._prefix, "suffix": self._suffix, "inside": self._inside}
        for phrase in phrases:
            for alternative in phrase.elements[phrase.anchor].alternatives:
                first = alternative[0]
                if first.kind == "name":
                    self._names.append((phrase, alternative, group))
                elif first.kind == "number":
                    self._numbers.append((phrase, alternative, group))
                else:
                    tables[first.kind][first.word].append((phrase, alternative, group))
        self._prefix_lengths = sorted({len(word) for word in self._prefix})
        self._suffix_lengths = sorted({len(word) for word in self._suffix})

    def find(self, tokens: Sequence[Token]) -> dict[Group, list[Hit]]:
        """Every place where a phrase of each group stands."""
        found: dict[Group, list[Hit]] = {}
        looked_up: dict[str, list[tuple[Phrase, tuple[Atom, ...], Group]]] = {}
        for place, token in enumerate(tokens):
            entries = looked_up.get(token.word)
            if entries is None:
                entries = looked_up[token.word] = self._entries(token.word)
            if token.name and self._names:
                entries = entries + self._names
            if self._numbers and token.word[0].isdigit():
                entries = entries + self._numbers
            for phrase, alternative, group in entries:
                hit = _match(phrase, alternative, tokens, place)
                if hit is not None:
                    found.setdefault(group, []).append(hit)
        return found

    def _entries(self, word: str) -> list[tuple[Phrase, tuple[Atom, ...], Group]]:
        entries = list(self._exact.get(word, ()))
        size = len(word)
        for length in self._prefix_lengths:
            if length > size:
                break
            if (more := self._prefix.get(word[:length])) is not None:
                entries += more
        for length in self._suffix_lengths:
            if length > size:
                break
            if (more := self._suffix.get(word[size - length :])) is not None:
                entries += more
        for inside, more in self._inside.items():
            if inside in word:
                entries += more
        return entries


def _match(phrase: Phrase, alternative: tuple[Atom, ...], tokens: Sequence[Token], place: int) -> Hit | None:
    sentence = tokens[place].sentence
    end = _walk_sequence(alternative, tokens, place, 1, sentence)
    if end is None:
        return None
    last = next(_walk(phrase.elements[phrase.anchor + 1 :], tokens, end, 1, sentence), None)
    if last is None:
        return None
    before = phrase.elements[: phrase.anchor][::-1]
    first = next(_walk(before, tokens, place - 1, -1, sentence), None)
    if first is None:
        return None
    return Hit(first + 1, last - 1, sentence)


def _walk(elements: Sequence[Element], tokens: Sequence[Token], place: int, step: int, sentence: int) -> Iterator[int]:
    """Every place just past `elements`, walking from `place`; nearest first."""
    if not elements:
        yield place
        return
    element, rest = elements[0], elements[1:]
    if element.gap:
        for skipped in range(element.gap + 1):
            yield from _walk(rest, tokens, place + skipped * step, step, sentence)
        return
    for alternative in element.alternatives:
        past = _walk_sequence(alternative, tokens, place, step, sentence)
        if past is not None:
            yield from _walk(rest, tokens, past, step, sentence)
    if element.optional:
        yield from _walk(rest, tokens, place, step, sentence)


def _walk_sequence(
    atoms: tuple[Atom, ...], tokens: Sequence[Token], place: int, step: int, sentence: int
) -> int | None:
    for atom in atoms if step > 0 else reversed(atoms):
        if not 0 <= place < len(tokens) or tokens[place].sentence != sentence or not atom.matches(tokens[place]):
            return None
        place += step
    return place


def only_in_its_language(phrase: Phrase) -> bool:
    """Whether it is one short word, which may mean something else in another language ("pays", "on")."""
    if len(phrase.elements) != 1:
        return False
    return any(
        len(alternative) == 1 and alternative[0].kind == "exact" and len(alternative[0].word) <= _SHORT
        for alternative in phrase.elements[0].alternatives
    )
