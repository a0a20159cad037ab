"""Passwords: argon2 hashes, at most two made at once, and what a password must be."""

from __future__ import annotations

import threading
from functools import cache

from assistant.errors import InputError

MINIMUM = 12
MAXIMUM = 1024
_VARIETY = 5
_AT_ONCE = threading.BoundedSemaphore(2)  # a hash takes 64 MB


def demand_good(password: str, name: str) -> None:
    """Raises `InputError` for a password that is too short, too long or too easily guessed."""
    if len(password) < MINIMUM:
        raise InputError("people.password_short", minimum=MINIMUM)
    if len(password) > MAXIMUM:
        raise InputError("people.password_long", maximum=MAXIMUM)
    plain = password.casefold()
    if len(set(plain)) < _VARIETY or (len(name) > 2 and name.casefold() in plain):
        raise InputError("people.password_guessable")


def hash_of(password: str) -> str:
    from argon2 import PasswordHasher

    with _AT_ONCE:
        return PasswordHasher().hash(password.encode("utf-8", "surrogatepass"))


def matches(password: str, hashed: str | None) -> bool:
    """Whether this is the password. Without a hash it takes the same time, and says no."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    stand_in = _stand_in()
    given = password[: MAXIMUM + 1].encode("utf-8", "surrogatepass")
    with _AT_ONCE:
        try:
            return PasswordHasher().verify(hashed or stand_in, given) and hashed is not None
        except (VerificationError, InvalidHashError):
            return False


@cache
def _stand_in() -> str:
    return hash_of("nobody has this password")
