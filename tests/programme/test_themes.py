from __future__ import annotations

import json

import pytest

from assistant.clock import FixedClock
from assistant.errors import NotAllowed, NotFound
from assistant.people.person import Person
from assistant.programme.themes import Themes
from assistant.store import Store

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
