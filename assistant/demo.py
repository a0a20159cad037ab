"""Loads the sample organisation through the services that people use, so that the demo is nothing but real data."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import demo_half_year, demo_programme
from assistant.errors import PersonError
from assistant.people.person import OPERATOR
from assistant.texts import text

if TYPE_CHECKING:
    from assistant.bootstrap import Services

Tell = Callable[[str], None]
_RELATIVE = re.compile(r'"now(?:([+-])(\d+)([dhm]))?"')
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


def prepare(services: Services, tell: Tell) -> None:
    """Load the sample organisation on the first start; go on with it when an earlier start was cut off."""
    people = {line["name"] for line in _people()}
    there = {info.name for info in services.accounts.list(OPERATOR)}
    documents = services.library.list(OPERATOR)
    whole = sum(1 for info in documents if info.state == "ready")
    if not people <= there or whole < len(_lines("manifest.jsonl")):
        load_sample(services, tell)
    else:
        demo_programme.load(services)
        demo_half_year.load(services)


def load_sample(services: Services, tell: Tell) -> None:
    """Themes, embargoes, rules, documents and people with their voices; instants count from now."""
    now = services.clock.now()
    language = services.settings.language
    with as_file(files("knowledge") / "sample") as folder:
        _refuse(services.themes.load(OPERATOR, _lines("themes.jsonl")))
        if not services.embargoes.list(OPERATOR):
            _refuse(services.embargoes.load(OPERATOR, moved(_lines("embargoes.jsonl"), now)))
        _refuse(services.rule_book.load(OPERATOR, _lines("rules.jsonl")))
        _documents(services, folder, now, tell)
    _accounts(services, tell)
    demo_programme.load(services)
    demo_half_year.load(services)
    tell(text("demo.loaded", language))


def moved(lines: Iterable[str], now: datetime) -> list[str]:
    """Lines with "now", "now+1h" or "now-60d" as instants."""

    def instant(match: re.Match[str]) -> str:
        sign, amount, unit = match.groups()
        shift = timedelta(**{_UNITS[unit]: int(amount)}) if unit else timedelta()
        return json.dumps((now - shift if sign == "-" else now + shift).isoformat())

    return [_RELATIVE.sub(instant, line) for line in lines]


def _documents(services: Services, folder: Path, now: datetime, tell: Tell) -> None:
    from knowledge.manifest import loaded, read_manifest

    entries, errors = read_manifest(moved(_lines("manifest.jsonl"), now), folder)
    if errors:
        raise errors[0].problem
    language = services.settings.language
    ready = {info.file for info in services.library.list(OPERATOR) if info.state == "ready"}
    for position, entry in enumerate(entries, 1):
        if entry.item.file in ready:
            continue
        for item in loaded(entry):
            result = services.library.load(OPERATOR, item)
            if result.failure is not None:
                raise result.failure
        tell(text("demo.document", language, number=position, count=len(entries), title=result.title))


def _accounts(services: Services, tell: Tell) -> None:
    there = {info.name for info in services.accounts.list(OPERATOR)}
    language = services.settings.language
    for line in _people():
        if line["name"] not in there:
            services.accounts.add(
                OPERATOR,
                line["name"],
                line["display_name"],
                line["role"],
                team=line.get("team", ""),
                job=line.get("job", ""),
                language=line.get("language", "nl"),
                ambassador=bool(line.get("ambassador", False)),
                manages=line.get("manages", ()),
            )
        person = services.accounts.by_name(line["name"])
        if person is not None and line.get("posts") and services.voices.card(person) is None:
            services.voices.learn(person, [post["text"] for post in line["posts"]])
            tell(text("demo.person", language, name=person.display_name))


def _people() -> list[dict[str, Any]]:
    return [json.loads(line) for line in _lines("people.jsonl")]


def _lines(name: str) -> list[str]:
    content = (files("knowledge") / "sample" / name).read_text("utf-8")
    return [line for line in content.splitlines() if line.strip()]


def _refuse(errors: Iterable[Any]) -> None:
    """The sample is ours: a line of it that does not load is a fault to see at once."""
    for error in errors:
        problem = error.error
        raise problem if isinstance(problem, PersonError) else ValueError(str(problem))
