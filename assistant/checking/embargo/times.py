"""Moments in a text as spans of days, also told from the day of writing: "volgende lente", "fin juin", "come March"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "januari janvier january jan louwmaand", "februari fevrier february feb sprokkelmaand", "maart mars march mrt",
        "april avril apr", "mei mai", "juni juin june", "juli juillet july", "augustus aout august aug",
        "september septembre sept sep", "oktober octobre october okt oct", "november novembre nov",
        "december decembre dec",
    ),
    1,
):  # fmt: skip
    _MONTHS.update(dict.fromkeys(_names.split(), _number))
_SEASONS = {
    "lente": (3, 6), "voorjaar": (3, 6), "printemps": (3, 6), "spring": (3, 6), "pasen": (3, 4), "paques": (3, 4),
    "paasvakantie": (4, 4), "easter": (3, 4), "zomer": (6, 8), "ete": (6, 8), "summer": (6, 8), "herfst": (9, 11),
    "najaar": (9, 11), "automne": (9, 11), "autumn": (9, 11), "rentree": (9, 9), "winter": (12, 2), "hiver": (12, 2),
    "kerst": (12, 12), "kerstmis": (12, 12), "noel": (12, 12), "christmas": (12, 12), "nieuwjaar": (1, 1),
    "carnaval": (2, 3), "krokus": (2, 2), "sinterklaas": (12, 12), "grote vakantie": (7, 8), "bouwverlof": (7, 7),
}  # fmt: skip
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY_MONTH = re.compile(
    rf"\b(?:(\d{{1,2}})(?:er|de|ste|st|nd|rd|th|e)?\s+(?:of\s+)?({_NAMES})\b|"
    rf"({_NAMES})\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d|[.,]\d|\s*(?:procent|%|euro|mil)))(?:,?\s+(20\d\d)\b)?"
)
_MONTH = re.compile(rf"\b({_NAMES})\b" + r"(?:\s+(?:van\s+|de\s+|of\s+)?(20\d\d))?")
_SLASHED = re.compile(r"\b(\d{1,2})[/](\d{1,2})(?:[/](20\d\d|\d\d))?\b")
_YEAR = re.compile(r"\b(20\d\d)\b")
_SEASON = re.compile(r"\b(" + "|".join(_SEASONS) + r")\b(?:\s+(?:van\s+|de\s+|of\s+)?(20\d\d))?")
_IN_UNITS = re.compile(
    r"\b(?:binnen|over|dans|d ici|in|within|d'ici)\s+(?:een\s+|a\s+|an\s+|une?\s+)?"
    r"(een|paar|enkele|twee|drie|vier|vijf|zes|quelques|deux|trois|quatre|cinq|six|few|two|three|four|five|\d{1,2}|)\s*"
    r"(dag|dagen|week|weken|maand|maanden|jaar|jours?|semaines?|mois|ans?|days?|weeks?|months?|years?)\b"
)
_COUNT = {"": 1, "een": 1, "paar": 3, "enkele": 3, "quelques": 3, "few": 3, "twee": 2, "deux": 2, "two": 2, "drie": 3,
          "trois": 3, "three": 3, "vier": 4, "quatre": 4, "four": 4, "vijf": 5, "cinq": 5, "five": 5, "zes": 6, "six": 6}  # fmt: skip  # noqa: E501
_NEXT_YEAR = re.compile(
    r"\b(?:volgend jaar|komend jaar|l'an prochain|l'annee prochaine|next year|an prochain|annee prochaine)\b"
)
_NEW_YEAR = re.compile(
    r"\b(?:begin volgend jaar|na nieuwjaar|debut d'annee|en debut d'annee|in the new year|new year|debut de l'annee)\b"
)
_NEXT_MONTH = re.compile(r"\b(?:volgende maand|komende maand|le mois prochain|next month)\b")
_NEXT_WEEK = re.compile(r"\b(?:volgende week|komende week|la semaine prochaine|next week)\b")
_SOON = re.compile(
    r"\b(?:binnenkort|straks|weldra|bientot|sous peu|soon|shortly|nog even|nog efkes|eerlang|prochainement)\b"
)
_PAST_NEAR = re.compile(
    r"(?:vorig|vorige|verleden|afgelopen|dernier|derniere|passe|last|past|geleden|il y a|ago|depuis|sinds|since)\W*(?:\w+\W+){0,1}$"  # noqa: E501
)


@dataclass(frozen=True)
class Moment:
    first: date
    last: date
    start: int
    end: int
    told: float
    """How exact it is: a day 1, a month 0.7, a season 0.45, a year 0.3, "soon" 0.1."""
    dated: bool
    """Told with its year, or from today; else it is the next one to come."""


def moments(folded: str, today: date) -> list[Moment]:
    """The moments in a folded text, longest first where they overlap."""
    found: list[Moment] = []
    taken: list[tuple[int, int]] = []

    def add(first: date, last: date, span: tuple[int, int], told: float, dated: bool) -> None:
        if any(span[0] < end and start < span[1] for start, end in taken):
            return
        taken.append(span)
        found.append(Moment(first, last, *span, told, dated))

    for match in _DAY_MONTH.finditer(folded):
        day, month = match[1] or match[4], _MONTHS.get(match[2] or match[3])
        if month:
            _add_day(add, match.span(), int(day), month, match[5], today)
    for match in _SLASHED.finditer(folded):
        if 1 <= int(match[2]) <= 12:
            _add_day(add, match.span(), int(match[1]), int(match[2]), match[3], today)
    for match in _MONTH.finditer(folded):
        if (
            match[1] == "mars"
            and not match[2]
            and not re.search(r"(?:\ben|\ble|\bde|\bdebut|\bfin|\bmi|des|\d)\W*$", folded[: match.start()][-8:])
        ):
            continue
        if match[1] in ("march", "may", "jan", "sept", "mei") and re.search(
            r"\b(?:vingt|the|a)\W*$", folded[: match.start()][-8:]
        ):
            continue
        first = _month_start(match[1], match[2], folded[: match.start()], today)
        add(first, _month_end(first), match.span(), 0.7, bool(match[2]))
    for match in _SEASON.finditer(folded):
        _add_season(add, match, folded, today)
    for match in _NEW_YEAR.finditer(folded):
        add(date(today.year + 1, 1, 1), date(today.year + 1, 3, 31), match.span(), 0.4, True)
    for match in _NEXT_YEAR.finditer(folded):
        add(date(today.year + 1, 1, 1), date(today.year + 1, 12, 31), match.span(), 0.3, True)
    for match in _NEXT_MONTH.finditer(folded):
        first = _month_end(today) + timedelta(days=1)
        add(first, _month_end(first), match.span(), 0.7, True)
    for match in _NEXT_WEEK.finditer(folded):
        monday = today + timedelta(days=7 - today.weekday())
        add(monday, monday + timedelta(days=6), match.span(), 0.8, True)
    for match in _IN_UNITS.finditer(folded):
        _add_units(add, match, today)
    for match in _YEAR.finditer(folded):
        year = int(match[1])
        if 2000 <= year <= today.year + 15:
            add(date(year, 1, 1), date(year, 12, 31), match.span(), 0.3 if year != today.year else 0.05, True)
    for match in _SOON.finditer(folded):
        add(today, today + timedelta(days=200), match.span(), 0.1, True)
    return found


def _add_day(add, span, day: int, month: int, year: str | None, today: date) -> None:  # type: ignore[no-untyped-def]
    try:
        full = (int(year) if len(year) == 4 else 2000 + int(year)) if year else today.year
        moment = date(full, month, day)
    except ValueError:
        return
    if not year and moment < today - timedelta(days=3):
        moment = date(full + 1, month, min(day, 28)) if (month, day) == (2, 29) else date(full + 1, month, day)
    add(moment, moment, span, 1.0, bool(year))


def _month_start(name: str, year: str | None, before: str, today: date) -> date:
    month = _MONTHS[name]
    if year:
        return date(int(year), month, 1)
    back = bool(_PAST_NEAR.search(before[-24:]))
    if back:
        return date(today.year if month <= today.month else today.year - 1, month, 1)
    return date(today.year if month >= today.month else today.year + 1, month, 1)


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _add_season(add, match: re.Match[str], folded: str, today: date) -> None:  # type: ignore[no-untyped-def]
    from_month, to_month = _SEASONS[match[1]]
    back = bool(_PAST_NEAR.search(folded[: match.start()][-24:])) or bool(
        re.match(r"\W+(?:dernier|passe|derniere)", folded[match.end() :][:12])
    )
    year = int(match[2]) if match[2] else today.year
    first = date(year, from_month, 1)
    last = _month_end(date(year + (to_month < from_month), to_month, 1))
    if not match[2] and last < today and not back:
        first, last = date(year + 1, from_month, 1), _month_end(date(year + 1 + (to_month < from_month), to_month, 1))
    if back and first > today:
        first, last = first.replace(year=year - 1), _month_end(date(year - 1 + (to_month < from_month), to_month, 1))
    add(first, last, match.span(), 0.5, bool(match[2]))


def _add_units(add, match: re.Match[str], today: date) -> None:  # type: ignore[no-untyped-def]
    count = _COUNT[match[1]] if match[1] in _COUNT else int(match[1])
    unit = match[2]
    days = 1 if unit[:2] in ("da", "jo") else 7 if unit[:2] in ("we", "se") else 30 if unit[:2] in ("ma", "mo") else 365
    if unit == "jaar" or unit.startswith(("an", "year")):
        days = 365
    middle = today + timedelta(days=count * days)
    slack = timedelta(days=max(1, count * days // 3))
    add(middle - slack, middle + slack, match.span(), 0.3 if days > 100 else 0.4, True)


def agreement(draft: Moment, record: Moment) -> float:
    """How well a draft's moment is the record's, as much as it tells: 0 when they are apart."""
    exact = draft.told == 1.0 and record.told == 1.0
    slack = timedelta(days=20 if draft.told <= 0.5 else 0 if exact else 3)
    if draft.last < record.first - slack or draft.first > record.last + slack:
        return 0.0
    return min(draft.told, record.told + 0.2)
