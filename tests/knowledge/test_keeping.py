"""Replacing, withdrawing, and what is proposed to protect."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assistant.clock import FixedClock
from assistant.errors import Conflict, NotAllowed
from assistant.people.person import Person
from assistant.store import Store
from assistant.store.hashing import text_hash
from assistant.store.tables.people import AccountRow
from assistant.store.tables.posts import DraftRow, PostRow
from assistant.store.tables.review import HandInRow
from knowledge.documents import Library, LoadItem
from knowledge.facts import proposed_facts

OLD = b"# Beleid\n\nThuiswerken mag een dag per week.\n"
NEW = b"# Beleid twee\n\nThuiswerken mag twee dagen per week.\n"


def load(library: Library, officer: Person, file: str, data: bytes, **more: object) -> str:
    return library.load(officer, LoadItem(file, data, **more)).document_id  # type: ignore[arg-type]


def test_a_document_replaces_another_at_once(library: Library, officer: Person, employee: Person) -> None:
    old = load(library, officer, "oud.md", OLD, status="approved")
    new = load(library, officer, "nieuw.md", NEW)
    library.replace(officer, new, old)
    assert [hit.file for hit in library.search(employee, "thuiswerken")] == ["nieuw.md"]
    assert library.info(officer, old).status == "retired"


def test_a_document_that_starts_later_replaces_then_and_never_both_answer(
    library: Library, officer: Person, employee: Person, clock: FixedClock
) -> None:
    starts = clock.now() + timedelta(days=3)
    old = load(library, officer, "oud.md", OLD, status="approved")
    new = load(library, officer, "nieuw.md", NEW, valid_from=starts)
    library.replace(officer, new, old)
    for moment, file in (
        (clock.now(), "oud.md"), (starts - timedelta(seconds=1), "oud.md"), (starts, "nieuw.md"),
    ):  # fmt: skip
        clock.set(moment)
        assert [hit.file for hit in library.search(employee, "thuiswerken")] == [file]


def test_a_document_does_not_replace_itself(library: Library, officer: Person, employee: Person) -> None:
    old = load(library, officer, "oud.md", OLD)
    with pytest.raises(Conflict):
        library.replace(officer, old, old)
    with pytest.raises(NotAllowed):
        library.replace(employee, old, old)


def test_open_posts_that_draw_from_a_document_are_told_drafts_only_counted(
    library: Library, store: Store, officer: Person, clock: FixedClock
) -> None:
    document = load(library, officer, "oud.md", OLD, status="approved")
    now = clock.now()
    with store.write() as session:
        session.add(
            AccountRow(
                id="e" * 32, name="lotte", name_key="lotte", display_name="Lotte", role="employee", created_at=now,
                language="nl",
            )
        )  # fmt: skip
        for post, sources in (("own", [document]), ("handed", [document]), ("other", ["elsewhere"])):
            session.add(PostRow(id=post, account_id="e" * 32, created_at=now, updated_at=now))
            session.flush()
            session.add(
                DraftRow(
                    id=f"d-{post}", post_id=post, number=1, text=post, text_hash=text_hash(post), origin="guided",
                    sources=[{"document": name} for name in sources], created_at=now,
                )
            )  # fmt: skip
            session.flush()
        session.add(
            HandInRow(
                post_id="handed", draft_id="d-handed", account_id="e" * 32, text_hash=text_hash("handed"),
                verdict="review", findings=[], handed_in_at=now,
            )
        )  # fmt: skip
    uses = library.uses(officer, document)
    assert [one.author for one in uses.handed_in] == ["Lotte"]
    assert uses.drafts == 1


def test_facts_are_proposed_from_the_text() -> None:
    text = (
        "Kaaivest neemt Rederij Meerman & Zonen uit Dordrecht over. De elf schepen en 74 medewerkers komen op "
        "1 februari 2027 bij Kaaivest. De overnameprijs bedraagt 38 miljoen euro."
    )
    facts = proposed_facts(text, {"kaaivest": 12, "dordrecht": 1})
    assert facts == ("1 februari 2027", "74 medewerkers", "38 miljoen euro", "Rederij Meerman & Zonen")
