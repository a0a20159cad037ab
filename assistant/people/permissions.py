"""Who may do what: one table, default deny. Services and page handlers both ask it."""

from __future__ import annotations

from typing import Final

from assistant.errors import NotAllowed
from assistant.people.person import OPERATOR, Person, Role

_EVERYBODY: Final[frozenset[Role]] = frozenset({"employee", "communications", "manager", "administrator"})
_COMMUNICATIONS: Final[frozenset[Role]] = frozenset({"communications"})
_MANAGER: Final[frozenset[Role]] = frozenset({"manager"})
_ADMINISTRATOR: Final[frozenset[Role]] = frozenset({"administrator"})

PERMISSIONS: Final[dict[str, frozenset[Role]]] = {
    "own.write": _EVERYBODY,  # chat, draft, hand in, release: always one's own
    "library.search": _EVERYBODY,  # what this person may see
    "library.manage": _COMMUNICATIONS,
    "sharing.manage": _COMMUNICATIONS,  # rules and embargoes
    "programme.manage": _COMMUNICATIONS,
    "review.decide": _MANAGER,
    "release.pause": _COMMUNICATIONS | _ADMINISTRATOR,
    "accounts.manage": _ADMINISTRATOR,
    "audit.read": _ADMINISTRATOR,
    "backup": _ADMINISTRATOR,
}


def may(person: Person | None, action: str) -> bool:
    """Whether this person may do `action`. The operator of the command line holds the data itself, and may."""
    if person is None:
        return False
    return person is OPERATOR or person.role in PERMISSIONS[action]


def require(person: Person | None, action: str) -> Person:
    """The person, or `NotAllowed`."""
    if person is None or not may(person, action):
        raise NotAllowed("people.not_allowed")
    return person
