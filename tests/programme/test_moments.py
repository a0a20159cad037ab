"""Moments, and calendar files that the usual programs open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from assistant.clock import FixedClock
from assistant.errors import InputError, NotAllowed
from assistant.people.person import Person
from assistant.programme.calendar_file import calendar_file
from assistant.programme.moments import Moment, Moments, invitation
from assistant.store import Store
from assistant.texts import LANGUAGES
from tests.programme.posted import account

STARTS = datetime(2027, 3, 27, 11, 0, tzinfo=UTC)  # the day before the clock goes forward in Brussels


@pytest.fixture
def moments(store: Store, clock: FixedClock) -> Moments:
    return Moments(store, clock)


def made(moments: Moments, officer: Person, **more: object) -> Moment:
    given = {
        "kind": "lunch", "title": "Soep, brood; en verhalen", "words": "Breng één foto mee.\nOf geen.",
        "place": "Zaal 2, Gent",
        "starts_at": STARTS, "ends_at": STARTS + timedelta(hours=25), "zone": "Europe/Brussels",
    }  # fmt: skip
    return moments.save(officer, **{**given, **more})  # type: ignore[arg-type]


def test_the_calendar_file_reads_back_with_its_zone(moments: Moments, officer: Person) -> None:
    moment = made(moments, officer)
    body = calendar_file(moment, invitation(moment, "nl", "27 maart"), "boegbeeld.example")
    assert body.count(b"\r\n") == body.count(b"\n")
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    calendar = Calendar.from_ical(body)
    assert sorted(one.name for one in calendar.subcomponents) == ["VEVENT", "VTIMEZONE"]
    event = calendar.events[0]
    assert event["SUMMARY"] == "Soep, brood; en verhalen"
    assert event["DTSTART"].params["TZID"] == "Europe/Brussels"
    assert event.start.astimezone(UTC) == STARTS
    assert event.start.hour == 12
    assert event.end.astimezone(UTC) == STARTS + timedelta(hours=25)
    assert event.end.hour == 14, "an hour later on the wall, for the clock went forward"
    assert event["UID"] == f"{moment.id}@boegbeeld.example"
    assert "één foto mee.\nOf geen." in event["DESCRIPTION"]


def test_a_change_replaces_and_a_cancellation_takes_away(moments: Moments, officer: Person) -> None:
    moment = made(moments, officer)
    changed = made(moments, officer, title="Toch taart", moment_id=moment.id)
    assert (changed.id, changed.sequence) == (moment.id, 1)
    moments.cancel(officer, moment.id)
    off = moments.get(officer, moment.id)
    calendar = Calendar.from_ical(calendar_file(off, "", ""))
    assert calendar["METHOD"] == "CANCEL"
    assert calendar.events[0]["STATUS"] == "CANCELLED"
    assert calendar.events[0]["SEQUENCE"] == 2
    with pytest.raises(InputError):
        made(moments, officer, moment_id=moment.id)


def test_who_comes_says_so_and_may_stop(store: Store, moments: Moments, officer: Person, clock: FixedClock) -> None:
    lotte = account(store, "lotte")
    moment = made(moments, officer)
    moments.come(lotte, moment.id, True)
    moments.come(lotte, moment.id, True)
    assert (moments.get(lotte, moment.id).coming, moments.get(lotte, moment.id).mine) == (1, True)
    assert list(moments.who(officer, moment.id)) == ["Lotte"]
    moments.come(lotte, moment.id, False)
    assert moments.get(lotte, moment.id).coming == 0
    clock.set(STARTS + timedelta(days=3))
    with pytest.raises(InputError):
        moments.come(lotte, moment.id, True)


@pytest.mark.parametrize("change", [{"kind": "party"}, {"title": " "}, {"ends_at": STARTS}, {"zone": "Mars/Base"}])
def test_what_cannot_be_is_said(moments: Moments, officer: Person, change: dict[str, object]) -> None:
    with pytest.raises(InputError):
        made(moments, officer, **change)


def test_every_invitation_says_that_coming_is_free(moments: Moments, officer: Person, employee: Person) -> None:
    free = {"nl": "Komen is vrij", "fr": "La participation est libre", "en": "You are free to come"}
    for kind in ("kickoff", "lunch", "training", "photo", "other"):
        moment = made(moments, officer, kind=kind)
        for language in LANGUAGES:
            assert free[language] in invitation(moment, language, "morgen")
    with pytest.raises(NotAllowed):
        moments.who(employee, moment.id)
    with pytest.raises(NotAllowed):
        made(moments, employee)
