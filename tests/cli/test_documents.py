"""`documents`, `search` and `ask`: what goes into the library, and what comes out of it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from assistant.errors import InputError
from knowledge.records import Hit, LoadedDocument, LoadItem

HIT = Hit("p1", "d1", "beleid.md", "Beleid", "", None, "Vraag het eerst.", 10, 26, 0.81239, "nl")


@pytest.fixture
def library(parts: SimpleNamespace) -> list[LoadItem]:
    """Takes every file but those that hold "kapot"; gives what was handed over."""
    taken: list[LoadItem] = []

    def load(_by: object, item: LoadItem, on_state: Any) -> LoadedDocument:
        taken.append(item)
        on_state("reading")
        failure = InputError("cli.not_utf8") if b"kapot" in item.data else None
        state: Any = "failed" if failure else "ready"
        return LoadedDocument(
            "d1", 1, state, item.title or "Titel", item.kind or "news", "nl", 3, item.file, failure=failure
        )

    parts.library.load = load
    return taken


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "docs" / "deep").mkdir(parents=True)
    (tmp_path / "docs" / "a.md").write_text("# A", "utf-8")
    (tmp_path / "docs" / "deep" / "b.txt").write_text("B", "utf-8")
    (tmp_path / "docs" / "picture.jpg").write_bytes(b"x")
    return tmp_path / "docs"


def test_folder_without_a_manifest(run, library, folder) -> None:
    done = run("documents", "load", str(folder))
    assert done.status == 0
    assert [(item.file, item.status, item.data) for item in library] == [
        ("a.md", "draft", b"# A"),
        ("deep/b.txt", "draft", b"B"),
    ]
    assert len(done.out.splitlines()) == 2
    assert "a.md: reading" in done.err


def test_approve_lets_them_answer_at_once(run, library, folder) -> None:
    run("documents", "load", str(folder / "a.md"), "--approve")
    assert [(item.file, item.status) for item in library] == [("a.md", "approved")]


def test_manifest_says_what_each_file_is(run, library, folder, jsonl) -> None:
    line = {
        "file": "a.md",
        "title": "Titel A",
        "kind": "policy",
        "language": "nl",
        "themes": ["zorg"],
        "status": "draft",
    }
    retired = {"file": "deep/b.txt", "status": "retired", "valid_from": "2026-01-01T00:00:00+01:00"}
    done = run("documents", "load", str(folder), "--manifest", jsonl(line, retired), "--approve")
    assert done.status == 0
    assert [(item.title, item.kind, item.status) for item in library] == [
        ("Titel A", "policy", "approved"),
        (None, None, "retired"),
    ]


def test_manifest_beside_its_files_needs_no_path(run, library, folder) -> None:
    (folder / "m.jsonl").write_text('{"file": "a.md"}\n', "utf-8")
    assert run("documents", "load", "--manifest", str(folder / "m.jsonl")).status == 0
    assert [item.file for item in library] == ["a.md"]


def test_bad_lines_and_bad_files_are_named_and_the_rest_is_loaded(run, library, folder, jsonl) -> None:
    (folder / "c.md").write_text("kapot", "utf-8")
    manifest = jsonl(
        {"file": "nergens.md"}, {"file": "../secret.md"}, {"file": "c.md"}, {"file": "a.md"}, {"file": "a.md"}
    )
    done = run("documents", "load", str(folder), "--manifest", manifest)
    assert done.status == 1
    assert [item.file for item in library] == ["c.md", "a.md"]
    assert len(done.out.splitlines()) == 1
    for said in ("Line 1: ", "Line 2: ", "Line 5: ", "c.md: This line is not UTF-8"):
        assert said in done.err


def test_nothing_to_load_is_said(run, library, tmp_path) -> None:
    (tmp_path / "empty").mkdir()
    assert run("documents", "load", str(tmp_path / "empty")).status == 1
    assert run("documents", "load", str(tmp_path / "nowhere")).status == 2
    assert run("documents", "load").status == 2


def test_search_as_json_lines(run, parts: SimpleNamespace) -> None:
    parts.library.hits = [HIT]
    (line,) = run("search", "mag ik dat", "--json").json
    assert list(line.items()) == [
        ("file", "beleid.md"),
        ("title", "Beleid"),
        ("passage", "Vraag het eerst."),
        ("start", 10),
        ("end", 26),
        ("score", 0.8124),
    ]
    person, question = parts.library.asked[0]
    assert (person.role, person.name, question) == ("employee", "", "mag ik dat")


def test_search_as_somebody(run, parts: SimpleNamespace) -> None:
    run("account", "add", "ine", "--role", "communications")
    assert run("search", "x", "--person", "ine").status == 0
    assert parts.library.asked[-1][0].role == "communications"
    assert run("search", "x", "--person", "nobody").status == 2


def test_ask_as_json(run, parts: SimpleNamespace, monkeypatch) -> None:
    import knowledge.answer

    answered = SimpleNamespace(text="In ‹Beleid› staat: …", grounded=True, sources=(HIT,))
    monkeypatch.setattr(knowledge.answer, "answer", lambda *asked: answered)
    (line,) = run("ask", "mag ik dat", "--json").json
    assert line == {
        "answer": "In ‹Beleid› staat: …",
        "grounded": True,
        "sources": [{"file": "beleid.md", "title": "Beleid", "passage": "Vraag het eerst."}],
    }
    assert "[1] Beleid (beleid.md)" in run("ask", "mag ik dat").out
