"""Figures in a text: value, unit, and how much a figure tells by itself; and whether two figures are the same one."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.checking.embargo.number_words import ROUND, SCALES, SHARES, small_numbers

_TOKEN = re.compile(r"\d+(?:[.,\u202f\u00a0' ]\d{3})+(?:,\d+)?(?!\d)|\d+(?:[.,]\d+)?|[^\W\d_]+|[%€$£²½]")
_GROUPED = re.compile(r"\d{1,3}(?:[.\u202f\u00a0' ,]\d{3})+$")
_UNITS: dict[str, str] = {}
for _unit, _words in {
    "money": "euro euros eur € $ £ dollar dollars pond frank",
    "percent": "% procent pourcent percent pct",
    "area": "m² m2 vierkante ha hectare hectares voetbalveld voetbalvelden",
    "length": "km kilometer kilometers kilometre kilometres meter meters metres m",
    "mass": "ton tonnes tonne tons kg kilo kilos",
    "time": "uur u h heures heure hours minuten minutes minuut min seconden",
    "span": "jaar jaren ans annees years year maanden mois months maand month weken semaines weeks dagen jours days",
}.items():
    _UNITS.update(dict.fromkeys(_words.split(), _unit))
_TO_BASE = {"ha": 1e4, "hectare": 1e4, "hectares": 1e4, "voetbalveld": 7140.0, "voetbalvelden": 7140.0}
_SPAN_MONTHS = {"jaar": 12, "jaren": 12, "ans": 12, "annees": 12, "years": 12, "year": 12}
_ABOUT = frozenset(
    [
        "bijna",
        "ruim",
        "zowat",
        "ongeveer",
        "circa",
        "dik",
        "dikke",
        "haast",
        "rond",
        "goed",
        "presque",
        "environ",
        "pres",
        "quasi",
        "about",
        "almost",
        "nearly",
        "over",
        "some",
        "around",
        "plus",
        "meer",
        "more",
        "just",
        "roughly",
        "zo",
        "halve",
    ]
)
_HUNDRED = frozenset(["honderd", "hundred", "cent", "cents"])
_ALONE = frozenset(["duizend", "thousand", "mille"])
_MULTIPLE = frozenset(
    [
        "vingt",
        "trente",
        "quarante",
        "cinquante",
        "soixante",
        "septante",
        "quatre",
        "nonante",
        "dix",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
    ]
)
_POINT = frozenset(["komma", "virgule", "point"])
_SUFFIXES = {"k": 1e3, "m": 1e6}
_ONE = frozenset(["een", "un", "une", "one", "a"])
_PARTS = {
    "quarts": 25.0,
    "kwart": 25.0,
    "quarters": 25.0,
    "tiers": 100 / 3,
    "thirds": 100 / 3,
    "derde": 100 / 3,
    "derden": 100 / 3,
}
_OUT_OF = frozenset(["op", "sur", "in", "van", "of", "out"])
_FRENCH = re.compile(r"\b(?:les|des|du|est|et|nous|une|dans|pour|chez|ans)\b")
_CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-4])[.:uh]([0-5]\d)(?!\d)")


@dataclass(frozen=True)
class Figure:
    value: float
    unit: str
    start: int
    end: int
    about: bool
    """Said to be rounded."""
    noun: str = ""
    """The word after it."""
    share: bool = False
    """Said as a part: "half of", "four out of ten"."""

    @cached_property
    def digits(self) -> int:
        """Significant digits: 46,000 has two, 74,600 three."""
        return significant(self.value)

    @cached_property
    def told(self) -> float:
        """How much the value alone tells, 0 to 1: 74,600 much, 20 hardly anything."""
        if self.value <= 0:
            return 0.0
        size = min(1.0, math.log10(self.value + 1) / 5)
        told = {1: 0.15, 2: 0.45, 3: 0.85}.get(self.digits, 1.0) * (0.5 + 0.5 * size)
        if self.value < 13 and float(self.value).is_integer():
            told = 0.08
        if self.share:
            return 0.12 if round(self.value) in (10, 20, 25, 33, 50, 67, 75) else 0.4
        if self.unit == "span":
            return 0.12
        if self.unit in ("money", "percent", "area") or self.value >= 1e6:
            told += 0.2
        return min(1.0, told)


def significant(value: float) -> int:
    text = f"{value:.6g}"
    digits = f"{float(text):.10f}".replace(".", "").strip("0") if "e" in text else text.replace(".", "").strip("0")
    return max(1, len(digits))


def figures(folded: str) -> list[Figure]:
    """The figures in a folded text, in order. Years, dates and list numbers are left to the times."""
    if "onze" in folded and not _FRENCH.search(folded):
        folded = folded.replace("onze", "====")  # Dutch for "our"
    clocks = {match.start() for match in _CLOCK.finditer(folded)}
    tokens = [(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(folded)]
    found: list[Figure] = []
    at = 0
    small = small_numbers()
    while at < len(tokens):
        value, after = _number(tokens, at, small)
        if value is None:
            at += 1
            continue
        figure = _with_unit(tokens, at, after, value)
        year = len(tokens[at][0]) == 4 and 1950 <= value < 2050 and not figure.unit
        if not year and tokens[at][1] not in clocks:
            found.append(figure)
        at = after
    return _shares(tokens, found)


def in_millions(found: list[Figure], before: Sequence[Figure]) -> list[Figure]:
    """Beside "48 million", also in the sentence `before`, a bare "74" may be millions as well."""
    large = [figure for figure in (*found, *before) if figure.value >= 1e6]
    if not large:
        return []
    unit = next((figure.unit for figure in large if figure.unit), "money")
    return [
        Figure(figure.value * 1e6, unit, figure.start, figure.end, figure.about)
        for figure in found
        if not figure.unit and 2 <= figure.value < 1000
    ]


def _number(tokens: list[tuple[str, int, int]], at: int, small: dict[str, int]) -> tuple[float | None, int]:
    """The number that starts at token `at`, and the token after it."""
    total, current, after = 0.0, None, at
    while after < len(tokens):
        word = tokens[after][0]
        if word[0].isdigit():
            if current is not None or total:
                break
            current, after = _digits(word), after + 1
            continue
        value, beyond = (None, after) if word in _HUNDRED else _word_value(tokens, after, small)
        if value is not None:
            if current is None and (not total or value < 1000):
                current = value
            elif current is not None and _fills(current, value) and not tokens[at][0][0].isdigit():
                current += value
            else:
                break
            after = beyond
        elif word in _HUNDRED and (current is None or current < 100):
            current, after = (current or 1) * 100, after + 1
        elif word in SCALES and word not in _HUNDRED and (current is not None or (not total and word in _ALONE)):
            total, current, after = total + (current or 1) * SCALES[word], None, after + 1
        elif current is not None and (more := _half_more(tokens, after)):
            current, after = current + 0.5, more
        elif current is not None and word in _POINT and after + 1 < len(tokens):
            part, beyond = _word_value(tokens, after + 1, small)
            if part is None or part > 99:
                break
            current, after = current + part / (10 if part < 10 else 100), beyond
        elif current is not None and word in _SUFFIXES and _is_scale(tokens, at, after):
            total, current, after = total + current * _SUFFIXES[word], None, after + 1
        elif (
            word == "and" and current is not None and current % 100 == 0 and current < 1000 and after + 1 < len(tokens)
        ):
            if _word_value(tokens, after + 1, small)[0] is None:
                break
            after += 1
        else:
            break
    if total and current is None and after > at and (more := _half_more(tokens, after)):
        total, after = total + 0.5 * SCALES.get(tokens[after - 1][0], 0.0), more
    if current is None and not total:
        return None, at
    return total + (current or 0), after


def _half_more(tokens: list[tuple[str, int, int]], at: int) -> int:
    """The token after "and a half"; 0 where it is not said."""
    words = [token[0] for token in tokens[at : at + 3]]
    if words and words[0] in ("en", "et", "and"):
        for place, word in enumerate(words[1:], 1):
            if word in ("half", "halve", "demi", "demie"):
                return at + place + 1
    return 0


def _is_scale(tokens: list[tuple[str, int, int]], at: int, after: int) -> bool:
    """Whether the letter after a number is a thousand or a million, not a metre."""
    if tokens[after][1] != tokens[after - 1][2] and tokens[after][0] != "m":
        return False
    around = [token[0] for token in (*tokens[max(0, at - 1) : at], *tokens[after + 1 : after + 2])]
    return tokens[after][0] == "k" or any(_UNITS.get(word) == "money" for word in around)


def _fills(current: float, value: float) -> bool:
    """Whether "two hundred" and "ten" are one number."""
    return (current >= 100 and current % 100 == 0 and value < 100) or (
        current % 1000 == 0 and 0 < value < 1000 <= current
    )


def _digits(word: str) -> float:
    if _GROUPED.fullmatch(word):
        return float(re.sub(r"\D", "", word))
    head, _, tail = word.rpartition(",")
    if head and re.search(r"[.\s]", head):
        return float(re.sub(r"\D", "", head) + "." + tail)
    return float(word.replace(",", ".").replace(" ", "").replace("'", ""))


def _word_value(tokens: list[tuple[str, int, int]], at: int, small: dict[str, int]) -> tuple[float | None, int]:
    """The value of the word at `at`, or of up to four words that are one number below a hundred."""
    first = tokens[at][0]
    if first in ROUND:
        return float(ROUND[first]), at + 1
    if first in ("half", "halve", "demi") and at + 1 < len(tokens):
        if tokens[at + 1][0] in SCALES:
            return 0.5, at + 1
        if tokens[at + 1][0] == "a" and at + 2 < len(tokens) and tokens[at + 2][0] in SCALES:
            return 0.5, at + 2
    if first.endswith("tal") and first[:-3] in small:
        return float(small[first[:-3]]), at + 1
    if first in _MULTIPLE:
        for length in (4, 3, 2):
            if at + length <= len(tokens):
                value = small.get(" ".join(token[0] for token in tokens[at : at + length]))
                if value is not None:
                    return float(value), at + length
    value = small.get(first)
    return (None, at) if value is None else (float(value), at + 1)


def _with_unit(tokens: list[tuple[str, int, int]], at: int, after: int, value: float) -> Figure:
    unit, noun, end = "", "", tokens[after - 1][2]
    about = any(token[0] in _ABOUT for token in tokens[max(0, at - 2) : at]) or tokens[after - 1][0] in ROUND
    if after < len(tokens):
        ahead = [token[0] for token in tokens[after : after + 3]]
        for place, near in enumerate(ahead):
            if near in _UNITS and (
                place == 0 or ahead[0] in ("d", "de", "van", "of", "een", "per", "cent", "nouveaux")
            ):
                unit = _UNITS[near]
                value *= _TO_BASE.get(near, 1.0)
                value *= _SPAN_MONTHS.get(near, 1) if unit == "span" else 1
                about = about or near.startswith("voetbal")
                break
        if ahead[:2] in (["pour", "cent"], ["per", "cent"]):
            unit = "percent"
        noun = next((word for word in ahead if len(word) > 3 and word not in _UNITS), "")
    if not unit and at > 0 and tokens[at - 1][0] in ("€", "$", "£"):
        unit = "money"
    return Figure(value, unit, tokens[at][1], end, about, noun)


def _shares(tokens: list[tuple[str, int, int]], found: list[Figure]) -> list[Figure]:
    """Adds shares said as "four out of ten" or "half of"."""
    extra: list[Figure] = []
    for one, other in itertools.pairwise(found):
        between = [word for word, start, end in tokens if one.end <= start and end <= other.start]
        if 0 < one.value < other.value <= 100 and other.value >= 4 and 0 < len(between) <= 3:  # noqa: SIM102
            if any(word in _OUT_OF for word in between) and not one.unit:
                extra.append(Figure(100 * one.value / other.value, "percent", one.start, other.end, True, share=False))
    for figure in found:
        before = [word for word, _, end in tokens if end <= figure.start][-4:]
        ahead = next((word for word, start, _ in tokens if start >= figure.end), "")
        if figure.value in (2, 3) and ahead in _PARTS:
            extra.append(Figure(figure.value * _PARTS[ahead], "percent", figure.start, figure.end, True, share=True))
        if before and before[-1] in ("every", "elke", "iedere"):
            before.pop()
        if 3 <= figure.value <= 20 and before and before[-1] in _OUT_OF and any(word in _ONE for word in before[:-1]):
            extra.append(Figure(100 / figure.value, "percent", figure.start, figure.end, True, share=True))
    for word, start, end in tokens:
        if word in SHARES and not any(figure.start <= start < figure.end + 16 for figure in found):
            extra.append(Figure(SHARES[word], "percent", start, end, True, share=True))
    return found + extra


def same(draft: Figure, record: Figure) -> float:
    """How surely a draft's figure is the record's: 1 the same, less for a rounding, 0 another."""
    if record.value <= 0 or draft.value <= 0 or (draft.unit and record.unit and draft.unit != record.unit):
        return 0.0
    apart = abs(draft.value - record.value) / record.value
    if apart < 1e-6:
        return 1.0
    if record.value < 15:
        return 0.0
    if apart <= 0.06 and draft.digits <= 2 and draft.digits < record.digits + 1 and (draft.about or apart < 0.03):
        return 0.75 if draft.about else 0.5
    if apart <= 0.02 and draft.about:
        return 0.7
    if draft.about and record.value >= 1000 and apart <= 0.1 and draft.digits == 1:
        return 0.4
    return 0.0
