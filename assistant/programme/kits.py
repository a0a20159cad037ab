"""Kits: facts with their source, pictures with rights and words, angles. Never a finished text."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from assistant.clock import Clock
from assistant.errors import InputError, NotFound
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.programme.themes import Theme, Themes
from assistant.store import Store
from assistant.store.tables.support import PictureRow
from assistant.texts import LANGUAGES, Language

MOST_BYTES: Final = 10_000_000
WIDEST: Final = 2400
LONGEST_ANGLE: Final = 200
"""Above this an angle is on its way to being a text."""
_KINDS: Final = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


@dataclass(frozen=True)
class Picture:
    id: str
    theme: str
    alt: Mapping[Language, str]
    rights: str
    people: str
    usable_until: date | None
    width: int
    height: int


@dataclass(frozen=True)
class KitFact:
    text: str
    title: str
    passage_id: str


@dataclass(frozen=True)
class Kit:
    theme: Theme
    facts: tuple[KitFact, ...]
    pictures: tuple[Picture, ...]
    angles: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.facts or self.pictures or self.angles)


class Kits:
    def __init__(self, store: Store, clock: Clock, themes: Themes, zone: ZoneInfo) -> None:
        self._store = store
        self._clock = clock
        self._themes = themes
        self._zone = zone

    def list(self, person: Person) -> list[Kit]:
        return [self.get(person, theme.id) for theme in self._themes.list()]

    def get(self, person: Person, theme_id: str) -> Kit:
        """The kit as this person may see it now: facts they may read, pictures that may still be used."""
        require(person, "own.write")
        theme = self._themes.get(theme_id)
        facts = tuple(KitFact(hit.text, hit.title, hit.passage_id) for hit in self._themes.facts(person, theme))
        angles = tuple(angle for angle in theme.angles if not is_finished_text(angle))
        return Kit(theme, facts, tuple(self._pictures(theme_id)), angles)

    def pictures(self, by: Person, theme_id: str) -> Sequence[Picture]:
        """For who keeps the kit: those that may no longer be used as well."""
        require(by, "programme.manage")
        return self._pictures(theme_id, usable=False)

    def picture(self, person: Person, picture_id: str) -> tuple[bytes, str]:
        """The picture itself and its media type, while it may be used."""
        require(person, "own.write")
        with self._store.read() as session:
            row = session.get(PictureRow, picture_id)
            if row is None or (row.usable_until is not None and row.usable_until < self._today()):
                raise NotFound("support.no_picture")
            return row.data, row.media

    def add_picture(
        self,
        by: Person,
        theme_id: str,
        data: bytes,
        *,
        alt: Mapping[Language, str],
        rights: str,
        people: str,
        usable_until: date | None = None,
    ) -> Picture:
        """Keep a picture: whose it is, that people in it agreed, what it shows in words. Made anew without what a
        camera writes into it, such as the place."""
        require(by, "programme.manage")
        theme = self._themes.get(theme_id)
        words = {language: " ".join(alt.get(language, "").split())[:500] for language in LANGUAGES}
        fallback = next((word for word in words.values() if word), "")
        if not fallback:
            raise InputError("support.picture_alt")
        if not rights.strip():
            raise InputError("support.picture_rights")
        if people not in ("nobody", "agreed"):
            raise InputError("support.picture_people")
        body, media, width, height = _made_anew(data)
        row = PictureRow(
            theme=theme.id,
            data=body,
            media=media,
            width=width,
            height=height,
            alt={language: word or fallback for language, word in words.items()},
            rights=rights.strip()[:300],
            people=people,
            usable_until=usable_until,
            added_at=self._clock.now(),
        )
        with self._store.write() as session:
            session.add(row)
            session.flush()
            return _picture(row)

    def remove_picture(self, by: Person, picture_id: str) -> None:
        require(by, "programme.manage")
        with self._store.write() as session:
            row = session.get(PictureRow, picture_id)
            if row is None:
                raise NotFound("support.no_picture")
            session.delete(row)

    def _pictures(self, theme_id: str, *, usable: bool = True) -> Sequence[Picture]:
        with self._store.read() as session:
            query = sa.select(PictureRow).where(PictureRow.theme == theme_id).options(sa.orm.defer(PictureRow.data))
            rows = session.scalars(query.order_by(PictureRow.added_at, PictureRow.id)).all()
            today = self._today()
            return [
                _picture(row) for row in rows if not usable or row.usable_until is None or row.usable_until >= today
            ]

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone).date()


def is_finished_text(angle: str) -> bool:
    """Whether an angle is really a text to paste: long, in paragraphs, or with hashtags."""
    return len(angle) > LONGEST_ANGLE or "\n" in angle.strip() or "#" in angle


def _picture(row: PictureRow) -> Picture:
    alt: Any = row.alt
    return Picture(row.id, row.theme, alt, row.rights, row.people, row.usable_until, row.width, row.height)


def _made_anew(data: bytes) -> tuple[bytes, str, int, int]:
    """The same picture without its hidden data, and not larger than a screen asks for."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    if len(data) > MOST_BYTES:
        raise InputError("support.picture_too_large")
    try:
        with Image.open(io.BytesIO(data), formats=tuple(_KINDS)) as opened:
            if opened.width * opened.height > 60_000_000:
                raise InputError("support.picture_too_large")
            kind = str(opened.format)
            image = ImageOps.exif_transpose(opened) or opened
            image.thumbnail((WIDEST, WIDEST))
            image = image.convert("RGB") if kind == "JPEG" else image
            out = io.BytesIO()
            image.save(out, kind, **({"quality": 88} if kind != "PNG" else {}))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as problem:
        raise InputError("support.picture_unreadable") from problem
    return out.getvalue(), _KINDS[kind], image.width, image.height
