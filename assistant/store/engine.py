"""Opens the database, SQLite or PostgreSQL, and hands out transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from assistant.errors import Unavailable

BUSY_TIMEOUT_MS = 10_000
_FAULTS = (
    ("database is locked", "store.busy"),
    ("lock timeout", "store.busy"),
    ("disk is full", "store.full"),
    ("no space left", "store.full"),
    ("readonly database", "store.read_only"),
    ("connection", "store.gone"),
)
WRITE_LOCK = 0x626F6567  # any number, the same for every process: "boeg"


class Store:
    """A database. `read` and `write` give a session each; `write` commits at its end, or changes nothing."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _open(url)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for looking. What is changed in it is thrown away."""
        with _in_words(), self._sessions() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction that holds the write lock from its start, so that what it read stays true until it commits.

        One writer at a time, on both engines: writes are short, and no service needs its own reasoning about races.
        """
        with _in_words(), self._sessions() as session:
            if self.is_sqlite:
                session.connection(execution_options={"boegbeeld_write": True})
            else:
                session.execute(sa.text(f"SET LOCAL lock_timeout = {BUSY_TIMEOUT_MS}"))
                session.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITE_LOCK)))
            yield session
            session.commit()

    def forget_deleted(self) -> None:
        """Take what was deleted out of the file: SQLite overwrote it, and its log of changes is emptied into the file.

        PostgreSQL gives the room free with its own vacuum.
        """
        if self.is_sqlite:
            with self.engine.connect() as connection:
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql("BEGIN")

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def _in_words() -> Iterator[None]:
    """What somebody can wait for or repair is said in words; every other fault of the database is a bug."""
    try:
        yield
    except OperationalError as problem:
        said = str(problem.orig).lower()
        for sign, key in _FAULTS:
            if sign in said:
                raise Unavailable(key) from problem
        raise


def _open(url: str) -> sa.Engine:
    # A fault of the database goes to the log; the texts that were being stored do not.
    engine = sa.create_engine(url, pool_pre_ping=not url.startswith("sqlite"), hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we write BEGIN ourselves: the driver's own begins too late to protect a read
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "synchronous=FULL",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    wants_to_write = connection.get_execution_options().get("boegbeeld_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if wants_to_write else "BEGIN")
