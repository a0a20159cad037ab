"""Whether a question is answered or refused: what is asked for, what is said, and what may not be said yet."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from assistant.audit import Audit
from assistant.clock import FixedClock
from assistant.people.person import Person
from assistant.settings import Settings
from assistant.store import Store
from assistant.store import revision as revisions
from assistant.store.tables.sharing import EmbargoRow
from assistant.texts import Language
from knowledge.answer import answer
from knowledge.asked import written_out
from knowledge.documents import Library, LoadItem
from knowledge.embed import SentenceEmbedder
from knowledge.expected import asked_for, holds, met
from knowledge.fakes import MemoryIndex
from knowledge.secrets import NOTHING

POOL = b"# Zwembad\n\nVroegzwemmen kan op dinsdag en vrijdag vanaf 6.30 uur. Een kaart kost 4 euro.\n"
SECRET = "Het zwembad sluit in mei 2027 voor veertien maanden. De renovatie van het dak kost 3 miljoen euro."
QUESTION = "sluit het zwembad voor de renovatie van het dak"


@pytest.fixture
def embargoed(library: Library, store: Store, clock: FixedClock, officer: Person) -> Library:
    library.load(officer, LoadItem("zwembad.md", POOL, status="approved"))
    with store.write() as session:
        session.add(
            EmbargoRow(
                id="dak", version=1, title="Renovatie zwembad", statement=SECRET, language="nl", knowers=["lotte"],
                lifts_at=clock.now() + timedelta(days=2), updated_at=clock.now(),
            )
        )  # fmt: skip
        revisions.bump(session)
    return library


@pytest.mark.parametrize(
    ("typed", "language", "meant"),
    [
        ("cb de jours pr le velo", "fr", "combien de jours pour le vélo"),
        ("hvl kost da, wnr?", "nl", "hoeveel kost dat, wanneer?"),
        ("whats the price", "en", "what is the price"),
        ("Rondelo", "fr", "Rondelo"),
    ],
)
def test_short_forms_are_written_out(typed: str, language: Language, meant: str) -> None:
    assert written_out(typed, language) == meant


@pytest.mark.parametrize(
    ("question", "kind", "yes", "no"),
    [
        ("hoeveel vrachtwagens zijn er", "count", "We hebben 318 vrachtwagens.", "We hebben vrachtwagens."),
        ("combien ça coûte", "money", "La carte coûte 4 euros.", "La carte est bleue."),
        ("who runs the site", "who", "The site is run by Pieter-Jan Goris.", "The site is run by a team."),
        ("wanneer is het open", "when", "Open op dinsdag.", "Open voor iedereen."),
        ("combien de temps faut-il", "duration", "Comptez dix jours ouvrables.", "Comptez sur nous."),
        ("mag ik filmen", "may", "Filmen is verboden.", "Filmen heeft charme."),
    ],
)
def test_a_question_asks_for_a_kind_of_answer(question: str, kind: str, yes: str, no: str) -> None:
    assert kind in asked_for(question)
    assert holds(kind, yes) and not holds(kind, no)
    assert met((kind,), yes) == 1 and met((kind,), no) == 0


def test_a_question_is_near_a_secret_only_for_who_may_not_know_it(
    embargoed: Library, employee: Person, colleague: Person, officer: Person
) -> None:
    assert embargoed.find(colleague, QUESTION).withheld.cover > 0.8
    assert embargoed.find(employee, QUESTION).withheld == NOTHING  # lotte is told
    assert embargoed.find(officer, QUESTION).withheld == NOTHING


def test_a_secret_makes_no_difference_once_it_is_out(embargoed: Library, colleague: Person, clock: FixedClock) -> None:
    before = embargoed.find(colleague, QUESTION)
    lifted = clock.now() + timedelta(days=2)
    assert before.withheld != NOTHING
    assert embargoed.find(colleague, QUESTION, at=lifted).withheld == NOTHING
    clock.set(lifted)
    assert embargoed.find(colleague, QUESTION).withheld == NOTHING


def test_what_is_asked_of_a_secret_changes_no_hit(embargoed: Library, employee: Person, colleague: Person) -> None:
    assert embargoed.find(employee, QUESTION).hits == embargoed.find(colleague, QUESTION).hits


def test_an_ordinary_question_is_answered_beside_a_secret(embargoed: Library, colleague: Person) -> None:
    found = embargoed.find(colleague, "wanneer kan ik vroegzwemmen")
    assert found.grounded
    assert "6.30 uur" in found.hits[0].quote


def test_a_record_is_read_anew_when_it_changes(embargoed: Library, store: Store, colleague: Person) -> None:
    before = embargoed.find(colleague, QUESTION).withheld
    with store.write() as session:
        session.get_one(EmbargoRow, "dak").statement = "De bibliotheek verhuist naar de markt."
        session.get_one(EmbargoRow, "dak").title = "Bibliotheek"
        revisions.bump(session)
    assert embargoed.find(colleague, QUESTION).withheld.cover < before.cover


@pytest.mark.slow
def test_news_under_embargo_is_refused_as_what_is_unknown_is(
    store: Store, clock: FixedClock, officer: Person, employee: Person, colleague: Person, tmp_path: Path
) -> None:
    library = Library(store, clock, Audit(store, clock), SentenceEmbedder(), MemoryIndex(), Settings(data=tmp_path))
    for number in range(8):
        said = f"Het loket van dienst {number} is open op dinsdag tot {number + 12} uur."
        data = f"# Dienst {number}\n\n{said}\n".encode()
        library.load(officer, LoadItem(f"dienst{number}.md", data, status="approved"))
    library.load(officer, LoadItem("zwembad.md", POOL, status="approved"))
    assert answer(library, colleague, "wanneer kan ik vroegzwemmen", "nl").grounded
    with store.write() as session:
        session.add(
            EmbargoRow(
                id="dak", version=1, title="Renovatie zwembad", statement=SECRET, language="nl", knowers=["lotte"],
                lifts_at=clock.now() + timedelta(days=2), updated_at=clock.now(),
            )
        )  # fmt: skip
        revisions.bump(session)
    unknown = answer(library, colleague, "wie won de wereldbeker schaken in 1987", "nl")
    assert not unknown.grounded
    for question in (QUESTION, "is the pool closing for a new roof", "la piscine va fermer quand pour le toit"):
        assert answer(library, colleague, question, "nl") == unknown
    assert answer(library, colleague, "wanneer kan ik vroegzwemmen", "nl").grounded
    library.close()
