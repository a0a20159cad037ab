"""Accounts: added by an administrator, opened by invitation, found by name."""

from datetime import timedelta

import pytest

from assistant.errors import InputError, NotAllowed, NotFound
from assistant.people.accounts import INVITATION_LASTS
from assistant.people.person import OPERATOR

PASSWORD = "een zin die blijft hangen"


def test_an_account_holds_what_was_given(accounts):
    person = accounts.add(
        OPERATOR, " Anke De Smet ", "Anke", "manager", language="fr", ambassador=True, manages=["care", "it"]
    )
    assert (person.name, person.role, person.language, person.ambassador) == ("Anke De Smet", "manager", "fr", True)
    assert person.manages == ("care", "it")
    assert accounts.person(person.id) == accounts.by_name("anke de smet") == person


@pytest.mark.parametrize("role", ["employee", "communications", "manager"])
def test_only_an_administrator_manages_accounts(accounts, employee, officer, manager, role):
    person = {"employee": employee, "communications": officer, "manager": manager}[role]
    for act in (
        lambda: accounts.add(person, "new", "New", "administrator"),
        lambda: accounts.list(person),
        lambda: accounts.change(person, "new", role="administrator"),
        lambda: accounts.disable(person, "new"),
        lambda: accounts.enable(person, "new"),
        lambda: accounts.invite(person, "new"),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert accounts.list(OPERATOR) == []


@pytest.mark.parametrize("name", ["", "  ", "-x", "x" * 65, "a\nb", "a\0b", "<b>", "a/b", "x-", "\ud800"])
def test_a_name_that_cannot_be_one_is_refused(accounts, name):
    with pytest.raises(InputError, match="cannot be an account name"):
        accounts.add(OPERATOR, name, "X", "employee")


@pytest.mark.parametrize("name", ["LOTTE", "Lotte ", "ｌｏｔｔｅ"])
def test_a_name_is_given_once_however_it_is_written(accounts, lotte, name):
    with pytest.raises(InputError, match="already an account"):
        accounts.add(OPERATOR, name, "Other", "employee")


def test_an_unknown_role_is_refused(accounts):
    with pytest.raises(InputError, match="no role"):
        accounts.add(OPERATOR, "x", "X", "root")


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaaaaa", "lotte lotte lotte", "x" * 2000])
def test_a_weak_password_is_refused(accounts, password):
    with pytest.raises(InputError):
        accounts.add(OPERATOR, "lotte", "Lotte", "employee", password=password)
    assert accounts.list(OPERATOR) == []


def test_a_disabled_person_is_nobody_until_enabled(accounts, sessions, lotte):
    token = sessions.open(lotte)
    accounts.disable(OPERATOR, "lotte")
    assert accounts.person(lotte.id) is None
    assert accounts.by_name("lotte") is None
    assert sessions.person(token) is None
    with pytest.raises(NotAllowed):
        accounts.sign_in("lotte", PASSWORD, "10.0.0.1")
    accounts.enable(OPERATOR, "lotte")
    assert accounts.by_name("lotte") == lotte
    assert sessions.person(token) is None


def test_nobody_disables_themselves(accounts):
    karim = accounts.add(OPERATOR, "karim", "Karim", "administrator")
    with pytest.raises(InputError, match="your own"):
        accounts.disable(karim, "karim")


def test_an_unknown_account_is_said_to_be_unknown(accounts):
    for act in (accounts.disable, accounts.enable, accounts.invite):
        with pytest.raises(NotFound, match="nobody-here"):
            act(OPERATOR, "nobody-here")


def test_an_invitation_sets_a_password_once(accounts, sessions, lotte):
    old = sessions.open(lotte)
    token = accounts.invite(OPERATOR, "lotte")
    assert accounts.invited(token) == lotte
    assert accounts.accept(token, "een heel nieuwe zin") == lotte
    assert sessions.person(old) is None
    assert accounts.sign_in("lotte", "een heel nieuwe zin", "10.0.0.1") == lotte
    with pytest.raises(NotFound):
        accounts.accept(token, "nog een andere zin")


def test_a_weak_password_does_not_use_up_the_invitation(accounts, lotte):
    token = accounts.invite(OPERATOR, "lotte")
    with pytest.raises(InputError):
        accounts.accept(token, "kort")
    assert accounts.accept(token, "een heel nieuwe zin") == lotte


def test_a_later_invitation_replaces_an_earlier_one(accounts, lotte):
    first, second = accounts.invite(OPERATOR, "lotte"), accounts.invite(OPERATOR, "lotte")
    with pytest.raises(NotFound):
        accounts.accept(first, "een heel nieuwe zin")
    assert accounts.accept(second, "een heel nieuwe zin") == lotte


def test_an_invitation_lapses(accounts, clock, lotte):
    token = accounts.invite(OPERATOR, "lotte")
    clock.move(INVITATION_LASTS - timedelta(seconds=1))
    assert accounts.invited(token) == lotte
    clock.move(timedelta(seconds=1))
    assert accounts.invited(token) is None
    with pytest.raises(NotFound):
        accounts.accept(token, "een heel nieuwe zin")


def test_disabling_takes_the_invitation_back(accounts, lotte):
    token = accounts.invite(OPERATOR, "lotte")
    accounts.disable(OPERATOR, "lotte")
    accounts.enable(OPERATOR, "lotte")
    assert accounts.invited(token) is None


def test_the_language_is_kept(accounts, lotte):
    assert accounts.set_language(lotte, "fr").language == "fr"
    assert accounts.person(lotte.id).language == "fr"
    assert accounts.set_language(accounts.person(lotte.id), "klingon").language == "fr"


def test_what_was_done_stands_in_the_audit_without_secrets(accounts, audit, lotte):
    token = accounts.invite(OPERATOR, "lotte")
    accounts.accept(token, "een heel nieuwe zin")
    accounts.sign_in("lotte", "een heel nieuwe zin", "10.0.0.1")
    accounts.disable(OPERATOR, "lotte")
    entries = list(audit.export())
    actions = [entry["action"] for entry in entries]
    assert actions == ["account.add", "account.invite", "account.password", "account.sign_in", "account.disable"]
    assert "zin" not in str(entries)
    assert token not in str(entries)
    assert audit.verify() == []


def test_a_changed_role_counts_at_once_and_is_recorded(accounts, sessions, audit, lotte):
    token = sessions.open(lotte)
    changed = accounts.change(OPERATOR, "lotte", role="manager", manages=["care "], display_name="Lotte V.")
    assert (changed.role, changed.manages, changed.display_name, changed.team) == (
        "manager",
        ("care",),
        "Lotte V.",
        "care",
    )
    assert sessions.person(token) == changed
    entry = list(audit.export())[-1]
    assert (entry["action"], entry["data"]["role"], entry["data"]["manages"]) == ("account.change", "manager", ["care"])
    assert "Lotte V." not in str(entry)


def test_nobody_changes_their_own_role(accounts):
    karim = accounts.add(OPERATOR, "karim", "Karim", "administrator")
    with pytest.raises(InputError, match="your own role"):
        accounts.change(karim, "karim", role="manager")
    assert accounts.change(karim, "karim", team="it").team == "it"
    with pytest.raises(InputError, match="no role"):
        accounts.change(karim, "karim", role="root")
