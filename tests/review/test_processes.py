"""Other processes at the same desk: two that release at once, and one that is killed in the middle of its work."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant.store.tables.posts import DraftRow
from assistant.store.tables.review import HandInRow, ReleaseRow

SCRIPT = Path(__file__).parent / "office_process.py"
pytestmark = pytest.mark.slow


def start(*arguments):
    return subprocess.Popen(
        [sys.executable, str(SCRIPT), *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def address(office):
    return office.store.engine.url.render_as_string(hide_password=False)


def test_two_processes_release_one_post_once(each_office, employee):
    post_id = each_office.draft(employee, "Hallo")
    both = [start("release", address(each_office), employee.id, post_id) for _ in range(2)]
    for process in both:
        assert process.stdout.readline().startswith("ready")
    for process in both:
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = {process.communicate(timeout=30)[0] for process in both}
    assert len(answers) == 1
    assert answers.pop().startswith("released ")
    assert each_office.actions() == ["release.give_out"]
    assert each_office.audit.verify() == []


def test_a_process_that_is_killed_loses_nothing_it_confirmed_and_leaves_nothing_half_done(each_office, employee):
    moment = random.Random(3)
    confirmed = {"saved": [], "handed-in": [], "released": []}
    for _ in range(6):
        process = start("work", address(each_office), employee.id)
        assert process.stdout.readline().startswith("ready")
        # Each works until it has given something out, however slow the machine, and is killed some moment after.
        lines = [process.stdout.readline()]
        while not lines[-1].startswith("released"):
            assert lines[-1], "it must have done some work"
            lines.append(process.stdout.readline())
        time.sleep(moment.uniform(0.0, 0.2))
        process.kill()
        lines += process.communicate(timeout=30)[0].splitlines(keepends=True)
        for line in lines:
            if line.endswith("\n"):
                kind, identifier, *_ = line.split()
                confirmed[kind].append(identifier)
    with each_office.store.read() as session:
        drafts = set(session.scalars(sa.select(DraftRow.post_id)))
        hand_ins = set(session.scalars(sa.select(HandInRow.id)))
        releases = set(session.scalars(sa.select(ReleaseRow.id)))
    assert set(confirmed["saved"]) <= drafts
    assert set(confirmed["handed-in"]) <= hand_ins
    assert set(confirmed["released"]) <= releases
    entries = list(each_office.audit.export())
    assert {entry["subject"] for entry in entries if entry["action"] == "release.give_out"} == releases
    assert {entry["subject"] for entry in entries if entry["action"] == "review.hand_in"} == hand_ins
    assert each_office.audit.verify() == []
    post_id = each_office.draft(employee, "Daarna gaat het gewoon verder")
    assert each_office.releases.release(employee, post_id).verdict == "clear"
