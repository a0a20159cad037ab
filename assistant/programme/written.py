"""Counts and days as people and spreadsheets write them in Dutch, French and English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final, Literal

Order = Literal["day", "month"]
"""Which comes first in 3/4/2026."""
MOST: Final = 10**10
_SPACES: Final = re.compile(r"[\s'’]+")
_GROUPED: Final = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_SHORT: Final = re.compile(r"(\d+(?:[.,]\d{1,2})?)(k|m|mln|mio)")
_WHOLE: Final = re.compile(r"(\d+)(?:[.,]0+)?")
_NUMERIC: Final = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_ISO: Final = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})")
_NAMED: Final = re.compile(r"(?:(\d{1,2})\.? )?([a-z]+)\.?(?: (\d{1,2})(?:st|nd|rd|th)?)?,? (\d{4})")
_MONTHS: Final = (
    ("jan", "january", "januari", "janvier", "janv"),
    ("feb", "february", "februari", "fevrier", "fev", "fevr"),
    ("mar", "march", "maart", "mrt", "mars"),
    ("apr", "april", "avril", "avr"),
    ("may", "mei", "mai"),
    ("jun", "june", "juni", "juin"),
    ("jul", "july", "juli", "juillet", "juil"),
    ("aug", "august", "augustus", "aout"),
    ("sep", "sept", "september", "septembre"),
    ("oct", "okt", "october", "oktober", "octobre"),
    ("nov", "november", "novembre"),
    ("dec", "december", "decembre"),
)
_MONTH: Final = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}


def count(value: object) -> int | None:
    """A whole number as it was written: 1234, 1.234, 1 234, "1,2K"; None when it is no count."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        whole = value == value and abs(value) < MOST and float(value).is_integer()
        return int(value) if whole and value >= 0 else None
    written = _SPACES.sub("", str(value)).casefold()
    if _GROUPED.fullmatch(written):
        found = int(re.sub(r"[.,]", "", written))
    elif (match := _WHOLE.fullmatch(written)) is not None:
        found = int(match[1]) if len(match[1]) < 12 else MOST
    elif (match := _SHORT.fullmatch(written)) is not None:
        found = round(float(match[1].replace(",", ".")) * (1000 if match[2] == "k" else 1_000_000))
    else:
        return None
    return found if found < MOST else None


def day(value: object, order: Order = "day") -> date | None:
    """A day as it was written; `order` says which comes first in 3/4/2026. None when it is no day."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    written = plain(str(value or "")).removesuffix(" utc")
    written = re.sub(r"[ t]\d{1,2}:\d{2}(:\d{2})?( ?[ap]m)?$", "", written).rstrip(", ")
    try:
        if (match := _ISO.fullmatch(written)) is not None:
            return date(int(match[1]), int(match[2]), int(match[3]))
        if (match := _NUMERIC.fullmatch(written)) is not None:
            first, second = int(match[1]), int(match[2])
            return date(int(match[3]), *((second, first) if order == "day" else (first, second)))
        if (match := _NAMED.fullmatch(written)) is not None and match[2] in _MONTH and (match[1] or match[3]):
            return date(int(match[4]), _MONTH[match[2]], int(match[1] or match[3]))
    except ValueError:
        return None
    return None


def day_order(values: Iterable[object]) -> Order | None:
    """What the days of a file tell of their order; None when every one of them can be read both ways."""
    for value in values:
        match = _NUMERIC.match(str(value or "").strip())
        if match is not None and int(match[1]) > 12:
            return "day"
        if match is not None and int(match[2]) > 12:
            return "month"
    return None


def is_numeric_day(value: object) -> bool:
    return isinstance(value, str) and _NUMERIC.match(value.strip()) is not None


def plain(words: str) -> str:
    """Without accents, capitals and doubled spaces: as names of columns and months are compared."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", words) if not unicodedata.combining(sign))
    return " ".join(bare.casefold().split())
