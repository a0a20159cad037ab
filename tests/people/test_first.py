"""The first administrator: one link, once, only while there is none."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assistant.errors import InputError, NotFound
from assistant.people.first import FirstAdministrator
from assistant.people.person import OPERATOR

PASSWORD = "een zin die blijft hangen"


@pytest.fixture
def first(store, clock, audit, quick_hash):
    return FirstAdministrator(store, clock, audit)


def make(first, token, name="joost", password=PASSWORD):
    return first.make(token, name, "Joost", password, "nl")


def test_the_link_makes_one_administrator(first, accounts, audit):
    assert first.needed()
    token = first.link()
    assert first.works(token)
    assert make(first, token).role == "administrator"
    assert not first.needed()
    assert accounts.sign_in("joost", PASSWORD, "10.0.0.1").role == "administrator"
    made = next(audit.export())
    assert (made["action"], made["data"].get("way")) == ("account.add", "first")
    with pytest.raises(NotFound):
        make(first, token, "again")


def test_a_guessed_an_older_or_a_lapsed_link_is_worth_nothing(first, clock):
    older, token = first.link(), first.link()
    assert not first.works(older)
    assert not first.works("guessed")
    assert not first.works("\ud800")
    clock.move(timedelta(days=1))
    with pytest.raises(NotFound):
        make(first, token)


def test_once_somebody_else_is_administrator_the_link_is_dead(first, accounts):
    token = first.link()
    accounts.add(OPERATOR, "ann", "Ann", "administrator", password=PASSWORD)
    with pytest.raises(NotFound):
        make(first, token)


def test_a_disabled_administrator_lets_nobody_in_so_a_first_is_needed(first, accounts):
    accounts.add(OPERATOR, "ann", "Ann", "administrator", password=PASSWORD)
    accounts.disable(OPERATOR, "ann")
    assert first.needed()


@pytest.mark.parametrize(("name", "password"), [("<b>", PASSWORD), ("", PASSWORD), ("joost", "kort"), ("joost", "")])
def test_what_cannot_be_leaves_the_link_as_it_was(first, name, password):
    token = first.link()
    with pytest.raises(InputError):
        make(first, token, name, password)
    assert first.works(token)


def test_a_name_that_is_taken_is_said(first, accounts):
    accounts.add(OPERATOR, "joost", "Joost", "employee", password=PASSWORD)
    with pytest.raises(InputError):
        make(first, first.link())
