"""What is to be sent to people outside the pages: put down in the transaction of what happened, sent later."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, get_args

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.store.tables.desk import NotificationRow

Kind = Literal["hand_in", "second", "decided", "notice", "hold", "alert"]
KINDS: tuple[Kind, ...] = get_args(Kind)


def put(session: Session, account_id: str | None, kind: Kind, at: datetime) -> None:
    """One message of a kind for somebody (None: the whole desk); while one waits, no second joins it."""
    same = sa.select(NotificationRow.id).where(
        NotificationRow.account_id.is_(None) if account_id is None else NotificationRow.account_id == account_id,
        NotificationRow.kind == kind,
        NotificationRow.gave_up_at.is_(None),
        NotificationRow.attempts == 0,
    )
    if session.scalar(same.limit(1)) is None:
        session.add(NotificationRow(account_id=account_id, kind=kind, created_at=at, next_at=at, attempts=0))
