"""The migration and the tables say the same."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from assistant.store import Store
from assistant.store.schema import LATEST, prepare
from assistant.store.tables.base import Table


def differences(store: Store) -> list[object]:
    import assistant.store.tables  # noqa: F401

    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Table.metadata))


def test_a_migrated_sqlite_database_has_every_table_as_it_is_written(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'new.db'}")
    prepare(store)
    assert differences(store) == [], "run scripts/write_migration.py"
    prepare(store)
    store.close()


@pytest.mark.postgres
def test_a_migrated_postgres_database_has_every_table_as_it_is_written(postgres_store):
    assert differences(postgres_store) == []


def test_the_latest_revision_is_the_one_the_program_expects(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'new.db'}")
    prepare(store)
    with store.read() as session:
        assert session.scalar(sa.text("SELECT version_num FROM alembic_version")) == LATEST
    store.close()
