"""kill -9 at any moment of each writing step, fifty times: what was confirmed is there, and nothing is half done."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import DEVNULL, PIPE

import pytest
import sqlalchemy as sa

from assistant.store.tables.audit import AuditRow
from assistant.store.tables.library import DocumentRow, PassageRow, VersionRow
from assistant.store.tables.people import AccountRow
from assistant.store.tables.posts import CheckRow, DraftRow, PostRow
from assistant.store.tables.privacy import ErasureRow
from assistant.store.tables.review import DecisionRow, HandInRow, ReleaseRow
from tests.faults.worker import Desks

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 is for POSIX")]
SCRIPT = Path(__file__).parent / "worker.py"
ROOT = Path(__file__).parents[2]
KILLS = {"check": 8, "hand_in": 8, "decision": 8, "release": 8, "audit": 8, "load": 4, "erase": 6}
assert sum(KILLS.values()) == 50
LONGEST = 0.08
"""Seconds within which it is killed after it confirmed something: many steps go by in that time."""


def killed(step: str, folder: Path) -> Iterator[list[str]]:
    """What each child confirmed before it was killed in the middle of its work."""
    moment = random.Random(step)
    command = [sys.executable, str(SCRIPT), step, str(folder)]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=ROOT, text=True) as parent:
        assert parent.stdin is not None and parent.stdout is not None
        for _ in range(KILLS[step]):
            parent.stdin.write("go\n")
            parent.stdin.flush()
            child = int(parent.stdout.readline())
            lines = [parent.stdout.readline()]
            time.sleep(moment.uniform(0, LONGEST))
            os.kill(child, signal.SIGKILL)
            while lines[-1] != "gone\n":
                lines.append(parent.stdout.readline())
                # The last word of a child may have been cut off in the middle: then it stands before "gone".
                if lines[-1].endswith("gone\n"):
                    break
            yield [line.strip() for line in lines[:-1]]
        parent.stdin.close()


@pytest.mark.parametrize("step", KILLS)
def test_a_kill_loses_nothing_confirmed_and_leaves_nothing_half_done(step: str, folder: Path) -> None:
    confirmed = set()
    for lines in killed(step, folder):
        assert lines, "it must have done some work"
        confirmed |= set(lines)
    desks = Desks(folder)
    with desks.store.read() as session:
        assert session.scalar(sa.text("PRAGMA integrity_check")) == "ok"
        assert session.execute(sa.text("PRAGMA foreign_key_check")).all() == []
        entries = {(row.action, row.subject) for row in session.scalars(sa.select(AuditRow))}
        kept = {name: set(session.scalars(column)) for name, column in _columns().items()}
        erased = session.scalars(sa.select(AccountRow.name).where(AccountRow.id.in_(kept["erase"]))).all()
        left = session.scalar(sa.select(sa.func.count()).where(PostRow.account_id.in_(kept["erase"])))
        pairs = sa.select(DraftRow.text_hash, CheckRow.text_hash).join(CheckRow, CheckRow.draft_id == DraftRow.id)
        checks = [tuple(pair) for pair in session.execute(pairs)]
        half = session.scalar(
            sa.select(sa.func.count())
            .select_from(VersionRow)
            .where(VersionRow.state == "ready", ~sa.exists().where(PassageRow.version_id == VersionRow.id))
        )
    assert desks.audit.verify() == []
    assert confirmed <= kept[step]
    assert kept["release"] == {subject for action, subject in entries if action == "release.give_out"}
    assert kept["hand_in"] == {subject for action, subject in entries if action == "review.hand_in"}
    assert len(kept["decision"]) == sum(action == "review.approve" for action, _ in entries)
    assert kept["erase"] == {subject for action, subject in entries if action == "privacy.erase"}
    assert all(name.startswith("erased-") for name in erased) and not left
    assert all(of_draft == of_check for of_draft, of_check in checks)
    assert half == 0
    post_id = desks.draft("Daarna gaat het gewoon verder")
    assert desks.releases.release(desks.person("lotte"), post_id).verdict == "clear"
    desks.store.close()


def _columns() -> dict[str, sa.Select[tuple[str]]]:
    return {
        "check": sa.select(DraftRow.post_id).join(CheckRow),
        "hand_in": sa.select(HandInRow.id),
        "decision": sa.select(DecisionRow.id),
        "release": sa.select(ReleaseRow.id),
        "audit": sa.select(sa.cast(AuditRow.number, sa.Text)),
        "load": sa.select(VersionRow.document_id).join(DocumentRow).where(VersionRow.state == "ready"),
        "erase": sa.select(ErasureRow.account_id),
    }
