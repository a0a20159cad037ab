from __future__ import annotations

import pytest

from assistant.clock import FixedClock
from assistant.errors import InputError
from assistant.people.person import Person
from assistant.store import Store
from assistant.store.tables.people import AccountRow
from assistant.writing.voices import Voices

POSTS = ["Een eerste post over taart.", "Een tweede post over koffie.", "Een derde post over de fiets."]


@pytest.fixture
def voices(store: Store, clock: FixedClock, employee: Person) -> Voices:
    with store.write() as session:
        session.add(
            AccountRow(
                id=employee.id,
                name="lotte",
                name_key="lotte",
                display_name="Lotte",
                role="employee",
                created_at=clock.now(),
            )
        )
    return Voices(store, clock)


def test_a_card_is_kept_versioned_and_only_its_owners(voices: Voices, employee: Person, colleague: Person) -> None:
    assert voices.card(employee) is None
    assert voices.learn(employee, POSTS).version == 1
    assert voices.learn(employee, [*POSTS, "Een vierde."]).version == 2
    card = voices.card(employee)
    assert card is not None
    assert (card.version, len(card.posts)) == (2, 4)
    assert voices.card(colleague) is None


def test_forgetting_leaves_nothing(voices: Voices, employee: Person) -> None:
    voices.learn(employee, POSTS)
    voices.forget(employee)
    assert voices.card(employee) is None
    assert voices.posts(employee) == []


@pytest.mark.parametrize("posts", [[], POSTS[:2], [POSTS[0]] * 3, [*POSTS, "x\0y"], [*POSTS, "\ud800"]])
def test_what_cannot_be_learned_from_is_refused(voices: Voices, employee: Person, posts: list[str]) -> None:
    with pytest.raises(InputError):
        voices.learn(employee, posts)
    assert voices.card(employee) is None
