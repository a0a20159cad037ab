"""The people of the organisation as the programme may name them: who they are at work, and no more."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.store.tables.people import AccountRow
from assistant.texts import Language, as_language


@dataclass(frozen=True)
class Colleague:
    account_id: str
    name: str
    display_name: str
    team: str
    job: str
    language: Language
    email: str | None = None

    @property
    def first_name(self) -> str:
        """How a colleague would say it: without the title in front."""
        parts = [part for part in self.display_name.split() if not part.endswith(".")]
        return parts[0] if parts else self.display_name


def colleagues(session: Session) -> list[Colleague]:
    """Everybody who can sign in, by name."""
    rows = session.scalars(
        sa.select(AccountRow).where(AccountRow.disabled_at.is_(None)).order_by(AccountRow.display_name, AccountRow.id)
    )
    return [colleague(row) for row in rows]


def colleague(row: AccountRow) -> Colleague:
    return Colleague(
        row.id, row.name, row.display_name, row.team, row.job, as_language(row.language), row.email or None
    )
