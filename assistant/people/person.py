"""Who is acting: what the rest of the program needs to know of a signed-in person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from assistant.settings import Role as Role
from assistant.texts import Language

ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True)
class Person:
    """A person as the server knows them; never built from what a browser says."""

    id: str
    name: str
    display_name: str
    role: Role
    team: str = ""
    language: Language = "nl"
    ambassador: bool = False
    manages: tuple[str, ...] = ()
    """Teams this manager decides for; empty is all."""


OPERATOR = Person(id="", name="operator", display_name="Operator", role="administrator")
"""Whoever holds the data folder and runs the command line."""
