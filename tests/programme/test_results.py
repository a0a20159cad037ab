"""Results belong to who posted: typed or read from a file, confirmed before anything changes, seen by nobody else."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from assistant.clock import FixedClock
from assistant.errors import InputError, NotFound
from assistant.people.person import Person
from assistant.programme.results import Results
from assistant.store import Store
from tests.programme.posted import account, posted
from tests.programme.test_linkedin_file import POST, workbook

FILE = [["Post URL", "Post publish date", "Impressions"], [POST.format(1), "11/20/2026", 500], [POST.format(2), "", 90]]


@pytest.fixture
def results(store: Store, clock: FixedClock) -> Results:
    return Results(store, clock, ZoneInfo("Europe/Brussels"))


@pytest.fixture
def lotte(store: Store) -> Person:
    return account(store, "lotte")


def test_what_is_online_is_listed_and_typed(store: Store, results: Results, lotte: Person) -> None:
    posted(store, lotte, online=False)
    posted(store, lotte, theme="food")
    (one,) = results.list(lotte)
    assert (one.theme, one.has_figures, one.start) == ("food", False, "Vandaag leerde ik iets op de gang.")
    results.type(lotte, one.id, {"impressions": "1.234", "comments": ""})
    (one,) = results.list(lotte)
    assert (one.numbers["impressions"], one.numbers["comments"]) == (1234, None)


def test_a_figure_that_cannot_be_read_changes_nothing(store: Store, results: Results, lotte: Person) -> None:
    posted(store, lotte)
    (one,) = results.list(lotte)
    with pytest.raises(InputError, match="12%"):
        results.type(lotte, one.id, {"impressions": "88", "comments": "12%"})
    assert not results.list(lotte)[0].has_figures


def test_nothing_changes_until_a_file_is_confirmed(store: Store, results: Results, lotte: Person) -> None:
    posted(store, lotte, address=POST.format(1) + "?utm_source=share")
    looked = results.look(lotte, "x.xlsx", workbook(TOP_POSTS=FILE))
    assert [one.change for one in looked.planned] == ["changed", "new"]
    assert looked.planned[0].start.startswith("Vandaag")
    assert [one.has_figures for one in results.list(lotte)] == [False]
    assert results.confirm(lotte, looked.id) == (1, 1)
    assert sorted(one.numbers["impressions"] or 0 for one in results.list(lotte)) == [90, 500]
    again = results.look(lotte, "x.xlsx", workbook(TOP_POSTS=FILE))
    assert [one.change for one in again.planned] == ["same", "same"]
    with pytest.raises(NotFound):
        results.confirm(lotte, looked.id)


def test_nobody_reaches_the_results_of_another(store: Store, results: Results, lotte: Person) -> None:
    posted(store, lotte)
    (one,) = results.list(lotte)
    looked = results.look(lotte, "x.xlsx", workbook(TOP_POSTS=FILE))
    for other in (account(store, "wim"), account(store, "ine", "communications")):
        assert results.list(other) == []
        for attempt in (
            lambda person: results.type(person, one.id, {"impressions": "1"}),
            lambda person: results.tell(person, one.id, True),
            lambda person: results.remove(person, one.id),
            lambda person: results.set_theme(person, one.id, "food"),
            lambda person: results.looked(person, looked.id),
            lambda person: results.confirm(person, looked.id),
            lambda person: results.forget_import(person, looked.id),
        ):
            with pytest.raises(NotFound):
                attempt(other)


def test_a_post_from_elsewhere_once(results: Results, lotte: Person) -> None:
    results.add(lotte, POST.format(3), "20/11/2026", "linkedin", None, "nl")
    with pytest.raises(InputError):
        results.add(lotte, POST.format(3) + "/", "20/11/2026", "linkedin", None, "nl")
    for address, day in (("javascript:alert(1)", "20/11/2026"), (POST.format(4), "24/12/2026"), (POST.format(4), "?")):
        with pytest.raises(InputError):
            results.add(lotte, address, day, "linkedin", None, "nl")
    (one,) = results.list(lotte)
    results.remove(lotte, one.id)
    assert results.list(lotte) == []
