"""Figures, days and names of groups as people read them in their language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from assistant.programme.contributions import NO_THEME
from assistant.programme.groups import REST
from assistant.texts import LANGUAGES, Language, catalogue, text
from assistant.writing.channels import channels

_THOUSANDS: Final[dict[Language, str]] = {"nl": ".", "fr": "\u202f", "en": ","}
_DECIMAL: Final[dict[Language, str]] = {"nl": ",", "fr": ",", "en": "."}


def number(value: float | None, language: Language, decimals: int = 0) -> str:
    """12345.6 as "12.345,6" or as its reader writes it; a dash where nothing is known."""
    if value is None:
        return "–"
    if float(value).is_integer():
        decimals = 0
    whole, _, rest = f"{abs(value):,.{decimals}f}".partition(".")
    sign = "−" if value < 0 else ""
    whole = whole.replace(",", _THOUSANDS[language])
    return f"{sign}{whole}{_DECIMAL[language]}{rest}" if rest else f"{sign}{whole}"


def day(value: date | None, language: Language) -> str:
    if value is None:
        return "–"
    return f"{value.day} {text(f'pages.month.m{value.month}', language)} {value.year}"


def month(key: str, language: Language) -> str:
    """ "2026-06" as "jun. 2026"."""
    year, _, number_of = key.partition("-")
    return f"{text(f'pages.month.m{int(number_of)}', language)} {year}"


def group(dimension: str, key: str, language: Language, themes: Mapping[str, str]) -> str:
    """What one line of a table is about. `themes` are the titles by id."""
    if key == REST:
        return text("measure.rest", language)
    if dimension == "theme":
        return text("measure.no_theme", language) if key == NO_THEME else themes.get(key, key)
    if dimension == "month":
        return month(key, language)
    if dimension == "channel":
        return channels()[key].title if key in channels() else key
    if dimension == "language":
        return text(f"knowledge.language_{key}", language) if key in LANGUAGES else key
    words = f"measure.{dimension}.{key}"
    return text(words, language) if words in catalogue(language) else key
