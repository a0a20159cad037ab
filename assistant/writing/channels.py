"""What each channel allows, and how it counts: the data stand, dated, in channels.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

from assistant.errors import InputError

Unit = Literal["characters", "graphemes", "weighted", "mastodon"]
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_LINK_LENGTH = 23
_REMOTE_NAME = re.compile(r"(@[\w.-]+)@[\w.-]+\.\w+")
# X counts these as one; every other code point as two (twitter-text configuration v3).
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))


@dataclass(frozen=True)
class Channel:
    id: str
    title: str
    limit: int
    unit: Unit
    source: str
    checked_on: date
    fold: int | None = None
    """Characters before "see more"; None where nothing is folded."""
    phone_fold: int | None = None


@dataclass(frozen=True)
class Length:
    used: int
    limit: int
    before_fold: str
    """What a reader sees without opening the post."""
    before_phone_fold: str

    @property
    def fits(self) -> bool:
        return self.used <= self.limit


@cache
def channels() -> dict[str, Channel]:
    body = tomllib.loads((files("assistant.writing") / "channels.toml").read_text("utf-8"))
    return {name: Channel(id=name, **entry) for name, entry in body.items()}


def channel(name: str) -> Channel:
    """The channel called `name`. Raises `InputError` when there is none."""
    try:
        return channels()[name.casefold()]
    except KeyError:
        raise InputError("writing.unknown_channel", name=name, known=", ".join(channels())) from None


def measure(text: str, name: str = "linkedin") -> Length:
    """How long a text is as this channel counts, and what shows before the fold."""
    known = channel(name)
    used = count(text, known.unit)
    return Length(used, known.limit, before(text, known.fold), before(text, known.phone_fold))


def count(text: str, unit: Unit) -> int:
    if unit == "graphemes":
        return _graphemes(text)
    if unit == "mastodon":
        return _graphemes(_LINK.sub("x" * _LINK_LENGTH, _REMOTE_NAME.sub(r"\1", text)))
    if unit == "weighted":
        return _weighted(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2  # as browsers count


def before(text: str, fold: int | None) -> str:
    """The text up to a fold, at the end of a word; a line break weighs as half a line on a screen."""
    if fold is None or len(text) <= fold:
        return text
    cut = text[:fold]
    if not text[fold].isspace():
        cut = cut[: max(cut.rfind(" "), cut.rfind("\n"), 1)]
    return cut.rstrip()


def _graphemes(text: str) -> int:
    import regex

    return len(regex.findall(r"\X", text))


def _weighted(text: str) -> int:
    """As X counts: a link 23, an emoji 2 however it is made up, a letter of most alphabets 1, the others 2."""
    import unicodedata

    import regex

    text = unicodedata.normalize("NFC", text)
    links = _LINK.findall(text)
    total = _LINK_LENGTH * len(links)
    for cluster in regex.findall(r"\X", _LINK.sub("", text)):
        if regex.search(r"\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3", cluster):
            total += 2
        else:
            total += sum(1 if any(low <= ord(one) <= high for low, high in _LIGHT) else 2 for one in cluster)
    return total
