"""Transactions: all or nothing, one writer at a time."""

import threading
from datetime import UTC, datetime

import pytest

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
