"""Half a year of the sample organisation's programme: made with the same services, at the days on which it happened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from assistant.clock import FixedClock
from assistant.people.person import Person
from assistant.programme.agreements import AgreementsPage
from assistant.programme.ambassadors import Ambassadors
from assistant.programme.audiences import Audience
from assistant.programme.finder import Finder
from assistant.programme.goals import Goals, Step
from assistant.programme.inventory import About, Inventory
from assistant.programme.measures import Measures
from assistant.programme.smart import GoalWords
from assistant.programme.themes import Fact, Theme

if TYPE_CHECKING:
    from assistant.bootstrap import Services


def load(services: Services) -> None:
    """Goals, who joined and what they told, audiences, whom to ask, and remarks; nothing twice."""
    officer = _officer(services)
    if officer is None:
        return
    if not services.programme.audiences.list(officer):
        _join(services, officer)
        _audiences(services, officer)
        _remarks(services, officer)
    if not services.programme.goals.list(officer):
        _goals(services, officer)


def _goals(services: Services, officer: Person) -> None:
    today, facts = services.clock.now().date(), list(_lines("theme_facts.jsonl"))
    audiences = services.programme.audiences.list(officer)
    for line in _lines("goals.jsonl"):
        then = _then(services, line["started"])
        goals = Goals(services.store, then, services.audit, Measures(services.store))
        words = GoalWords(
            line["what"], line["for_whom"], line["measure"], line["target"], today + timedelta(days=line["due"]),
            line["owner"], line.get("start"),
        )  # fmt: skip
        steps = [_step(today, *step) for step in line["steps"]]
        goal = goals.save(officer, words, steps=steps)
        for shift, value in line.get("values", ()):
            services.programme.goals.type_value(officer, goal.id, today + timedelta(days=shift), value)
        for theme_id in line["themes"]:
            theme = services.themes.get(theme_id)
            for_whom = tuple(one.id for one in audiences if theme_id in one.themes)
            picked = _facts(services, officer, theme, facts)
            services.themes.save(officer, replace(theme, goal=goal.id, for_whom=for_whom, facts=picked))


def _step(today: date, title: str, due: int, done: bool) -> Step:
    day = today + timedelta(days=due)
    return Step(title, day, day if done else None)


def _facts(services: Services, officer: Person, theme: Theme, wanted: list[dict[str, Any]]) -> tuple[Fact, ...]:
    """The lines of the library that hold these words."""
    found = list(theme.facts)
    for one in wanted:
        if one["theme"] != theme.id:
            continue
        document = services.library.by_file(officer, one["file"])
        for passage in services.library.show(officer, document.id).passages:
            for words in one["words"]:
                place = passage.text.find(words)
                if place >= 0:
                    start = passage.text.rfind("\n", 0, place) + 1
                    end = passage.text.find("\n", place)
                    fact = Fact(passage.passage_id, start, len(passage.text) if end < 0 else end)
                    found += [fact] if fact not in found else []
    return tuple(found)


def _join(services: Services, officer: Person) -> None:
    """Each at their own day, by their own account."""
    organisation = services.settings.organisation
    for line in _lines("ambassadors.jsonl"):
        person = services.accounts.by_name(line["name"])
        if person is None:
            continue
        if "joined" in line:
            then = _then(services, line["joined"])
            Ambassadors(services.store, then, services.audit, organisation).join(person)
            about = About(
                tuple(line["themes"]),
                tuple(line["channels"]),
                line.get("blog", ""),
                line["network"],
                tuple(line["languages"]),
                line["minutes"],
            )
            Inventory(services.store, then).tell(person, about)
            continue
        services.programme.finder.think_of(officer, person.name, line["kind"], line["note"])
        if line["invited"] is not None:
            then = _then(services, line["invited"])
            Finder(services.store, then, services.audit, organisation).invited(officer, person.name)


def _audiences(services: Services, officer: Person) -> None:
    joined = {one.who.name: one.who for one in services.programme.ambassadors.list(officer)}
    for line in _lines("audiences.jsonl"):
        near = tuple(joined[name] for name in line["near"] if name in joined)
        channels, voices, moments, themes = (tuple(line[name]) for name in ("channels", "voices", "moments", "themes"))
        audience = Audience(line["id"], line["name"], line["description"], channels, voices, moments, themes, near)
        services.programme.audiences.save(officer, audience)


def _remarks(services: Services, officer: Person) -> None:
    for line in _lines("agreement_remarks.jsonl"):
        person = services.accounts.by_name(line["name"])
        if person is None:
            continue
        then = _then(services, line["at"])
        page = AgreementsPage(services.store, then, services.rule_book, services.embargoes, services.themes)
        page.remark(person, line["text"])
        if line.get("answer"):
            then.move(timedelta(days=1))
            page.answer(officer, page.own(person)[0].id, line["answer"])


def _officer(services: Services) -> Person | None:
    """Who runs the programme of the sample organisation."""
    return services.accounts.by_name("katrien")


def _then(services: Services, days: int) -> FixedClock:
    return FixedClock(services.clock.now() + timedelta(days=days))


def _lines(name: str) -> Iterator[dict[str, Any]]:
    content = (files("knowledge") / "sample" / name).read_text("utf-8")
    return (json.loads(line) for line in content.splitlines() if line.strip())
