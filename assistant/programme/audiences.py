"""The outside world: whom we want to reach, where they are, who speaks there, and which colleague knows them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.clock import Clock
from assistant.errors import InputError, NotFound
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.programme.ambassadors import active_ids
from assistant.programme.colleagues import Colleague, colleague
from assistant.store import Store
from assistant.store.tables.people import AccountRow
from assistant.store.tables.programme import AudienceNearRow, AudienceRow, InventoryRow, ThemeRow


@dataclass(frozen=True)
class Audience:
    id: str
    name: str
    description: str = ""
    channels: tuple[str, ...] = ()
    """Where they are: LinkedIn, and just as well a market, a magazine or a school gate."""
    voices: tuple[str, ...] = ()
    """Who speaks there about our themes."""
    moments: tuple[str, ...] = ()
    """When to be there."""
    themes: tuple[str, ...] = ()
    near: tuple[Colleague, ...] = ()
    """Ambassadors who know people there, as they told themselves or agreed to."""


@dataclass(frozen=True)
class Spot:
    """An audience on a channel: how many ambassadors who know these people are active there."""

    audience: str
    channel: str
    here: bool
    """Whether this audience is on this channel."""
    near: int


@dataclass(frozen=True)
class Map:
    audiences: tuple[str, ...]
    channels: tuple[str, ...]
    spots: tuple[Spot, ...]

    def at(self, audience: str, channel: str) -> Spot:
        return next(spot for spot in self.spots if (spot.audience, spot.channel) == (audience, channel))

    @property
    def gaps(self) -> tuple[Spot, ...]:
        """Where they are, and no colleague of ours is."""
        return tuple(spot for spot in self.spots if spot.here and not spot.near)


class Audiences:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def list(self, person: Person) -> list[Audience]:
        """Everybody may know whom we want to reach; who is near them only those who run the programme."""
        require(person, "own.write")
        with self._store.read() as session:
            rows = session.scalars(sa.select(AudienceRow).order_by(AudienceRow.name, AudienceRow.id))
            return [_audience(session, row, person.role == "communications") for row in rows]

    def get(self, by: Person, audience_id: str) -> Audience:
        require(by, "programme.manage")
        with self._store.read() as session:
            return _audience(session, _row(session, audience_id), True)

    def save(self, by: Person, audience: Audience) -> Audience:
        """Keep an audience. Who is near is given as accounts; only people who joined can be named."""
        require(by, "programme.manage")
        with self._store.write() as session:
            return save(session, audience, self._clock)

    def remove(self, by: Person, audience_id: str) -> None:
        require(by, "programme.manage")
        with self._store.write() as session:
            session.delete(_row(session, audience_id))

    def map(self, by: Person) -> Map:
        """The audiences against the channels they are on."""
        require(by, "programme.manage")
        whole = self.list(by)
        channels = tuple(dict.fromkeys(channel for one in whole for channel in one.channels))
        with self._store.read() as session:
            told = {
                row.account_id: {channel.casefold() for channel in row.channels}
                for row in session.scalars(sa.select(InventoryRow))
            }
        spots = [
            Spot(
                one.name,
                channel,
                channel in one.channels,
                sum(1 for who in one.near if channel.casefold() in told.get(who.account_id, set())),
            )
            for one in whole
            for channel in channels
        ]
        return Map(tuple(one.name for one in whole), channels, tuple(spots))


def save(session: Session, audience: Audience, clock: Clock) -> Audience:
    audience = _clean(audience)
    if not audience.name:
        raise InputError("programme.audience_name")
    joined = active_ids(session)
    strange = [who.display_name for who in audience.near if who.account_id not in joined]
    if strange:
        raise InputError("programme.not_joined", name=strange[0])
    others = session.scalars(sa.select(AudienceRow.name).where(AudienceRow.id != audience.id))
    if audience.name.casefold() in {name.casefold() for name in others}:
        raise InputError("programme.audience_twice", name=audience.name)
    row = session.get(AudienceRow, audience.id) if audience.id else None
    if row is None:
        row = AudienceRow(id=audience.id or _free_id(session, audience.name))
    known = set(session.scalars(sa.select(ThemeRow.id)))
    row.name, row.description = audience.name, audience.description
    row.channels, row.voices, row.moments = list(audience.channels), list(audience.voices), list(audience.moments)
    row.themes = [theme for theme in audience.themes if theme in known]
    row.updated_at = clock.now()
    session.add(row)
    session.flush()
    session.execute(sa.delete(AudienceNearRow).where(AudienceNearRow.audience_id == row.id))
    for account_id in {who.account_id for who in audience.near}:
        session.add(AudienceNearRow(audience_id=row.id, account_id=account_id))
    session.flush()
    return _audience(session, row, True)


def _clean(audience: Audience) -> Audience:
    return replace(
        audience,
        name=" ".join(audience.name.split())[:120],
        description=audience.description.strip()[:2000],
        channels=_lines(audience.channels, 80),
        voices=_lines(audience.voices, 200),
        moments=_lines(audience.moments, 200),
    )


def _lines(given: Iterable[str], longest: int) -> tuple[str, ...]:
    lines = (" ".join(line.split())[:longest] for line in given)
    return tuple(dict.fromkeys(line for line in lines if line))[:30]


def _audience(session: Session, row: AudienceRow, with_names: bool) -> Audience:
    near: Sequence[Colleague] = ()
    if with_names:
        query = (
            sa.select(AccountRow)
            .join(AudienceNearRow, AudienceNearRow.account_id == AccountRow.id)
            .where(AudienceNearRow.audience_id == row.id, AccountRow.disabled_at.is_(None))
            .order_by(AccountRow.display_name)
        )
        joined = active_ids(session)
        near = [colleague(account) for account in session.scalars(query) if account.id in joined]
    return Audience(
        row.id,
        row.name,
        row.description,
        tuple(row.channels),
        tuple(row.voices),
        tuple(row.moments),
        tuple(row.themes),
        tuple(near),
    )


def _row(session: Session, audience_id: str) -> AudienceRow:
    row = session.get(AudienceRow, audience_id)
    if row is None:
        raise NotFound("programme.no_audience")
    return row


def _free_id(session: Session, name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold())
    plain = re.sub(r"[^a-z0-9]+", "-", "".join(sign for sign in apart if not unicodedata.combining(sign)))
    plain = plain.strip("-")[:60] or "audience"
    number, free = 1, plain
    while session.get(AudienceRow, free) is not None:
        number += 1
        free = f"{plain}-{number}"
    return free
