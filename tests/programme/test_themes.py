from __future__ import annotations

import json

import pytest

from assistant.clock import FixedClock
from assistant.errors import InputError, NotAllowed, NotFound
from assistant.people.person import Person
from assistant.programme.themes import MOST, Fact, Theme, Themes
from assistant.store import Store
from assistant.texts import LANGUAGES
from knowledge.records import PassageView

LINE = {"id": "zorg", "title": {"nl": "Zorg", "fr": "Soins"}, "angles": ["Wat zag je?"], "hashtags": ["#Zorg"]}


def test_themes_are_loaded_replaced_and_read(store: Store, clock: FixedClock, officer: Person) -> None:
    themes = Themes(store, clock)
    assert themes.load(officer, [json.dumps(LINE), ""]) == []
    assert themes.load(officer, [json.dumps({**LINE, "hashtags": []})]) == []
    theme = themes.get("zorg")
    assert (theme.title["fr"], theme.title["en"], theme.hashtags) == ("Soins", "Zorg", ())
    assert [one.id for one in themes.list()] == ["zorg"]
    with pytest.raises(NotFound):
        themes.get("niets")


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "a"}', '{"id": "a", "title": "x", "colour": "red"}'])
def test_one_wrong_line_is_named_and_nothing_is_loaded(
    store: Store, clock: FixedClock, officer: Person, line: str
) -> None:
    themes = Themes(store, clock)
    assert [error.line for error in themes.load(officer, [json.dumps(LINE), line])] == [2]
    assert themes.list() == []


def test_an_employee_loads_no_themes(store: Store, clock: FixedClock, employee: Person) -> None:
    with pytest.raises(NotAllowed):
        Themes(store, clock).load(employee, [])


def theme(title: str, **given: object) -> Theme:
    return Theme("", dict.fromkeys(LANGUAGES, title), dict.fromkeys(LANGUAGES, ""), **given)  # type: ignore[arg-type]


def test_too_many_and_without_a_goal_is_said(store: Store, clock: FixedClock, officer: Person) -> None:
    themes = Themes(store, clock)
    whole = {"known_for": ("a", "b", "c"), "angles": ("Wat zag je?",)}
    for number in range(MOST):
        themes.save(officer, theme(f"Thema {number}", **whole))
    (said,) = themes.remarks(officer)
    assert "doel" in said
    assert "Thema 3" in said
    themes.save(officer, theme("Thema 3", known_for=("a",)))
    said_now = themes.remarks(officer)
    assert len(said_now) == 4
    assert str(MOST + 1) in said_now[0]
    assert "Miller" in said_now[0]
    assert "thema-3-2" in [one.id for one in themes.list()]
    themes.remove(officer, "thema-3-2")
    assert len(themes.remarks(officer)) == 1
    with pytest.raises(InputError):
        themes.save(officer, theme(" "))


def test_a_text_is_about_the_theme_whose_words_it_holds(store: Store, clock: FixedClock, officer: Person) -> None:
    themes = Themes(store, clock)
    themes.save(officer, theme("Zorg", words_use=("collega", "ploeg"), words_avoid=("helden", "handen aan het bed")))
    themes.save(officer, theme("Duurzaamheid", words_use=("minder", "stap")))
    found = themes.of_text("Mijn collega's en de hele ploeg namen minder mee.")
    assert found is not None
    assert found.id == "zorg"
    assert themes.of_text("Een stap vooruit.") is None
    assert [word for _, word in themes.avoided("Wij zijn geen HELDEN, wel handen aan het bed.")] == [
        "helden",
        "handen aan het bed",
    ]
    assert themes.avoided("Heldenmoed is iets anders.") == []


def test_a_fact_is_shown_only_while_it_may_be_seen(
    store: Store, clock: FixedClock, officer: Person, employee: Person
) -> None:
    class Shelf:
        def passage(self, person: Person, passage_id: str) -> object | None:
            if person.role == "employee" and passage_id == "closed":
                return None
            return PassageView(passage_id, "d", "f.md", "Titel", "", None, "- Een feit. Meer.", 0, 17, "nl")

    themes = Themes(store, clock, Shelf())  # type: ignore[arg-type]
    saved = themes.save(officer, theme("Zorg", facts=(Fact("open", 0, 11), Fact("closed", 0, 11))))
    assert themes.get(saved.id).facts == saved.facts
    assert [one.text for one in themes.facts(officer, saved)] == ["Een feit.", "Een feit."]
    assert [one.passage_id for one in themes.facts(employee, saved)] == ["open"]
    assert themes.load(officer, [json.dumps({"id": saved.id, "title": "Zorg"})]) == []
    assert themes.get(saved.id).facts == saved.facts
