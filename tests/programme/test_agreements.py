"""The agreements: made of the rules that count now, silent about every embargo, and open to remarks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta

import pytest

from assistant.audit import Audit
from assistant.checking.embargoes import Embargoes
from assistant.checking.rule_book import RuleBook
from assistant.clock import FixedClock
from assistant.errors import InputError, NotAllowed
from assistant.people.person import Person
from assistant.programme.agreements import AgreementsPage
from assistant.programme.themes import Themes
from assistant.store import Store
from assistant.web.programme_view import agreements

RULE = {
    "id": "geen-codes",
    "title": {"nl": "Geen codes", "fr": "Pas de codes", "en": "No codes"},
    "description": {"nl": "Deel geen toegangscodes.", "fr": "Ne partagez pas de codes.", "en": "Share no codes."},
    "severity": "block",
    "phrases": ["toegangscode"],
    "rewording": {"nl": "Vertel het zonder de code."},
}
SECRET = {
    "id": "fusie", "title": "Fusie met Noord", "statement": "We gaan samen met Noord.", "terms": ["Poolster"],
    "contact": "Katrien, 4411",
}  # fmt: skip
HIDDEN = {**SECRET, "id": "stil", "title": "Stille zaak", "contact": "Geheime Bert, 9999", "existence_secret": True}


@pytest.fixture
def written(store: Store, clock: FixedClock) -> AgreementsPage:
    audit = Audit(store, clock)
    return AgreementsPage(
        store, clock, RuleBook(store, clock, audit, None), Embargoes(store, clock, audit), Themes(store, clock)
    )


def test_they_follow_the_rules_as_they_change(
    written: AgreementsPage, store: Store, clock: FixedClock, officer: Person, employee: Person
) -> None:
    rules = RuleBook(store, clock, Audit(store, clock), None)
    assert written.read(employee).rules == ()
    later = {**RULE, "id": "later", "valid_from": (clock.now() + timedelta(days=1)).isoformat()}
    assert rules.load(officer, [json.dumps(RULE), json.dumps(later)]) == []
    (agreed,) = written.read(employee).rules
    assert (agreed.title, agreed.words, agreed.instead) == (
        "Geen codes", "Deel geen toegangscodes.", "Vertel het zonder de code.",
    )  # fmt: skip
    clock.move(timedelta(days=2))
    assert len(written.read(employee).rules) == 2
    rules.cancel(officer, "geen-codes")
    assert len(written.read(employee).rules) == 1


def test_an_embargo_is_never_named_nor_counted(
    written: AgreementsPage, store: Store, clock: FixedClock, officer: Person, employee: Person
) -> None:
    embargoes = Embargoes(store, clock, Audit(store, clock))
    assert embargoes.load(officer, [json.dumps(SECRET), json.dumps({**SECRET, "id": "b"}), json.dumps(HIDDEN)]) == []
    for person in (employee, officer):
        read = written.read(person)
        assert read.contacts == ("Katrien, 4411",)
        page = agreements(read, [], "Europe/Brussels", "nl", "", "")
        for word in ("Fusie", "Noord", "Poolster", "Stille", "Bert", "9999"):
            assert word not in page


def test_a_remark_gets_an_answer(
    written: AgreementsPage, people: Sequence[Person], employee: Person, colleague: Person, officer: Person
) -> None:
    with pytest.raises(InputError):
        written.remark(employee, " ? ")
    written.remark(employee, "Mag een foto van de <b>ketel</b>?")
    (mine,) = written.own(employee)
    assert (mine.answer, mine.author) == ("", "Lotte")
    assert written.own(colleague) == []
    with pytest.raises(NotAllowed):
        written.answer(employee, mine.id, "Ja")
    with pytest.raises(InputError):
        written.answer(officer, mine.id, "  ")
    written.answer(officer, mine.id, "Ja, met toestemming.")
    page = agreements(written.read(employee), written.own(employee), "Europe/Brussels", "nl", "", "")
    assert "Antwoord: Ja, met toestemming." in page
    assert "<b>ketel" not in page
    assert len(written.remarks(officer)) == 1
