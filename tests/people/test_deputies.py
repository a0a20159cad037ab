"""Deputies: who may name one, for how long, and whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assistant.errors import InputError, NotAllowed, NotFound
from assistant.people.deputies import Deputies, stands_in_for
from assistant.people.person import OPERATOR


@pytest.fixture
def deputies(store, clock, audit):
    return Deputies(store, clock, audit)


@pytest.fixture
def people(accounts):
    add = accounts.add
    return {
        "bart": add(OPERATOR, "bart", "Bart", "manager", manages=["care"]),
        "els": add(OPERATOR, "els", "Els", "manager", manages=["it"]),
        "lotte": add(OPERATOR, "lotte", "Lotte", "employee", team="care"),
        "karim": add(OPERATOR, "karim", "Karim", "administrator"),
        "ine": add(OPERATOR, "ine", "Ine", "communications"),
    }


def stands(store, clock, person):
    with store.read() as session:
        return [row.name for row in stands_in_for(session, person.id, clock.now())]


def test_for_the_days_somebody_is_away(deputies, people, store, clock):
    away, back = clock.now() + timedelta(days=1), clock.now() + timedelta(days=8)
    deputies.add(people["bart"], "bart", "els", away, back)
    assert stands(store, clock, people["els"]) == []
    clock.set(away)
    assert stands(store, clock, people["els"]) == ["bart"]
    clock.set(back)
    assert stands(store, clock, people["els"]) == []
    assert deputies.list(people["bart"]) == []


def test_until_it_is_taken_back(deputies, people, store, clock, audit):
    deputies.add(people["karim"], "bart", "els")
    clock.move(timedelta(days=900))
    assert stands(store, clock, people["els"]) == ["bart"]
    (row,) = deputies.list(people["bart"])
    assert (row.manager, row.deputy_shown, row.ends_at) == ("bart", "Els", None)
    deputies.remove(people["bart"], row.id)
    assert stands(store, clock, people["els"]) == []
    assert [entry["action"] for entry in audit.export()][-2:] == ["deputy.add", "deputy.remove"]


def test_it_is_not_passed_on(deputies, people, accounts, store, clock):
    third = accounts.add(OPERATOR, "third", "Third", "manager", manages=["hr"])
    deputies.add(OPERATOR, "bart", "els")
    deputies.add(OPERATOR, "els", "third")
    assert stands(store, clock, third) == ["els"]


@pytest.mark.parametrize("name", ["lotte", "ine", "els"])
def test_only_the_manager_or_an_administrator_names_one(deputies, people, name):
    with pytest.raises(NotAllowed):
        deputies.add(people[name], "bart", "els")
    with pytest.raises(NotAllowed):
        deputies.choices(people[name], "bart")
    deputies.add(OPERATOR, "bart", "els")
    (row,) = deputies.list(people["karim"])
    with pytest.raises(NotFound):
        deputies.remove(people[name], row.id)
    assert deputies.list(people[name]) == []


@pytest.mark.parametrize("deputy", ["lotte", "ine", "karim", "bart"])
def test_only_another_manager_can_be_one(deputies, people, deputy):
    with pytest.raises(InputError):
        deputies.add(people["bart"], "bart", deputy)


def test_a_manager_who_is_one_no_more_has_no_deputy(deputies, people, accounts, store, clock):
    deputies.add(OPERATOR, "bart", "els")
    accounts.change(OPERATOR, "bart", role="employee")
    assert stands(store, clock, people["els"]) == []
    accounts.change(OPERATOR, "bart", role="manager")
    accounts.disable(OPERATOR, "bart")
    assert stands(store, clock, people["els"]) == []
    with pytest.raises(InputError):
        deputies.add(OPERATOR, "els", "bart")


def test_an_absence_that_cannot_be_is_refused(deputies, people, clock):
    now = clock.now()
    for starts, ends in ((now, now), (now + timedelta(days=2), now + timedelta(days=1)), (None, now)):
        with pytest.raises(InputError):
            deputies.add(people["bart"], "bart", "els", starts, ends)


def test_whom_to_choose_from(deputies, people):
    assert list(deputies.choices(people["bart"], "bart")) == [("Els", "els")]
