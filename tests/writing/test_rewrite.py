from __future__ import annotations

import pytest

from assistant.writing.guided import invented
from assistant.writing.rewrite import CHANGES, Change, rewrite

DRAFT = (
    "Gisteren stond ik op de jobbeurs in Gent! 🎉 Er waren 40 studenten.\n\n"
    "Een fantastische dag voor ons team. We hebben koffie gezet en daarna hebben we de hele middag vragen beantwoord "
    "omdat niemand wist wat nachtwerk eigenlijk is.\n\nKom eens kijken.\n\n#Zorg #Nacht #Gent"
)


@pytest.mark.parametrize("change", CHANGES)
def test_a_rewrite_adds_no_word_of_its_own(change: Change) -> None:
    assert invented(rewrite(DRAFT, change, "nl", unused=["Het regende."]), DRAFT + " Het regende.", "nl") == []


def test_each_change_does_what_it_says() -> None:
    assert len(rewrite(DRAFT, "shorter", "nl")) < len(DRAFT)
    assert "Het regende." in rewrite(DRAFT, "longer", "nl", unused=["Het regende."])
    assert "🎉" not in rewrite(DRAFT, "no_emoji", "nl")
    calm = rewrite(DRAFT, "less_advertising", "nl")
    assert "!" not in calm
    assert "fantastische" not in calm
    assert rewrite(DRAFT, "opening", "nl").split("\n")[0] != DRAFT.split("\n")[0]
    assert len(rewrite(DRAFT, "warmer", "nl")) > len(DRAFT)


def test_hashtags_and_the_first_sentence_survive_shortening() -> None:
    short = rewrite(DRAFT, "shorter", "nl")
    assert short.endswith("#Zorg #Nacht #Gent")
    assert short.startswith("Gisteren stond ik op de jobbeurs in Gent!")


def test_what_the_rules_cannot_do_leaves_the_text_as_it_was() -> None:
    assert rewrite("Eén zin.", "shorter", "nl") == "Eén zin."
    assert rewrite("Eén zin.", "opening", "nl") == "Eén zin."
