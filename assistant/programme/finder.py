"""Helps the officer think of colleagues to invite: one person at a time, for a reason that this person may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.audit import Audit
from assistant.clock import Clock
from assistant.errors import InputError, NotFound
from assistant.people.accounts import name_key
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.programme.ambassadors import active_ids
from assistant.programme.colleagues import Colleague, colleague, colleagues
from assistant.store import Store
from assistant.store.tables.people import AccountRow
from assistant.store.tables.programme import CandidateRow
from assistant.texts import Language, text

Kind = Literal["heart", "starter", "critic"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
SHORTEST_NOTE: Final = 15
LONGEST_NOTE: Final = 500


@dataclass(frozen=True)
class Candidate:
    who: Colleague
    kind: Kind
    note: str
    invited_at: datetime | None


class Finder:
    def __init__(self, store: Store, clock: Clock, audit: Audit, organisation: str = "") -> None:
        self._store = store
        self._clock = clock
        self._audit = audit
        self._organisation = organisation

    def colleagues(self, by: Person) -> list[Colleague]:
        """Whom one can think of: everybody who did not join. Nothing is known of them but their work."""
        require(by, "programme.manage")
        with self._store.read() as session:
            joined = active_ids(session)
            return [one for one in colleagues(session) if one.account_id not in joined and one.account_id != by.id]

    def everybody(self, by: Person) -> list[Colleague]:
        require(by, "programme.manage")
        with self._store.read() as session:
            return colleagues(session)

    def list(self, by: Person) -> list[Candidate]:
        """Those to be invited first, then those who were."""
        require(by, "programme.manage")
        query = (
            sa.select(CandidateRow, AccountRow)
            .join(AccountRow, AccountRow.id == CandidateRow.account_id)
            .where(AccountRow.disabled_at.is_(None))
            .order_by(CandidateRow.invited_at.is_not(None), AccountRow.display_name)
        )
        with self._store.read() as session:
            return [
                Candidate(colleague(account), row.kind, row.note, row.invited_at)  # type: ignore[arg-type]  # kinds only
                for row, account in session.execute(query)
            ]

    def think_of(self, by: Person, name: str, kind: str, note: str) -> Candidate:
        """Put a colleague on the list, with what one saw them do."""
        require(by, "programme.manage")
        with self._store.write() as session:
            return think_of(session, by, name, kind, note, self._clock.now())

    def drop(self, by: Person, name: str) -> None:
        require(by, "programme.manage")
        with self._store.write() as session:
            session.delete(_candidate(session, name))

    def invited(self, by: Person, name: str) -> None:
        """The officer sent the note, in their own way."""
        require(by, "programme.manage")
        with self._store.write() as session:
            row = _candidate(session, name)
            row.invited_at = self._clock.now()
            self._audit.append(session, by, "ambassador.invited", row.account_id)

    def invitation(self, by: Person, name: str, address: str, language: Language | None = None) -> str:
        """A personal note to this one colleague, in their language, to change and to send by oneself."""
        require(by, "programme.manage")
        with self._store.read() as session:
            row = _candidate(session, name)
            who, kind, note = colleague(session.get_one(AccountRow, row.account_id)), row.kind, row.note
        spoken = language or who.language
        return text(
            f"ambassador.invitation.{kind}",
            spoken,
            name=who.first_name,
            note=note,
            organisation=self._organisation or text("ambassador.our_organisation", spoken),
            address=address,
            sender=by.display_name,
        )


def think_of(session: Session, by: Person, name: str, kind: str, note: str, now: datetime) -> Candidate:
    """Raises `InputError` that says what is wrong, and changes nothing then."""
    account, kind, note = checked(session, name, kind, note)
    if account.id == by.id:
        raise InputError("ambassador.not_yourself")
    row = session.get(CandidateRow, account.id) or CandidateRow(account_id=account.id, added_at=now)
    row.kind, row.note = kind, note
    session.add(row)
    session.flush()
    return Candidate(colleague(account), kind, note, row.invited_at)


def checked(session: Session, name: str, kind: str, note: str) -> tuple[AccountRow, Kind, str]:
    """The colleague, kind and note of a line, or `InputError`."""
    account = _account(session, name)
    if account is None:
        raise InputError("ambassador.no_colleague", name=name[:80])
    if account.id in active_ids(session):
        raise InputError("ambassador.is_in", name=account.display_name)
    known = next((one for one in KINDS if one == kind), None)
    if known is None:
        raise InputError("ambassador.no_kind", kind=kind[:40], kinds=", ".join(KINDS))
    note = " ".join(note.split())[:LONGEST_NOTE]
    if len(note) < SHORTEST_NOTE:
        raise InputError("ambassador.no_note", name=colleague(account).first_name)
    return account, known, note


def _account(session: Session, name: str) -> AccountRow | None:
    key = name_key(name).replace("\0", "")
    return session.scalar(sa.select(AccountRow).where(AccountRow.name_key == key, AccountRow.disabled_at.is_(None)))


def _candidate(session: Session, name: str) -> CandidateRow:
    account = _account(session, name)
    row = session.get(CandidateRow, account.id) if account is not None else None
    if row is None:
        raise NotFound("ambassador.not_on_list")
    return row
