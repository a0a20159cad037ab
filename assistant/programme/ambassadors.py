"""Ambassadors: who joined by their own choice, with the words they agreed to, and the way out, at any moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.audit import Audit
from assistant.clock import Clock
from assistant.errors import NotFound
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.programme import inventory
from assistant.programme.colleagues import Colleague, colleague
from assistant.programme.inventory import About
from assistant.store import Store
from assistant.store.hashing import text_hash
from assistant.store.tables.people import AccountRow
from assistant.store.tables.programme import AmbassadorRow, CandidateRow, TallyRow
from assistant.texts import Language, text


@dataclass(frozen=True)
class Standing:
    """Where somebody stands, for themselves to read."""

    joined_at: datetime | None
    left_at: datetime | None
    agreed: str
    """The text they agreed to, as it stood that day."""
    note: str
    """Why communications thought of them, while they are on that list."""

    @property
    def is_in(self) -> bool:
        return self.joined_at is not None and self.left_at is None


@dataclass(frozen=True)
class Ambassador:
    who: Colleague
    joined_at: datetime
    about: About


class Ambassadors:
    def __init__(self, store: Store, clock: Clock, audit: Audit, organisation: str = "") -> None:
        self._store = store
        self._clock = clock
        self._audit = audit
        self._organisation = organisation

    def text(self, language: Language) -> str:
        """What somebody agrees to by joining."""
        name = self._organisation or text("ambassador.our_organisation", language)
        return text("ambassador.agreed", language, organisation=name)

    def standing(self, person: Person) -> Standing:
        require(person, "own.write")
        with self._store.read() as session:
            row, candidate = session.get(AmbassadorRow, person.id), session.get(CandidateRow, person.id)
            note = "" if candidate is None else candidate.note
            if row is None:
                return Standing(None, None, "", note)
            return Standing(row.joined_at, row.left_at, row.text, note)

    def join(self, person: Person) -> Standing:
        """Nobody joins for somebody else: whose choice it is comes from who is signed in."""
        require(person, "own.write")
        agreed, now = self.text(person.language), self._clock.now()
        with self._store.write() as session:
            account = _account(session, person)
            row = session.get(AmbassadorRow, person.id)
            if row is not None and row.left_at is None:
                return Standing(row.joined_at, None, row.text, "")
            if row is not None and row.left_at is not None:
                _stay(session, "joined", row.joined_at)
                _stay(session, "left", row.left_at)
            session.merge(AmbassadorRow(account_id=person.id, text=agreed, joined_at=now, left_at=None))
            session.execute(sa.delete(CandidateRow).where(CandidateRow.account_id == person.id))
            account.ambassador = True
            self._audit.append(session, person, "ambassador.join", person.id, text=text_hash(agreed))
        return Standing(now, None, agreed, "")

    def leave(self, person: Person) -> None:
        """Counts at once, without a reason. What they told about themselves is deleted; their posts stay theirs."""
        require(person, "own.write")
        with self._store.write() as session:
            account = _account(session, person)
            row = session.get(AmbassadorRow, person.id)
            account.ambassador = False
            if row is not None and row.left_at is None:
                row.left_at = self._clock.now()
                row.text = ""
                self._audit.append(session, person, "ambassador.leave", person.id)
            inventory.forget(session, person.id)

    def list(self, by: Person) -> list[Ambassador]:
        """Who is in now, by name, with what they told."""
        require(by, "programme.manage")
        query = (
            sa.select(AmbassadorRow, AccountRow)
            .join(AccountRow, AccountRow.id == AmbassadorRow.account_id)
            .where(AmbassadorRow.left_at.is_(None), AccountRow.disabled_at.is_(None))
            .order_by(AccountRow.display_name, AccountRow.id)
        )
        with self._store.read() as session:
            return [
                Ambassador(colleague(account), row.joined_at, inventory.about(session, account.id))
                for row, account in session.execute(query)
            ]


def active_ids(session: Session) -> set[str]:
    """The accounts of everybody who is in now."""
    return set(session.scalars(sa.select(AmbassadorRow.account_id).where(AmbassadorRow.left_at.is_(None))))


def _account(session: Session, person: Person) -> AccountRow:
    row = session.get(AccountRow, person.id)
    if row is None:
        raise NotFound("people.no_account", name=person.name)
    return row


def _stay(session: Session, kind: str, at: datetime) -> None:
    """An earlier time as ambassador stays counted, without whose it was."""
    key = (kind, f"{at.astimezone(UTC):%Y-%m}", "", "", "")
    row = session.get(TallyRow, key)
    if row is None:
        session.add(TallyRow(kind=kind, month=key[1], theme="", channel="", language="", number=1))
    else:
        row.number += 1
