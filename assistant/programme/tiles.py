"""The seven steps at a glance: for each its state, and the one thing to do next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.programme.ambassadors import Ambassadors
from assistant.programme.audiences import Audiences
from assistant.programme.finder import Finder
from assistant.programme.goals import Goals
from assistant.programme.groups import FEWEST
from assistant.programme.themes import Themes
from assistant.texts import text

OWN: Final = "/programme/"
STEPS: Final = 7


@dataclass(frozen=True)
class Tile:
    step: int
    """1 to 7."""
    key: str
    state: str
    """How it stands, as a sentence for its reader."""
    next_step: str
    """The one thing to do now."""
    to: str
    """Where that is done."""
    done: bool
    """Whether this step has what the next ones need."""


Supplier = Callable[[Person], Tile]


class Tiles:
    def __init__(self, suppliers: Sequence[Supplier]) -> None:
        self._suppliers = list(suppliers)

    def add(self, *suppliers: Supplier) -> None:
        """The tiles of steps that are put together later."""
        self._suppliers += suppliers

    def list(self, person: Person) -> list[Tile]:
        require(person, "programme.manage")
        return sorted((supply(person) for supply in self._suppliers), key=lambda tile: tile.step)


def first_four(
    goals: Goals, themes: Themes, ambassadors: Ambassadors, finder: Finder, audiences: Audiences
) -> list[Supplier]:
    """The tiles of goals, themes, people and the outside world."""
    return [
        lambda person: goals_tile(person, goals),
        lambda person: themes_tile(person, themes),
        lambda person: people_tile(person, ambassadors, finder),
        lambda person: audiences_tile(person, audiences),
    ]


def tile(step: int, key: str, person: Person, state: str, what: str, /, *, done: bool, **given: Any) -> Tile:
    """A tile of this part: its words stand under `programme.tile.KEY`."""
    return Tile(
        step,
        key,
        text(f"programme.tile.{key}.{state}", person.language, **given),
        text(f"programme.tile.{key}.{what}", person.language, **given),
        f"{OWN}?step={step}",
        done,
    )


def goals_tile(person: Person, goals: Goals) -> Tile:
    kept = [goal for goal in goals.list(person) if goal.closed_on is None]
    if not kept:
        return tile(1, "goals", person, "none", "make", done=False)
    progress = [(goal, goals.progress(person, goal.id)) for goal in kept]
    given = {
        "count": len(kept),
        "well": sum(1 for _, one in progress if one.on_track),
        "what": kept[0].what[:80],
    }
    state = "some"
    ownerless = next((goal for goal in kept if not goal.owner), None)
    if ownerless is not None:
        return tile(1, "goals", person, state, "owner", done=True, **{**given, "what": ownerless.what[:80]})
    review = next((goal for goal in kept if goal.review_on <= goals.today), None)
    if review is not None:
        return tile(1, "goals", person, state, "review", done=True, **{**given, "what": review.what[:80]})
    behind = next((goal for goal, one in progress if one.on_track is False), None)
    if behind is not None:
        return tile(1, "goals", person, state, "behind", done=True, **{**given, "what": behind.what[:80]})
    return tile(1, "goals", person, state, "steps", done=True, **given)


def themes_tile(person: Person, themes: Themes) -> Tile:
    kept = themes.list()
    if not kept:
        return tile(2, "themes", person, "none", "make", done=False)
    said = themes.remarks(person)
    given = {"count": len(kept), "first": said[0] if said else ""}
    return tile(2, "themes", person, "some", "remark" if said else "facts", done=True, **given)


def people_tile(person: Person, ambassadors: Ambassadors, finder: Finder) -> Tile:
    joined, candidates = ambassadors.list(person), finder.list(person)
    waiting = [one for one in candidates if one.invited_at is None]
    given = {
        "count": len(joined),
        "candidates": len(candidates),
        "name": waiting[0].who.display_name if waiting else "",
    }
    state = "some" if joined else "none"
    if waiting:
        return tile(3, "people", person, state, "invite", done=bool(joined), **given)
    if len(joined) < FEWEST:
        return tile(3, "people", person, state, "think", done=bool(joined), **given)
    return tile(3, "people", person, state, "listen", done=True, **given)


def audiences_tile(person: Person, audiences: Audiences) -> Tile:
    kept = audiences.list(person)
    if not kept:
        return tile(4, "audiences", person, "none", "make", done=False)
    alone = next((one for one in kept if not one.near), None)
    silent = next((one for one in kept if not one.moments), None)
    given = {"count": len(kept), "name": (alone or silent or kept[0]).name}
    if alone is not None:
        return tile(4, "audiences", person, "some", "near", done=True, **given)
    if silent is not None:
        return tile(4, "audiences", person, "some", "when", done=True, **given)
    return tile(4, "audiences", person, "some", "map", done=True, **given)
