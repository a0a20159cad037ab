"""The tiles of the first four steps: what to do first when there is nothing, and the one next step after that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from assistant.errors import NotAllowed
from assistant.people.person import Person
from assistant.programme.audiences import Audience
from assistant.programme.themes import Theme
from assistant.programme.tiles import Tiles, first_four
from assistant.texts import LANGUAGES
from tests.programme.conftest import Parts
from tests.programme.test_goals import CLEAR


def tiles(parts: Parts) -> Tiles:
    return Tiles(first_four(parts.goals, parts.themes, parts.ambassadors, parts.finder, parts.audiences))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fresh_organisation_is_told_what_to_do_first(
    parts: Parts, people: Sequence[Person], officer: Person, language: str
) -> None:
    person = Person(**{**officer.__dict__, "language": language})
    found = tiles(parts).list(person)
    assert [tile.step for tile in found] == [1, 2, 3, 4]
    assert not any(tile.done for tile in found)
    assert all(tile.state and tile.next_step and tile.to.startswith("/programme/?step=") for tile in found)


def test_the_next_step_follows_what_happened(
    parts: Parts, people: Sequence[Person], officer: Person, employee: Person
) -> None:
    goal = parts.goals.save(officer, CLEAR)
    theme = parts.themes.save(officer, Theme("", dict.fromkeys(LANGUAGES, "Zorg"), dict.fromkeys(LANGUAGES, "")))
    parts.audiences.save(officer, Audience("", "Studenten"))
    parts.finder.think_of(officer, "lotte", "heart", "Je bleef langer voor de nieuwe collega.")
    found = {tile.key: tile for tile in tiles(parts).list(officer)}
    assert "Zorg" in found["themes"].next_step
    assert "Lotte" in found["people"].next_step
    assert "Studenten" in found["audiences"].next_step
    assert found["goals"].done
    parts.clock.move(timedelta(days=182))
    assert "half jaar" in {tile.key: tile for tile in tiles(parts).list(officer)}["goals"].next_step
    parts.goals.close(officer, goal.id)
    assert not {tile.key: tile for tile in tiles(parts).list(officer)}["goals"].done
    assert parts.goals.today == date(2027, 5, 24)
    assert theme.id == "zorg"
    with pytest.raises(NotAllowed):
        tiles(parts).list(employee)
