"""Who decides in a manager's place: a deputy until further notice, or for the days the manager is away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from assistant.audit import Audit
from assistant.clock import Clock
from assistant.errors import InputError, NotAllowed, NotFound
from assistant.people.accounts import demand
from assistant.people.permissions import may
from assistant.people.person import Person
from assistant.store import Store
from assistant.store.tables.desk import DeputyRow
from assistant.store.tables.people import AccountRow


@dataclass(frozen=True)
class Deputy:
    id: str
    manager: str
    """Name of the account; the next is how colleagues read it."""
    manager_shown: str
    deputy: str
    deputy_shown: str
    starts_at: datetime
    ends_at: datetime | None


class Deputies:
    def __init__(self, store: Store, clock: Clock, audit: Audit) -> None:
        self._store, self._clock, self._audit = store, clock, audit

    def add(
        self,
        by: Person,
        manager: str,
        deputy: str,
        starts_at: datetime | None = None,
        ends_at: datetime | None = None,
    ) -> None:
        """From then to then (now, and until it is taken back) `deputy` sees and decides what `manager` does.

        A manager says it for themselves, an administrator for anybody. Only managers decide, so only they are deputies.
        """
        now = self._clock.now()
        starts_at = starts_at or now
        if ends_at is not None and ends_at <= max(starts_at, now):
            raise InputError("people.absence_ends_first")
        with self._store.write() as session:
            own, other = demand(session, manager), demand(session, deputy)
            _demand_may(by, own)
            if own.role != "manager" or other.role != "manager" or other.disabled_at is not None:
                raise InputError("people.deputy_is_no_manager", name=other.name)
            if own.id == other.id:
                raise InputError("people.own_deputy")
            row = DeputyRow(manager_id=own.id, deputy_id=other.id, starts_at=starts_at, ends_at=ends_at)
            session.add(row)
            session.flush()
            self._audit.append(
                session, by, "deputy.add", row.id, manager=own.name, deputy=other.name, starts=starts_at, ends=ends_at
            )

    def remove(self, by: Person, deputy_id: str) -> None:
        with self._store.write() as session:
            row = session.get(DeputyRow, deputy_id)
            own = None if row is None else session.get_one(AccountRow, row.manager_id)
            if row is None or own is None or not (own.id == by.id or may(by, "accounts.manage")):
                raise NotFound("people.no_deputy")
            session.delete(row)
            self._audit.append(session, by, "deputy.remove", deputy_id, manager=own.name)

    def list(self, by: Person) -> Sequence[Deputy]:
        """Those of this manager, or everybody's for an administrator; without those that are over."""
        manager, deputy = aliased(AccountRow), aliased(AccountRow)
        query = (
            sa.select(DeputyRow, manager, deputy)
            .join(manager, DeputyRow.manager_id == manager.id)
            .join(deputy, DeputyRow.deputy_id == deputy.id)
            .where(sa.or_(DeputyRow.ends_at.is_(None), DeputyRow.ends_at > self._clock.now()))
            .order_by(manager.name_key, DeputyRow.starts_at)
        )
        if not may(by, "accounts.manage"):
            query = query.where(DeputyRow.manager_id == by.id)
        with self._store.read() as session:
            return [
                Deputy(row.id, own.name, own.display_name, other.name, other.display_name, row.starts_at, row.ends_at)
                for row, own, other in session.execute(query)
            ]

    def choices(self, by: Person, manager: str) -> Sequence[tuple[str, str]]:
        """Who could stand in for this manager: names as colleagues read them, and the account's."""
        with self._store.read() as session:
            own = demand(session, manager)
            _demand_may(by, own)
            query = sa.select(AccountRow).where(
                AccountRow.role == "manager", AccountRow.disabled_at.is_(None), AccountRow.id != own.id
            )
            return [(row.display_name, row.name) for row in session.scalars(query.order_by(AccountRow.name_key))]


def stands_in_for(session: Session, person_id: str, now: datetime) -> Sequence[AccountRow]:
    """The managers in whose place this person decides at this moment. Not those they themselves stand in for."""
    query = (
        sa.select(AccountRow)
        .join(DeputyRow, DeputyRow.manager_id == AccountRow.id)
        .where(
            DeputyRow.deputy_id == person_id,
            DeputyRow.starts_at <= now,
            sa.or_(DeputyRow.ends_at.is_(None), DeputyRow.ends_at > now),
            AccountRow.role == "manager",
            AccountRow.disabled_at.is_(None),
        )
        .order_by(AccountRow.name_key)
    )
    return list(dict.fromkeys(session.scalars(query)))


def _demand_may(by: Person, manager: AccountRow) -> None:
    if not (manager.id == by.id and may(by, "review.decide")) and not may(by, "accounts.manage"):
        raise NotAllowed("people.not_allowed")
