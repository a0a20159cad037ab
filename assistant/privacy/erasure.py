"""Erases a person: their texts go, an empty account stays where something of others leans on it, the counts stay.

The record keeps its hashes, and the name of who acted: its entries cannot change without breaking the chain. What was
deleted is overwritten in an SQLite file, so that it does not stay behind in a free page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.audit import Audit
from assistant.clock import Clock
from assistant.errors import NotAllowed, NotFound
from assistant.people import sign_in
from assistant.people.accounts import ERASED
from assistant.people.person import OPERATOR, Person
from assistant.store import Store, tallies
from assistant.store.tables.base import Table
from assistant.store.tables.desk import MarkRow
from assistant.store.tables.library import DocumentRow
from assistant.store.tables.people import AccountRow, SignInAttemptRow
from assistant.store.tables.privacy import ErasureRow
from assistant.store.tables.review import DecisionRow, PauseRow
from assistant.store.tables.sharing import EmbargoRow, SharingVersionRow
from assistant.store.tables.support import QuestionRow, ThanksRow

Before = Callable[[Session, str], None]


@dataclass(frozen=True)
class Erased:
    account_id: str
    at: datetime
    removed: dict[str, int]
    """Rows by table."""


class Erasure:
    def __init__(self, store: Store, clock: Clock, audit: Audit, before: Iterable[Before] = (tallies.leave,)) -> None:
        """`before`: what else counts somebody's part before it goes, in the same transaction."""
        self._store, self._clock, self._audit = store, clock, audit
        self._before = tuple(before)

    def erase(self, by: Person, account_id: str) -> Erased:
        """Only for whoever holds the data folder. All of it happens, or nothing. Twice is once."""
        if by is not OPERATOR:
            raise NotAllowed("people.not_allowed")
        with self._store.write() as session:
            done = self.within(session, by, account_id)
        self._store.forget_deleted()
        return done

    def within(self, session: Session, by: Person | None, account_id: str) -> Erased:
        account = session.get(AccountRow, account_id)
        if account is None:
            raise NotFound("people.no_account", name=account_id)
        earlier = session.get(ErasureRow, account_id)
        if account.name.startswith(ERASED) and earlier is not None:
            return Erased(account_id, earlier.at, dict(earlier.removed))
        for count in self._before:
            count(session, account_id)
        removed = _remove(session, account)
        now = self._audit.latest_instant(session)
        session.merge(ErasureRow(account_id=account_id, at=now, removed=removed))
        self._audit.append(session, by, "privacy.erase", account_id, removed=removed)
        return Erased(account_id, now, removed)

    def all(self) -> list[Erased]:
        """Everybody who was erased, oldest first: ids and counts, no names."""
        with self._store.read() as session:
            rows = session.scalars(sa.select(ErasureRow).order_by(ErasureRow.at, ErasureRow.account_id))
            return [Erased(row.account_id, row.at, dict(row.removed)) for row in rows]

    def again(self, by: Person, account_ids: Iterable[str]) -> list[Erased]:
        """After an older backup came back: whoever of these is there again is erased again."""
        done = []
        for account_id in account_ids:
            with self._store.read() as session:
                account = session.get(AccountRow, account_id)
            if account is not None and not account.name.startswith(ERASED):
                done.append(self.erase(by, account_id))
        return done


def _remove(session: Session, account: AccountRow) -> dict[str, int]:
    """Every row of theirs, as the tables themselves say what belongs to an account; then the names elsewhere."""
    removed: dict[str, int] = {}
    _blank_words_for_others(session, account)
    for table, column, on_delete in references():
        of_theirs = column == account.id
        if on_delete == "CASCADE":
            removed[table.name] = removed.get(table.name, 0) + _count(session, table, of_theirs)
        elif on_delete == "SET NULL":
            session.execute(sa.update(table).where(of_theirs).values({column.name: None}))
    for table, column, on_delete in references():
        if on_delete == "CASCADE":
            session.execute(sa.delete(table).where(column == account.id))
    name, display_name, key = account.name, account.display_name, account.name_key
    session.execute(sa.delete(SignInAttemptRow).where(SignInAttemptRow.key.in_(sign_in.keys(key, ""))))
    account.name = account.name_key = f"{ERASED}{account.id[:12]}"
    account.display_name, account.team, account.job, account.email = "", "", "", None
    account.password_hash, account.ambassador, account.manages = None, False, []
    account.disabled_at = account.disabled_at or account.created_at
    _replace_name(session, {name, display_name}, account.name)
    session.flush()
    return {table: number for table, number in removed.items() if number}


def references() -> list[tuple[sa.Table, sa.Column[Any], str]]:
    """Every column that points at an account, with what its table says must happen when the account goes."""
    return [
        (table, column, (key.ondelete or "").upper())
        for table in Table.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.target_fullname == "account.id"
    ]


def _count(session: Session, table: sa.Table, which: sa.ColumnElement[bool]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(table).where(which)) or 0


def _blank_words_for_others(session: Session, account: AccountRow) -> None:
    """What they wrote to others: a decision keeps its kind and reason, without the words around it."""
    session.execute(
        sa.update(DecisionRow).where(DecisionRow.decided_by == account.id).values(comment="", suggestion="")
    )
    session.execute(sa.update(MarkRow).where(MarkRow.made_by == account.id).values(comment=""))
    session.execute(sa.delete(QuestionRow).where(QuestionRow.account_id == account.id, ~QuestionRow.in_guide))
    session.execute(sa.update(ThanksRow).where(ThanksRow.by_name == account.display_name).values(by_name=""))


def _replace_name(session: Session, names: set[str], by: str) -> None:
    """Where the house's own records name somebody: as a knower, a contact, an owner, or who changed something."""
    for embargo in session.scalars(sa.select(EmbargoRow)):
        if names & {*embargo.knowers, embargo.contact}:
            embargo.knowers = [one for one in embargo.knowers if one not in names]
            embargo.contact = "" if embargo.contact in names else embargo.contact
    for version in session.scalars(sa.select(SharingVersionRow)):
        body = _without(version.body, names, by)
        if body != version.body:
            version.body = body
        version.changed_by = by if version.changed_by in names else version.changed_by
    for table, column in ((DocumentRow, DocumentRow.owner), (PauseRow, PauseRow.changed_by)):
        session.execute(sa.update(table).where(column.in_(names - {""})).values({column.key: by}))


def _without(value: Any, names: set[str], by: str) -> Any:
    if isinstance(value, dict):
        return {key: _without(kept, names, by) for key, kept in value.items()}
    if isinstance(value, list):
        return [_without(kept, names, by) for kept in value]
    return by if isinstance(value, str) and value and value in names else value
