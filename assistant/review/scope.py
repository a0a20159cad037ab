"""Whose drafts a manager decides on: of the teams they lead, and of whoever they stand in for; never their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.people.accounts import as_person
from assistant.people.deputies import stands_in_for
from assistant.people.person import OPERATOR, Person
from assistant.store.tables.people import AccountRow


@dataclass(frozen=True)
class Scope:
    """What one manager may decide on at one moment."""

    person: Person
    deputises: tuple[Person, ...]

    @classmethod
    def of(cls, session: Session, person: Person, now: datetime) -> Scope:
        absent = () if person is OPERATOR else stands_in_for(session, person.id, now)
        return cls(person, tuple(as_person(row) for row in absent))

    def holds(self, author: AccountRow) -> bool:
        if author.id == self.person.id:
            return False
        return _leads(self.person, author) or any(_leads(one, author) for one in self.deputises)

    def in_place_of(self, author: AccountRow) -> str:
        """The manager whose place this person takes for this author; empty when the team is their own."""
        if author.id == self.person.id or _leads(self.person, author):
            return ""
        return next((one.display_name for one in self.deputises if _leads(one, author)), "")


def deciders(session: Session, author: AccountRow, now: datetime) -> Sequence[AccountRow]:
    """Every manager who may decide on a draft of this author now."""
    managers = session.scalars(
        sa.select(AccountRow).where(AccountRow.role == "manager", AccountRow.disabled_at.is_(None))
    ).all()
    return [one for one in managers if Scope.of(session, as_person(one), now).holds(author)]


def _leads(manager: Person, author: AccountRow) -> bool:
    """A manager of named teams leads these; one without leads all. Nobody leads themselves."""
    return author.id != manager.id and (not manager.manages or author.team in manager.manages)
