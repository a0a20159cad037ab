"""Which draft each open page saved last: two quick presses in one page are no second window."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Final

from assistant.people.person import Person

MOST: Final = 10_000


class Seen:
    """By person and window. Only against false alarms: without it a press is refused, never let through."""

    def __init__(self) -> None:
        self._numbers: OrderedDict[tuple[str, str, str], int] = OrderedDict()

    def number(self, person: Person, where: dict[str, Any], post_id: str) -> int:
        """The number of the draft that this page has in front of it."""
        given = int(where.get("number") or 0)
        return max(given, self._numbers.get((person.id, str(where.get("window")), post_id), 0))

    def note(self, person: Person, where: dict[str, Any]) -> None:
        key = (person.id, str(where.get("window")), str(where.get("post")))
        self._numbers[key] = int(where.get("number") or 0)
        self._numbers.move_to_end(key)
        while len(self._numbers) > MOST:
            self._numbers.popitem(last=False)
