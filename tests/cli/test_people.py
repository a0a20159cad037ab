"""`account`, `release`, `audit`: people, and the record of what they did."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from assistant.people.person import OPERATOR


def test_account_add_prints_a_link_that_works(run, parts: SimpleNamespace) -> None:
    done = run("account", "add", "lotte", "--role", "employee", "--display-name", "Lotte V.")
    assert done.status == 0
    link = done.out.splitlines()[1]
    assert link.startswith("http://127.0.0.1:7860/invite/")
    person = parts.accounts.accept(link.rsplit("/", 1)[1], "een lang wachtwoord 27")
    assert (person.name, person.display_name, person.role) == ("lotte", "Lotte V.", "employee")


def test_account_add_takes_a_password_from_standard_input(run, parts: SimpleNamespace) -> None:
    done = run("account", "add", "lotte", "--password-stdin", stdin="een lang wachtwoord 27\n")
    assert len(done.out.splitlines()) == 1
    assert parts.accounts.sign_in("lotte", "een lang wachtwoord 27", "127.0.0.1").name == "lotte"


def test_a_weak_password_and_a_taken_name_are_refused(run) -> None:
    assert run("account", "add", "lotte", "--password-stdin", stdin="kort\n").status == 1
    assert run("account", "add", "lotte").status == 0
    again = run("account", "add", "Lotte")
    assert (again.status, "Traceback" in again.err) == (1, False)


def test_account_list_disable_enable(run) -> None:
    run("account", "add", "bart", "--role", "manager", "--manages", "care", "--manages", "it")
    assert run("account", "disable", "bart").status == 0
    (line,) = run("account", "list", "--json").json
    assert line["disabled_at"] is not None
    assert line["manages"] == ["care", "it"]
    assert "bart" in run("account", "list").out
    assert run("account", "enable", "bart").status == 0
    assert run("account", "list", "--json").json[0]["disabled_at"] is None
    assert run("account", "disable", "nobody").status == 1
    assert run("account", "add", "x", "--role", "king").status == 2


def test_audit_verify_names_what_is_wrong(run, parts: SimpleNamespace) -> None:
    run("account", "add", "lotte")
    whole = run("audit", "verify")
    number, digest = whole.out.splitlines()[1].split(":")
    assert (whole.status, len(digest)) == (0, 64)
    assert run("audit", "verify", "--anchor", f"{number}:{digest}").status == 0
    wrong = run("audit", "verify", "--anchor", f"{number}:{'0' * 64}")
    assert (wrong.status, f"Entry {number}: " in wrong.err) == (1, True)
    assert run("audit", "verify", "--anchor", "rubbish").status == 2


def test_audit_export_is_json_lines(run) -> None:
    run("account", "add", "lotte")
    lines = run("audit", "export").json
    assert [line["number"] for line in lines] == list(range(1, len(lines) + 1))
    assert lines[0]["action"] == "account.add"


@pytest.mark.parametrize("command", [("pause", "Even geduld."), ("resume",)])
def test_release_pause_and_resume(run, parts: SimpleNamespace, command: tuple[str, ...]) -> None:
    said: list[object] = []
    parts.releases = SimpleNamespace(pause=lambda *a: said.append(a), resume=lambda *a: said.append(a))
    assert run("release", *command).status == 0
    assert said == [(OPERATOR, *command[1:])]
