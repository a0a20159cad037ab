"""Once a day, by one process, and never because a clock jumped."""

from __future__ import annotations

import json

import pytest

from assistant.audit import Audit
from assistant.errors import Unavailable
from assistant.privacy import housekeeping
from assistant.privacy.service import privacy


def done(house):
    return "sweep" in house.privacy.housekeeping.round()


def test_once_a_day(full):
    assert done(full)
    full.later(hours=23)
    assert not done(full)
    full.later(hours=2)
    assert done(full)


def test_two_processes_do_it_once(full):
    other = privacy(full.store, full.clock, full.audit, full.settings, forget=lambda: None)
    assert done(full)
    assert "sweep" not in other.housekeeping.round()


def test_a_clock_that_jumps_ahead_removes_nothing(full, lotte):
    assert done(full)
    full.later(days=4000)
    assert not done(full)
    full.later(days=-4000)
    assert not done(full), "back again: the jump is noted once more"
    full.later(hours=25)
    assert done(full)
    assert len(full.posts.list(lotte)) == 3


def test_a_long_sleep_is_made_up_for_a_day_later(full, lotte):
    assert done(full)
    full.later(days=4000)
    assert not done(full)
    full.later(hours=25)
    assert done(full)
    assert full.posts.list(lotte) == []


def test_a_first_start_under_a_wrong_clock_removes_nothing(full, lotte):
    full.later(days=4000)
    assert not done(full)
    assert len(full.posts.list(lotte)) == 3


def test_what_failed_is_tried_again_within_the_day(full, monkeypatch):
    calls = []

    def fails(_: object) -> dict[str, int]:
        calls.append(1)
        raise Unavailable("store.busy")

    monkeypatch.setattr(full.privacy.retention, "sweep", fails)
    with pytest.raises(Unavailable):
        done(full)
    assert not done(full)
    full.later(hours=1, minutes=1)
    with pytest.raises(Unavailable):
        done(full)
    assert len(calls) == 2


def test_the_newest_hash_goes_elsewhere_each_day(full, tmp_path):
    file = tmp_path / "elsewhere.jsonl"
    settings = full.settings.model_copy(update={"audit_anchors": str(file)})
    keeping = privacy(full.store, full.clock, full.audit, settings, forget=lambda: None).housekeeping
    head = full.audit.head()
    keeping.round()
    keeping.round()
    full.later(hours=25)
    keeping.round()
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert len(lines) == 2
    assert lines[0]["number"] >= head.number
    assert full.audit.verify([(line["number"], line["hash"]) for line in lines]) == []
    assert keeping.last("anchor") == full.clock.now()


def test_it_works_in_the_background_and_stops(full, monkeypatch):
    import threading

    monkeypatch.setattr(housekeeping, "LOOK_EVERY", 0.01)
    ran = threading.Event()
    others = set(threading.enumerate())  # a house served elsewhere in this process has its own
    monkeypatch.setattr(full.privacy.housekeeping, "round", ran.set)
    full.privacy.housekeeping.start()
    full.privacy.housekeeping.start()
    assert ran.wait(5)
    full.privacy.housekeeping.stop()
    assert not [one for one in set(threading.enumerate()) - others if one.name == "housekeeping"]


def test_a_round_that_fails_does_not_end_it(full, monkeypatch, caplog):
    import threading

    monkeypatch.setattr(housekeeping, "LOOK_EVERY", 0.01)
    twice = threading.Event()
    calls = []

    def fails() -> None:
        calls.append(1)
        if len(calls) > 1:
            twice.set()
        raise Unavailable("store.busy")

    monkeypatch.setattr(full.privacy.housekeeping, "round", fails)
    full.privacy.housekeeping.start()
    assert twice.wait(5)
    full.privacy.housekeeping.stop()
    assert "the daily round failed" in caplog.text


def test_an_empty_house_has_nothing_to_do(house):
    assert done(house)
    assert Audit(house.store, house.clock).head().number == 0
