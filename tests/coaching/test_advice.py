from __future__ import annotations

import pytest

from assistant.coaching.advice import advice, is_mishap, own_text, subject_of
from assistant.coaching.lessons import FOR_REMARK, LESSONS, lesson
from assistant.texts import LANGUAGES, Language


def test_the_text_to_look_at_is_found() -> None:
    assert own_text("kijk naar mijn headline: Werfleider bij Bouwman", "") == "Werfleider bij Bouwman"
    assert own_text("mijn infotekst\nIk bouw scholen.\nMet plezier.", "") == "Ik bouw scholen.\nMet plezier."
    assert own_text("hoe maak ik een goede headline?", "") == ""


def test_a_headline_gets_remarks_and_something_to_try_in_its_own_words() -> None:
    told = advice("headline", "Gepassioneerd expert | Werfleider | Innovatie | Teamspeler", "nl")
    assert "4 stukken" in told
    assert "Werfleider" in told.split("Probeer")[1]


def test_an_about_text_without_i_is_told() -> None:
    told = advice("about", "Jan is een gedreven professional. Jan faciliteert teams. Jan houdt van resultaat.", "nl")
    assert "“ik”" in told


@pytest.mark.parametrize(
    ("said", "key"), [("Waarom duurt dat zo lang?", "vraag"), ("Jullie zijn idioten", "niet te antwoorden")]
)
def test_a_reaction_is_told_apart(said: str, key: str) -> None:
    assert key in advice("criticism", said, "nl")


@pytest.mark.parametrize(
    "said", ["er is iets misgegaan met mijn post", "j'ai publié trop tôt", "I posted it by mistake"]
)
def test_a_post_that_went_wrong_is_recognised(said: str) -> None:
    assert is_mishap(said)
    assert not is_mishap("mijn dag op de werf ging over mist en modder")


def test_a_question_about_the_about_text_is_about_that() -> None:
    assert subject_of("coach_profile", "kijk naar mijn infotekst") == "about"
    assert subject_of("coach_profile", "help met mijn profiel") == "profile"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lesson_is_there_in_every_language(language: Language) -> None:
    titles = {lesson(name, language).title for name in LESSONS}
    assert len(titles) == len(LESSONS) == 8
    assert all(len(lesson(name, language).body.split()) > 120 for name in LESSONS)
    assert set(FOR_REMARK.values()) <= set(LESSONS)
