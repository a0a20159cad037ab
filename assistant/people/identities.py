"""Who somebody from the OpenID provider is here: their account, made or found again, with the role of their claim."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from assistant.audit import Audit
from assistant.clock import Clock
from assistant.errors import InputError, NotAllowed
from assistant.people.accounts import as_person, demand, find, is_name, name_key
from assistant.people.permissions import require
from assistant.people.person import Person, Role
from assistant.settings import Settings
from assistant.store import Store
from assistant.store.tables.desk import IdentityRow, LinkRow
from assistant.store.tables.people import AccountRow
from assistant.texts import as_language

ANYBODY = "*"
"""In the setting of roles: whoever the provider lets in."""
LINK_LASTS = timedelta(days=3)
_PROVIDER = Person(id="", name="openid", display_name="OpenID", role="administrator")


class Identities:
    def __init__(self, store: Store, clock: Clock, audit: Audit, settings: Settings) -> None:
        self._store, self._clock, self._audit, self._settings = store, clock, audit, settings

    def sign_in(self, claims: Mapping[str, Any]) -> Person:
        """The account of whoever these checked claims are about. The role is the provider's, at each sign-in anew.

        Raises `NotAllowed` without a role that counts here, or when the account was disabled here.
        """
        issuer, subject = self._settings.openid_issuer, str(claims["sub"])
        role = self._role(claims)
        if role is None:
            raise NotAllowed("openid.no_role")
        refusal: str | None = None
        with self._store.write() as session:
            identity = session.get(IdentityRow, (issuer, subject))
            row = session.get(AccountRow, identity.account_id) if identity is not None else None
            if row is None:
                row = self._linked(session, claims) or self._made(session, claims, role)
                session.add(
                    IdentityRow(issuer=issuer, subject=subject, account_id=row.id, created_at=self._clock.now())
                )
            if row.disabled_at is not None:
                self._audit.append(session, as_person(row), "account.refused", row.id, way="openid")
                refusal = "openid.disabled"
            else:
                self._bring_up_to_date(session, row, claims, role)
                self._audit.append(session, as_person(row), "account.sign_in", row.id, way="openid")
            person = as_person(row)
        if refusal is not None:
            raise NotAllowed(refusal)
        return person

    def let_link(self, by: Person, name: str) -> None:
        """For three days the person whom the provider calls by this name may take this account over as their own."""
        require(by, "accounts.manage")
        with self._store.write() as session:
            row = demand(session, name)
            link = session.get(LinkRow, row.id) or LinkRow(account_id=row.id)
            link.expires_at = self._clock.now() + LINK_LASTS
            session.add(link)
            self._audit.append(session, by, "account.let_link", row.id, name=row.name)

    def _role(self, claims: Mapping[str, Any]) -> Role | None:
        """The first role of the setting whose value stands in the claim."""
        given = _at(claims, self._settings.openid_role_claim)
        values = {str(value) for value in (given if isinstance(given, list) else [given]) if value is not None}
        if not values:
            return None
        return next(
            (role for value, role in self._settings.openid_roles.items() if value in values or value == ANYBODY), None
        )

    def _linked(self, session: Session, claims: Mapping[str, Any]) -> AccountRow | None:
        row = find(session, self._name(claims))
        link = session.get(LinkRow, row.id) if row is not None else None
        if link is None or link.expires_at <= self._clock.now():
            return None
        session.delete(link)
        return row

    def _made(self, session: Session, claims: Mapping[str, Any], role: Role) -> AccountRow:
        name = self._name(claims)
        if find(session, name) is not None:
            raise NotAllowed("openid.name_taken", name=name)
        shown = " ".join(str(claims.get("name") or name).split())[:120]
        row = AccountRow(
            name=name,
            name_key=name_key(name),
            display_name=shown or name,
            role=role,
            language=as_language(str(claims.get("locale") or ""), self._settings.language),
            created_at=self._clock.now(),
        )
        session.add(row)
        session.flush()
        self._audit.append(session, _PROVIDER, "account.add", row.id, name=name, role=role, manages=[])
        return row

    def _bring_up_to_date(self, session: Session, row: AccountRow, claims: Mapping[str, Any], role: Role) -> None:
        if claims.get("email") and claims.get("email_verified", True):
            row.email = str(claims["email"])[:320]
        changed: dict[str, Any] = {}
        if row.role != role:
            row.role = changed["role"] = role
        team = _at(claims, self._settings.openid_team_claim) if self._settings.openid_team_claim else None
        if isinstance(team, str) and team.strip() and team.strip() != row.team:
            row.team = changed["team"] = team.strip()[:200]
        if changed:
            self._audit.append(
                session, _PROVIDER, "account.change", row.id, name=row.name, fields=sorted(changed), **changed
            )

    def _name(self, claims: Mapping[str, Any]) -> str:
        given = claims.get(self._settings.openid_name_claim)
        name = unicodedata.normalize("NFKC", given).strip() if isinstance(given, str) else ""
        if not is_name(name):
            raise InputError("openid.no_name", claim=self._settings.openid_name_claim)
        return name


def _at(claims: Mapping[str, Any], path: str) -> Any:
    """The claim itself, or what stands deeper: `realm_access.roles`."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for part in path.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(part)
    return found
