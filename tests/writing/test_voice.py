from __future__ import annotations

import json
from pathlib import Path

from assistant.writing.voice import Panel, learn, match

FILE = Path(__file__).parents[1] / "evaluation" / "voices" / "people.jsonl"
PEOPLE = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
CARDS = {one["id"]: learn([post["text"] for post in one["posts"][:6]]) for one in PEOPLE}


def test_the_author_of_an_unseen_post_is_named() -> None:
    panel = Panel(CARDS)
    named = [
        max(scores, key=lambda name: scores[name]) == one["id"]
        for one in PEOPLE
        for scores in (panel.scores(post["text"]) for post in one["posts"][6:])
    ]
    assert sum(named) / len(named) > 0.9


def test_scores_lie_between_nought_and_one() -> None:
    for text in ("", "x", "Hallo", PEOPLE[0]["posts"][0]["text"]):
        assert all(0 <= score <= 1 for score in Panel(CARDS).scores(text).values())
        assert 0 <= match(CARDS["p01"], text) <= 1


def test_ones_own_post_matches_more_than_another_ones() -> None:
    own, other = PEOPLE[0]["posts"][7]["text"], PEOPLE[5]["posts"][7]["text"]
    assert match(CARDS["p01"], own) > match(CARDS["p01"], other) + 0.2


def test_habits_say_what_was_measured() -> None:
    habits = CARDS["p02"].habits["nl"]
    assert habits.closes_with_question == 1.0
    assert habits.brackets > 0.5
    assert habits.exclamations == 0.0
    assert CARDS["p05"].habits["fr"].last_marker == "bref"
