"""Numbers in words, in Dutch, French and English: "vierenzeventigduizend", "quatre-vingt-dix", "twenty-seven"."""

from __future__ import annotations

from functools import cache

_NL = [
    "nul",
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
]
_NL += ["achttien", "negentien"]
_NL_TENS = ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]
_FR = [
    "zero",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
]
_FR += ["dix sept", "dix huit", "dix neuf"]
_FR_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 70: "septante", 90: "nonante"}
_EN = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
]
_EN += ["seventeen", "eighteen", "nineteen"]
_EN_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

SCALES: dict[str, float] = {
    "honderd": 1e2, "hundred": 1e2, "cent": 1e2, "cents": 1e2, "duizend": 1e3, "thousand": 1e3, "mille": 1e3,
    "miljoen": 1e6, "miljoenen": 1e6, "million": 1e6, "millions": 1e6, "mio": 1e6, "mln": 1e6,
    "miljard": 1e9, "milliard": 1e9, "milliards": 1e9, "billion": 1e9, "mld": 1e9,
}  # fmt: skip
"""What multiplies the number before it."""

ROUND: dict[str, float] = {
    "dozijn": 12, "dozen": 12, "douzaine": 12, "dizaine": 10, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
    "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "tiental": 10, "twintigtal": 20, "dertigtal": 30,
    "veertigtal": 40, "vijftigtal": 50, "zestigtal": 60, "honderdtal": 100, "anderhalf": 1.5, "anderhalve": 1.5,
}  # fmt: skip
"""Words that are a round number by themselves."""

SHARES: dict[str, float] = {
    "helft": 50, "half": 50, "halve": 50, "moitie": 50, "derde": 100 / 3, "third": 100 / 3, "tiers": 100 / 3,
    "kwart": 25, "quart": 25, "quarter": 25, "driekwart": 75, "tweederde": 200 / 3,
}  # fmt: skip
"""Words that are a share of a hundred."""


@cache
def small_numbers() -> dict[str, int]:
    """Every number word from 0 to 999 (and Dutch thousands in one word) as one folded word, with its value."""
    numbers: dict[str, int] = {}
    for value in range(100):
        for word in (_dutch(value), *_french(value), _english(value)):
            numbers[word.replace(" ", "")] = value
            numbers.setdefault(word, value)
    for hundreds in range(1, 10):
        for rest in range(100):
            head = "honderd" if hundreds == 1 else f"{_NL[hundreds]}honderd"
            numbers[head + (_dutch(rest) if rest else "")] = hundreds * 100 + rest
    for value in range(2, 100):
        numbers[f"{_dutch(value)}duizend"] = value * 1000
        numbers[f"{_dutch(value)}honderd"] = value * 100
    for ambiguous in ("un", "een", "neuf", "one", "mille", "six", "elf", "en"):
        numbers.pop(ambiguous, None)
    numbers.update({"neuf": 9, "six": 6, "elf": 11, "quatrevingts": 80})
    return numbers


def _dutch(value: int) -> str:
    if value < 20:
        return _NL[value]
    tens = _NL_TENS[value // 10 - 2]
    return f"{_NL[value % 10]}en{tens}" if value % 10 else tens


def _french(value: int) -> tuple[str, ...]:
    if value < 20:
        return (_FR[value],)
    tens = value - value % 10
    if value % 10 == 0 and tens in _FR_TENS:
        return (_FR_TENS[tens], *(("soixante dix",) if tens == 70 else ("quatre vingt dix",) if tens == 90 else ()))
    forms = []
    if tens in _FR_TENS:
        joint = " et " if value % 10 == 1 else " "
        forms.append(_FR_TENS[tens] + joint + _FR[value % 10])
    if 70 <= value < 80:
        forms.append("soixante" + (" et " if value == 71 else " ") + _FR[value - 60])
    if 80 <= value < 100:
        forms.append(f"quatre vingt {_FR[value - 80]}" if value > 80 else "quatre vingts")
    return tuple(forms)


def _english(value: int) -> str:
    if value < 20:
        return _EN[value]
    tens = _EN_TENS[value // 10 - 2]
    return f"{tens} {_EN[value % 10]}" if value % 10 else tens
