"""Thanks that are personal, stories by choice, rewards that stay modest, a survey that stays anonymous."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from assistant.clock import FixedClock
from assistant.errors import InputError, NotAllowed, NotFound
from assistant.people.person import Person
from assistant.programme.incentives import SOURCES, Incentives, Reward, warnings
from assistant.programme.results import Results
from assistant.programme.stories import Stories
from assistant.programme.survey import STATEMENTS, Surveys
from assistant.programme.thanks import Thanks
from assistant.store import Store
from assistant.store.tables.results import SurveyAnswerRow, SurveyDoneRow
from tests.programme.posted import account, posted

ZONE = ZoneInfo("Europe/Brussels")
WORDS = "Dat je de leerling zelf liet vertellen, bleef bij mij hangen."
DAY = date(2026, 12, 1)


def test_only_what_was_told_is_a_reason_to_thank(store: Store, clock: FixedClock, officer: Person) -> None:
    results, thanks = Results(store, clock, ZONE), Thanks(store, clock)
    lotte, wim = account(store, "lotte"), account(store, "wim")
    for person in (lotte, wim):
        posted(store, person)
        results.type(person, results.list(person)[0].id, {"impressions": "900"})
    assert thanks.reasons(officer) == []
    results.tell(lotte, results.list(lotte)[0].id, True)
    (reason,) = thanks.reasons(officer)
    assert (reason.name, reason.numbers) == ("Lotte", {"impressions": 900})
    results.tell(lotte, results.list(lotte)[0].id, False)
    assert thanks.reasons(officer) == []


def test_thanks_are_for_one_and_not_twice_the_same(store: Store, clock: FixedClock, officer: Person) -> None:
    stories, thanks = Stories(store, clock), Thanks(store, clock)
    lotte, wim = account(store, "lotte"), account(store, "wim")
    for person in (lotte, wim):
        stories.share(person, posted(store, person), "")
    first, second = thanks.reasons(officer)
    with pytest.raises(InputError):
        thanks.send(officer, first.about, "Dank!")
    thanks.send(officer, first.about, WORDS)
    with pytest.raises(InputError) as refused:
        thanks.send(officer, second.about, WORDS.replace("mij", "me") + "!")
    assert refused.value.key == "engage.thanks_same"
    thanks.send(officer, second.about, "Je trap naar het duivenhok: ik heb er twee keer om gelachen.")
    assert thanks.reasons(officer) == []
    assert [one.words for one in thanks.own(lotte if first.name == "Lotte" else wim)] == [WORDS]
    with pytest.raises(NotFound):
        thanks.send(officer, first.about, WORDS)
    with pytest.raises(NotAllowed):
        thanks.reasons(lotte)


def test_a_story_is_shared_by_its_author_only_and_taken_back(store: Store, clock: FixedClock) -> None:
    stories = Stories(store, clock)
    lotte, wim = account(store, "lotte"), account(store, "wim")
    with pytest.raises(InputError):
        stories.share(lotte, posted(store, lotte, online=False), "")
    post = posted(store, lotte, text="Mijn verhaal.")
    with pytest.raises(NotFound):
        stories.share(wim, post, "")
    stories.share(lotte, post, "Omdat het telt.")
    (told,) = stories.list(wim)
    assert (told.author, told.text, told.why) == ("Lotte", "Mijn verhaal.", "Omdat het telt.")
    stories.take_back(wim, post)
    assert len(stories.list(wim)) == 1
    stories.take_back(lotte, post)
    assert stories.list(wim) == []


def reward(kind: str = "gift", given_for: str = "thanks", euros: int = 10, people: int = 8, day: date = DAY) -> Reward:
    return Reward("iets", kind, given_for, euros, people, day)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "given,expected",
    [
        (reward(), set()),
        (reward("meal", "taking_part"), set()),
        (reward("mention", "reach", 0, 1), set()),
        (reward("gift", "post"), {"advertising"}),
        (reward("voucher", "reach", people=1), {"advertising", "wage", "one_winner"}),
        (reward("meal", "praise"), {"advertising"}),
        (reward("draw", "post"), {"advertising", "draw"}),
        (reward("draw", "taking_part"), {"draw"}),
        (reward("money"), {"wage"}),
        (reward("gift", euros=26), {"not_modest"}),
        (reward("gift", euros=70), {"not_modest", "too_much"}),
    ],
)
def test_what_is_said_of_a_reward(given: Reward, expected: set[str]) -> None:
    found = warnings(given)
    assert {one.key for one in found} == expected
    for one in found:
        assert one.key != "advertising" or (one.stops and {"be", "nl", "eu"} <= set(one.sources))
        assert set(one.sources) <= SOURCES.keys()


def test_the_fourth_in_half_a_year_is_one_too_many(store: Store, clock: FixedClock, officer: Person) -> None:
    incentives = Incentives(store, clock)
    for month in range(3):
        incentives.plan(officer, reward(euros=5, day=DAY + timedelta(days=30 * month)))
    assert not any(found for _, found in incentives.list(officer))
    assert [one.key for one in incentives.look(officer, reward(euros=5))] == ["too_many"]
    assert incentives.look(officer, reward(euros=5, day=DAY + timedelta(days=300))) == ()
    assert len(incentives.list(officer)) == 3
    with pytest.raises(InputError):
        incentives.plan(officer, reward("bribe"))


def test_a_survey_shows_nothing_while_open_or_below_five(store: Store, clock: FixedClock, officer: Person) -> None:
    surveys = Surveys(store, clock, ZONE)
    ambassadors = [account(store, f"a{number}", ambassador=True) for number in range(5)]
    for answers, visible in ((4, False), (5, True)):
        surveys.open(officer, clock.now().date() + timedelta(days=7))
        with pytest.raises(InputError):
            surveys.open(officer, clock.now().date())
        for person in ambassadors[:answers]:
            survey = surveys.current(person)
            assert survey is not None
            surveys.answer(person, survey.id, dict.fromkeys(STATEMENTS[:2], 4), "Goed zo.")
            assert surveys.outcomes(officer)[0].answers is None
            with pytest.raises(InputError):
                surveys.answer(person, survey.id, {"clear": 1}, "")
        clock.move(timedelta(days=8))
        outcome = surveys.outcomes(officer)[0]
        assert (outcome.answers is not None) == visible
        assert bool(outcome.said) == visible
        assert outcome.averages == ({"clear": (4.0, 5), "supported": (4.0, 5)} if visible else {})


def test_an_answer_is_kept_apart_from_who_gave_it(store: Store, clock: FixedClock, officer: Person) -> None:
    surveys, lotte = Surveys(store, clock, ZONE), account(store, "lotte", ambassador=True)
    surveys.open(officer, clock.now().date())
    survey = surveys.current(lotte)
    assert survey is not None
    surveys.answer(lotte, survey.id, {"free": 5}, "")
    assert not {"account_id", "at"} & set(SurveyAnswerRow.__table__.columns.keys())
    assert set(SurveyDoneRow.__table__.columns.keys()) == {"survey_id", "account_id"}
    with store.read() as session:
        for table in ("survey_answer", "survey_done"):
            made = session.scalar(sa.text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table})
            assert "WITHOUT ROWID" in made, "rows would lie in the order in which people answered"


def test_who_is_no_ambassador_is_not_asked(store: Store, clock: FixedClock, officer: Person, employee: Person) -> None:
    surveys = Surveys(store, clock, ZONE)
    surveys.open(officer, clock.now().date())
    assert surveys.current(employee) is None
    with pytest.raises(NotAllowed):
        surveys.answer(employee, "x", {"free": 5}, "")
    with pytest.raises(NotAllowed):
        surveys.outcomes(employee)
    with pytest.raises(NotAllowed):
        surveys.open(employee, clock.now().date())
