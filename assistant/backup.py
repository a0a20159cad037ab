"""Backup of the database while people work, and its restoration. The vector index is a cache: it is built anew."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import sqlalchemy as sa

from assistant.audit import Audit
from assistant.clock import Clock, SystemClock
from assistant.errors import InputError
from assistant.people.permissions import require
from assistant.people.person import OPERATOR, Person
from assistant.store import Store
from assistant.store.schema import LATEST, prepare
from assistant.store.tables.base import Table
from assistant.store.tables.desk import LinkRow, SetupRow
from assistant.store.tables.people import InvitationRow, SessionRow, SignInAttemptRow

if TYPE_CHECKING:
    from assistant.bootstrap import Services
    from assistant.settings import Settings
    from knowledge.embed import Embedder

DATABASE = "boegbeeld.db"
MANIFEST = "manifest.json"
FORMAT = 1
PASSING: Final[tuple[type[Table], ...]] = (SessionRow, InvitationRow, SignInAttemptRow, LinkRow, SetupRow)
"""What lets somebody in, or keeps them out, for a while: it is in no backup, and a restored database has none of it."""
_CHUNK = 1 << 20
_LARGEST_MANIFEST = 100_000


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. The hash and the head of the audit are compared when it is restored."""

    format: int
    program: str
    schema: str
    made_at: str
    size: int
    sha256: str
    audit_number: int
    audit_hash: str


@dataclass(frozen=True)
class Restored:
    manifest: Manifest
    kept_aside: Path | None
    """Where the folder that stood there before is kept now."""
    erased_again: int = 0
    """People who were erased after the backup was made, as the folder that stood there knew."""


def backup(services: Services, file: Path, by: Person = OPERATOR) -> Manifest:
    """Write a zip with the whole database as it is at one moment. Nobody has to stop working.

    A file that is there already is replaced only when it is a backup too.
    """
    require(by, "backup")
    store = services.store
    if not store.is_sqlite:
        raise InputError("backup.postgres")
    if file.exists() and not _is_backup(file):
        raise InputError("backup.other_file", file=file.name)
    with store.write() as session:
        services.audit.append(session, by, "backup.make", file.name)
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as folder:
        copy = Path(folder) / DATABASE
        _copy_database(store, copy)
        manifest = _describe(copy, services.clock.now())
        whole = Path(folder) / "whole.zip"
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=2))
            archive.write(copy, DATABASE)
        whole.chmod(0o600)
        whole.replace(file)
    return manifest


def restore(
    settings: Settings,
    file: Path,
    *,
    force: bool = False,
    clock: Clock | None = None,
    embedder: Embedder | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Restored:
    """Put a backup into the data folder, once all of it was found sound. Everybody signs in again afterwards.

    The folder must be empty; with `force` what stands there is kept under another name.
    """
    if settings.database:
        raise InputError("backup.postgres")
    if settings.data.exists() and any(settings.data.iterdir()):
        if not force:
            raise InputError("backup.not_empty", folder=settings.data)
        _demand_not_in_use(settings.data)
    clock = clock or SystemClock()
    settings.data.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.data.parent, prefix=".restore-") as folder:
        database = Path(folder) / DATABASE
        manifest = _unpack(file, database)
        _make_ready(database, manifest, file.name, clock)
        aside = _put_aside(settings.data, clock.now())
        settings.data.mkdir(exist_ok=True)
        shutil.move(database, settings.data / DATABASE)
    again = _erase_again(settings, aside, clock)
    _rebuild(settings, clock, embedder, progress)
    return Restored(manifest, aside, again)


def _rebuild(settings: Settings, clock: Clock, embedder: Embedder | None, progress: Callable[[int, int], None]) -> None:
    from assistant.bootstrap import build

    services = build(settings, clock=clock, embedder=embedder)
    try:
        services.library.rebuild(progress)
    finally:
        services.close()


def _copy_database(store: Store, copy: Path) -> None:
    """SQLite's own online backup, in one step: one moment, and writers need not wait."""
    connection = store.engine.raw_connection()
    try:
        source = connection.driver_connection
        if not isinstance(source, sqlite3.Connection):
            raise TypeError("not an SQLite database")
        with closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
            for table in PASSING:
                target.execute(f'DELETE FROM "{table.__tablename__}"')  # noqa: S608  (names of our own tables)
            target.commit()
            target.execute("VACUUM")  # what was deleted is in none of its pages
    finally:
        connection.close()


def _describe(copy: Path, now: datetime) -> Manifest:
    with closing(sqlite3.connect(copy)) as connection:
        schema = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        head = connection.execute("SELECT number, hash FROM audit_head").fetchone()
    with copy.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    return Manifest(
        FORMAT, version("boegbeeld"), schema, now.isoformat(), copy.stat().st_size, digest, head[0], head[1]
    )


def _unpack(file: Path, database: Path) -> Manifest:
    """The database of a backup, at `database`, byte for byte what was put in."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _manifest(archive)
            with archive.open(DATABASE) as source, database.open("wb") as target:
                digest = _copy(source, target, manifest.size)
    except FileNotFoundError:
        raise InputError("backup.no_file", file=file) from None
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, EOFError, NotImplementedError):
        raise InputError("backup.broken", file=file.name) from None
    if digest != manifest.sha256:
        raise InputError("backup.broken", file=file.name)
    return manifest


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    with archive.open(MANIFEST) as handle:
        manifest = Manifest(**json.loads(handle.read(_LARGEST_MANIFEST)))
    if manifest.format != FORMAT or manifest.schema > LATEST:
        raise InputError("backup.newer", program=manifest.program)
    return manifest


def _copy(source: IO[bytes], target: IO[bytes], size: int) -> str:
    """Copies at most what the manifest promised, so that a crafted file cannot fill the disk."""
    digest, left = hashlib.sha256(), size
    while block := source.read(min(_CHUNK, left + 1)):
        left -= len(block)
        if left < 0:
            raise ValueError("larger than the manifest says")
        digest.update(block)
        target.write(block)
    return digest.hexdigest()


def _make_ready(database: Path, manifest: Manifest, name: str, clock: Clock) -> None:
    """Look whether the database is sound, bring it to the present schema, and end every session in it."""
    with closing(sqlite3.connect(database)) as connection:
        try:
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        except sqlite3.DatabaseError:
            sound = False
    if not sound:
        raise InputError("backup.broken", file=name)
    store = Store(f"sqlite:///{database}")
    try:
        prepare(store)
        audit = Audit(store, clock)
        head = audit.head()
        problems = audit.verify({manifest.audit_number: manifest.audit_hash})
        if problems or (head.number, head.hash) != (manifest.audit_number, manifest.audit_hash):
            raise InputError("backup.audit", file=name)
        with store.write() as session:
            for table in PASSING:
                session.execute(sa.delete(table))
            audit.append(session, OPERATOR, "backup.restore", name, made_at=manifest.made_at, sha256=manifest.sha256)
    finally:
        store.close()


def _put_aside(folder: Path, now: datetime) -> Path | None:
    if not folder.exists() or not any(folder.iterdir()):
        return None
    aside = folder.with_name(f"{folder.name}.before-{now:%Y%m%dT%H%M%S%f}")
    shutil.move(folder, aside)
    return aside


def _erase_again(settings: Settings, aside: Path | None, clock: Clock) -> int:
    """A backup holds whoever was erased later: they are erased from what was restored before anybody sees it."""
    from assistant.privacy.erasure import Erasure

    if aside is None or not (aside / DATABASE).is_file():
        return 0
    with closing(sqlite3.connect(f"file:{aside / DATABASE}?mode=ro", uri=True)) as before:
        try:
            erased = [str(row[0]) for row in before.execute("SELECT account_id FROM erasure ORDER BY at")]
        except sqlite3.DatabaseError:
            return 0  # from before anybody could be erased, or broken: that is why there is a backup
    store = Store(settings.database_address)
    try:
        return len(Erasure(store, clock, Audit(store, clock)).again(OPERATOR, erased))
    finally:
        store.close()


def _demand_not_in_use(folder: Path) -> None:
    from knowledge.lock import FolderLock

    if not (folder / "index").is_dir():
        return
    lock = FolderLock(folder / "index" / "owner.lock")
    holder = lock.acquire()
    lock.release()
    if holder is not None:
        raise InputError("backup.in_use", process=holder)


def _is_backup(file: Path) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            return set(archive.namelist()) == {MANIFEST, DATABASE}
    except (zipfile.BadZipFile, OSError):
        return False
