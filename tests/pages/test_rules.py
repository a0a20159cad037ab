"""The Rules page: rules with their examples, embargoes with moments that are never guessed, and the bench."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from gradio.context import LocalContext

from assistant.bootstrap import Services
from assistant.errors import InputError, NotAllowed, NotFound
from assistant.pages.calendar_actions import CalendarActions
from assistant.pages.embargo_actions import EMBARGO_FIELDS, EmbargoActions
from assistant.pages.rule_extras import RuleExtras
from assistant.pages.rules_actions import RULE_FIELDS, RulesActions
from assistant.people.person import Person
from assistant.texts import text
from assistant.web.html import inert

RULE = {
    "id": "kweepeer",
    "title": "Geen kweeperen",
    "description": "Over kweeperen zwijgen we.",
    "severity": "review",
    "phrases": "kweepe*",
    "message": "Dit gaat over kweeperen.",
    "rewording": "Schrijf over appels.",
    "must_flag": "Wij plukken kweeperen.\nEen kweepeer is geel.",
    "must_pass": "Wij plukken appels.",
}
RECORD = {
    "e_title": "Oogst",
    "statement": "Op 3 maart plukken we 400 pruimen in de boomgaard van Deinze.",
    "facts": "400 pruimen\n\n  Deinze ",
    "terms": "",
    "lang": "nl",
    "starts": "",
    "which_from": "asked",
    "until": "03/03/2027 09:30",
    "which_until": "asked",
    "contact": "Katrien",
    "knowers": ["katrien"],
    "secret": False,
    "market": False,
}


@pytest.fixture(autouse=True)
def in_an_event() -> Iterator[None]:
    """A component made by a handler only says what changes, as it does while Gradio runs an event."""
    before = LocalContext.in_event_listener.set(True)
    yield
    LocalContext.in_event_listener.reset(before)


def said(component: Any) -> dict[str, Any]:
    """What a handler changes of a component."""
    made: dict[str, Any] = component.constructor_args
    return made


@pytest.fixture
def officer(services: Services) -> Person:
    person = services.accounts.by_name("katrien")
    assert person is not None
    return person


@pytest.fixture
def rules(services: Services) -> RulesActions:
    return RulesActions(services)


@pytest.fixture
def bench(services: Services) -> CalendarActions:
    return CalendarActions(services)


@pytest.fixture
def embargoes(services: Services) -> EmbargoActions:
    return EmbargoActions(services)


def rule(**other: Any) -> list[Any]:
    return [{**RULE, **other}[name] for name in RULE_FIELDS]


def record(**other: Any) -> list[Any]:
    return [{**RECORD, **other}[name] for name in EMBARGO_FIELDS]


def test_a_rule_is_saved_and_shown_as_it_was_written(rules: RulesActions, officer: Person) -> None:
    shown = rules.save(officer, None, *rule())
    assert said(shown["rule"])["value"] == "kweepeer"
    again = rules.show(officer, "kweepeer")
    assert {name: again[name] for name in ("title", "phrases", "message", "must_flag", "must_pass")} == {
        name: RULE[name] for name in ("title", "phrases", "message", "must_flag", "must_pass")
    }
    assert not said(again["id"])["interactive"]
    assert again["outcomes"].count('class="tag good"') == 3


def test_a_rule_that_fails_its_example_is_refused_and_the_example_named(
    services: Services, rules: RulesActions, officer: Person
) -> None:
    given = rule(id="faalt", must_flag="Ik eet een appel.")
    assert 'class="tag failed"' in rules.try_out(officer, None, *given)["outcomes"]
    with pytest.raises(InputError) as refused:
        rules.save(officer, None, *given)
    assert "Ik eet een appel." in refused.value.text("nl")
    with pytest.raises(NotFound):
        services.rule_book.get("faalt")


def test_a_second_language_does_not_overwrite_the_first(
    services: Services, rules: RulesActions, officer: Person
) -> None:
    rules.save(officer, None, *rule(id="twee-talen"))
    services.accounts.set_language(officer, "fr")
    try:
        french = services.accounts.by_name("katrien")
        assert french is not None
        rules.save(french, "twee-talen", *rule(id="x", title="Pas de coings"))
    finally:
        services.accounts.set_language(officer, "nl")
    titles = services.rule_book.get("twee-talen").rule.title
    assert (titles["nl"], titles["fr"]) == ("Geen kweeperen", "Pas de coings")


def test_a_stopped_rule_says_so_and_no_longer_counts(
    rules: RulesActions, bench: CalendarActions, officer: Person
) -> None:
    rules.save(officer, None, *rule(id="stopt", phrases="ananas*", must_flag="Een ananas.", must_pass=""))
    assert "<mark" in bench.bench(officer, "Een ananas.")["bench_marked"]
    shown = rules.stop(officer, "stopt")
    assert text("rules_page.inactive", "nl") in dict(map(reversed, said(shown["rule"])["choices"]))["stopt"]
    assert not said(shown["stop"])["visible"]
    assert "<mark" not in bench.bench(officer, "Een ananas.")["bench_marked"]


def test_words_on_the_page_never_become_html(rules: RulesActions, bench: CalendarActions, officer: Person) -> None:
    evil = "<img src=x onerror=alert(1)> kweepeer"
    assert "<img" not in rules.try_out(officer, None, *rule(must_flag=evil))["outcomes"]
    shown = bench.bench(officer, evil)
    assert "<img" not in "".join(shown.values())
    assert bench.bench(officer, "  ") == dict.fromkeys(("bench_verdict", "bench_marked", "bench_cards"), "")


def test_an_embargo_is_kept_in_the_organisation_s_zone(
    services: Services, embargoes: EmbargoActions, officer: Person
) -> None:
    shown = embargoes.save(officer, None, *record())
    made = said(shown["embargo"])["value"]
    kept = services.embargoes.get(officer, made)
    assert kept.window.end == datetime(2027, 3, 3, 8, 30, tzinfo=UTC)
    assert kept.facts == ("400 pruimen", "Deinze")
    assert embargoes.show(officer, made)["until"] == "03/03/2027 09:30"


@pytest.mark.parametrize("moment", ["03/03/2027", "03/03/2027 00:00", "03/03/2027 12:00"])
def test_a_moment_that_can_mean_two_things_is_asked(
    services: Services, embargoes: EmbargoActions, officer: Person, moment: str
) -> None:
    before = services.embargoes.list(officer)
    with pytest.warns(UserWarning, match=re.escape(moment)):  # what Gradio makes of a notice without a page
        shown = embargoes.save(officer, None, *record(until=moment))
    assert set(shown) == {"which_until"}
    assert said(shown["which_until"])["visible"]
    assert services.embargoes.list(officer) == before


@pytest.mark.parametrize(
    ("part", "meant"),
    [
        ("start", datetime(2027, 3, 2, 23, tzinfo=UTC)),
        ("noon", datetime(2027, 3, 3, 11, tzinfo=UTC)),
        ("end", datetime(2027, 3, 3, 23, tzinfo=UTC)),
    ],
)
def test_the_answer_decides(
    services: Services, embargoes: EmbargoActions, officer: Person, part: str, meant: datetime
) -> None:
    shown = embargoes.save(officer, None, *record(e_title=f"Deel {part}", until="03/03/2027 12:00", which_until=part))
    assert services.embargoes.get(officer, said(shown["embargo"])["value"]).window.end == meant


def test_a_lifted_embargo_is_told_apart(embargoes: EmbargoActions, officer: Person) -> None:
    made = said(embargoes.save(officer, None, *record(e_title="Opgeheven oogst"))["embargo"])["value"]
    shown = embargoes.lift(officer, made)
    assert dict(map(reversed, said(shown["embargo"])["choices"]))[made].endswith(
        text("rules_page.state_cancelled", "nl")
    )
    assert not said(shown["lift"])["visible"]


def test_only_communications_may_change_or_read_embargoes(
    services: Services, rules: RulesActions, embargoes: EmbargoActions
) -> None:
    for name in ("lotte", "ilse"):
        person = services.accounts.by_name(name)
        assert person is not None
        with pytest.raises(NotAllowed):
            rules.save(person, None, *rule(id="mag-niet"))
        with pytest.raises(NotAllowed):
            embargoes.load(person)
        with pytest.raises(NotAllowed):
            embargoes.save(person, None, *record())


def test_the_calendar_names_what_is_coming_and_tries_a_text_then(
    embargoes: EmbargoActions, bench: CalendarActions, officer: Person
) -> None:
    embargoes.save(officer, None, *record(e_title="Oogst <b>2027</b>"))
    coming = bench.coming(officer)["coming"]
    assert "3 " in coming
    assert "2027" in coming
    assert "<b>" not in coming
    evil = "<img src=x onerror=alert(1)> 400 pruimen in Deinze"
    assert bench.what_if(officer, evil, "04/03/2027 10:15", "asked")["what_if"].count('class="verdict') == 1
    everywhere = bench.what_if(officer, evil, "", "asked")["what_if"]
    assert everywhere.count('class="verdict') >= 2
    assert "<img" not in everywhere
    with pytest.raises(InputError):
        bench.what_if(officer, " ", "", "asked")
    with pytest.raises(InputError):
        bench.bench(officer, evil, "ooit")


def test_another_moment_on_the_bench(rules: RulesActions, bench: CalendarActions, officer: Person) -> None:
    assert "10&#58;15" in bench.bench(officer, "Rustig.", "04/03/2027 10:15")["bench_verdict"]
    with pytest.warns(UserWarning, match="04/03/2027"):
        assert set(bench.bench(officer, "Rustig.", "04/03/2027")) == {"bench_which"}


def test_a_ready_made_rule_is_taken_with_one_press(services: Services, rules: RulesActions, officer: Person) -> None:
    extras = RuleExtras(services, rules)
    offered = [name for _, name in said(extras.load(officer)["ready"])["choices"]]
    shown = extras.take(officer, "contact-data-and-id")
    assert said(shown["rule"])["value"] == "contact-data-and-id"
    assert len(said(shown["ready"])["choices"]) == len(offered) - 1
    assert services.rule_book.get("contact-data-and-id").active
    with pytest.raises(InputError):
        extras.take(officer, None)
    services.rule_book.cancel(officer, "contact-data-and-id")


def test_a_rule_tells_its_hits_and_when_it_was_read(services: Services, rules: RulesActions, officer: Person) -> None:
    rules.save(officer, None, *rule(id="gelezen"))
    extras = RuleExtras(services, rules)
    assert inert(text("rules_page.never_read", "nl")) in extras.about(officer, "gelezen")["about"]
    assert inert(f"{services.clock.now():%d/%m/%Y}") in extras.reviewed(officer, "gelezen")["about"]
    assert extras.about(officer, None)["about"] == ""
    employee = services.accounts.by_name("lotte")
    assert employee is not None
    for forbidden in (extras.load, extras.take_all, lambda one: extras.reviewed(one, "gelezen")):
        with pytest.raises(NotAllowed):
            forbidden(employee)
