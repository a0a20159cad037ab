"""`boegbeeld privacy` and `audit anchor`, as somebody types them."""

from __future__ import annotations

import json

import pytest

from assistant.privacy.service import privacy


@pytest.fixture(autouse=True)
def with_privacy(parts):
    parts.privacy = privacy(parts.store, parts.clock, parts.audit, parts.settings, forget=lambda: None)


def test_from_export_to_erasure_on_the_command_line(run, parts, tmp_path):
    run("account", "add", "lotte", "--role", "employee")
    copy = json.loads(run("privacy", "export", "lotte").out)
    assert copy["account"]["account"][0]["name"] == "lotte"
    told = [json.loads(line) for line in run("privacy", "list").out.splitlines()]
    assert {"chats", "record"} <= {line["name"] for line in told}
    assert run("privacy", "erase", "lotte").status == 2
    assert run("privacy", "erase", "lotte", "--yes").status == 0
    erased = run("privacy", "erased").out
    assert list(json.loads(erased)) == ["account_id", "at", "removed"]
    (tmp_path / "erased.jsonl").write_text(erased)
    assert run("privacy", "erase-again", str(tmp_path / "erased.jsonl")).status == 0
    assert run("privacy", "export", "lotte").status == 1
    swept = run("privacy", "sweep", "--dry-run", "--json").out
    assert not any(json.loads(swept).values())


def test_anchors_on_the_command_line(run, parts, tmp_path):
    run("account", "add", "lotte", "--role", "employee")
    file = tmp_path / "anchors.jsonl"
    assert run("audit", "anchor").status == 2
    assert run("audit", "anchor", "--to", str(file)).status == 0
    assert run("audit", "verify", "--anchors", str(file)).status == 0
    file.write_text(file.read_text().replace('"hash": "', '"hash": "0')[:-2])
    assert run("audit", "verify", "--anchors", str(file)).status == 1
