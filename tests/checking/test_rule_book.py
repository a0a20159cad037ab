"""Rules are tried on their own examples, kept whole or not at all, and every mistake is named with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.checking.draft import make_draft
from assistant.checking.rule_book import RuleBook
from assistant.checking.rules.rule import rule_from
from assistant.clock import FixedClock
from assistant.errors import InputError, NotAllowed
from assistant.people.person import Person
from tests.checking.conftest import AT

GOOD = {
    "id": "doors",
    "title": "Doors",
    "severity": "block",
    "phrases": {"nl": ["deurcode*"]},
    "near": {"nl": ["is"]},
    "exceptions": {"nl": ["vergeten"]},
    "must_flag": ["De deurcode is 12."],
    "must_pass": ["Ik was de deurcode vergeten, wat is dat toch.", "Een deurcode hebben we niet."],
}


def line(**changes: object) -> str:
    return json.dumps({**GOOD, **changes})


def quotes(book: RuleBook, text: str) -> list[str]:
    return [one.quote for one in book.matcher(AT).detect(make_draft(text, "nl", "linkedin", AT))]


BAD = [
    (line(colour="red"), "colour"),
    (line(severity="fatal"), "severity"),
    (line(valid_from="2026-01-01T00:00:00"), "zone"),
    (line(valid_from="2026-02-01T00:00:00+01:00", valid_until="2026-01-01T00:00:00+01:00"), "valid_until"),
    (line(pattern="(?=x)"), "(?=x)"),
    (line(pattern="(a"), "(a"),
    (line(kind="topic"), "topic"),
    (line(must_flag=["Niets aan de hand."]), "Niets aan de hand."),
    (line(must_pass=["De deurcode is 12."]), "De deurcode is 12."),
    (line(title="\ud800"), "broken"),
    (line(description="x" * 300_000), "too long"),
    ("{not json", "JSON"),
    ("[1]", "object"),
]


@pytest.mark.parametrize(("bad", "said"), BAD)
def test_a_mistake_is_named_with_its_line_and_nothing_is_loaded(
    rule_book: RuleBook, officer: Person, bad: str, said: str
) -> None:
    errors = rule_book.load(officer, [line(), "", bad.replace('"doors"', '"other"')])
    assert [error.line for error in errors] == [3]
    assert said in str(errors[0])
    assert all(errors[0].text(language) for language in ("nl", "fr", "en"))  # type: ignore[arg-type]
    assert rule_book.list() == []


def test_a_rule_twice_is_a_mistake(rule_book: RuleBook, officer: Person) -> None:
    assert [error.line for error in rule_book.load(officer, [line(), line()])] == [2]


def test_a_loaded_rule_finds_until_it_is_cancelled(rule_book: RuleBook, officer: Person) -> None:
    assert rule_book.load(officer, [line()]) == []
    before = rule_book.revision()
    assert quotes(rule_book, "Psst, de deurcode is 4711.") == ["deurcode"]
    rule_book.cancel(officer, "doors")
    assert quotes(rule_book, "Psst, de deurcode is 4711.") == []
    assert rule_book.revision() == before + 1


def test_a_changed_rule_is_a_new_version_and_the_same_rule_is_not(rule_book: RuleBook, officer: Person) -> None:
    rule = rule_from(GOOD)
    assert rule_book.save(officer, rule).version == 1
    assert rule_book.save(officer, rule).version == 1
    assert rule_book.save(officer, rule_from({**GOOD, "severity": "review"})).version == 2


def test_a_rule_counts_only_in_its_window(rule_book: RuleBook, officer: Person, clock: FixedClock) -> None:
    rule_book.load(officer, [line(valid_until="2026-11-23T10:00:00+01:00")])
    assert rule_book.live(AT) == ()  # half-open: at the very instant it is over
    assert len(rule_book.live(AT.replace(hour=8))) == 1


def test_an_employee_may_not_save(rule_book: RuleBook, employee: Person) -> None:
    with pytest.raises(NotAllowed):
        rule_book.load(employee, [line()])


def test_a_plain_description_borrows_the_signals_of_the_ready_made_rule_of_that_name(
    rule_book: RuleBook, officer: Person
) -> None:
    plain = {"id": "security-details", "title": "Veiligheid", "description": "Geen codes", "severity": "review"}
    assert rule_book.load(officer, [json.dumps(plain)]) == []
    (live,) = rule_book.live(AT)
    assert live.rule.parts
    assert live.rule.severity == "review"


def test_a_plain_description_that_resembles_none_looks_for_itself(rule_book: RuleBook, officer: Person) -> None:
    plain = {"id": "x", "title": "Zwaluwen", "description": "Zwaluwen nestelen onder dakgoten", "severity": "advice"}
    rule_book.load(officer, [json.dumps(plain)])
    (live,) = rule_book.live(AT)
    assert live.topic is not None


def test_kinds_required_and_channel_limit(rule_book: RuleBook, officer: Person) -> None:
    required = {"id": "say", "title": "Say", "severity": "advice", "kind": "required"}
    required |= {"when": {"nl": ["vacature*"]}, "needs": {"nl": ["ik werk"]}}
    limit = {"id": "tags", "title": "Tags", "severity": "advice", "channel": "linkedin", "max_hashtags": 2}
    assert rule_book.load(officer, [json.dumps(required), json.dumps(limit)]) == []
    assert quotes(rule_book, "Een vacature!") == ["vacature"]
    assert quotes(rule_book, "Een vacature waar ik werk.") == []
    assert quotes(rule_book, "#a1 #b2 #c3 #d4") == ["#c3"]


def test_an_unknown_rule_cannot_be_cancelled(rule_book: RuleBook, officer: Person) -> None:
    from assistant.errors import NotFound

    with pytest.raises(NotFound):
        rule_book.cancel(officer, "nothing")


@pytest.mark.slow
def test_the_ready_made_and_the_sample_rules_pass_their_own_examples() -> None:
    from assistant.checking.rule_book import run_examples
    from assistant.checking.rules.matcher import compile_rule
    from assistant.checking.rules.ready_made import ready_made
    from knowledge.embed import SentenceEmbedder

    embedder = SentenceEmbedder()
    sample = Path("knowledge/sample/rules.jsonl").read_text("utf-8").splitlines()
    rules = [*ready_made(), *(rule_from(json.loads(one)) for one in sample if one.strip())]
    failed = [
        (rule.id, outcome.expected, outcome.text)
        for rule in rules
        for outcome in run_examples(compile_rule(rule, 1, embedder), embedder, AT)
        if not outcome.ok
    ]
    assert failed == []


def test_a_refused_rule_says_why(rule_book: RuleBook, officer: Person) -> None:
    with pytest.raises(InputError, match="misses its own example"):
        rule_book.save(officer, rule_from({**GOOD, "must_flag": ["Iets anders."]}))
