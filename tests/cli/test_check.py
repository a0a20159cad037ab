"""`boegbeeld check`: one line out for each line in, with exactly the fields that other programs read."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

from assistant.checking.finding import Finding
from assistant.people.person import OPERATOR

KEYS = ["id", "verdict", "embargo_score", "findings", "took_ms"]
FINDING_KEYS = ["detector", "ref", "severity", "start", "end", "quote", "message"]


def test_one_line_out_for_each_in_order(run, jsonl) -> None:
    done = run(
        "check", jsonl({"id": "b", "text": "Mooie dag"}, {"id": "a", "text": "Dit is geheim nieuws", "lang": "nl"})
    )
    assert done.status == 0
    assert [line["id"] for line in done.json] == ["b", "a"]
    assert all(list(line) == KEYS for line in done.json)
    assert done.json[0] == {"id": "b", "verdict": "clear", "embargo_score": 0.0, "findings": [], "took_ms": 1.2}
    finding = done.json[1]["findings"][0]
    assert list(finding) == FINDING_KEYS
    assert "Dit is geheim nieuws"[finding["start"] : finding["end"]] == finding["quote"] == "geheim"
    assert done.json[1]["verdict"] == "blocked"
    assert finding["message"] == "Nog niet publiek."


def test_message_follows_the_language_of_the_text(run) -> None:
    done = run("check", stdin='{"id": 1, "text": "geheim", "lang": "fr"}\n')
    assert done.json[0]["id"] == 1
    assert done.json[0]["findings"][0]["message"] == "Pas encore public."


def test_written_at_is_the_clock_of_its_line(run, parts: SimpleNamespace) -> None:
    lines = '{"id": "1", "text": "x", "written_at": "2026-12-01T09:00:00+01:00"}\n{"id": "2", "text": "y"}\n'
    assert run("check", "-", "--at", "2027-01-01T00:00:00Z", stdin=lines).status == 0
    assert [one["at"] for one in parts.checker.asked] == [
        datetime(2026, 12, 1, 8, tzinfo=UTC),
        datetime(2027, 1, 1, tzinfo=UTC),
    ]


def test_without_an_instant_the_check_takes_its_own_clock(run, parts: SimpleNamespace) -> None:
    run("check", stdin='{"id": "1", "text": "x"}')
    assert parts.checker.asked[0]["at"] is None
    assert parts.checker.asked[0]["channel"] == "linkedin"


def test_bad_lines_are_named_and_still_answered(run) -> None:
    lines = (
        b'{"id": "1", "text": "x"}\nno json\n\n{"id": "3"}\n{"id": "4", "text": "\xff"}\n[1]\n{"id": "6", "text": 6}\n'
    )
    done = run("check", stdin=lines)
    assert done.status == 1
    assert [line["id"] for line in done.json] == ["1", None, "3", None, None, "6"]
    assert [line["verdict"] for line in done.json] == ["clear", *["review"] * 5]
    assert all(list(line) == KEYS for line in done.json)
    for number, word in ((2, "JSON"), (4, "text"), (5, "UTF-8"), (6, "object"), (7, "text")):
        assert any(said.startswith(f"Line {number}: ") and word in said for said in done.err.splitlines())


def test_time_without_a_zone_is_not_guessed(run) -> None:
    done = run("check", stdin='{"id": "1", "text": "x", "written_at": "2026-12-01T09:00:00"}')
    assert done.status == 1
    assert done.json[0]["findings"][0]["detector"] == "check"
    assert "no time zone" in done.err
    assert run("check", "-", "--at", "tomorrow").status == 2


def test_person_is_an_account_or_an_ordinary_employee(run, parts: SimpleNamespace) -> None:
    parts.accounts.add(OPERATOR, "ine", "Ine", "communications")
    done = run(
        "check",
        stdin='{"id":"1","text":"x","person":"ine"}\n{"id":"2","text":"x","person":"nobody"}\n{"id":"3","text":"x"}',
    )
    assert [one["person"].role for one in parts.checker.asked] == ["communications", "employee", "employee"]
    assert done.status == 1
    assert [line["verdict"] for line in done.json] == ["clear"] * 3
    assert "Line 2: There is no account called nobody" in done.err


def test_what_the_check_refuses_needs_review(run) -> None:
    done = run("check", stdin='{"id":"1","text":"te lang"}')
    assert (done.status, done.json[0]["verdict"]) == (1, "review")


def test_part_that_failed_counts_as_failed(run, parts: SimpleNamespace) -> None:
    parts.checker.finding = Finding("check", "check.embargo", 1, "review", None, None, "", {})
    done = run("check", stdin='{"id":"1","text":"x"}')
    assert done.status == 1
    assert done.json[0]["verdict"] == "review"
    assert "Line 1: Not public yet." in done.err


def test_half_a_surrogate_pair_comes_back_as_an_escape(run) -> None:
    done = run("check", stdin='{"id": "\\ud800", "text": "x"}')
    assert done.out.startswith('{"id": "\\ud800"')


def test_missing_file_and_unknown_option_are_used_wrongly(run) -> None:
    assert run("check", "nowhere.jsonl").status == 2
    assert run("check", "--unknown").status == 2
    assert run("nothing").status == 2


def test_folder_of_a_running_server_is_left_alone(run, tmp_path) -> None:
    from knowledge.lock import FolderLock

    (tmp_path / "data" / "index").mkdir(parents=True)
    lock = FolderLock(tmp_path / "data" / "index" / "owner.lock")
    assert lock.acquire() is None
    done = run("check", stdin='{"id":"1","text":"x"}')
    lock.release()
    assert done.status == 2
    assert "in use" in done.err
    assert done.out == ""


def test_messages_speak_the_language_of_the_terminal(run, monkeypatch) -> None:
    monkeypatch.setenv("LANG", "nl_BE.UTF-8")
    done = run("check", stdin="kapot")
    assert done.err.startswith("Regel 1: Deze regel is geen JSON.")
