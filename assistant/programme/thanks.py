"""Thanks: what there is to thank one colleague for, and words that are theirs alone. Never a mail to all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Final, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.clock import Clock
from assistant.errors import InputError, NotFound
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.programme.linkedin_file import COUNTS
from assistant.programme.results import published_texts, start_of
from assistant.store import Store
from assistant.store.tables.people import AccountRow
from assistant.store.tables.results import ResultRow
from assistant.store.tables.support import StoryRow, SupportRow, ThanksRow
from assistant.texts import Language, as_language

ReasonKind = Literal["result", "story", "tandem"]
SHORTEST: Final = 20
TOO_ALIKE: Final = 0.8
SHOWN: Final = 120


@dataclass(frozen=True)
class Reason:
    """Something to thank one colleague for, that they chose to let be known."""

    about: str
    kind: ReasonKind
    account_id: str
    name: str
    language: Language
    on: date
    numbers: Mapping[str, int] = field(default_factory=dict)
    """What the post brought, as its author told."""
    words: str = ""
    """How the post begins, or the name of whom they helped along."""


@dataclass(frozen=True)
class Thank:
    id: str
    words: str
    by: str
    at: datetime


class Thanks:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def reasons(self, by: Person) -> list[Reason]:
        """What nobody was thanked for yet, the oldest first. Only results that their author let be known."""
        require(by, "programme.manage")
        with self._store.read() as session:
            done = set(session.scalars(sa.select(ThanksRow.about)))
            found = [*_results(session), *_stories(session), *_tandems(session)]
        return sorted(
            (one for one in found if one.about not in done and one.account_id != by.id),
            key=lambda one: (one.on, one.about),
        )

    def send(self, by: Person, about: str, words: str) -> None:
        """Thank one colleague, in words not used for another."""
        require(by, "programme.manage")
        words = words.strip()[:2000]
        reason = next((one for one in self.reasons(by) if one.about == about), None)
        if reason is None:
            raise NotFound("engage.no_reason")
        if len(words) < SHORTEST:
            raise InputError("engage.thanks_short", fewest=SHORTEST)
        with self._store.write() as session:
            earlier = (
                sa.select(ThanksRow.words, AccountRow.display_name)
                .join(AccountRow, ThanksRow.account_id == AccountRow.id)
                .order_by(ThanksRow.at.desc())
                .limit(200)
            )
            for before, name in session.execute(earlier):
                if _alike(before, words):
                    raise InputError("engage.thanks_same", name=name)
            session.add(
                ThanksRow(
                    account_id=reason.account_id,
                    about=about,
                    words=words,
                    by_name=by.display_name,
                    at=self._clock.now(),
                )
            )

    def own(self, person: Person) -> list[Thank]:
        """What one was thanked with, the newest first."""
        require(person, "own.write")
        query = sa.select(ThanksRow).where(ThanksRow.account_id == person.id)
        with self._store.write() as session:
            rows = session.scalars(query.order_by(ThanksRow.at.desc(), ThanksRow.id)).all()
            for row in rows:
                row.seen_at = row.seen_at or self._clock.now()
            return [Thank(row.id, row.words, row.by_name, row.at) for row in rows]

    def sent(self, by: Person) -> int:
        require(by, "programme.manage")
        with self._store.read() as session:
            return session.scalar(sa.select(sa.func.count()).select_from(ThanksRow)) or 0


def _alike(one: str, other: str) -> bool:
    first, second = " ".join(one.casefold().split()), " ".join(other.casefold().split())
    return SequenceMatcher(None, first, second, autojunk=False).ratio() > TOO_ALIKE


def _results(session: Session) -> list[Reason]:
    query = (
        sa.select(ResultRow, AccountRow)
        .join(AccountRow, ResultRow.account_id == AccountRow.id)
        .where(ResultRow.told_at.is_not(None), AccountRow.disabled_at.is_(None))
    )
    found = session.execute(query).all()
    texts = published_texts(session, [row.post_id for row, _ in found if row.post_id])
    return [
        _reason(
            f"result:{row.id}",
            "result",
            account,
            row.posted_on,
            numbers={name: getattr(row, name) for name in COUNTS if getattr(row, name) is not None},
            words=start_of(texts.get(row.post_id or "", row.address), SHOWN),
        )
        for row, account in found
    ]


def _stories(session: Session) -> list[Reason]:
    query = sa.select(StoryRow, AccountRow).join(AccountRow, StoryRow.account_id == AccountRow.id)
    return [
        _reason(f"story:{row.id}", "story", account, row.shared_at.date(), words=start_of(row.text, SHOWN))
        for row, account in session.execute(query.where(AccountRow.disabled_at.is_(None)))
    ]


def _tandems(session: Session) -> list[Reason]:
    helped = sa.orm.aliased(AccountRow)
    query = (
        sa.select(SupportRow, AccountRow, helped.display_name)
        .join(AccountRow, SupportRow.partner_id == AccountRow.id)
        .join(helped, SupportRow.account_id == helped.id)
        .where(SupportRow.kind == "tandem", SupportRow.state == "done", AccountRow.disabled_at.is_(None))
    )
    return [
        _reason(f"tandem:{row.account_id}:{account.id}", "tandem", account, row.changed_at.date(), words=name)
        for row, account, name in session.execute(query)
    ]


def _reason(
    about: str,
    kind: ReasonKind,
    account: AccountRow,
    on: date,
    *,
    numbers: Mapping[str, int] | None = None,
    words: str = "",
) -> Reason:
    return Reason(
        about, kind, account.id, account.display_name, as_language(account.language), on, numbers or {}, words
    )
