"""Puts the parts of the programme together, for the services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.audit import Audit
from assistant.clock import Clock
from assistant.programme.agreements import AgreementsPage
from assistant.programme.ambassadors import Ambassadors
from assistant.programme.audience_table import AudienceTable
from assistant.programme.audiences import Audiences
from assistant.programme.finder import Finder
from assistant.programme.goals import Goals
from assistant.programme.inventory import Inventory
from assistant.programme.measures import Measures
from assistant.programme.people_table import PeopleTable
from assistant.programme.themes import Themes
from assistant.programme.tiles import Tiles, first_four
from assistant.store import Store

if TYPE_CHECKING:
    from assistant.checking.embargoes import Embargoes
    from assistant.checking.rule_book import RuleBook
    from assistant.settings import Settings


@dataclass(frozen=True)
class Programme:
    goals: Goals
    measures: Measures
    inventory: Inventory
    ambassadors: Ambassadors
    finder: Finder
    people_table: PeopleTable
    audiences: Audiences
    audience_table: AudienceTable
    agreements: AgreementsPage
    tiles: Tiles


def build(
    store: Store,
    clock: Clock,
    audit: Audit,
    themes: Themes,
    rules: RuleBook,
    embargoes: Embargoes,
    settings: Settings,
) -> Programme:
    measures = Measures(store)
    goals = Goals(store, clock, audit, measures)
    inventory = Inventory(store, clock)
    ambassadors = Ambassadors(store, clock, audit, settings.organisation)
    finder = Finder(store, clock, audit, settings.organisation)
    audiences = Audiences(store, clock)
    return Programme(
        goals=goals,
        measures=measures,
        inventory=inventory,
        ambassadors=ambassadors,
        finder=finder,
        people_table=PeopleTable(store, clock, ambassadors, inventory, finder),
        audiences=audiences,
        audience_table=AudienceTable(store, clock, audiences),
        agreements=AgreementsPage(store, clock, rules, embargoes, themes),
        tiles=Tiles(first_four(goals, themes, ambassadors, finder, audiences)),
    )
