"""The installed command over the real parts, each step a process of its own, as other programs use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent.parent
POLICY = """# Sociale media

## Wat mag

Wie vragen heeft over een bericht, belt het persteam op toestel 4411. Een foto van een collega plaats je alleen als die
collega ja heeft gezegd.
"""
QUESTION = "wie belt het persteam op toestel 4411 met vragen over een bericht?"
EMBARGO = {
    "id": "e1",
    "title": "Overname van Rederij Meerman",
    "statement": "We nemen Rederij Meerman uit Dordrecht over: elf schepen en 74 medewerkers, voor 38 miljoen euro.",
    "facts": ["overname van Rederij Meerman", "74 medewerkers"],
    "terms": ["Meerman"],
    "lang": "nl",
    "embargoed_from": "2026-10-01T08:00:00+02:00",
    "lifts_at": "2027-02-01T08:00:00+01:00",
}


def boegbeeld(tmp_path: Path, *arguments: str, stdin: str = "", status: int = 0, data: str = "data") -> str:
    environment = {**os.environ, "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    for name in [name for name in environment if name.startswith(("BOEGBEELD_", "LC_"))]:
        del environment[name]
    done = subprocess.run(
        [sys.executable, "-m", "assistant.cli", *arguments, "--data", str(tmp_path / data)],
        input=stdin, capture_output=True, text=True, encoding="utf-8", env=environment, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert done.returncode == status, done.stderr
    return done.stdout


def test_from_documents_to_a_checked_draft_and_back_from_a_backup(tmp_path: Path) -> None:
    (tmp_path / "beleid.md").write_text(POLICY, "utf-8")
    (tmp_path / "kapot.pdf").write_bytes(b"%PDF-1.7 nothing")
    boegbeeld(tmp_path, "documents", "load", "beleid.md", "kapot.pdf", "--approve", status=1)
    found = json.loads(boegbeeld(tmp_path, "search", "mag een foto van een collega erop", "--json").splitlines()[0])
    assert found["file"] == "beleid.md"
    assert "4411" in json.loads(boegbeeld(tmp_path, "ask", QUESTION, "--json"))["answer"]

    boegbeeld(tmp_path, "embargo", "load", "-", stdin=json.dumps(EMBARGO))
    texts = [
        {"id": "leak", "text": "Rederij Meerman uit Dordrecht wordt van ons, met 74 collega's erbij!"},
        {"id": "public", "text": "Rederij Meerman uit Dordrecht wordt van ons, met 74 collega's erbij!"},
        {"id": "safe", "text": "Vanmorgen koffie gemorst over mijn toetsenbord. Lekker begin van de week."},
    ]
    moments = ("2026-11-03T09:00:00+01:00", "2027-02-01T08:00:00+01:00", "2026-11-03T09:00:00+01:00")
    lines = "".join(json.dumps({**text, "written_at": at}) + "\n" for text, at in zip(texts, moments, strict=True))
    checked = {line["id"]: line for line in map(json.loads, boegbeeld(tmp_path, "check", stdin=lines).splitlines())}
    assert checked["leak"]["verdict"] in ("review", "blocked")
    assert checked["safe"]["verdict"] == "clear"
    assert all(finding["detector"] != "embargo" for finding in checked["public"]["findings"])

    boegbeeld(tmp_path, "backup", "copy.zip")
    boegbeeld(tmp_path, "documents", "withdraw", "beleid.md")
    refused = json.loads(boegbeeld(tmp_path, "ask", QUESTION, "--json"))
    assert (refused["grounded"], refused["sources"]) == (False, [])
    boegbeeld(tmp_path, "restore", "copy.zip", data="other")
    again = json.loads(boegbeeld(tmp_path, "ask", QUESTION, "--json", data="other"))
    assert again["grounded"]
    boegbeeld(tmp_path, "audit", "verify", data="other")
