"""What people told about themselves: themes they know, channels, network, languages, time. Never looked up anywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.clock import Clock
from assistant.errors import InputError
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.programme.colleagues import Colleague, colleague
from assistant.programme.groups import FEWEST
from assistant.store import Store
from assistant.store.tables.people import AccountRow
from assistant.store.tables.programme import AmbassadorRow, AudienceNearRow, AudienceRow, InventoryRow, ThemeRow
from assistant.texts import LANGUAGES
from assistant.writing.channels import channels

NETWORKS: Final = ("", "to_100", "to_500", "to_1000", "more")
MINUTES: Final = (0, 15, 30, 60, 120)


@dataclass(frozen=True)
class About:
    themes: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    blog: str = ""
    network: str = ""
    languages: tuple[str, ...] = ()
    minutes: int = 0
    audiences: tuple[str, ...] = ()
    """Of whom they know people."""
    by_name: bool = False
    """Whether communications may see it with their name; ambassadors agreed to that when they joined."""


@dataclass(frozen=True)
class Overview:
    """What colleagues use, in numbers; `people` is how many told anything, and nothing is counted below five."""

    people: int
    channels: Mapping[str, int]
    blogs: int | None


class Inventory:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def told(self, person: Person) -> About:
        """What this person told, by themselves alone to be read and changed."""
        require(person, "own.write")
        with self._store.read() as session:
            return about(session, person.id)

    def tell(self, person: Person, given: About) -> About:
        require(person, "own.write")
        given = replace(given, blog=_address(given.blog))
        with self._store.write() as session:
            themes = set(session.scalars(sa.select(ThemeRow.id)))
            audiences = set(session.scalars(sa.select(AudienceRow.id)))
            session.merge(
                InventoryRow(
                    account_id=person.id,
                    themes=_among(given.themes, themes),
                    channels=_among(given.channels, channels()),
                    blog=given.blog,
                    network=given.network if given.network in NETWORKS else "",
                    languages=_among(given.languages, LANGUAGES),
                    minutes=given.minutes if given.minutes in MINUTES else 0,
                    by_name=bool(given.by_name),
                    told_at=self._clock.now(),
                )
            )
            session.execute(sa.delete(AudienceNearRow).where(AudienceNearRow.account_id == person.id))
            for audience in _among(given.audiences, audiences):
                session.add(AudienceNearRow(audience_id=audience, account_id=person.id))
        return self.told(person)

    def forget(self, person: Person) -> None:
        require(person, "own.write")
        with self._store.write() as session:
            forget(session, person.id)

    def overview(self, by: Person) -> Overview:
        """Which channels colleagues use, and how many have a blog: for five answers and more."""
        require(by, "programme.manage")
        with self._store.read() as session:
            rows: list[InventoryRow] = list(session.scalars(_answered()))
        if len(rows) < FEWEST:
            return Overview(len(rows), {}, None)
        used = Counter(channel for row in rows for channel in row.channels)
        return Overview(len(rows), dict(used.most_common()), sum(1 for row in rows if row.blog))

    def named(self, by: Person) -> list[tuple[Colleague, About]]:
        """Who said that communications may see it with their name, and what they told."""
        require(by, "programme.manage")
        joined = sa.select(AmbassadorRow.account_id).where(AmbassadorRow.left_at.is_(None))
        query = _answered().where(sa.or_(InventoryRow.by_name.is_(True), InventoryRow.account_id.in_(joined)))
        with self._store.read() as session:
            found = [
                (colleague(session.get_one(AccountRow, row.account_id)), about(session, row.account_id))
                for row in session.scalars(query)
            ]
        return sorted(found, key=lambda one: one[0].display_name)


def about(session: Session, account_id: str) -> About:
    row = session.get(InventoryRow, account_id)
    if row is None:
        return About()
    near = sa.select(AudienceNearRow.audience_id).where(AudienceNearRow.account_id == account_id)
    return About(
        tuple(row.themes),
        tuple(row.channels),
        row.blog,
        row.network,
        tuple(row.languages),
        row.minutes,
        tuple(session.scalars(near.order_by(AudienceNearRow.audience_id))),
        row.by_name,
    )


def forget(session: Session, account_id: str) -> None:
    session.execute(sa.delete(InventoryRow).where(InventoryRow.account_id == account_id))
    session.execute(sa.delete(AudienceNearRow).where(AudienceNearRow.account_id == account_id))


def _answered() -> Any:
    """The answers of people who can still sign in."""
    return (
        sa.select(InventoryRow)
        .join(AccountRow, AccountRow.id == InventoryRow.account_id)
        .where(AccountRow.disabled_at.is_(None))
    )


def _among(given: Iterable[str], known: Iterable[str]) -> list[str]:
    return [one for one in dict.fromkeys(given) if one in set(known)]


def _address(blog: str) -> str:
    """The address of a blog, or nothing. Raises `InputError` for what is no web address."""
    blog = blog.strip()
    if not blog:
        return ""
    try:
        parts = urlsplit(blog if "://" in blog else f"https://{blog}")
        fine = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and not parts.username
    except ValueError:
        fine = False
    if not fine or len(blog) > 300 or any(sign.isspace() for sign in blog):
        raise InputError("ambassador.bad_address")
    return parts.geturl()
