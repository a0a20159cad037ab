"""Accounts on a database of their own, with a quick hash: the slow one has its own test."""

import pytest

from assistant.audit import Audit
from assistant.people import passwords
from assistant.people.accounts import Accounts
from assistant.people.person import OPERATOR
from assistant.people.sessions import Sessions

PASSWORD = "een zin die blijft hangen"


@pytest.fixture
def quick_hash(monkeypatch):
    """Plain comparison in place of argon2; counts how often a password was tried."""
    tried = []

    def matches(password, hashed):
        tried.append((password, hashed))
        return hashed == f"hash of {password}"

    monkeypatch.setattr(passwords, "hash_of", lambda password: f"hash of {password}")
    monkeypatch.setattr(passwords, "matches", matches)
    return tried


@pytest.fixture
def audit(store, clock):
    return Audit(store, clock)


@pytest.fixture
def accounts(store, clock, audit, quick_hash):
    return Accounts(store, clock, audit)


@pytest.fixture
def sessions(store, clock):
    return Sessions(store, clock, hours=12)


@pytest.fixture
def lotte(accounts):
    return accounts.add(OPERATOR, "lotte", "Lotte", "employee", team="care", password=PASSWORD)
