"""What keeping things no longer than needed leaves behind: when it was last done, and whose texts went."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.tables.base import Table


class HousekeepingRow(Table):
    """When a daily task was last done, and what came of it."""

    __tablename__ = "housekeeping"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    outcome: Mapped[dict[str, Any]] = mapped_column(default=dict)


class ErasureRow(Table):
    """Somebody who was erased, by a number that leads nowhere: so that a restored backup can be erased again."""

    __tablename__ = "erasure"

    account_id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    removed: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """How many rows of what."""
