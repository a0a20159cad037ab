"""All that is kept of one person, as plain data for themselves: nothing about others, and no secret of the house."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.clock import Clock
from assistant.errors import NotAllowed, NotFound
from assistant.people.person import OPERATOR, Person
from assistant.privacy.kinds import KINDS, Held
from assistant.settings import Settings
from assistant.store import Store
from assistant.store.tables.audit import AuditRow
from assistant.store.tables.base import Table
from assistant.store.tables.people import AccountRow
from assistant.store.tables.review import DecisionRow
from assistant.texts import as_language
from assistant.writing import post_check

FORMAT = 1
_OF_THE_RECORD = ("post", "text_hash", "verdict", "channel", "language", "decision", "reason", "fields", "count")
"""What an entry may say to whom it is about: not by which embargo a text was judged."""


class OwnCopy:
    def __init__(self, store: Store, clock: Clock, settings: Settings) -> None:
        self._store, self._clock, self._settings = store, clock, settings

    def of(self, by: Person, account_id: str) -> dict[str, Any]:
        """Everything about this account. For its owner, and for whoever holds the data folder; for nobody else."""
        if by is not OPERATOR and by.id != account_id:
            raise NotAllowed("people.not_allowed")
        with self._store.read() as session:
            account = session.get(AccountRow, account_id)
            if account is None:
                raise NotFound("people.no_account", name=account_id)
            return {
                "format": FORMAT,
                "made_at": self._clock.now().isoformat(),
                "name": account.name,
                "kept": self._kept(account),
                **{
                    kind.name: {held.table.__tablename__: _rows(session, held, account_id) for held in kind.held}
                    for kind in KINDS
                    if any(held.owner for held in kind.held)
                },
                "decisions_taken": _decided(session, account_id),
                "record": _entries(session, account),
            }

    def named(self, by: Person, name: str) -> dict[str, Any]:
        """The same by sign-in name; a disabled account too."""
        return self.of(by, account_called(self._store, name))

    def _kept(self, account: AccountRow) -> list[dict[str, str]]:
        """What the page says, so that the copy explains itself."""
        from assistant.privacy.kinds import lines

        return [asdict(line) for line in lines(self._settings, as_language(account.language))]


def account_called(store: Store, name: str) -> str:
    """The id of an account, disabled or not. Raises `NotFound`."""
    from assistant.people.accounts import name_key

    with store.read() as session:
        found = session.scalar(sa.select(AccountRow.id).where(AccountRow.name_key == name_key(name)))
    if found is None:
        raise NotFound("people.no_account", name=name)
    return found


def _rows(session: Session, held: Held, account_id: str) -> list[dict[str, Any]]:
    if not held.owner:
        return []
    which = sa.or_(*(owned_by(held.table, path, account_id) for path in held.owner))
    key = sa.inspect(held.table).primary_key
    rows = session.scalars(sa.select(held.table).where(which).order_by(*key))
    return [_plain(row, held.hidden) for row in rows]


def owned_by(table: type[Table], path: str, account_id: str) -> sa.ColumnElement[bool]:
    """Whether a row is this account's: by its own column, or by that of what it belongs to ("post.account_id")."""
    step, _, rest = path.partition(".")
    if not rest:
        return cast("sa.ColumnElement[bool]", getattr(table, step) == account_id)
    of = next(mapper.class_ for mapper in Table.registry.mappers if mapper.class_.__tablename__ == step)
    return cast(
        "sa.ColumnElement[bool]",
        getattr(table, f"{step}_id").in_(sa.select(of.id).where(owned_by(of, rest, account_id))),
    )


def _plain(row: Table, hidden: Iterable[str]) -> dict[str, Any]:
    body: dict[str, Any] = {}
    for column in sa.inspect(type(row)).columns:
        if column.key not in hidden:
            body[str(column.key)] = _value(str(column.key), getattr(row, str(column.key)))
    return body


def _value(name: str, value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return {"bytes": len(value)}
    if name == "findings":
        return [asdict(one) for one in post_check.for_author(post_check.findings_from(value))]
    if name == "sources":  # the passage itself may have come under embargo since: its number tells nothing
        return [one.get("passage_id") or one.get("passage") for one in value if isinstance(one, dict)]
    if name == "state" and isinstance(value, dict):
        return {key: kept for key, kept in value.items() if key != "offers"}
    return value


def _decided(session: Session, account_id: str) -> list[dict[str, Any]]:
    """As a manager: what they decided, without whose text it was."""
    query = sa.select(DecisionRow).where(DecisionRow.decided_by == account_id).order_by(DecisionRow.decided_at)
    return [_plain(row, {"covers", "hand_in_id", "text_hash", "suggestion"}) for row in session.scalars(query)]


def _entries(session: Session, account: AccountRow) -> list[dict[str, Any]]:
    mine = sa.or_(AuditRow.actor == account.name, AuditRow.subject == account.id)
    rows = session.scalars(sa.select(AuditRow).where(mine).order_by(AuditRow.number))
    return [
        {
            "number": row.number,
            "at": row.at.isoformat(),
            "action": row.action,
            "by_you": row.actor == account.name,
            **{key: row.data[key] for key in _OF_THE_RECORD if key in row.data},
        }
        for row in rows
    ]
