"""Anchors: the newest hash kept elsewhere, so that a record rewritten as a whole shows."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import sqlalchemy as sa

from assistant.anchors import keep, read
from assistant.audit import Audit, Problem, entry_hash
from assistant.errors import InputError, SettingsError, Unavailable
from assistant.settings import load
from assistant.store.tables.audit import AuditHeadRow, AuditRow


@pytest.fixture
def audit(store, clock, manager):
    audit = Audit(store, clock)
    for number in range(6):
        with store.write() as session:
            audit.append(session, manager, "review.approve", f"hand-in {number}", n=number)
    return audit


def rewrite(store, change=lambda entry: entry, upto=99):
    """The whole chain anew, every hash fitting, as somebody who holds the database can do."""
    previous = "0" * 64
    with store.engine.begin() as connection:
        rows = connection.execute(sa.select(AuditRow.__table__).order_by(AuditRow.number)).mappings().all()
        connection.execute(sa.delete(AuditRow.__table__))
        for row in rows[:upto]:
            entry = change({**row, "previous_hash": previous})
            hashed = {key: entry[key] for key in entry if key != "hash"}
            hashed["at"] = entry["at"].isoformat(timespec="microseconds")
            previous = entry_hash(hashed)
            connection.execute(sa.insert(AuditRow.__table__).values(**{**entry, "hash": previous}))
        number = min(upto, len(rows))
        connection.execute(sa.update(AuditHeadRow.__table__).values(number=number, hash=previous))


def test_a_chain_rewritten_as_a_whole_is_only_seen_against_an_anchor(audit, store, clock, tmp_path):
    file = tmp_path / "elsewhere" / "anchors.jsonl"
    keep(audit.head(), str(file), clock.now())
    rewrite(store, lambda entry: {**entry, "actor": "somebody else"} if entry["number"] == 3 else entry)
    assert audit.verify() == []
    assert audit.verify(read(file)) == [Problem(6, "anchor")]


def test_entries_cut_off_with_the_head_set_back_are_seen_against_an_anchor(audit, store, clock, tmp_path):
    file = tmp_path / "anchors.jsonl"
    keep(audit.head(), str(file), clock.now())
    rewrite(store, upto=4)
    assert audit.verify() == []
    assert audit.verify(read(file)) == [Problem(6, "anchor")]


def test_anchors_add_up_and_an_untouched_record_answers_all_of_them(audit, store, clock, manager, tmp_path):
    file = tmp_path / "anchors.jsonl"
    keep(audit.head(), str(file), clock.now())
    with store.write() as session:
        audit.append(session, manager, "review.deny", "x")
    keep(audit.head(), str(file), clock.now())
    assert [number for number, _ in read(file)] == [6, 7]
    assert file.stat().st_mode & 0o077 == 0
    assert audit.verify(read(file)) == []


def test_two_anchors_of_one_entry_that_contradict_each_other_are_named(audit, clock, tmp_path):
    file = tmp_path / "anchors.jsonl"
    keep(audit.head(), str(file), clock.now())
    with file.open("a") as handle:
        handle.write(f"6:{'a' * 64}\n\n")
    assert audit.verify(read(file)) == [Problem(6, "anchor")]


@pytest.mark.parametrize("line", ["{}", "nonsense", '{"number": "x", "hash": "a"}', "[1]", "3:abc", '{"number": 1}'])
def test_a_line_that_is_no_anchor_is_named(line, tmp_path):
    file = tmp_path / "anchors.jsonl"
    file.write_text(f"1:{'0' * 64}\n{line}\n")
    with pytest.raises(InputError, match="Line 2 of anchors"):
        read(file)
    with pytest.raises(InputError):
        read(tmp_path / "nothing.jsonl")


def test_an_address_gets_the_anchor_and_a_failure_is_said(audit, clock):
    got = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(204 if self.path == "/anchors" else 500)
            self.end_headers()

        def log_message(self, *_):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        keep(audit.head(), f"{address}/anchors", clock.now())
        with pytest.raises(Unavailable) as problem:
            keep(audit.head(), f"{address}/broken?key=geheim", clock.now())
    finally:
        server.shutdown()
        server.server_close()
    assert (got[0]["number"], got[0]["hash"]) == (6, audit.head().hash)
    assert "geheim" not in problem.value.text("en")


def test_a_place_that_cannot_be_written_is_said(audit, clock, tmp_path):
    with pytest.raises(Unavailable):
        keep(audit.head(), str(tmp_path), clock.now())


@pytest.mark.parametrize("where", ["http://elders.example/x", "ftp://elders.example", "https://", "http://["])
def test_an_address_that_others_can_read_is_refused_at_the_start(where, tmp_path):
    with pytest.raises(SettingsError):
        load(data=tmp_path, audit_anchors=where)


@pytest.mark.parametrize("where", ["", "/mnt/elders/a.jsonl", "https://elders.example/x", "http://localhost:9/x"])
def test_files_and_safe_addresses_are_taken(where, tmp_path):
    assert load(data=tmp_path, audit_anchors=where).audit_anchors == where
