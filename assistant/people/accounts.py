"""Accounts: who there is, how they get their password, and signing in."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.audit import PROGRAM, Audit
from assistant.clock import Clock
from assistant.errors import InputError, NotAllowed, NotFound, Unavailable
from assistant.people import passwords, sign_in
from assistant.people.permissions import require
from assistant.people.person import OPERATOR, ROLES, Person, Role
from assistant.store import Store
from assistant.store.tables.people import AccountRow, InvitationRow, SessionRow
from assistant.texts import Language, as_language

INVITATION_LASTS = timedelta(days=3)
_NAME = re.compile(r"[^\W_](?:[\w.@' +-]{0,62}[\w.])?")
_TAKEN = frozenset({OPERATOR.name, PROGRAM})
ERASED = "erased-"
"""How the account of somebody who was erased is named, with a number that leads nowhere."""


@dataclass(frozen=True)
class AccountInfo:
    """An account as an administrator sees it."""

    id: str
    name: str
    display_name: str
    role: Role
    team: str
    job: str
    language: Language
    email: str | None
    ambassador: bool
    manages: tuple[str, ...]
    has_password: bool
    disabled_at: datetime | None
    created_at: datetime


class Accounts:
    def __init__(self, store: Store, clock: Clock, audit: Audit, *, local: bool = True) -> None:
        """`local` off: nobody signs in here with a password, and no link gives one."""
        self._store = store
        self._clock = clock
        self._audit = audit
        self._local = local

    def add(
        self,
        by: Person,
        name: str,
        display_name: str,
        role: Role,
        *,
        team: str = "",
        job: str = "",
        language: str = "nl",
        email: str | None = None,
        password: str | None = None,
        ambassador: bool = False,
        manages: Iterable[str] = (),
    ) -> Person:
        """A new account. Without a password nobody can sign in to it until an invitation was accepted."""
        require(by, "accounts.manage")
        name = unicodedata.normalize("NFKC", name).strip()
        if not is_name(name):
            raise InputError("people.bad_name", name=name[:80])
        if role not in ROLES:
            raise InputError("people.bad_role", role=role, roles=", ".join(ROLES))
        if password is not None:
            passwords.demand_good(password, name)
        row = AccountRow(
            name=name,
            name_key=name_key(name),
            display_name=" ".join(display_name.split())[:120] or name,
            role=role,
            team=team.strip(),
            job=job.strip(),
            language=as_language(language),
            email=email,
            ambassador=ambassador,
            manages=[team.strip() for team in manages],
            password_hash=None if password is None else passwords.hash_of(password),
            created_at=self._clock.now(),
        )
        with self._store.write() as session:
            if find(session, name) is not None:
                raise InputError("people.name_taken", name=name)
            session.add(row)
            session.flush()
            self._audit.append(session, by, "account.add", row.id, name=name, role=role, manages=row.manages)
        return as_person(row)

    def list(self, by: Person) -> list[AccountInfo]:
        require(by, "accounts.manage")
        with self._store.read() as session:
            return [_info(row) for row in session.scalars(sa.select(AccountRow).order_by(AccountRow.name_key))]

    def change(
        self,
        by: Person,
        name: str,
        *,
        role: Role | None = None,
        display_name: str | None = None,
        team: str | None = None,
        job: str | None = None,
        email: str | None = None,
        ambassador: bool | None = None,
        manages: Iterable[str] | None = None,
    ) -> Person:
        """Change what is given. It counts from the person's next click."""
        require(by, "accounts.manage")
        if role is not None and role not in ROLES:
            raise InputError("people.bad_role", role=role, roles=", ".join(ROLES))
        given = {"role": role, "display_name": display_name, "team": team, "job": job, "email": email}
        changes: dict[str, Any] = {field: value for field, value in given.items() if value is not None}
        if ambassador is not None:
            changes["ambassador"] = ambassador
        if manages is not None:
            changes["manages"] = [team.strip() for team in manages]
        with self._store.write() as session:
            row = demand(session, name)
            if row.id == by.id and role not in (None, row.role):
                raise InputError("people.not_your_role")
            for field, value in changes.items():
                setattr(row, field, value)
            recorded = {field: value for field, value in changes.items() if field in ("role", "team", "manages")}
            self._audit.append(session, by, "account.change", row.id, name=row.name, fields=sorted(changes), **recorded)
            return as_person(row)

    def disable(self, by: Person, name: str) -> None:
        """Signs this person out everywhere, and lets nobody in. What they wrote stays."""
        require(by, "accounts.manage")
        with self._store.write() as session:
            row = demand(session, name)
            if row.id == by.id:
                raise InputError("people.not_yourself")
            if row.disabled_at is not None:
                return
            row.disabled_at = self._clock.now()
            session.execute(sa.delete(SessionRow).where(SessionRow.account_id == row.id))
            session.execute(sa.delete(InvitationRow).where(InvitationRow.account_id == row.id))
            self._audit.append(session, by, "account.disable", row.id, name=row.name)

    def enable(self, by: Person, name: str) -> None:
        require(by, "accounts.manage")
        with self._store.write() as session:
            row = demand(session, name)
            if row.disabled_at is None:
                return
            row.disabled_at = None
            self._audit.append(session, by, "account.enable", row.id, name=row.name)

    def sign_out(self, by: Person, name: str) -> None:
        """Ends every session of this person; they may come back in."""
        require(by, "accounts.manage")
        with self._store.write() as session:
            row = demand(session, name)
            session.execute(sa.delete(SessionRow).where(SessionRow.account_id == row.id))
            self._audit.append(session, by, "account.sign_out", row.id, name=row.name)

    def invite(self, by: Person, name: str) -> str:
        """A one-time token with which this person chooses a (new) password; an earlier one no longer works."""
        require(by, "accounts.manage")
        if not self._local:
            raise InputError("people.no_local_accounts")
        token = secrets.token_urlsafe(32)
        with self._store.write() as session:
            row = demand(session, name)
            if row.disabled_at is not None:
                raise InputError("people.is_disabled", name=row.name)
            session.execute(sa.delete(InvitationRow).where(InvitationRow.account_id == row.id))
            expires = self._clock.now() + INVITATION_LASTS
            session.add(InvitationRow(token_hash=token_hash(token), account_id=row.id, expires_at=expires))
            self._audit.append(session, by, "account.invite", row.id, name=row.name)
        return token

    def invited(self, token: str) -> Person | None:
        """Whom this token is for, while it can still be used."""
        if not self._local:
            return None
        with self._store.read() as session:
            row = self._invitation(session, token)
            return None if row is None else as_person(session.get_one(AccountRow, row.account_id))

    def accept(self, token: str, password: str) -> Person:
        """Set the password the token was given out for. It can be used once, and ends every session there was."""
        person = self.invited(token)
        if person is None:
            raise NotFound("people.bad_invitation")
        passwords.demand_good(password, person.name)
        hashed = passwords.hash_of(password)
        with self._store.write() as session:
            invitation = self._invitation(session, token)
            if invitation is None:
                raise NotFound("people.bad_invitation")
            invitation.used_at = self._clock.now()
            session.get_one(AccountRow, person.id).password_hash = hashed
            session.execute(sa.delete(SessionRow).where(SessionRow.account_id == person.id))
            sign_in.forgive(session, name_key(person.name), "")
            self._audit.append(session, person, "account.password", person.id)
        return person

    def person(self, account_id: str) -> Person | None:
        """The person with this id; None when there is none, or when they were disabled."""
        with self._store.read() as session:
            row = session.get(AccountRow, account_id)
            return as_person(row) if row is not None and row.disabled_at is None else None

    def by_name(self, name: str) -> Person | None:
        with self._store.read() as session:
            row = find(session, name)
            return as_person(row) if row is not None and row.disabled_at is None else None

    def sign_in(self, name: str, password: str, address: str) -> Person:
        """Whoever has this name and password. All failures look the same; each makes the next wait longer."""
        if not self._local:
            raise NotAllowed("people.no_local_accounts")
        counted = sign_in.keys(name_key(name), address)
        with self._store.write() as session:
            now = self._clock.now()
            wait = sign_in.waits(session, counted, now)
            if not wait:
                sign_in.count(session, counted, now)
            row = find(session, name)
            hashed = row.password_hash if row is not None and row.disabled_at is None else None
        if wait:
            raise Unavailable("people.sign_in_wait", seconds=int(wait.total_seconds()) + 1)
        if not passwords.matches(password, hashed) or row is None:
            raise NotAllowed("people.sign_in_failed")
        with self._store.write() as session:
            current = session.get(AccountRow, row.id)
            if current is None or current.disabled_at is not None or current.password_hash != hashed:
                raise NotAllowed("people.sign_in_failed")
            sign_in.forgive(session, current.name_key, address)
            person = as_person(current)
            self._audit.append(session, person, "account.sign_in", person.id)
        return person

    def set_language(self, person: Person, language: str) -> Person:
        with self._store.write() as session:
            row = session.get(AccountRow, person.id)
            if row is None:
                raise NotFound("people.no_account", name=person.name)
            row.language = as_language(language, person.language)
            return as_person(row)

    def _invitation(self, session: Session, token: str) -> InvitationRow | None:
        row = session.get(InvitationRow, token_hash(token))
        if row is None or row.used_at is not None or row.expires_at <= self._clock.now():
            return None
        account = session.get(AccountRow, row.account_id)
        return row if account is not None and account.disabled_at is None else None


def is_name(name: str) -> bool:
    """Whether an account can be called this: not as whoever acts without one, or as somebody who was erased."""
    taken = name_key(name) in _TAKEN or name_key(name).startswith(ERASED)
    return _NAME.fullmatch(name) is not None and not taken


def name_key(name: str) -> str:
    """How names are compared."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def as_person(row: AccountRow) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        display_name=row.display_name,
        role=row.role,  # type: ignore[arg-type]  # only roles are stored
        team=row.team,
        language=as_language(row.language),
        ambassador=row.ambassador,
        manages=tuple(row.manages),
    )


def find(session: Session, name: str) -> AccountRow | None:
    try:
        name_key(name).encode("utf-8")
    except UnicodeEncodeError:
        return None
    return session.scalar(sa.select(AccountRow).where(AccountRow.name_key == name_key(name).replace("\0", "")))


def demand(session: Session, name: str) -> AccountRow:
    row = find(session, name)
    if row is None:
        raise NotFound("people.no_account", name=name)
    return row


def _info(row: AccountRow) -> AccountInfo:
    return AccountInfo(
        id=row.id,
        name=row.name,
        display_name=row.display_name,
        role=row.role,  # type: ignore[arg-type]  # only roles are stored
        team=row.team,
        job=row.job,
        language=as_language(row.language),
        email=row.email,
        ambassador=row.ambassador,
        manages=tuple(row.manages),
        has_password=row.password_hash is not None,
        disabled_at=row.disabled_at,
        created_at=row.created_at,
    )
