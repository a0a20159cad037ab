"""Puts steps five to seven together: support, engage and measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.audit import Audit
from assistant.clock import Clock
from assistant.clock import zone as zone_named
from assistant.people.person import Person
from assistant.programme.evaluation import Evaluations
from assistant.programme.evaluation_words import Facts
from assistant.programme.figures import Figures
from assistant.programme.goals import Goals
from assistant.programme.incentives import Incentives
from assistant.programme.kits import Kits
from assistant.programme.moments import Moments
from assistant.programme.questions import Questions
from assistant.programme.results import Results
from assistant.programme.stories import Stories
from assistant.programme.support import Support
from assistant.programme.survey import Surveys
from assistant.programme.thanks import Thanks
from assistant.programme.themes import Themes
from assistant.programme.tiles import Supplier, Tile
from assistant.store import Store
from assistant.texts import text

if TYPE_CHECKING:
    from assistant.settings import Settings


@dataclass(frozen=True)
class Engagement:
    results: Results
    figures: Figures
    support: Support
    questions: Questions
    kits: Kits
    moments: Moments
    thanks: Thanks
    stories: Stories
    incentives: Incentives
    surveys: Surveys
    evaluations: Evaluations


def build(store: Store, clock: Clock, audit: Audit, themes: Themes, goals: Goals, settings: Settings) -> Engagement:
    zone = zone_named(settings.zone)
    figures, surveys, moments = Figures(store, clock, zone), Surveys(store, clock, zone), Moments(store, clock)
    facts = Facts(goals, figures, surveys, moments, themes)
    return Engagement(
        results=Results(store, clock, zone),
        figures=figures,
        support=Support(store, clock),
        questions=Questions(store, clock),
        kits=Kits(store, clock, themes, zone),
        moments=moments,
        thanks=Thanks(store, clock),
        stories=Stories(store, clock),
        incentives=Incentives(store, clock),
        surveys=surveys,
        evaluations=Evaluations(store, clock, audit, goals, facts, zone),
    )


def tiles_of(parts: Engagement) -> list[Supplier]:
    """The tiles of steps five, six and seven: their state, and the one next thing to do."""
    return [
        lambda person: _support_tile(person, parts),
        lambda person: _engage_tile(person, parts),
        lambda person: _measure_tile(person, parts),
    ]


def _support_tile(person: Person, parts: Engagement) -> Tile:
    needs = parts.support.list(person)
    if not needs:
        return _tile(5, "support", person, "none", "first", "/support", done=False)
    waiting = [one for one in needs if one.next not in ("nothing", "ask")]
    given = {"count": len(waiting), "name": needs[0].name}
    calm = not waiting
    return _tile(5, "support", person, "some", "calm" if calm else "next", "/support", done=True, **given)


def _engage_tile(person: Person, parts: Engagement) -> Tile:
    moments, thanks = parts.moments.list(person), parts.thanks.reasons(person)
    state = "some" if moments else "none"
    given = {"count": len(moments), "name": thanks[0].name if thanks else ""}
    if thanks:
        return _tile(6, "engage", person, state, "thank", "/engage/thanks", done=bool(moments), **given)
    return _tile(6, "engage", person, state, "calm" if moments else "first", "/engage", done=bool(moments), **given)


def _measure_tile(person: Person, parts: Engagement) -> Tile:
    total = parts.figures.total(person, "posts")
    evaluations = parts.evaluations.list(person)
    if total is None:
        return _tile(7, "measure", person, "none", "first", "/measure/", done=False)
    given = {"posts": total["posts"]}
    newest = evaluations[0] if evaluations else None
    if newest is None:
        return _tile(7, "measure", person, "some", "evaluate", "/evaluations", done=True, **given)
    if newest.signed_at is None:
        return _tile(7, "measure", person, "some", "sign", f"/evaluations/{newest.id}", done=True, **given)
    if newest.next_half_at is None:
        return _tile(7, "measure", person, "some", "next", f"/evaluations/{newest.id}", done=True, **given)
    return _tile(7, "measure", person, "some", "look", "/measure/", done=True, **given)


def _tile(step: int, key: str, person: Person, state: str, what: str, to: str, *, done: bool, **given: object) -> Tile:
    words = [text(f"measure.tile.{key}_{one}", person.language, **given) for one in (state, what)]
    return Tile(step, key, words[0], words[1], to, done)
