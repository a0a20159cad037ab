"""A day as somebody says it, in Dutch, French or English: "1/6/2027", "eind juni", "dans six mois". Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

_MONTHS: Final = (
    ("januari", "janvier", "january", "jan"),
    ("februari", "février", "fevrier", "february", "feb", "févr"),
    ("maart", "mars", "march", "mrt"),
    ("april", "avril", "avr", "apr"),
    ("mei", "mai", "may"),
    ("juni", "juin", "june", "jun"),
    ("juli", "juillet", "july", "jul"),
    ("augustus", "août", "aout", "august", "aug"),
    ("september", "septembre", "sept", "sep"),
    ("oktober", "octobre", "october", "okt", "oct"),
    ("november", "novembre", "nov"),
    ("december", "décembre", "decembre", "dec", "déc"),
)
_MONTH: Final = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_NUMBERS: Final = {
    word: number
    for number, words in enumerate(
        (
            ("een", "één", "un", "une", "one", "a"), ("twee", "deux", "two"), ("drie", "trois", "three"),
            ("vier", "quatre", "four"), ("vijf", "cinq", "five"), ("zes", "six"), ("zeven", "sept", "seven"),
            ("acht", "huit", "eight"), ("negen", "neuf", "nine"), ("tien", "dix", "ten"), ("elf", "onze", "eleven"),
            ("twaalf", "douze", "twelve"),
        ),
        1,
    )
    for word in words
}  # fmt: skip
_NAMED: Final = re.compile(
    r"(?:(?P<day>\d{1,2})(?:er|e|ste|de|st|nd|rd|th)?\s+(?:of\s+)?)?"
    rf"\b(?P<month>{'|'.join(sorted(_MONTH, key=len, reverse=True))})\b\.?"
    r"(?:\s+(?P<year>20\d\d))?",
    re.IGNORECASE,
)
_FIGURES: Final = re.compile(r"\b(?P<day>\d{1,2})[/.\-](?P<month>\d{1,2})[/.\-](?P<year>20\d\d)\b")
_ISO: Final = re.compile(r"\b(?P<year>20\d\d)-(?P<month>\d{2})-(?P<day>\d{2})\b")
_AHEAD: Final = re.compile(
    rf"\b(?:over|binnen(?: de)?|na|dans|d['’]ici|in|within)\s+(?P<many>\d{{1,2}}|{'|'.join(_NUMBERS)})\s+"
    r"(?P<unit>weken|week|maanden|maand|jaar|semaines?|mois|ans?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)
_HALF_YEAR: Final = re.compile(r"\b(?:half ?jaar|six mois|half a year|semestre)\b", re.IGNORECASE)
_YEAR_END: Final = re.compile(
    r"\b(?:eind(?:e)?(?: van)?|fin|end of)\s+(?P<year>20\d\d|dit jaar|(?:de )?l['’]année|this year|the year)\b",
    re.IGNORECASE,
)
SPANS: Final = (_ISO, _FIGURES, _AHEAD, _HALF_YEAR, _YEAR_END, _NAMED)


def read_day(said: str, today: date) -> date | None:
    """The day that is meant; a month without a day is its last day, a month without a year the next that comes."""
    for pattern in (_ISO, _FIGURES):
        found = pattern.search(said)
        if found:
            return _real(int(found["year"]), int(found["month"]), int(found["day"]))
    found = _AHEAD.search(said)
    if found:
        return _ahead(found, today)
    if _HALF_YEAR.search(said):
        return _in_months(today, 6)
    found = _YEAR_END.search(said)
    if found:
        year = int(found["year"]) if found["year"].isdigit() else today.year
        return date(year, 12, 31)
    found = _NAMED.search(said)
    return _named(found, today) if found else None


def without_days(said: str) -> str:
    """The same words without the days in them, so that a figure in a date is not taken for another."""
    for pattern in SPANS:
        said = pattern.sub(" ", said)
    return said


def _ahead(found: re.Match[str], today: date) -> date:
    many = int(found["many"]) if found["many"].isdigit() else _NUMBERS[found["many"].casefold()]
    unit = found["unit"].casefold()
    if unit.startswith(("week", "weken", "semaine")):
        return today + timedelta(weeks=many)
    return _in_months(today, many * (12 if unit.startswith(("jaar", "an", "year")) else 1))


def _named(found: re.Match[str], today: date) -> date | None:
    month = _MONTH[found["month"].casefold()]
    year = int(found["year"]) if found["year"] else today.year
    day = _real(year, month, int(found["day"])) if found["day"] else _last(year, month)
    if day is not None and found["year"] is None and day <= today:
        return _real(year + 1, month, int(found["day"])) if found["day"] else _last(year + 1, month)
    return day


def _in_months(day: date, months: int) -> date:
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return min(date(year, month, 1) + timedelta(days=day.day - 1), _last(year, month))


def _last(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
