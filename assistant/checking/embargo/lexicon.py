"""The lists of words in `lexicon/`: which meanings, kinds of news, tells and places a word or phrase brings."""

from __future__ import annotations

import itertools
import json
import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from assistant.checking.text import fold

WORD = re.compile(r"[^\W_]+(?:\*+[^\W_]+)*\*?")
_LONGEST_GAP = 4
_Phrase = tuple[tuple[str, ...], str]


class Lexicon:
    """Looks up folded words: the longest listed beginning counts, also for the later part of a compound."""

    def __init__(self) -> None:
        self.exact: dict[str, set[str]] = {}
        self.starts: dict[str, set[str]] = {}
        self.phrases: dict[tuple[str, str], list[_Phrase]] = {}
        """By the first two words."""

    def add(self, meaning: str, listing: str) -> None:
        words, *phrases = fold(listing).split("/")
        for word in words.split():
            if word.startswith("=") or len(word) <= 3:
                self.exact.setdefault(word.lstrip("="), set()).add(meaning)
            else:
                self.starts.setdefault(word, set()).add(meaning)
        for phrase in phrases:
            self.add_phrase(meaning, phrase)

    def add_phrase(self, meaning: str, phrase: str) -> None:
        parts = tuple("*" if part == "*" else part for part in re.findall(r"[^\W_]+|\*", phrase))
        if len(parts) == 1:
            self.exact.setdefault(parts[0], set()).add(meaning)
        elif parts:
            self.phrases.setdefault((parts[0], parts[1]), []).append((parts, meaning))

    def of_word(self, word: str) -> frozenset[str]:
        found = set(self.exact.get(word, ()))
        for length in range(len(word), 3, -1):
            if word[:length] in self.starts:
                found |= self.starts[word[:length]]
                break
        if len(word) >= 8:
            for place in range(4, len(word) - 4):
                tail = word[place:]
                for length in range(len(tail), 4, -1):
                    if tail[:length] in self.starts and len(tail) - length <= 4:
                        found |= {meaning for meaning in self.starts[tail[:length]] if meaning[0] in "gp"}
                        break
        return frozenset(found)

    def of_phrases(self, words: list[str]) -> list[tuple[int, int, str]]:
        """Phrases among the words: first word, word after the last, meaning."""
        found = []
        for at, pair in enumerate(itertools.pairwise(words)):
            for parts, meaning in (*self.phrases.get(pair, ()), *self.phrases.get((pair[0], "*"), ())):
                end = _match(parts, words, at)
                if end:
                    found.append((at, end, meaning))
        return found


def _match(parts: tuple[str, ...], words: list[str], at: int) -> int:
    place = at
    for number, part in enumerate(parts):
        if part == "*":
            following = parts[number + 1]
            gap = words[place : place + _LONGEST_GAP]
            if following not in gap:
                return 0
            place += gap.index(following)
        elif place < len(words) and words[place] == part:
            place += 1
        else:
            return 0
    return place


@cache
def lexicon() -> Lexicon:
    """All the lists. Meanings are named by list: `g:` field of meaning, `e:` kind of news, `t:` tell, `p:` place,
    `h:` hint at a place."""
    folder = files(__package__) / "lexicon"
    book = Lexicon()
    for name, prefix in (("events", "e"), ("tells", "t")):
        for meaning, languages in tomllib.loads((folder / f"{name}.toml").read_text("utf-8")).items():
            for listing in languages.values():
                book.add(f"{prefix}:{meaning}", listing)
    for meaning, listing in tomllib.loads((folder / "glossary.toml").read_text("utf-8")).items():
        book.add(f"g:{meaning}", listing)
    for line in tomllib.loads((folder / "places.toml").read_text("utf-8"))["names"]:
        own, _, hints = line.partition("~")
        place = own.split()[0]
        for name in own.split():
            if "-" in name:
                book.add_phrase(f"p:{place}", name.replace("-", " "))
            else:
                book.exact.setdefault(fold(name), set()).add(f"p:{place}")
        for name in hints.split():
            book.exact.setdefault(fold(name), set()).add(f"h:{place}")
    return book


@cache
def usual() -> dict[str, float]:
    """In what share of everyday posts a meaning stands; made by tests/evaluation/train_embargo.py."""
    shares: dict[str, float] = json.loads((files(__package__) / "lexicon" / "usual.json").read_text("utf-8"))
    return shares


@lru_cache(maxsize=60_000)
def meanings(word: str) -> frozenset[str]:
    """The meanings of one folded word."""
    return lexicon().of_word(word)


@lru_cache(maxsize=60_000)
def commonness(word: str) -> float:
    """How common a folded word is in Dutch, French or English: Zipf scale, 0 unknown, 7 "de"."""
    return max(_tables(word))


def _tables(word: str) -> tuple[float, ...]:
    return tuple(table.get(word, 0.0) for table in _frequencies())


@cache
def _frequencies() -> tuple[dict[str, float], ...]:
    import math

    from wordfreq import get_frequency_dict

    tables = []
    for language in ("nl", "fr", "en"):
        table: dict[str, float] = {}
        for word, frequency in get_frequency_dict(language, "small").items():
            folded = fold(word)
            zipf = math.log10(frequency) + 9
            if zipf > table.get(folded, 0.0):
                table[folded] = zipf
        tables.append(table)
    return tuple(tables)
