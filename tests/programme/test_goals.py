"""Goals: asked about until they are clear, counted from what really happened, on track or not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from assistant.errors import InputError, NotAllowed
from assistant.people.person import Person
from assistant.programme.goals import Step, months_on
from assistant.programme.smart import GoalWords
from tests.programme.conftest import Parts, Posted

CLEAR = GoalWords(
    what="Elke maand vertellen collega's zelf hoe een dag in de zorg verloopt",
    for_whom="studenten verpleegkunde in Gent",
    measure="posts_released",
    target=4,
    due=date(2027, 6, 1),
    owner="ine",
)


def fields(parts: Parts, by: Person, words: GoalWords) -> list[str]:
    return [one.field for one in parts.goals.questions(by, words)]


def test_an_empty_goal_is_asked_about_part_by_part(parts: Parts, people: Sequence[Person], officer: Person) -> None:
    assert fields(parts, officer, GoalWords()) == ["what", "for_whom", "measure", "target", "due", "owner"]
    assert fields(parts, officer, CLEAR) == []


@pytest.mark.parametrize(
    "changed,field",
    [
        ({"what": "Meer zichtbaarheid op sociale media"}, "what"),
        ({"what": "Être plus visibles"}, "what"),
        ({"what": "Better visibility online"}, "what"),
        ({"for_whom": "iedereen"}, "for_whom"),
        ({"for_whom": "Le grand public"}, "for_whom"),
        ({"measure": "likes"}, "measure"),
        ({"target": 0.0}, "target"),
        ({"due": date(2026, 11, 23)}, "due"),
        ({"due": date(2026, 12, 1)}, "due"),
        ({"due": date(2029, 1, 1)}, "due"),
        ({"owner": "niemand"}, "owner"),
    ],
)
def test_what_is_vague_gets_one_question(
    parts: Parts, people: Sequence[Person], officer: Person, changed: dict[str, object], field: str
) -> None:
    words = GoalWords(**{**CLEAR.__dict__, **changed})  # type: ignore[arg-type]
    assert fields(parts, officer, words) == [field]
    with pytest.raises(InputError) as refused:
        parts.goals.save(officer, words)
    said = refused.value.text("nl")
    assert "?" in said
    assert parts.goals.list(officer) == []


@pytest.mark.parametrize(
    "what",
    [
        "Elke afdeling heeft een verhaal over stage",
        "Meer sollicitanten voor de nachtdienst in Deinze",
        "Des étudiants infirmiers posent leurs questions à nos sages-femmes",
        "12 posts per maand",
    ],
)
def test_a_clear_sentence_is_left_alone(parts: Parts, people: Sequence[Person], officer: Person, what: str) -> None:
    assert fields(parts, officer, GoalWords(**{**CLEAR.__dict__, "what": what})) == []


def test_the_start_is_counted_and_the_review_is_half_a_year_on(
    parts: Parts, people: Sequence[Person], officer: Person, employee: Person, posted: Posted
) -> None:
    now = parts.clock.now()
    for days in (3, 10, 40):
        posted(employee, now - timedelta(days=days))
    goal = parts.goals.save(officer, CLEAR, steps=[Step("Eerste vijf ambassadeurs vragen", date(2027, 1, 15))])
    assert (goal.start_value, goal.review_on, goal.owner_name) == (2, date(2027, 5, 23), "Ine")
    parts.clock.move(timedelta(days=60))
    for days in (1, 2, 3):
        posted(employee, parts.clock.now() - timedelta(days=days))
    line = parts.goals.line(officer, goal.id)
    assert line[0] == (date(2026, 11, 23), 2)
    assert line[-1] == (date(2027, 1, 22), 3)
    assert [day for day, _ in line] == sorted({day for day, _ in line})
    progress = parts.goals.progress(officer, goal.id)
    assert (progress.now, progress.share, progress.on_track) == (3, 0.5, True)
    assert parts.goals.step_done(officer, goal.id, 0).steps[0].done_on == date(2027, 1, 22)
    parts.goals.close(officer, goal.id)
    assert parts.goals.get(officer, goal.id).closed_on == date(2027, 1, 22)


def test_a_figure_that_is_typed_in(parts: Parts, people: Sequence[Person], officer: Person) -> None:
    words = GoalWords(**{**CLEAR.__dict__, "measure": "reach_typed", "target": 900})
    assert fields(parts, officer, words) == ["start"]
    goal = parts.goals.save(officer, GoalWords(**{**words.__dict__, "start": 300}))
    parts.clock.move(timedelta(days=30))
    parts.goals.type_value(officer, goal.id, date(2026, 12, 10), 450)
    parts.goals.type_value(officer, goal.id, date(2026, 12, 10), 460)
    assert parts.goals.line(officer, goal.id) == [(date(2026, 11, 23), 300), (date(2026, 12, 10), 460)]
    for day, value in ((date(2027, 3, 1), 1.0), (date(2026, 12, 11), -1.0)):
        with pytest.raises(InputError):
            parts.goals.type_value(officer, goal.id, day, value)


def test_fewer_than_five_people_are_not_counted(parts: Parts, officer: Person) -> None:
    assert parts.goals.start_value("posts_released") is None
    assert parts.goals.start_value("ambassadors_active") is None
    assert "start" in fields(parts, officer, CLEAR)


def test_an_employee_reads_no_goals(parts: Parts, employee: Person, manager: Person) -> None:
    for person in (employee, manager):
        with pytest.raises(NotAllowed):
            parts.goals.list(person)
        with pytest.raises(NotAllowed):
            parts.goals.save(person, CLEAR)


def test_half_a_year_from_the_last_of_a_month() -> None:
    assert months_on(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_on(date(2026, 12, 1), 12) == date(2027, 12, 1)
