"""Reads a text as a person would see it, and keeps for each character the way back to the text as it was given.

Everything that looks for words works on `Readable.text` (or `.folded`) and gives its spans through `original_span`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from assistant.checking.leetspeak import is_leet, unleet
from assistant.checking.look_alikes import FOREIGN, FRAMED, KEPT, ONLY_WHEN_MIXED, PLAIN, SMALL_CAPITALS

Span = tuple[int, int]
"""Start and end, half-open, in characters."""
Edit = tuple[int, int, str]
"""Start and end in the text so far, and what to read there."""

LETTER = r"[^\W\d_]"


@dataclass(frozen=True)
class Readable:
    """A text as it is read. Character `i` of `text` was written at `original[starts[i]:ends[i]]`."""

    original: str
    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    disguised: tuple[Span, ...] = field(default=())
    """Words of `text` that were written in a way that hides them: leetspeak, look-alikes, spaced letters, wildcards."""

    def original_span(self, start: int, end: int) -> Span:
        """Where the characters `start` up to `end` of `text` were written in `original`."""
        if not self.text:
            return (0, 0)
        if end <= start:
            at = self.starts[start] if start < len(self.text) else self.ends[-1]
            return (at, at)
        return (self.starts[start], self.ends[end - 1])

    @cached_property
    def folded(self) -> str:
        """`text` in lower case and without accents, character for character: spans in it are spans in `text`."""
        return fold(self.text)


def read(text: str) -> Readable:
    """`text` as a person would see it. What is written plainly stays as it is."""
    reading = _Reading(text)
    for step in _STEPS:
        step(reading)
    return reading.result()


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    lower = character.lower()
    base = unicodedata.normalize("NFD", lower)[:1] if len(lower) == 1 else character
    return base or character


def fold(text: str) -> str:
    """Lower case without accents, of the same length."""
    if text.isascii():
        return text.lower()
    return "".join(map(_fold_character, text))


_WORD = re.compile(rf"(?:{LETTER}|\d)+(?:['*](?=\w)(?:{LETTER}|\d)+)*")


def words(text: str | Readable) -> list[Span]:
    """The words and numbers of a text, in order."""
    return [match.span() for match in _WORD.finditer(text.text if isinstance(text, Readable) else text)]


_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:bijv|bv|o\.a|m\.a\.w|d\.w\.z|i\.v\.m|m\.b\.t|n\.a\.v|t\.e\.m|t\.o\.v|ca|nr|nrs|dr|prof|ir|ing|mr|mevr|"
    r"dhr|drs|st|resp|incl|excl|max|min|blz|art|vgl|p\.ex|p|c\.-à-d|env|etc|m|mm|mme|mlle|vs|e\.g|i\.e|mrs|ms|inc|ltd|co|no|"
    r"approx|\w)\.$",
    re.IGNORECASE,
)
_TITLE = re.compile(r"(?:^|[\s(])(?:dr|prof|ir|ing|mr|mevr|dhr|drs|st|m|mm|mme|mlle|mrs|ms)\.$", re.IGNORECASE)
_END = re.compile(
    r"(?<![.!?])[.!?]++[\"')\]»]*+(?=\s|$)|(?<!\s)\s*\n\s*|(?<=\S)\s+(?=[•▪◦➡👉✅🔹✨→])|(?<=[\U0001F300-\U0001FAFF☀-➿])\s+(?=[A-ZÀ-Ý])"
)


def sentences(text: str | Readable) -> list[Span]:
    """The sentences of a text: ended by a full stop, a line's end, a bullet, or an emoji before a capital."""
    body = text.text if isinstance(text, Readable) else text
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(body):
        ending = match.group()
        tail = body[max(start, match.end() - 12) : match.end()]
        if ending == "." and _ABBREVIATION.search(tail):
            following = body[match.end() :].lstrip(" ")[:1]
            if following and (not following.isupper() or _TITLE.search(tail)):
                continue
        _append_trimmed(spans, body, start, match.end())
        start = match.end()
    _append_trimmed(spans, body, start, len(body))
    return spans


def _append_trimmed(spans: list[Span], body: str, start: int, end: int) -> None:
    piece = body[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    if any(character.isalnum() for character in body[start:end]):
        spans.append((start, end))
    elif spans and start < end:  # a lone emoji or sign belongs to the sentence before it
        spans[-1] = (spans[-1][0], end)


class _Reading:
    """A text on its way to being readable."""

    def __init__(self, text: str) -> None:
        self.original = text
        self.text = text
        self.starts: list[int] = list(range(len(text)))
        self.ends: list[int] = list(range(1, len(text) + 1))
        self.marked: list[bool] = [False] * len(text)

    def apply(self, edits: Iterable[Edit], disguise: bool) -> None:
        """Carry out edits, in order and apart. One of equal length goes character by character."""
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        marked: list[bool] = []
        done = 0
        for start, end, replacement in edits:
            pieces += (self.text[done:start], replacement)
            starts += self.starts[done:start]
            ends += self.ends[done:start]
            marked += self.marked[done:start]
            if end - start == len(replacement):
                starts += self.starts[start:end]
                ends += self.ends[start:end]
            else:
                first = self.starts[start] if start < end else (self.ends[start - 1] if start else 0)
                last = self.ends[end - 1] if start < end else first
                starts += [first] * len(replacement)
                ends += [last] * len(replacement)
            marked += [disguise] * len(replacement)
            if disguise and not replacement and marked:
                marked[-1] = True
            done = end
        if not done and not pieces:
            return
        pieces.append(self.text[done:])
        starts += self.starts[done:]
        ends += self.ends[done:]
        marked += self.marked[done:]
        self.text, self.starts, self.ends, self.marked = "".join(pieces), starts, ends, marked

    def result(self) -> Readable:
        disguised: tuple[Span, ...] = ()
        if True in self.marked or "*" in self.text:
            disguised = tuple(
                (start, end)
                for start, end in words(self.text)
                if True in self.marked[start:end] or "*" in self.text[start:end]
            )
        return Readable(self.original, self.text, self.starts, self.ends, disguised)


def _compatibility(reading: _Reading) -> None:
    """One form for each character: composed accents, full-width and mathematical letters, framed letters, keycaps."""
    if reading.text.isascii():
        return
    edits: list[Edit] = []
    for match in _CLUSTER.finditer(reading.text):
        seen = _plain_cluster(match.group())
        if seen != match.group():
            edits.append((*match.span(), seen))
    reading.apply(edits, disguise=False)


_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
_CLUSTER = re.compile(rf"[^{_MARKS}][{_MARKS}]+|[^\x00-\x7f]")
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)


@lru_cache(maxsize=8192)
def _plain_cluster(cluster: str) -> str:
    base = cluster[0]
    if base in KEPT:
        return cluster
    for table in (FRAMED, PLAIN, SMALL_CAPITALS):
        if base in table:
            return table[base]
    if unicodedata.category(base) in ("Cf", "Mn", "Me"):
        return "" if base != "\u200d" else "\u200d"  # a joiner may hold an emoji together: `_invisible` decides
    form = unicodedata.normalize("NFKC", cluster)
    if base.isalnum() or len(cluster) > 1:
        form = "".join(character for character in form if unicodedata.category(character) not in ("Mn", "Me"))
    return form or cluster


_INVISIBLE = re.compile(r"[\u200d\u115f\u1160\u3164\uffa0\u2800]+")


def _invisible(reading: _Reading) -> None:
    """Characters without a shape: between letters they hide a word."""
    if reading.text.isascii() and reading.original.isascii():
        return
    reading.apply([(*match.span(), "") for match in _INVISIBLE.finditer(reading.text)], disguise=False)
    text, starts, ends, marked = reading.text, reading.starts, reading.ends, reading.marked
    for place in range(1, len(text)):  # a gap inside a word: something without a shape stood there
        if starts[place] > ends[place - 1] and text[place].isalnum() and text[place - 1].isalnum():
            gap = reading.original[ends[place - 1] : starts[place]]
            marked[place] = gap != "\u00ad"


_ANY_WORD = re.compile(rf"(?:{LETTER}|[{''.join(FOREIGN)}])+")


def _look_alikes(reading: _Reading) -> None:
    """Letters of another alphabet inside a Latin word, or making up a word by themselves in a Latin text."""
    if reading.text.isascii():
        return
    edits: list[Edit] = []
    latin_text: bool | None = None
    for match in _ANY_WORD.finditer(reading.text):
        word = match.group()
        if FOREIGN.keys().isdisjoint(word):
            continue
        mixed = any(character.isalpha() and _is_latin(character) for character in word)
        seen = "".join(FOREIGN.get(character, character) for character in word)
        whole = all(_is_latin(character) for character in seen) and not set(word) & ONLY_WHEN_MIXED
        if latin_text is None:
            letters = [character for character in reading.text if character.isalpha()]
            latin_text = sum(map(_is_latin, letters)) * 2 > len(letters)
        if mixed or (whole and latin_text and len(word) > 2):
            edits.append((*match.span(), seen))
    reading.apply(edits, disguise=True)


@lru_cache(maxsize=4096)
def _is_latin(character: str) -> bool:
    return character.isascii() or unicodedata.name(character, "").startswith("LATIN")


_FLAG_LETTER = re.compile("(?<![\U0001f1e6-\U0001f1ff])[\U0001f1e6-\U0001f1ff](?![\U0001f1e6-\U0001f1ff])")


def _flag_letters(reading: _Reading) -> None:
    """A single regional letter is no flag, but a letter in a frame."""
    if reading.text.isascii():
        return
    edits = [
        (*match.span(), chr(ord(match.group()) - _FLAG_LETTERS[0] + ord("A")))
        for match in _FLAG_LETTER.finditer(reading.text)
    ]
    reading.apply(edits, disguise=True)


_UNBROKEN = re.compile(r"\S++")
_WEB = re.compile(r"https?://\S|www\.\S", re.IGNORECASE)
_DOMAIN = re.compile(r"\S\.(?:be|com|nl|fr|eu|org|net|io)\b", re.IGNORECASE)
_DOT_WORD = re.compile(r"\.\w")
_PIECE = rf"(?:{LETTER}|[0134578@$])"
_SPACED = re.compile(rf"(?<![\w@$])({_PIECE})([ .\-_*·•|/~+])(?:{_PIECE}\2){{2,}}{_PIECE}(?![\w@$])")
_SYLLABLES = re.compile(rf"(?<![\w.])(?:{LETTER}{{1,3}}\.){{2,}}{LETTER}{{1,3}}(?![\w])")
_MINIMUM_SPACED_BY_DOT = 5


def _joined_letters(reading: _Reading) -> None:
    """L e t t e r s set apart, by spaces, dots or other signs."""
    protected = _addresses(reading.text)
    edits: list[Edit] = []
    for match in _SPACED.finditer(reading.text):
        group = match.group()
        pieces = group[::2]
        enough = _MINIMUM_SPACED_BY_DOT if match[2] == "." else 4
        letters = sum(character.isalpha() for character in pieces)
        if len(pieces) < enough or letters < 3 or _touches(protected, *match.span()):
            continue
        edits += [(place, place + 1, "") for place in range(match.start() + 1, match.end(), 2)]
    reading.apply(edits, disguise=True)
    edits = []
    for match in _SYLLABLES.finditer(reading.text):
        parts = match.group().split(".")
        if sum(map(len, parts)) >= 6 and max(map(len, parts)) > 1 and not _touches(protected, *match.span()):
            edits += [
                (match.start() + place, match.start() + place + 1, "")
                for place, character in enumerate(match.group())
                if character == "."
            ]
    reading.apply(edits, disguise=True)


def _addresses(text: str) -> list[Span]:
    if "@" not in text and "." not in text and "/" not in text:
        return []
    spans: list[Span] = []
    for match in _UNBROKEN.finditer(text):
        piece = match.group()
        at = piece.find("@", 1)
        if (at > 0 and _DOT_WORD.search(piece, at + 2)) or _DOMAIN.search(piece):
            spans.append(match.span())
        elif web := _WEB.search(piece):
            spans.append((match.start() + web.start(), match.end()))
    return spans


def _touches(spans: list[Span], start: int, end: int) -> bool:
    """Whether one of the spans, which stand in order and apart, overlaps."""
    before = bisect_left(spans, (end, 0))
    return before > 0 and spans[before - 1][1] > start


_STARRED = re.compile(rf"(?<![\w*]){LETTER}+(?:[*_·•|~^]{LETTER}+)+(?![\w*])")
_VOWEL = re.compile(r"[aeiouyà-ÿ]", re.IGNORECASE)


def _signs_inside(reading: _Reading) -> None:
    """Signs put inside a word are taken out; an asterisk that stands for a letter ("V*rh*lst") stays."""
    edits: list[Edit] = []
    protected: list[Span] | None = None
    for match in _STARRED.finditer(reading.text):
        if reading.text[match.start() - 1 : match.start()] in ("#", "@"):
            continue
        protected = _addresses(reading.text) if protected is None else protected
        if _touches(protected, *match.span()):
            continue
        word = match.group()
        if "*" in word and any(not _VOWEL.search(part) for part in word.split("*")):
            continue
        edits += [
            (match.start() + place, match.start() + place + 1, "")
            for place, character in enumerate(word)
            if not character.isalpha()
        ]
    reading.apply(edits, disguise=True)


_LEET_WORD = re.compile(
    rf"(?<![\w@$€])(?<!!!){LETTER}*[0134578@$€!](?:{LETTER}|[0134578@$€!])*{LETTER}[0134578@$€]*(?![\w@])"
)


def _leetspeak(reading: _Reading) -> None:
    """Digits and signs that stand for letters inside a word; units, times and models ("3D", "A12") are left."""
    edits: list[Edit] = []
    protected: list[Span] | None = None
    for match in _LEET_WORD.finditer(reading.text):
        word = match.group()
        if word.isalpha() or not is_leet(word):
            continue
        protected = _addresses(reading.text) if protected is None else protected
        if not _touches(protected, *match.span()):
            edits.append((*match.span(), unleet(word)))
    reading.apply(edits, disguise=True)


_HASHTAG = re.compile(r"(?<!\w)#(\w+)")
_HUMP = re.compile(
    r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])|(?<=[A-ZÀ-Ý])(?=[A-ZÀ-Ý][a-zà-ÿ])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[A-ZÀ-Ý])"
)
_CAMEL = re.compile(r"(?<![\w#@])(?:[A-ZÀ-Ý][a-zà-ÿ]+){3,}(?!\w)")


def _hashtags(reading: _Reading) -> None:
    """The words in a #CamelCaseHashtag, or in ThreeOrMoreWordsWrittenLikeThis."""
    edits: list[Edit] = []
    for match in _HASHTAG.finditer(reading.text):
        body_start = match.start(1)
        edits += [(body_start + hump.start(), body_start + hump.start(), " ") for hump in _HUMP.finditer(match[1])]
        edits += [(body_start + at, body_start + at + 1, " ") for at, sign in enumerate(match[1]) if sign == "_"]
    for match in _CAMEL.finditer(reading.text):
        edits += [
            (match.start() + hump.start(), match.start() + hump.start(), " ") for hump in _HUMP.finditer(match[0])
        ]
    reading.apply(sorted(edits), disguise=False)


_STEPS: tuple[Callable[[_Reading], None], ...] = (
    _compatibility,
    _invisible,
    _look_alikes,
    _flag_letters,
    _joined_letters,
    _signs_inside,
    _leetspeak,
    _hashtags,
)
