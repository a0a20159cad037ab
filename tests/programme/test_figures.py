"""The programme sees sums over five people or more, also over time, and after somebody was deleted."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from assistant.clock import FixedClock
from assistant.errors import NotAllowed
from assistant.people.person import Person
from assistant.programme import contributions
from assistant.programme.figures import Figures
from assistant.programme.groups import REST
from assistant.programme.results import Results
from assistant.store import Store
from assistant.store.tables.people import AccountRow
from assistant.store.tables.results import FigureRow, LeftRow
from assistant.store.tables.support import AttendanceRow, MomentRow
from tests.programme.posted import NOW, people, posted

ZONE = ZoneInfo("Europe/Brussels")


@pytest.fixture
def figures(store: Store, clock: FixedClock) -> Figures:
    return Figures(store, clock, ZONE)


@pytest.fixture
def results(store: Store, clock: FixedClock) -> Results:
    return Results(store, clock, ZONE)


def shown(
    figures: Figures, officer: Person, dimension: str, name: str = "posts", family: str = "posts"
) -> dict[str, int]:
    figures.renew()
    return {one.key: one[name] for one in figures.by(officer, family, dimension)}


def test_four_are_nothing_and_the_fifth_shows_all_five(store: Store, figures: Figures, officer: Person) -> None:
    for person in people(store, 4):
        posted(store, person)
        posted(store, person)
    assert shown(figures, officer, "theme") == {}
    assert figures.total(officer, "posts") is None
    posted(store, people(store, 1, first=4)[0])
    assert shown(figures, officer, "theme") == {"care": 9}


def test_one_more_person_is_not_seen_until_there_are_five_more(
    store: Store, figures: Figures, results: Results, officer: Person
) -> None:
    """What the officer saw on Monday and on Tuesday differs by five people, or not at all."""
    for person in people(store, 6):
        posted(store, person)
    before = shown(figures, officer, "theme")
    late = people(store, 5, first=6)
    for person in late[:4]:
        posted(store, person, theme="food")
        assert shown(figures, officer, "theme") == before
    posted(store, late[4], theme="food")
    assert shown(figures, officer, "theme") == {"care": 6, "food": 5}


def test_figures_that_change_count_once_and_only_with_four_others(
    store: Store, figures: Figures, results: Results, officer: Person
) -> None:
    five = people(store, 5)
    for person in five:
        posted(store, person)
        results.type(person, results.list(person)[0].id, {"impressions": "100"})
    assert shown(figures, officer, "theme", "impressions") == {"care": 500}
    results.type(five[0], results.list(five[0])[0].id, {"impressions": "175"})
    assert shown(figures, officer, "theme", "impressions") == {"care": 500}
    for person in five[1:]:
        results.type(person, results.list(person)[0].id, {"impressions": "110"})
    assert shown(figures, officer, "theme", "impressions") == {"care": 615}
    assert shown(figures, officer, "theme") == {"care": 5}


def test_a_result_that_is_taken_away_and_given_again_counts_once(
    store: Store, figures: Figures, results: Results, officer: Person
) -> None:
    five = people(store, 5)
    for number, person in enumerate(five):
        results.add(person, f"https://example.org/post/{number}", "20/11/2026", "linkedin", "care", "nl")
    assert shown(figures, officer, "theme") == {"care": 5}
    for number, person in enumerate(five):
        results.remove(person, results.list(person)[0].id)
        results.add(person, f"https://example.org/post/{number}", "20/11/2026", "linkedin", "care", "nl")
    assert shown(figures, officer, "theme") == {"care": 5}


def test_no_rest_is_about_fewer_than_five(store: Store, figures: Figures, officer: Person) -> None:
    for person in people(store, 8):
        posted(store, person, theme="care", language="nl")
    posted(store, people(store, 1, first=8)[0], theme="food", language="fr")
    assert shown(figures, officer, "theme") == {REST: 9}
    assert shown(figures, officer, "language") == {REST: 9}


def test_checks_what_they_caught_and_the_time_to_a_decision(store: Store, figures: Figures, officer: Person) -> None:
    for person in people(store, 6):
        posted(store, person, verdict="review", detectors=("personal_data", "figures"), waited=timedelta(hours=20))
        posted(store, person, verdict="clear", waited=timedelta(hours=3))
    assert shown(figures, officer, "verdict", "texts", "texts") == {"clear": 6, "review": 6}
    assert shown(figures, officer, "detector", "texts", "caught") == {"figures": 6, "personal_data": 6}
    assert shown(figures, officer, "wait", "decisions", "decisions") == {"day": 6, "hours": 6}


def test_deleting_a_person_leaves_the_counts(store: Store, figures: Figures, officer: Person) -> None:
    everybody = people(store, 6)
    for person in everybody:
        posted(store, person)
    with store.write() as session:
        moment = MomentRow(
            kind="lunch", title="x", words="", place="", starts_at=NOW, ends_at=NOW, zone="UTC", changed_at=NOW
        )
        session.add(moment)
        session.flush()
        session.add(AttendanceRow(moment_id=moment.id, account_id=everybody[0].id, said_at=NOW))
        moment_id = moment.id
    assert shown(figures, officer, "theme") == {"care": 6}
    for person in everybody[:4]:
        posted(store, person, theme="food")
    with store.write() as session:
        for person in everybody:
            contributions.leave(session, person.id, ZONE)
            session.execute(sa.delete(AccountRow).where(AccountRow.id == person.id))
    assert shown(figures, officer, "theme") == {"care": 6}
    for person in people(store, 1, first=10):
        posted(store, person, theme="food")
    assert shown(figures, officer, "theme") == {"care": 6, "food": 5}
    with store.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(LeftRow).where(LeftRow.family == "posts")) == 0
        assert session.get_one(MomentRow, moment_id).left_people == 1
        kept = " ".join(f"{row.key} {row.dimension} {row.numbers}" for row in session.scalars(sa.select(FigureRow)))
    assert not any(person.id in kept or person.name in kept for person in everybody)


def test_on_each_database(each_store: Store, clock: FixedClock, officer: Person) -> None:
    figures, results = Figures(each_store, clock, ZONE), Results(each_store, clock, ZONE)
    everybody = people(each_store, 5)
    for person in everybody:
        posted(each_store, person)
        results.type(person, results.list(person)[0].id, {"impressions": "100"})
    assert shown(figures, officer, "month", "impressions") == {"2026-11": 500}
    with each_store.write() as session:
        contributions.leave(session, everybody[0].id, ZONE)
        session.execute(sa.delete(AccountRow).where(AccountRow.id == everybody[0].id))
    assert shown(figures, officer, "month", "impressions") == {"2026-11": 500}


def test_only_the_officer_sees_figures(
    figures: Figures, employee: Person, manager: Person, administrator: Person
) -> None:
    for person in (employee, manager, administrator):
        with pytest.raises(NotAllowed):
            figures.by(person, "posts", "theme")
        with pytest.raises(NotAllowed):
            figures.renewed_at(person)
