"""Files that wait in the background: each by itself stopped, tried again, let go; a restart goes on."""

from __future__ import annotations

import io
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.audit import Audit
from assistant.clock import FixedClock
from assistant.errors import InputError, NotAllowed, NotFound
from assistant.people.person import Person
from assistant.settings import Settings
from assistant.store import Store
from knowledge.convert import Converter
from knowledge.documents import Library, LoadItem
from knowledge.fakes import HashEmbedder, MemoryIndex
from knowledge.records import Progress

GOOD = b"# Zwembad\n\nVroegzwemmen kan op dinsdag vanaf 6.30 uur.\n"


def settled(library: Library, officer: Person, found: list[Progress]) -> list[Progress]:
    """How it ended."""
    names = [one.version_id for one in found if one.version_id]
    for _ in range(400):
        now = library.loads.progress(officer, names)
        if all(one.state not in ("waiting", "reading", "indexing") for one in now):
            return now
        time.sleep(0.01)
    raise AssertionError(now)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Conversion waits until the event is set."""
    go, convert = threading.Event(), Converter.convert

    def slow(self: Converter, file: str, data: bytes, *, given_up: Callable[[], bool] | None = None) -> object:
        assert go.wait(10)
        return convert(self, file, data, given_up=given_up)

    monkeypatch.setattr(Converter, "convert", slow)
    yield go
    go.set()


def test_one_broken_file_fails_alone(library: Library, officer: Person) -> None:
    items = [LoadItem("a.md", GOOD), LoadItem("b.md", b"  \n"), LoadItem("c.md", b"# C\n\nEen andere tekst.\n")]
    ended = settled(library, officer, library.loads.add(officer, items))
    assert [one.state for one in ended] == ["ready", "failed", "ready"]
    assert ended[1].failure is not None and ended[1].failure.key == "library.no_text"
    assert [one.file for one in library.loads.unfinished(officer)] == ["b.md"]


def test_a_zip_gives_a_line_for_each_file_and_a_refused_one_says_why(library: Library, officer: Person) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("x.md", GOOD)
        archive.writestr("../y.md", b"# Y\n\nTweede tekst.\n")
    found = library.loads.add(officer, [LoadItem("all.zip", buffer.getvalue()), LoadItem("bad.zip", b"PK\x03\x04 cut")])
    assert [(one.file, one.state) for one in found] == [
        ("all.zip/x.md", "waiting"), ("all.zip/y.md", "waiting"), ("bad.zip", "failed"),
    ]  # fmt: skip
    assert found[2].failure is not None and found[2].failure.key == "library.damaged"
    assert [one.state for one in settled(library, officer, found)] == ["ready", "ready"]


def test_a_file_that_waits_or_is_read_can_be_stopped_and_tried_again(
    library: Library, officer: Person, employee: Person, held: threading.Event
) -> None:
    items = [LoadItem("a.md", GOOD, status="approved"), LoadItem("b.md", b"# B\n\nTweede.\n", status="approved")]
    found = library.loads.add(officer, items)
    for one in found:
        library.loads.cancel(officer, one.version_id)
    held.set()
    assert [one.state for one in settled(library, officer, found)] == ["cancelled", "cancelled"]
    assert library.search(employee, "vroegzwemmen dinsdag") == []
    library.loads.retry(officer, found[0].version_id)
    assert settled(library, officer, found)[0].state == "ready"
    assert library.search(employee, "vroegzwemmen dinsdag")[0].file == "a.md"


def test_a_file_that_failed_can_be_let_go(library: Library, officer: Person) -> None:
    found = library.loads.add(officer, [LoadItem("b.md", b"  \n")])
    settled(library, officer, found)
    library.loads.forget(officer, found[0].version_id)
    assert library.loads.unfinished(officer) == [] and library.list(officer) == []
    with pytest.raises(NotFound):
        library.loads.retry(officer, found[0].version_id)


def test_a_restart_goes_on_with_what_waited(
    store: Store, clock: FixedClock, officer: Person, employee: Person, tmp_path: Path, held: threading.Event
) -> None:
    index = MemoryIndex()
    first = Library(store, clock, Audit(store, clock), HashEmbedder(), index, Settings(data=tmp_path))
    found = first.loads.add(
        officer, [LoadItem(f"{name}.md", GOOD + name.encode(), status="approved") for name in "abc"]
    )
    threading.Timer(0.1, held.set).start()
    first.close()  # finishes the one under way
    assert len(first.pending()) == 2
    second = Library(store, clock, Audit(store, clock), HashEmbedder(), index, Settings(data=tmp_path))
    second.loads.start()
    assert [one.state for one in settled(second, officer, found)] == ["ready"] * 3
    assert {hit.file for hit in second.search(employee, "vroegzwemmen")} == {"a.md", "b.md", "c.md"}
    second.close()


def test_two_officers_with_the_same_file_make_one_document(library: Library, officer: Person) -> None:
    both = threading.Barrier(2)
    found: list[Progress] = []

    def add() -> None:
        both.wait()
        found.extend(library.loads.add(officer, [LoadItem("a.md", GOOD)]))

    threads = [threading.Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ended = settled(library, officer, found)
    assert [one.state for one in ended] == ["ready", "ready"]
    assert sorted(one.loaded is not None and one.loaded.same_as is not None for one in ended) == [False, True]
    (document,) = library.list(officer)
    assert [version.number for version in library.versions(officer, document.id)] == [1]


def test_only_communications_see_and_steer_it(library: Library, officer: Person, employee: Person) -> None:
    (one,) = library.loads.add(officer, [LoadItem("a.md", GOOD)])
    settled(library, officer, [one])
    for call in (
        lambda: library.loads.add(employee, []),
        lambda: library.loads.progress(employee, []),
        lambda: library.loads.unfinished(employee),
        lambda: library.loads.cancel(employee, one.version_id),
        lambda: library.loads.retry(employee, one.version_id),
        lambda: library.loads.forget(employee, one.version_id),
    ):
        with pytest.raises(NotAllowed):
            call()


def test_a_name_leads_nowhere(library: Library, officer: Person) -> None:
    loaded = library.load(officer, LoadItem("../../etc/C:/x/..\\beleid.md", GOOD))
    assert loaded.file == "etc/x/beleid.md"


def test_what_cannot_be_right_is_refused_at_the_door(library: Library, officer: Person) -> None:
    (one,) = library.loads.add(officer, [LoadItem("a.md", GOOD, audience="somebody")])
    assert (one.version_id, one.state) == ("", "failed")
    assert isinstance(one.failure, InputError)
    assert library.list(officer) == []
