"""A goal in a short conversation: what was said is heard, in three languages, and not asked again."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.programme.colleagues import Colleague
from assistant.programme.days import read_day
from assistant.programme.goal_talk import heard, read_number
from assistant.programme.smart import GoalWords

TODAY = date(2026, 11, 23)
PEOPLE = [
    Colleague("1", "katrien", "Katrien Desmedt", "", "", "nl"),
    Colleague("2", "stefaan", "Dr. Stefaan Vanhulle", "", "", "nl"),
]


def hear(words: GoalWords, asked: object, said: str) -> GoalWords:
    return heard(words, asked, said, TODAY, PEOPLE, "ine", ["posts_released", "ambassadors"])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "said,measure,target,due",
    [
        ("Tegen juni van 4 naar 8 posts per maand, voor studenten verpleegkunde.", "posts_released", 8, (2027, 6, 30)),
        ("Over zes maanden willen we 10 actieve ambassadeurs", "ambassadors_active", 10, (2027, 5, 23)),
        ("D'ici fin 2027, passer de 2 à 6 thèmes racontés", "themes_covered", 6, (2027, 12, 31)),
        ("12 ambassadors by 1 September 2027", "ambassadors", 12, (2027, 9, 1)),
        ("De beslissing valt voortaan binnen 24 uur", "decision_hours", 24, None),
        ("Plus de candidatures", "reach_typed", None, None),
    ],
)
def test_a_first_sentence_fills_in_what_it_holds(
    said: str, measure: str, target: float | None, due: tuple[int, int, int] | None
) -> None:
    words = hear(GoalWords(), None, said)
    assert (words.what, words.measure, words.target) == (said, measure, target)
    assert words.due == (date(*due) if due else None)


def test_for_whom_is_heard_too() -> None:
    assert (
        hear(GoalWords(), None, "8 posts per maand voor studenten verpleegkunde").for_whom == "studenten verpleegkunde"
    )


def test_a_first_sentence_keeps_what_was_filled_in() -> None:
    words = hear(GoalWords(owner="katrien", due=date(2027, 3, 1)), None, "8 posts per maand tegen juni")
    assert (words.owner, words.due, words.target) == ("katrien", date(2027, 3, 1), 8)


def test_answers_one_by_one() -> None:
    words = hear(GoalWords("Verhalen van de vloer"), "for_whom", "voor huisartsen in de streek")
    words = hear(words, "measure", "2")
    words = hear(words, "target", "van 3 naar 1.200, zou ik zeggen")
    words = hear(words, "due", "eind maart")
    words = hear(words, "owner", "dat is Stefaan")
    assert words == GoalWords(
        "Verhalen van de vloer", "huisartsen in de streek", "ambassadors", 1200, date(2027, 3, 31), "stefaan"
    )
    assert hear(words, "owner", "ik").owner == "ine"
    assert hear(words, "owner", "moi").owner == "ine"
    assert hear(words, "owner", "Fatima van HR").owner == "Fatima van HR"


@pytest.mark.parametrize(
    "said,day",
    [
        ("1/6/2027", date(2027, 6, 1)),
        ("2027-02-28", date(2027, 2, 28)),
        ("3 mars", date(2027, 3, 3)),
        ("le 1er juillet 2027", date(2027, 7, 1)),
        ("eind december", date(2026, 12, 31)),
        ("in 3 months", date(2027, 2, 23)),
        ("binnen twee weken", date(2026, 12, 7)),
        ("dans un an", date(2027, 11, 23)),
        ("31/02/2027", None),
        ("zo snel mogelijk", None),
    ],
)
def test_a_day_as_somebody_says_it(said: str, day: date | None) -> None:
    assert read_day(said, TODAY) == day


@pytest.mark.parametrize(
    "said,number", [("8", 8), ("12,5 %", 12.5), ("1 200", 1200), ("tegen 1/6/2027", None), ("", None)]
)
def test_a_number_is_no_date(said: str, number: float | None) -> None:
    assert read_number(said) == number
