from __future__ import annotations

from datetime import timedelta

import pytest

from assistant.clock import FixedClock
from assistant.errors import NotAllowed
from assistant.people.person import Person
from assistant.store import Store
from assistant.store.tables.sharing import EmbargoRow
from knowledge.answer import answer
from knowledge.documents import Library, LoadItem
from knowledge.fakes import MemoryIndex

POOL = b"# Zwembad\n\nVroegzwemmen kan op dinsdag en vrijdag vanaf 6.30 uur.\n"
MERGER = b"# Kanarie\n\nDe kanarie fuseert in maart met de havik uit Aalst.\n"
QUESTION = "wanneer fuseert de kanarie met de havik"


def load(library: Library, officer: Person, data: bytes = MERGER, **more: object) -> str:
    item = LoadItem(**{"file": "kanarie.md", "data": data, "status": "approved", **more})  # type: ignore[arg-type]
    loaded = library.load(officer, item)
    assert loaded.state == "ready", loaded.failure
    return loaded.document_id


def files(library: Library, person: Person, question: str = QUESTION) -> list[str]:
    return [hit.file for hit in library.search(person, question)]


def test_a_passage_is_where_it_says(library: Library, officer: Person, employee: Person) -> None:
    document = load(library, officer, POOL, file="zwembad.md")
    hit = library.search(employee, "vroegzwemmen dinsdag")[0]
    text = library.show(officer, document).text
    assert text[hit.start : hit.end] == hit.text
    assert "6.30 uur" in hit.quote


def test_only_communications_load(library: Library, employee: Person) -> None:
    with pytest.raises(NotAllowed):
        library.load(employee, LoadItem("a.md", POOL))


def test_a_draft_is_found_by_nobody_until_it_is_approved(library: Library, officer: Person, employee: Person) -> None:
    document = load(library, officer, status="draft")
    assert files(library, employee) == files(library, officer) == []
    library.approve(officer, document)
    assert files(library, employee) == ["kanarie.md"]
    library.withdraw(officer, document)
    assert files(library, employee) == []


def test_an_embargo_opens_to_the_second_and_closes_when_the_clock_goes_back(
    library: Library, officer: Person, employee: Person, clock: FixedClock, index: MemoryIndex
) -> None:
    opens = clock.now() + timedelta(hours=1)
    load(library, officer, embargo_until=opens)
    clock.set(opens - timedelta(seconds=1))
    assert files(library, employee) == []
    assert not index.shelves["open"]
    assert files(library, officer) == ["kanarie.md"]
    clock.set(opens)
    assert files(library, employee) == ["kanarie.md"]
    assert not index.shelves["closed"]
    clock.set(opens - timedelta(seconds=1))
    assert files(library, employee) == []
    assert library.public_passages().texts == ()


def test_a_document_expires_to_the_second(
    library: Library, officer: Person, employee: Person, clock: FixedClock
) -> None:
    ends = clock.now() + timedelta(days=1)
    load(library, officer, expires=ends)
    clock.set(ends - timedelta(seconds=1))
    assert files(library, employee) == ["kanarie.md"]
    clock.set(ends)
    assert files(library, employee) == files(library, officer) == []


def test_a_linked_embargo_shows_it_to_those_who_know_only(
    library: Library, store: Store, clock: FixedClock, officer: Person, employee: Person, colleague: Person
) -> None:
    with store.write() as session:
        session.add(
            EmbargoRow(
                id="fusie", version=1, title="x", statement="x", language="nl", knowers=["lotte"],
                lifts_at=clock.now() + timedelta(days=2), updated_at=clock.now(),
            )
        )  # fmt: skip
    load(library, officer, embargo_id="fusie")
    assert files(library, employee) == ["kanarie.md"]
    assert files(library, colleague) == []
    passage = library.search(employee, QUESTION)[0].passage_id
    assert library.passage(employee, passage) is not None
    assert library.passage(colleague, passage) is None
    clock.move(timedelta(days=2))
    assert files(library, colleague) == ["kanarie.md"]


def test_what_is_embargoed_is_refused_in_the_words_of_what_is_unknown(
    library: Library, officer: Person, employee: Person, clock: FixedClock
) -> None:
    nothing = answer(library, employee, QUESTION, "nl")
    load(library, officer, embargo_until=clock.now() + timedelta(days=1))
    assert answer(library, employee, QUESTION, "nl") == nothing
    assert not nothing.grounded and nothing.sources == ()


def test_audiences(library: Library, officer: Person, employee: Person, colleague: Person) -> None:
    load(library, officer, audience="team:care")
    assert files(library, employee) == ["kanarie.md"]
    assert files(library, colleague) == []


def test_searching_at_another_moment_moves_nothing(
    library: Library, officer: Person, employee: Person, clock: FixedClock, index: MemoryIndex
) -> None:
    opens = clock.now() + timedelta(hours=1)
    load(library, officer, embargo_until=opens)
    assert [hit.file for hit in library.search(employee, QUESTION, at=opens)] == ["kanarie.md"]
    assert library.public_passages(opens).documents == 1
    assert not index.shelves["open"]
    assert files(library, employee) == []


def test_the_same_text_is_said_to_be_there(library: Library, officer: Person) -> None:
    first = load(library, officer)
    again = library.load(officer, LoadItem("copy.md", MERGER, status="approved"))
    assert (again.same_as, again.document_id) == ("kanarie.md", first)
    assert len(library.list(officer)) == 1


def test_a_changed_file_is_a_new_version_and_only_it_answers(
    library: Library, officer: Person, employee: Person
) -> None:
    document = load(library, officer)
    load(library, officer, MERGER.replace(b"maart", b"april"))
    found = library.search(employee, QUESTION)
    assert len(found) == 1 and "april" in found[0].text
    assert [version.number for version in library.versions(officer, document)] == [2, 1]
    library.activate(officer, document, 1)
    assert "maart" in library.search(employee, QUESTION)[0].text


def test_a_failed_new_version_leaves_the_old_one_serving(library: Library, officer: Person, employee: Person) -> None:
    document = load(library, officer)
    failed = library.load(officer, LoadItem("kanarie.md", b"   \n", status="approved"))
    assert failed.state == "failed" and failed.failure is not None and failed.failure.key == "library.no_text"
    assert files(library, employee) == ["kanarie.md"]
    assert library.info(officer, document).failure is not None


def test_a_rebuild_gives_the_same_answers(
    library: Library, officer: Person, employee: Person, index: MemoryIndex
) -> None:
    load(library, officer)
    before = library.search(employee, QUESTION)
    index.clear()
    assert library.rebuild() == 1
    assert library.search(employee, QUESTION) == before
