from __future__ import annotations

import json
from datetime import timedelta

import pytest

from assistant.clock import FixedClock
from assistant.errors import InputError, NotFound
from assistant.people.person import Person
from assistant.store import Store
from assistant.store.tables.people import AccountRow
from assistant.writing.earlier_posts import EarlierPost
from assistant.writing.voices import MOST_POSTS, Added, Voices

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


def test_posts_are_added_one_by_one_until_there_is_a_card(voices: Voices, employee: Person) -> None:
    assert voices.add(employee, [EarlierPost(POSTS[0])]) == Added(1, 0, 0)
    assert voices.add(employee, [EarlierPost(POSTS[0]), EarlierPost(POSTS[1])]) == Added(1, 1, 0)
    assert voices.card(employee) is None
    voices.add(employee, [EarlierPost(POSTS[2])])
    card = voices.card(employee)
    assert card is not None
    assert (card.version, set(card.posts)) == (1, set(POSTS))
    voices.add(employee, [EarlierPost(POSTS[2])])
    again = voices.card(employee)
    assert again is not None and again.version == 1


def test_only_the_newest_are_kept(voices: Voices, employee: Person, clock: FixedClock) -> None:
    dated = [EarlierPost(f"Post nummer {day}.", clock.now() - timedelta(days=day)) for day in range(MOST_POSTS + 2)]
    assert voices.add(employee, dated) == Added(MOST_POSTS + 2, 0, 2)
    kept = voices.kept(employee)
    assert [one.text for one in kept] == [post.text for post in dated[:MOST_POSTS]]


def test_deleting_a_post_deletes_what_was_learned_from_it(voices: Voices, employee: Person, colleague: Person) -> None:
    voices.add(employee, [EarlierPost(text) for text in [*POSTS, "Een geheime vierde over zeilen."]])
    secret = next(one for one in voices.kept(employee) if "zeilen" in one.text)
    with pytest.raises(NotFound):
        voices.remove(colleague, secret.id)
    voices.remove(employee, secret.id)
    card = voices.card(employee)
    assert card is not None
    assert (card.version, len(card.posts)) == (2, 3)
    assert "zeilen" not in json.dumps(voices.export(employee))
    voices.remove(employee, voices.kept(employee)[0].id)
    assert voices.card(employee) is None
    voices.add(employee, [EarlierPost("Een nieuwe derde.")])
    newest = voices.card(employee)
    assert newest is not None and newest.version == 4


def test_an_export_holds_only_ones_own(voices: Voices, employee: Person, colleague: Person) -> None:
    voices.learn(employee, POSTS)
    mine = voices.export(employee)
    assert {post["text"] for post in mine["posts"]} == set(POSTS)
    assert [card["version"] for card in mine["cards"]] == [1]
    assert voices.export(colleague) == {"name": "wim", "posts": [], "cards": []}
