"""Brings a database to the present schema with Alembic."""

from __future__ import annotations

from importlib.resources import as_file, files

import sqlalchemy as sa

from assistant.store.engine import Store

LATEST = "0002"


def prepare(store: Store) -> None:
    """Create the tables, or migrate those that are there. Alembic is imported only when there is something to do."""
    if _revision(store) == LATEST:
        return
    from alembic import command
    from alembic.config import Config

    import assistant.store.tables  # noqa: F401  (registers every table)

    with as_file(files("assistant.store") / "migrations") as folder, store.engine.connect() as connection:
        config = Config()
        config.set_main_option("script_location", str(folder))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def _revision(store: Store) -> str | None:
    if not sa.inspect(store.engine).has_table("alembic_version"):
        return None
    with store.engine.connect() as connection:
        found = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return None if found is None else str(found)
