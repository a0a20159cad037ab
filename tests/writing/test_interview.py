from __future__ import annotations

from assistant.writing.interview import missing_parts, next_question
from assistant.writing.material import Answer


def test_a_bare_subject_is_asked_for_a_moment_first() -> None:
    question = next_question(["palliatief bed"], [], [], "nl")
    assert question is not None
    assert question.part == "moment"


def test_what_was_said_is_not_asked_again() -> None:
    note = "gisteren 28 gesprekken op de beurs, dat vond ik schoon omdat ik dat zelf ook had. kom eens kijken"
    assert missing_parts([note], [], "nl") == []


def test_a_question_takes_up_their_own_words() -> None:
    question = next_question(["gisteren 28 gesprekken gevoerd op de jobbeurs in gent"], [], [], "nl")
    assert question is not None
    assert "28 gesprekken" in question.text


def test_three_questions_are_the_most() -> None:
    assert next_question(["x"], [], ["moment", "meaning", "takeaway"], "nl") is None
    answers = [Answer("moment", "een collega lachte om 5 uur"), Answer("meaning", "omdat het mooi was")]
    question = next_question(["x"], answers, ["moment", "meaning"], "nl")
    assert question is not None
    assert question.part == "takeaway"
