"""The Knowledge page's own handlers: loading, keeping and asking, over the real services."""

from __future__ import annotations

from html import unescape
from pathlib import Path
from typing import Any

import pytest

from assistant.bootstrap import Services, build
from assistant.clock import FixedClock
from assistant.errors import InputError, NotAllowed
from assistant.pages.knowledge_actions import KnowledgeActions
from assistant.people.person import OPERATOR, Person
from assistant.settings import Settings
from knowledge.fakes import HashEmbedder

POOL = "# Zwembad\n\nVroegzwemmen kost 4 euro en kan op dinsdag 3 maart 2027."


@pytest.fixture
def services(tmp_path: Path, clock: FixedClock) -> Any:
    settings = Settings(_env_file=None, data=tmp_path)  # type: ignore[call-arg]
    services = build(settings, embedder=HashEmbedder(), clock=clock)
    services.accounts.add(OPERATOR, "ine", "Ine", "communications", password="een zin die niemand raadt")
    yield services
    services.close()


@pytest.fixture
def ine(services: Services) -> Person:
    person = services.accounts.by_name("ine")
    assert person is not None
    return person


@pytest.fixture
def actions(services: Services) -> KnowledgeActions:
    return KnowledgeActions(services)


def pasted(actions: KnowledgeActions, person: Person, title: str, words: str) -> dict[str, Any]:
    """Every update until it is done, laid over each other."""
    shown: dict[str, Any] = {}
    for update in actions.loading.paste(person, title, words, "", "all"):
        shown |= update
    return shown


def test_a_pasted_text_is_loaded_and_what_was_typed_is_emptied(actions: KnowledgeActions, ine: Person) -> None:
    shown = pasted(actions, ine, "Zwembad 2027", POOL)
    assert shown["paste"] == shown["paste_title"] == ""
    assert "Zwembad-2027.md" in unescape(shown["progress"]) and "klaar" in shown["progress"]
    assert shown["title"] == "Zwembad 2027"
    with pytest.raises(InputError):
        pasted(actions, ine, "", POOL)


def test_a_file_that_failed_offers_again_and_let_go_also_after_a_reload(
    actions: KnowledgeActions, services: Services, ine: Person
) -> None:
    pasted(actions, ine, "Leeg", "# Alleen een kop\n\n<!-- niets -->")
    services.library.loads.add(ine, [])
    fresh = KnowledgeActions(services)
    shown: dict[str, Any] = {}
    for update in fresh.loading.opened(ine):
        shown |= update
    assert "niet gelukt" in shown["progress"]
    assert shown["retry_load"].visible and shown["forget_load"].visible and not shown["cancel_load"].visible
    name = shown["waiting_file"].value
    assert not fresh.loading.forget(ine, name, "", "all")["waiting_file"].visible
    with pytest.raises(InputError):
        fresh.loading.cancel(ine, None)


def test_an_embargo_is_made_of_a_document_with_the_facts_that_were_confirmed(
    actions: KnowledgeActions, services: Services, ine: Person
) -> None:
    pasted(actions, ine, "Zwembad 2027", POOL)
    document = services.library.list(ine)[0].id
    assert actions.keeping.propose(ine, document)["facts_text"].splitlines() == ["3 maart 2027", "4 euro"]
    actions.keeping.protect(ine, document, "4 euro\n\n")
    info = services.library.info(ine, document)
    (embargo,) = services.embargoes.list(ine)
    assert info.embargo_id == embargo.record.id
    assert embargo.record.facts == ("4 euro",)
    with pytest.raises(InputError):
        actions.keeping.protect(ine, document, "4 euro")


def test_withdrawing_says_what_drew_from_it(actions: KnowledgeActions, services: Services, ine: Person) -> None:
    pasted(actions, ine, "Zwembad", POOL)
    document = services.library.list(ine)[0].id
    assert "Geen enkele" in actions.keeping.withdraw(ine, document)["used"]
    assert services.library.info(ine, document).status == "retired"


def test_asked_at_a_moment_it_is_answered_as_it_will_be_then(
    actions: KnowledgeActions, services: Services, ine: Person, employee: Person
) -> None:
    pasted(actions, ine, "Zwembad", POOL)
    document = services.library.list(ine)[0].id
    services.library.describe(ine, document, status="approved", valid_from=services.clock.now().replace(year=2027))
    now = actions.ask(ine, "", "vroegzwemmen", "", "asked")["answer"]
    assert "/source/" not in now
    then = actions.ask(ine, "", "vroegzwemmen", "24/11/2027 09:30", "asked")["answer"]
    assert "24 nov. 2027" in then
    with pytest.warns(UserWarning, match="begin van die dag"):
        asked = actions.ask(ine, "", "vroegzwemmen", "24/11/2027", "asked")
    assert asked["ask_part"].visible and "answer" not in asked
    with pytest.raises(NotAllowed):
        actions.ask(employee, "", "vroegzwemmen", "", "asked")
