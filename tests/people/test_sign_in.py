"""Signing in: the same answer for every failure, and a wait that grows."""

import threading
from datetime import timedelta

import pytest

from assistant.errors import NotAllowed, PersonError, Unavailable
from assistant.people import passwords
from assistant.people.person import OPERATOR
from assistant.people.sign_in import FREE_FOR_ADDRESS, FREE_FOR_NAME, LONGEST, delay

PASSWORD = "een zin die blijft hangen"


def fail(accounts, name, address="10.0.0.1"):
    with pytest.raises(PersonError) as raised:
        accounts.sign_in(name, "wrong", address)
    return raised.value


def test_the_right_password_signs_in_whatever_the_capitals_of_the_name(accounts, lotte):
    assert accounts.sign_in(" LOTTE", PASSWORD, "10.0.0.1") == lotte


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(accounts, lotte, quick_hash):
    accounts.add(OPERATOR, "nopass", "No password yet", "employee")
    answers = {(type(error), str(error)) for error in (fail(accounts, name) for name in ("lotte", "nobody", "nopass"))}
    assert len(answers) == 1
    assert len(quick_hash) == 3


@pytest.mark.parametrize("name", ["lotte", "nobody"])
def test_failures_wait_longer_and_longer(accounts, clock, lotte, name, quick_hash):
    for _ in range(FREE_FOR_NAME + 1):
        assert isinstance(fail(accounts, name), NotAllowed)
    tried = len(quick_hash)
    for wait in (1, 2, 4, 8):
        refused = fail(accounts, name)
        assert isinstance(refused, Unavailable)
        assert refused.parameters["seconds"] == wait + 1
        clock.move(timedelta(seconds=wait))
        assert isinstance(fail(accounts, name), NotAllowed)
    assert len(quick_hash) == tried + 4, "no password is tried during the wait"


def test_even_the_right_password_waits(accounts, clock, lotte):
    for _ in range(FREE_FOR_NAME + 1):
        fail(accounts, "lotte")
    with pytest.raises(Unavailable):
        accounts.sign_in("lotte", PASSWORD, "10.9.9.9")
    clock.move(timedelta(seconds=1))
    assert accounts.sign_in("lotte", PASSWORD, "10.9.9.9") == lotte
    assert isinstance(fail(accounts, "lotte"), NotAllowed), "and then starts afresh"


def test_an_address_that_tries_many_names_waits_too(accounts, lotte):
    for number in range(FREE_FOR_ADDRESS + 1):
        assert isinstance(fail(accounts, f"name{number}"), NotAllowed)
    assert isinstance(fail(accounts, "another"), Unavailable)
    assert accounts.sign_in("lotte", PASSWORD, "10.0.0.2") == lotte, "other addresses do not"


def test_ones_own_success_does_not_clear_the_address(accounts, lotte):
    for number in range(FREE_FOR_ADDRESS):
        fail(accounts, f"name{number}")
        accounts.sign_in("lotte", PASSWORD, "10.0.0.1")
    fail(accounts, "one more")
    assert isinstance(fail(accounts, "and another"), Unavailable)


def test_guesses_side_by_side_gain_nothing(accounts, lotte, quick_hash):
    def guess() -> None:
        with pytest.raises(PersonError):
            accounts.sign_in("lotte", "wrong", "10.0.0.1")

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(quick_hash) == FREE_FOR_NAME + 1


def test_failures_are_forgotten_after_a_day(accounts, clock, lotte):
    for _ in range(FREE_FOR_NAME):
        fail(accounts, "lotte")
    clock.move(timedelta(days=1, seconds=1))
    for _ in range(FREE_FOR_NAME + 1):
        assert isinstance(fail(accounts, "lotte"), NotAllowed)


def test_a_disabled_person_is_refused_after_the_password_was_tried(accounts, lotte, quick_hash):
    accounts.disable(OPERATOR, "lotte")
    assert isinstance(fail(accounts, "lotte"), NotAllowed)
    assert quick_hash[-1] == ("wrong", None)


@pytest.mark.parametrize("name", ["\ud800", "a\0b", "x" * 10_000, "' OR 1=1 --"])
def test_odd_names_are_just_wrong(accounts, name):
    assert isinstance(fail(accounts, name), NotAllowed)


def test_the_delay_doubles_up_to_its_longest():
    seconds = [delay(failures, 3).total_seconds() for failures in range(3, 20)]
    assert seconds[:6] == [0, 1, 2, 4, 8, 16]
    assert seconds == sorted(seconds)
    assert seconds[-1] == LONGEST.total_seconds()
    assert delay(10**9, 3) == LONGEST


@pytest.mark.slow
def test_argon2_hashes_and_an_unknown_name_takes_as_long():
    import time

    hashed = passwords.hash_of(PASSWORD)
    assert hashed.startswith("$argon2id$")
    assert passwords.matches(PASSWORD, hashed)
    assert not passwords.matches("wrong", hashed)
    assert not passwords.matches("nobody has this password", None)
    assert not passwords.matches(PASSWORD, "not a hash")

    def shortest(hashed: str | None) -> float:
        times = []
        for _ in range(3):
            start = time.perf_counter()
            passwords.matches("wrong", hashed)
            times.append(time.perf_counter() - start)
        return min(times)

    known, unknown = shortest(hashed), shortest(None)
    assert 0.5 < known / unknown < 2
