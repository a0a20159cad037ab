"""The first administrator: made with a one-time link that only whoever reads the server's console can know."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.audit import Audit
from assistant.clock import Clock
from assistant.errors import InputError, NotFound
from assistant.people import passwords
from assistant.people.accounts import as_person, find, is_name, name_key, token_hash
from assistant.people.person import OPERATOR, Person
from assistant.store import Store
from assistant.store.tables.desk import SetupRow
from assistant.store.tables.people import AccountRow
from assistant.texts import as_language

LINK_LASTS = timedelta(days=1)


class FirstAdministrator:
    def __init__(self, store: Store, clock: Clock, audit: Audit) -> None:
        self._store, self._clock, self._audit = store, clock, audit

    def needed(self) -> bool:
        """Whether there is no administrator who could let others in."""
        with self._store.read() as session:
            return not _there_is_one(session)

    def link(self) -> str:
        """A new token; one of an earlier start no longer works."""
        token = secrets.token_urlsafe(32)
        with self._store.write() as session:
            session.execute(sa.delete(SetupRow))
            session.add(SetupRow(token_hash=token_hash(token), expires_at=self._clock.now() + LINK_LASTS))
        return token

    def works(self, token: str) -> bool:
        with self._store.read() as session:
            return self._open(session, token)

    def make(self, token: str, name: str, display_name: str, password: str, language: str) -> Person:
        """The administrator, once: with the account the link is gone."""
        if not self.works(token):
            raise NotFound("people.bad_setup_link")
        name = unicodedata.normalize("NFKC", name).strip()
        if not is_name(name):
            raise InputError("people.bad_name", name=name[:80])
        passwords.demand_good(password, name)
        hashed = passwords.hash_of(password)
        with self._store.write() as session:
            if not self._open(session, token):
                raise NotFound("people.bad_setup_link")
            if find(session, name) is not None:
                raise InputError("people.name_taken", name=name)
            row = AccountRow(
                name=name,
                name_key=name_key(name),
                display_name=" ".join(display_name.split())[:120] or name,
                role="administrator",
                language=as_language(language),
                password_hash=hashed,
                created_at=self._clock.now(),
            )
            session.add(row)
            session.execute(sa.delete(SetupRow))
            session.flush()
            self._audit.append(
                session, OPERATOR, "account.add", row.id, name=name, role="administrator", manages=[], way="first"
            )
            return as_person(row)

    def _open(self, session: Session, token: str) -> bool:
        row = session.get(SetupRow, token_hash(token))
        return row is not None and row.expires_at > self._clock.now() and not _there_is_one(session)


def _there_is_one(session: Session) -> bool:
    query = sa.select(AccountRow.id).where(AccountRow.role == "administrator", AccountRow.disabled_at.is_(None))
    return session.scalar(query.limit(1)) is not None
