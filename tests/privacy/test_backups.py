"""What a backup leaves out, what it brings back, and that it comes from an older version too."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import zipfile
from contextlib import closing
from importlib.metadata import version

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

import assistant.backup
from assistant.audit import Audit
from assistant.backup import DATABASE, MANIFEST, PASSING, backup, restore
from assistant.people.accounts import Accounts
from assistant.people.person import OPERATOR
from assistant.settings import Settings
from assistant.store import Store
from assistant.store.schema import LATEST
from assistant.store.tables.audit import AuditHeadRow, AuditRow
from assistant.store.tables.base import Table
from assistant.store.tables.posts import DraftRow, PostRow
from tests.privacy.conftest import MARK

PASSWORD = "een zin die niemand raadt"


@pytest.fixture(autouse=True)
def no_index(monkeypatch):
    monkeypatch.setattr(assistant.backup, "_rebuild", lambda *given: None)


def rows(store):
    with store.read() as session:
        return {
            table.name: sorted(map(repr, session.execute(sa.select(table)).all()))
            for table in Table.metadata.sorted_tables
        }


def database_of(file):
    with zipfile.ZipFile(file) as archive:
        return archive.read(DATABASE)


def elsewhere(tmp_path):
    return Settings(_env_file=None, data=tmp_path / "other" / "data")


def test_every_row_of_a_full_house_comes_back_but_sessions_and_links(full, tmp_path, clock):
    backup(full, tmp_path / "b.zip")
    before = rows(full.store)
    restore(elsewhere(tmp_path), tmp_path / "b.zip", clock=clock)
    store = Store(elsewhere(tmp_path).database_address)
    after = rows(store)
    passing = {table.__tablename__ for table in PASSING}
    assert {name for name in before if before[name] != after[name]} <= {"audit", "audit_head", *passing}
    assert all(after[name] == [] for name in passing)
    assert sum(map(len, before.values())) > 40
    store.close()


def test_no_secret_is_in_the_bytes_of_a_backup(full, lotte, tmp_path):
    joost = full.accounts.add(OPERATOR, "joost", "Joost", "administrator", password=PASSWORD)
    token, link = full.sessions.open(joost), full.accounts.invite(OPERATOR, "lotte")
    hashes = [hashlib.sha256(one.encode()).hexdigest() for one in (token, link)]
    full.store.forget_deleted()
    assert all(one.encode() in full.files() for one in hashes), "they are in the database"
    backup(full, tmp_path / "b.zip")
    whole = database_of(tmp_path / "b.zip") + (tmp_path / "b.zip").read_bytes()
    for secret in (PASSWORD, token, link, *hashes):
        assert secret.encode() not in whole
    assert b"$argon2id$" in whole, "what the documentation says: password hashes are in it"
    assert MARK.encode() in whole


def test_what_people_write_during_a_backup_is_whole_or_not_in_it(full, lotte, tmp_path, clock):
    stop, numbers = threading.Event(), []

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            full.published(lotte, f"Bericht {number}")
            numbers.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            until = len(numbers) + 2
            while len(numbers) < until:
                stop.wait(0.01)
            backup(full, tmp_path / f"b{number}.zip")
    finally:
        stop.set()
        writer.join()
    for number in range(3):
        target = Settings(_env_file=None, data=tmp_path / f"back{number}")
        restore(target, tmp_path / f"b{number}.zip", clock=clock)
        store = Store(target.database_address)
        audit = Audit(store, clock)
        assert audit.verify() == []
        released = {entry["subject"] for entry in audit.export() if entry["action"] == "release.give_out"}
        with store.read() as session:
            there = set(session.scalars(sa.text('SELECT id FROM "release"')))
            posts = set(session.scalars(sa.select(PostRow.id)))
            assert set(session.scalars(sa.select(DraftRow.post_id))) <= posts
        assert there == released
        store.close()


def test_whoever_was_erased_since_is_erased_again(full, lotte, tmp_path, clock):
    backup(full, tmp_path / "b.zip")
    full.privacy.erasure.erase(OPERATOR, lotte.id)
    full.store.close()
    restored = restore(full.settings, tmp_path / "b.zip", force=True, clock=clock)
    assert restored.erased_again == 1
    store = Store(full.settings.database_address)
    assert MARK not in str(rows(store)["draft"])
    assert Audit(store, clock).verify() == []
    assert Accounts(store, clock, Audit(store, clock)).by_name("wim") is not None
    store.close()
    assert MARK.encode() not in full.files()


def test_nobody_is_erased_when_nobody_was(full, lotte, tmp_path, clock):
    backup(full, tmp_path / "b.zip")
    full.store.close()
    assert restore(full.settings, tmp_path / "b.zip", force=True, clock=clock).erased_again == 0


def test_a_backup_of_an_older_version_is_brought_up_to_date(tmp_path, clock):
    """A database as 0001 left it, with a person, a post and a record, put into a backup by hand."""
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as connection:
        _at_first(old)
        connection.execute(
            "INSERT INTO account (id, name, name_key, display_name, role, team, job, language, ambassador, manages,"
            " created_at) VALUES ('a1', 'lotte', 'lotte', 'Lotte', 'employee', '', '', 'nl', 0, '[]', '2026-01-01')"
        )
        connection.execute(
            "INSERT INTO post (id, account_id, channel, language, notes, created_at, updated_at)"
            " VALUES ('p1', 'a1', 'linkedin', 'nl', '[]', '2026-01-01', '2026-01-01')"
        )
        connection.execute(
            "INSERT INTO draft (id, post_id, number, text, text_hash, origin, sources, prompt, created_at)"
            " VALUES ('d1', 'p1', 1, 'Een oud bericht', 'x', 'edit', '[]', '', '2026-01-01')"
        )
        connection.commit()
    store = Store(f"sqlite:///{old}")
    audit = Audit(store, clock)
    with store.write() as session:
        audit.append(session, OPERATOR, "account.add", "a1")
    head = audit.head()
    store.close()
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    data = old.read_bytes()
    manifest = {
        "format": 1,
        "program": version("boegbeeld"),
        "schema": "0001",
        "made_at": clock.now().isoformat(),
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "audit_number": head.number,
        "audit_hash": head.hash,
    }
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        archive.writestr(MANIFEST, json.dumps(manifest))
        archive.writestr(DATABASE, data)
    restore(elsewhere(tmp_path), tmp_path / "old.zip", clock=clock)
    store = Store(elsewhere(tmp_path).database_address)
    with store.read() as session:
        assert session.scalar(sa.text("SELECT version_num FROM alembic_version")) == LATEST
        assert session.scalar(sa.select(DraftRow.text)) == "Een oud bericht"
        assert session.scalar(sa.select(sa.func.count()).select_from(AuditRow)) == 2
        assert session.get(AuditHeadRow, 1).number == 2
    assert set(sa.inspect(store.engine).get_table_names()) >= set(Table.metadata.tables)
    assert Audit(store, clock).verify() == []
    store.close()


def _at_first(file):
    from importlib.resources import as_file, files

    store = Store(f"sqlite:///{file}")
    with as_file(files("assistant.store") / "migrations") as folder, store.engine.connect() as connection:
        config = Config()
        config.set_main_option("script_location", str(folder))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.commit()
    store.close()
