"""Backup while people work, and restoration that changes nothing unless all of it is sound."""

import json
import sqlite3
import threading
import zipfile
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

import assistant.backup
from assistant.audit import Audit
from assistant.backup import DATABASE, MANIFEST, backup, restore
from assistant.errors import InputError, NotAllowed
from assistant.people.accounts import Accounts
from assistant.people.person import OPERATOR
from assistant.people.sessions import Sessions
from assistant.settings import Settings
from assistant.store import Store
from assistant.store.schema import prepare
from assistant.store.tables.base import Table
from assistant.writing.posts import Posts

REBUILD = assistant.backup._rebuild


@dataclass
class House:
    settings: Settings
    store: Store
    clock: Any
    audit: Audit
    accounts: Accounts
    sessions: Sessions
    posts: Posts


@pytest.fixture
def house(tmp_path, clock):
    settings = Settings(data=tmp_path / "data")
    settings.data.mkdir()
    store = Store(settings.database_address)
    prepare(store)
    audit = Audit(store, clock)
    yield House(
        settings,
        store,
        clock,
        audit,
        Accounts(store, clock, audit),
        Sessions(store, clock, 12),
        Posts(store, clock, None),
    )
    store.close()


@pytest.fixture(autouse=True)
def rebuilt(monkeypatch):
    """The index is another's work: here it is only seen that it is asked for."""
    calls = []
    monkeypatch.setattr(assistant.backup, "_rebuild", lambda *given: calls.append(given))
    return calls


@pytest.fixture
def lotte(house):
    lotte = house.accounts.add(OPERATOR, "lotte", "Lotte", "employee")
    post = house.posts.new(lotte)
    house.posts.save_draft(lotte, post.id, "Een tekst met een é en een 🙂", "edit")
    return lotte


def rows(settings):
    """Everything in the database, table by table."""
    store = Store(settings.database_address)
    with store.read() as session:
        found = {
            table.name: sorted(map(repr, session.execute(sa.select(table)).all()))
            for table in Table.metadata.sorted_tables
        }
    store.close()
    return found


def elsewhere(tmp_path):
    return Settings(data=tmp_path / "other" / "data")


def test_what_is_restored_is_what_was_backed_up(house, lotte, tmp_path, clock, rebuilt):
    made = backup(house, tmp_path / "b.zip")
    before = rows(house.settings)
    restored = restore(elsewhere(tmp_path), tmp_path / "b.zip", clock=clock)
    after = rows(elsewhere(tmp_path))
    assert restored.manifest == made
    assert restored.kept_aside is None
    assert len(rebuilt) == 1
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"audit", "audit_head"}, "only the restoration itself is new"
    assert set(before["audit"]) < set(after["audit"])
    store = Store(elsewhere(tmp_path).database_address)
    audit = Audit(store, clock)
    assert audit.verify() == []
    assert [entry["action"] for entry in audit.export()][-2:] == ["backup.make", "backup.restore"]
    store.close()


def test_a_backup_is_for_its_owner_only_and_holds_no_sessions_after_restoring(house, lotte, tmp_path, clock):
    token = house.sessions.open(lotte)
    invitation = house.accounts.invite(OPERATOR, "lotte")
    backup(house, tmp_path / "b.zip")
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0
    restore(elsewhere(tmp_path), tmp_path / "b.zip", clock=clock)
    store = Store(elsewhere(tmp_path).database_address)
    assert Sessions(store, clock, 12).person(token) is None
    assert Accounts(store, clock, Audit(store, clock)).invited(invitation) is None
    store.close()


def test_a_backup_made_while_people_write_is_of_one_moment(house, lotte, tmp_path, clock):
    stop = threading.Event()
    post_id = house.posts.list(lotte)[0].id

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            house.posts.save_draft(lotte, post_id, f"versie {number}", "rewrite")
            house.accounts.disable(OPERATOR, "lotte")
            house.accounts.enable(OPERATOR, "lotte")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        files = [tmp_path / f"b{number}.zip" for number in range(3)]
        for file in files:
            backup(house, file)
    finally:
        stop.set()
        writer.join()
    for number, file in enumerate(files):
        restore(Settings(data=tmp_path / f"r{number}"), file, clock=clock)


def test_only_an_administrator_makes_one(house, tmp_path, employee, officer, manager):
    for person in (employee, officer, manager):
        with pytest.raises(NotAllowed):
            backup(house, tmp_path / "b.zip", person)
    assert not (tmp_path / "b.zip").exists()


def test_an_older_backup_is_replaced_and_another_file_is_not(house, tmp_path):
    backup(house, tmp_path / "b.zip")
    backup(house, tmp_path / "b.zip")
    (tmp_path / "report.docx").write_text("important")
    with pytest.raises(InputError, match="not a backup"):
        backup(house, tmp_path / "report.docx")
    assert (tmp_path / "report.docx").read_text() == "important"
    assert sorted(file.name for file in tmp_path.iterdir() if file.name.startswith(".")) == []


def test_a_folder_that_is_not_empty_is_kept(house, lotte, tmp_path, clock):
    backup(house, tmp_path / "b.zip")
    house.store.close()
    before = rows(house.settings)
    with pytest.raises(InputError, match="not empty"):
        restore(house.settings, tmp_path / "b.zip", clock=clock)
    assert rows(house.settings) == before
    restored = restore(house.settings, tmp_path / "b.zip", force=True, clock=clock)
    assert rows(Settings(data=restored.kept_aside)) == before


def test_a_folder_in_use_is_left_alone(house, tmp_path, clock):
    from knowledge.lock import FolderLock

    backup(house, tmp_path / "b.zip")
    (house.settings.data / "index").mkdir()
    lock = FolderLock(house.settings.data / "index" / "owner.lock")
    assert lock.acquire() is None
    with pytest.raises(InputError, match="in use"):
        restore(house.settings, tmp_path / "b.zip", force=True, clock=clock)
    lock.release()
    restore(house.settings, tmp_path / "b.zip", force=True, clock=clock)


def rewrite(file, *, manifest=None, database=None, extra=None):
    """The same backup with something in it changed."""
    with zipfile.ZipFile(file) as archive:
        said, data = json.loads(archive.read(MANIFEST)), archive.read(DATABASE)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, json.dumps({**said, **(manifest or {})}))
        archive.writestr(DATABASE, data if database is None else database(data))
        if extra:
            archive.writestr(extra, "x")


def damaged(data):
    return data[:5000] + b"\xff" * 100 + data[5100:]


@pytest.mark.parametrize(
    "change",
    [
        {"database": damaged},
        {"database": lambda data: data[:-1]},
        {"database": lambda data: data + b"\0" * 10},
        {"database": lambda data: b""},
        {"manifest": {"sha256": "0" * 64}},
        {"manifest": {"size": 10}},
        {"manifest": {"size": "many"}},
        {"manifest": {"unknown": 1}},
        {"manifest": {"format": 2}},
        {"manifest": {"schema": "9999"}},
        {"manifest": {"audit_hash": "0" * 64}},
        {"manifest": {"audit_number": 7}},
    ],
)
def test_a_backup_that_is_not_sound_changes_nothing(house, lotte, tmp_path, clock, change):
    file = tmp_path / "b.zip"
    backup(house, file)
    rewrite(file, **change)
    house.store.close()
    before = rows(house.settings)
    with pytest.raises(InputError):
        restore(house.settings, file, force=True, clock=clock)
    assert rows(house.settings) == before
    with pytest.raises(InputError):
        restore(elsewhere(tmp_path), file, clock=clock)
    assert not elsewhere(tmp_path).data.exists()


def test_a_backup_whose_audit_was_changed_is_refused(house, lotte, tmp_path, clock):
    file = tmp_path / "b.zip"
    backup(house, file)

    def forge(data):
        import hashlib

        database = tmp_path / "forged.db"
        database.write_bytes(data)
        connection = sqlite3.connect(database)
        connection.execute("DROP TRIGGER audit_keeps_words")
        connection.execute("UPDATE audit SET actor = 'somebody' WHERE number = 1")
        connection.commit()
        connection.close()
        forged = database.read_bytes()
        forged_manifest.update(sha256=hashlib.sha256(forged).hexdigest(), size=len(forged))
        return forged

    forged_manifest: dict[str, object] = {}
    rewrite(file, database=forge)
    rewrite(file, manifest=forged_manifest)
    with pytest.raises(InputError, match="no longer whole"):
        restore(elsewhere(tmp_path), file, clock=clock)


def test_what_is_no_backup_is_said_to_be_none(tmp_path, clock):
    for name, content in (("a.zip", b"PK\x03\x04 nonsense"), ("b.zip", b""), ("c.zip", b"hello")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError, match="not a sound backup"):
            restore(elsewhere(tmp_path), tmp_path / name, clock=clock)
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("../../evil", "x")
    with pytest.raises(InputError, match="not a sound backup"):
        restore(elsewhere(tmp_path), tmp_path / "d.zip", clock=clock)
    with pytest.raises(InputError, match="does not exist"):
        restore(elsewhere(tmp_path), tmp_path / "nothing.zip", clock=clock)


@pytest.mark.postgres
def test_postgres_says_what_to_use_instead(house, postgres_store, tmp_path):
    house.store, store = postgres_store, house.store
    with pytest.raises(InputError, match="pg_dump"):
        backup(house, tmp_path / "b.zip")
    store.close()
    with pytest.raises(InputError, match="pg_restore"):
        restore(Settings(data=tmp_path, database="postgresql+psycopg://x/y"), tmp_path / "b.zip")


@pytest.mark.slow
def test_after_restoring_the_same_question_finds_the_same_passage(tmp_path, clock, officer, employee, monkeypatch):
    from assistant.bootstrap import build
    from knowledge.fakes import HashEmbedder
    from knowledge.records import LoadItem

    monkeypatch.setattr(assistant.backup, "_rebuild", REBUILD)
    settings, other = Settings(data=tmp_path / "data"), elsewhere(tmp_path)
    settings.data.mkdir()
    services = build(settings, clock=clock, embedder=HashEmbedder())
    text = b"# Jobbeurs\n\nDe jobbeurs van Gent is op 12 december. Er staan veertig werkgevers in de hal.\n"
    services.library.load(officer, LoadItem("jobbeurs.md", text, language="nl", kind="news", status="approved"))
    before = services.library.search(employee, "Wanneer is de jobbeurs van Gent?")
    backup(services, tmp_path / "b.zip")
    services.close()
    seen = []
    restore(other, tmp_path / "b.zip", clock=clock, embedder=HashEmbedder(), progress=lambda *at: seen.append(at))
    services = build(other, clock=clock, embedder=HashEmbedder())
    assert before
    assert services.library.search(employee, "Wanneer is de jobbeurs van Gent?") == before
    assert seen == [(1, 1)]
    services.close()
