"""`embargo` and `rule`: what may not be shared."""

from __future__ import annotations

import pytest

EMBARGO = {
    "id": "e1",
    "title": "Nieuwe site",
    "statement": "We openen in maart een site in Genk.",
    "facts": ["site in Genk"],
    "terms": ["Genk"],
    "lang": "nl",
    "embargoed_from": "2026-10-01T08:00:00+02:00",
    "lifts_at": "2027-03-01T08:00:00+01:00",
}
RULE = {
    "id": "r1",
    "title": "Geen bedragen",
    "description": "Noem geen bedragen.",
    "severity": "review",
    "kind": "phrase",
    "phrases": {"nl": ["miljoen euro"]},
    "must_flag": ["Dat kost drie miljoen euro."],
    "must_pass": ["Dat kost veel moeite."],
}


def test_embargo_load_and_list(run, jsonl) -> None:
    assert run("embargo", "load", jsonl(EMBARGO)).status == 0
    (line,) = run("embargo", "list", "--json").json
    assert {name: line[name] for name in EMBARGO} == EMBARGO
    assert {"zone", "contact", "knowers", "existence_secret"} <= set(line)
    assert "live" in run("embargo", "list").out
    assert run("embargo", "cancel", "e1").status == 0
    assert "cancelled" in run("embargo", "list").out
    assert run("embargo", "cancel", "e9").status == 1


@pytest.mark.parametrize(
    "bad",
    [
        {**EMBARGO, "id": "e2", "lifts_at": "2027-03-01T08:00:00"},
        {**EMBARGO, "id": "e2", "unknown": 1},
        {**EMBARGO, "id": "e2", "statement": ""},
        "kapot",
    ],
)
def test_nothing_is_half_loaded(run, jsonl, bad) -> None:
    done = run("embargo", "load", jsonl(EMBARGO, bad))
    assert done.status == 1
    assert done.err.startswith("Line 2: ")
    assert run("embargo", "list", "--json").json == []


def test_bytes_that_are_no_text_are_named(run, tmp_path) -> None:
    (tmp_path / "bad.jsonl").write_bytes(b'{"id": "\xff"}\n')
    done = run("embargo", "load", str(tmp_path / "bad.jsonl"))
    assert (done.status, done.err[:8]) == (1, "Line 1: ")


def test_what_is_listed_can_be_loaded(run, jsonl, tmp_path) -> None:
    run("embargo", "load", jsonl(EMBARGO))
    listed = run("embargo", "list", "--json").out
    assert run("embargo", "load", "-", stdin=listed).status == 0


def test_rule_load_list_and_test(run, jsonl) -> None:
    assert run("rule", "load", jsonl(RULE)).status == 0
    assert run("rule", "list", "--json").json[0]["id"] == "r1"
    assert "r1" in run("rule", "list").out
    tested = run("rule", "test")
    assert (tested.status, "r1: 2 of 2" in tested.out) == (0, True)
    assert run("rule", "test", "r9").status == 1


def test_rule_that_fails_its_examples_is_refused(run, jsonl) -> None:
    done = run("rule", "load", jsonl({**RULE, "must_flag": ["Dat kost niets."]}))
    assert (done.status, done.err[:8]) == (1, "Line 1: ")
    assert run("rule", "list", "--json").json == []
