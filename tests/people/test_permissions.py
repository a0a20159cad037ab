"""Who may do what: the whole table, and nobody by default."""

import pytest

from assistant.errors import NotAllowed
from assistant.people.permissions import PERMISSIONS, may, require
from assistant.people.person import OPERATOR, ROLES, Person

EXPECTED = {
    "own.write": {"employee", "communications", "manager", "administrator"},
    "library.search": {"employee", "communications", "manager", "administrator"},
    "library.manage": {"communications"},
    "sharing.manage": {"communications"},
    "programme.manage": {"communications"},
    "review.decide": {"manager"},
    "release.pause": {"communications", "administrator"},
    "accounts.manage": {"administrator"},
    "audit.read": {"administrator"},
    "backup": {"administrator"},
}


def test_the_table_is_complete():
    assert set(PERMISSIONS) == set(EXPECTED)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", EXPECTED)
def test_a_role_may_do_what_the_table_says_and_nothing_else(role, action):
    person = Person(id="x", name="x", display_name="X", role=role)
    assert may(person, action) == (role in EXPECTED[action])


@pytest.mark.parametrize("action", EXPECTED)
def test_nobody_may_do_anything(action):
    assert not may(None, action)
    with pytest.raises(NotAllowed):
        require(None, action)


def test_a_person_who_looks_like_the_operator_is_not_the_operator():
    double = Person(id="", name="operator", display_name="Operator", role="employee")
    assert may(OPERATOR, "review.decide")
    assert not may(double, "accounts.manage")


def test_an_unknown_action_is_a_bug():
    with pytest.raises(KeyError):
        may(Person(id="x", name="x", display_name="X", role="administrator"), "no.such.action")
