"""Transactions: all or nothing, one writer at a time."""

import sqlite3
import threading
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from assistant.errors import Unavailable
from assistant.store.revision import bump, current
from assistant.store.tables.people import SignInAttemptRow


def attempt(key: str) -> SignInAttemptRow:
    return SignInAttemptRow(key=key, failures=1, blocked_until=None, last_at=datetime(2026, 1, 1, tzinfo=UTC))


def test_a_write_that_fails_changes_nothing(each_store):
    with pytest.raises(ZeroDivisionError), each_store.write() as session:
        session.add(attempt("a"))
        session.flush()
        _ = 1 / 0
    with each_store.read() as session:
        assert session.get(SignInAttemptRow, "a") is None


def test_what_a_write_read_stays_true_until_it_commits(each_store):
    with each_store.write() as session:
        session.add(attempt("a"))

    def add_one() -> None:
        for _ in range(10):
            with each_store.write() as session:
                row = session.get_one(SignInAttemptRow, "a")
                row.failures = row.failures + 1

    threads = [threading.Thread(target=add_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with each_store.read() as session:
        assert session.get_one(SignInAttemptRow, "a").failures == 41


def test_the_revision_counts_every_change_once(each_store):
    def change() -> None:
        for _ in range(5):
            with each_store.write() as session:
                bump(session)

    threads = [threading.Thread(target=change) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with each_store.read() as session:
        assert current(session) == 20


def test_a_database_that_stays_locked_says_so_in_words(store, monkeypatch):
    other = sqlite3.connect(store.engine.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
    with pytest.raises(Unavailable, match="busy right now"), store.write() as session:
        session.add(attempt("a"))
    other.execute("ROLLBACK")
    other.close()
    with store.write() as session:
        session.add(attempt("a"))


@pytest.mark.postgres
def test_a_write_lock_that_is_never_free_says_so_in_words(postgres_store, monkeypatch):
    monkeypatch.setattr("assistant.store.engine.BUSY_TIMEOUT_MS", 50)
    with (
        postgres_store.write(),
        pytest.raises(Unavailable, match="busy right now"),
        postgres_store.write(),
    ):
        pass


def test_a_full_disk_says_so_in_words(store):
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1")
    with pytest.raises(Unavailable, match="disk is full"), store.write() as session:
        session.add_all(attempt("x" * 3000 + str(number)) for number in range(500))
    with store.read() as session:
        assert session.get(SignInAttemptRow, "x" * 3000 + "0") is None


def test_another_fault_is_a_bug_and_not_put_into_words(store):
    with pytest.raises(OperationalError), store.read() as session:
        session.execute(sa.text("SELECT * FROM no_such_table"))
