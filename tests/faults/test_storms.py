"""A full disk, a locked database, a stalled model, a clock that jumps, a restart at work: nothing wrong goes out."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant.clock import FixedClock
from assistant.errors import Conflict, Unavailable
from assistant.people.person import Person
from assistant.review.release import NotCleared
from assistant.store import engine
from assistant.store.tables.posts import DraftRow
from assistant.store.tables.review import ReleaseRow
from tests.faults.worker import Desks

pytestmark = pytest.mark.slow


@pytest.fixture
def desks(folder: Path) -> Iterator[Desks]:
    desks = Desks(folder)
    yield desks
    desks.store.close()


@pytest.fixture
def lotte(desks: Desks) -> Person:
    return desks.person("lotte")


def releases(desks: Desks) -> int:
    with desks.store.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(ReleaseRow)) or 0


def fill_disk(desks: Desks) -> None:
    """From now on the database may not grow: SQLite answers as it does on a full disk."""

    def limit(connection: sqlite3.Connection, *_: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")

    sa.event.listen(desks.store.engine, "checkout", limit)


def test_a_full_disk_is_said_and_what_stood_there_stays(desks: Desks, lotte: Person) -> None:
    post_id = desks.draft("Eerste versie")
    released = desks.releases.release(lotte, post_id)
    fill_disk(desks)
    kept, said = 0, ""
    for number in range(200):
        try:
            desks.posts.save_draft(lotte, post_id, f"{number} " + "lang " * 3000, "rewrite")
            kept += 1
        except Unavailable as problem:
            said = problem.key
            break
    assert said == "store.full"
    with pytest.raises(Unavailable):
        desks.draft("x" * 19_000)
    assert len(desks.posts.drafts(lotte, post_id)) == kept + 1
    assert desks.audit.verify() == []
    assert releases(desks) == 1 and released.release_id


def test_a_release_that_cannot_be_recorded_is_no_release(desks: Desks, lotte: Person, monkeypatch) -> None:
    post_id = desks.draft("Hallo")

    def full(*_: object, **__: object) -> int:
        raise sa.exc.OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))

    monkeypatch.setattr(desks.audit, "append", full)
    with pytest.raises(Unavailable, match=r"full|vol|plein"):
        desks.releases.release(lotte, post_id)
    assert releases(desks) == 0


def test_a_locked_database_is_said_and_nothing_is_lost(folder: Path, monkeypatch) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 200)
    desks = Desks(folder)
    lotte = desks.person("lotte")
    post_id = desks.draft("Hallo")
    with sqlite3.connect(folder / "boegbeeld.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        for work in (
            lambda: desks.posts.save_draft(lotte, post_id, "Verder", "rewrite"),
            lambda: desks.releases.release(lotte, post_id),
            lambda: desks.hand_ins.hand_in(lotte, post_id),
        ):
            with pytest.raises(Unavailable) as problem:
                work()
            assert problem.value.key == "store.busy"
        assert desks.posts.get(lotte, post_id).text == "Hallo", "reading goes on"
        other.execute("ROLLBACK")
    other.close()
    desks.posts.save_draft(lotte, post_id, "Verder", "rewrite")
    assert desks.releases.release(lotte, post_id).text == "Verder"
    desks.store.close()


def test_a_clock_that_jumps_lets_nothing_through(desks: Desks, lotte: Person) -> None:
    """An approval that lapsed stays lapsed when the clock goes back; a check of another time is made again."""
    clock = FixedClock(desks.clock.now())
    for service in (desks.releases, desks.desk, desks.hand_ins, desks.posts, desks.audit):
        service._clock = clock  # type: ignore[attr-defined]
    post_id = desks.draft("hold Hallo")
    hand_in = desks.hand_ins.hand_in(lotte, post_id)
    desks.desk.decide(desks.person("ilse"), hand_in.id, "approve", reason="public")
    clock.move(timedelta(days=15))
    with pytest.raises(NotCleared) as lapsed:
        desks.releases.release(lotte, post_id)
    assert lapsed.value.key == "review.approval_lapsed"
    with desks.store.write() as session:  # something else is recorded at the later time
        desks.audit.append(session, lotte, "test.later", "x")
    clock.move(timedelta(days=-15))
    with pytest.raises(NotCleared) as lapsed:
        desks.releases.release(lotte, post_id)
    assert lapsed.value.key == "review.approval_lapsed"
    assert releases(desks) == 0
    clear = desks.draft("Gewoon hallo")
    checker = desks.releases._checker
    plain = checker.check

    def jumping(text: str, **asked: object) -> object:
        clock.move(timedelta(hours=1))
        return plain(text, **asked)  # type: ignore[arg-type]

    checker.check = jumping  # type: ignore[method-assign,assignment]
    with pytest.raises(Conflict):
        desks.releases.release(lotte, clear)
    checker.check = plain  # type: ignore[method-assign]
    assert desks.releases.release(lotte, clear).text == "Gewoon hallo"
    assert desks.audit.verify() == []


def test_a_restart_with_people_at_work_loses_no_word(folder: Path) -> None:
    """Five people type in as many threads; the server's store is closed under them and opened again, three times."""
    confirmed: dict[str, str] = {}
    lock, stop = threading.Lock(), threading.Event()
    current = [Desks(folder)]
    lotte = current[0].person("lotte")
    posts = [current[0].draft("begin") for _ in range(5)]

    def types(post_id: str) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            try:
                current[0].posts.save_draft(lotte, post_id, f"woord {number}", "rewrite")
            except (Unavailable, sa.exc.SQLAlchemyError):
                continue
            with lock:
                confirmed[post_id] = f"woord {number}"

    people = [threading.Thread(target=types, args=(post_id,)) for post_id in posts]
    for person in people:
        person.start()
    for _ in range(3):
        time.sleep(0.4)
        old, current[0] = current[0], Desks(folder)
        old.store.close()
    time.sleep(0.3)
    stop.set()
    for person in people:
        person.join()
    current[0].store.close()
    again = Desks(folder)
    for post_id in posts:
        with again.store.read() as session:
            texts = set(session.scalars(sa.select(DraftRow.text).where(DraftRow.post_id == post_id)))
        assert confirmed[post_id] in texts
    assert again.audit.verify() == []
    again.store.close()


@pytest.mark.filterwarnings("ignore")
def test_a_stalled_model_ends_in_a_draft_by_the_guided_writer(tmp_path: Path) -> None:
    from assistant.settings import Settings
    from assistant.writing.material import sort
    from assistant.writing.model import LiteLLMModel
    from assistant.writing.writer import DraftRequest, Writer
    from tests.fake_model import FakeModel

    notes = ["was gisteren op de jobbeurs in gent, veel studenten, vooral vragen over nachtwerk"]
    with FakeModel() as fake:
        fake.mode, fake.seconds = "stall", 30.0
        settings = Settings(
            _env_file=None, data=tmp_path, model="openai/fake", model_base=fake.base, model_key="k", model_seconds=1.5
        )  # type: ignore[call-arg]
        model = LiteLLMModel(settings)
        model.warm().join()
        began = time.monotonic()
        last = list(Writer(model).draft(DraftRequest(sort(notes, (), "nl"))))[-1]
    assert (last.origin, last.done) == ("guided", True)
    assert "jobbeurs" in last.text
    assert last.note == "writing.model_slow"
    assert time.monotonic() - began < 15
