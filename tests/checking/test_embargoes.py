"""Embargoes are read strictly, kept with their versions, and live exactly in their window."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from assistant.checking.embargoes import Embargoes, as_line, read_embargo
from assistant.errors import NotAllowed, NotFound
from assistant.people.person import Person

GOOD = {
    "id": "fusie",
    "title": "Fusie",
    "statement": "Wij fuseren met de buren.",
    "facts": ["fusie", {"wie": "de buren", "hoeveel": 3}, 7],
    "terms": ["Wilgenroos"],
    "lang": "nl",
    "embargoed_from": "2026-11-01T00:00:00+01:00",
    "lifts_at": "2026-12-01T09:00:00+01:00",
}


def line(**changes: object) -> str:
    return json.dumps({**GOOD, **changes})


BAD = [
    (line(colour=1), "colour"),
    (line(lifts_at="2026-12-01T09:00:00"), "zone"),
    (line(lifts_at="morgen"), "morgen"),
    (line(lifts_at=12), "12"),
    (line(lifts_at="2026-10-01T09:00:00+01:00"), "lifts_at"),
    (line(lifts_at=GOOD["embargoed_from"]), "lifts_at"),
    (line(statement="   "), "statement"),
    (line(lang="de"), "lang"),
    (line(zone="Mars/Olympus"), "Mars/Olympus"),
    (line(title="\udc00"), "broken"),
    (line(statement="x" * 2_000_000), "too long"),
    ('{"id": "x"}', "title"),
    ("nope", "JSON"),
]


@pytest.mark.parametrize(("bad", "said"), BAD)
def test_a_mistake_is_named_and_nothing_is_half_loaded(
    embargoes: Embargoes, officer: Person, bad: str, said: str
) -> None:
    errors = embargoes.load(officer, [line(id="first"), bad])
    assert [error.line for error in errors] == [2]
    assert said in str(errors[0])
    assert embargoes.list(officer) == []


def test_facts_may_be_objects() -> None:
    assert read_embargo(line()).facts == ("fusie", "de buren 3", "7")


def test_it_protects_from_its_start_up_to_the_moment_it_lifts(embargoes: Embargoes, officer: Person) -> None:
    assert embargoes.load(officer, [line()]) == []
    start, end = (datetime.fromisoformat(str(GOOD[name])) for name in ("embargoed_from", "lifts_at"))
    moments = [start - timedelta(seconds=1), start, end - timedelta(seconds=1), end]
    assert [len(embargoes.live(moment)) for moment in moments] == [0, 1, 1, 0]


def test_it_comes_back_as_it_was_written(embargoes: Embargoes, officer: Person) -> None:
    embargoes.load(officer, [line(knowers=["katrien"], existence_secret=True, contact="Ine")])
    record = embargoes.get(officer, "fusie")
    written = as_line(record)
    assert written["lifts_at"] == GOOD["lifts_at"]
    assert (written["knowers"], written["existence_secret"], written["contact"]) == (["katrien"], True, "Ine")
    assert record.version == 1
    assert embargoes.save(officer, record).version == 1


def test_a_change_is_a_new_version_and_a_cancelled_one_protects_nothing(embargoes: Embargoes, officer: Person) -> None:
    embargoes.load(officer, [line()])
    embargoes.load(officer, [line(statement="Anders.")])
    now = datetime.fromisoformat("2026-11-23T10:00:00+01:00")
    assert [record.version for record in embargoes.live(now)] == [2]
    embargoes.cancel(officer, "fusie")
    assert embargoes.live(now) == ()
    assert [info.cancelled_at is not None for info in embargoes.list(officer)] == [True]


def test_only_communications_may_see_or_change(embargoes: Embargoes, employee: Person, officer: Person) -> None:
    for refused in (lambda: embargoes.load(employee, []), lambda: embargoes.list(employee)):
        with pytest.raises(NotAllowed):
            refused()
    with pytest.raises(NotFound):
        embargoes.get(officer, "nothing")
