"""The ambassador programme: its themes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.tables.base import Table


class ThemeRow(Table):
    __tablename__ = "theme"

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[dict[str, Any]]
    description: Mapped[dict[str, Any]]
    body: Mapped[dict[str, Any]]
    """known_for, words_use, words_avoid, angles, hashtags."""
    updated_at: Mapped[datetime]
