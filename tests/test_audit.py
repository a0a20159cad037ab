"""The record: what was done stands in it, and every change to it shows."""

import json

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from assistant.audit import Audit, Problem, entry_hash
from assistant.store.append_only import protect_audit
from assistant.store.tables.audit import AuditHeadRow, AuditRow
from assistant.texts import LANGUAGES


@pytest.fixture
def audit(each_store, clock, manager):
    audit = Audit(each_store, clock)
    for number in range(6):
        with each_store.write() as session:
            audit.append(session, manager, "review.approve", f"hand-in {number}", text_hash=f"{number:064x}", n=number)
    return audit


def tamper(store, *statements):
    """What somebody with the database in their hands does: first the protection goes, then the entries."""
    with store.engine.connect() as connection:
        if store.is_sqlite:
            for trigger in ("audit_keeps_entries", "audit_keeps_words"):
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger}")
        else:
            connection.exec_driver_sql("DROP TRIGGER IF EXISTS audit_append_only ON audit")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_whole_record_has_no_problems(audit):
    assert audit.verify() == []
    assert [entry["number"] for entry in audit.export()] == [1, 2, 3, 4, 5, 6]
    assert audit.head().number == 6


def test_an_entry_goes_with_its_transaction(audit, each_store, manager):
    with pytest.raises(ZeroDivisionError), each_store.write() as session:
        audit.append(session, manager, "review.deny", "x")
        _ = 1 / 0
    assert audit.head().number == 6
    assert audit.verify() == []


@pytest.mark.parametrize(
    "values",
    [
        {"actor": "somebody else"},
        {"role": "employee"},
        {"action": "review.deny"},
        {"subject": "another"},
        {"data": {"n": 99}},
        {"hash": "f" * 64},
    ],
)
def test_a_changed_entry_is_named(audit, each_store, values):
    tamper(each_store, sa.update(AuditRow).where(AuditRow.number == 3).values(**values))
    assert Problem(3, "changed") in audit.verify()


def test_a_moved_clock_is_a_changed_entry(audit, each_store, clock):
    import datetime

    at = clock.now() - datetime.timedelta(microseconds=1)
    tamper(each_store, sa.update(AuditRow).where(AuditRow.number == 4).values(at=at))
    assert audit.verify() == [Problem(4, "changed")]


def test_an_entry_changed_together_with_its_hash_breaks_the_chain(audit, each_store):
    entry = next(entry for entry in audit.export() if entry["number"] == 3)
    del entry["hash"]
    new = entry_hash({**entry, "actor": "somebody else"})
    tamper(each_store, sa.update(AuditRow).where(AuditRow.number == 3).values(actor="somebody else", hash=new))
    assert audit.verify() == [Problem(4, "reordered")]


def test_a_missing_entry_is_named(audit, each_store):
    tamper(each_store, sa.delete(AuditRow).where(AuditRow.number == 2))
    assert audit.verify() == [Problem(2, "missing")]


def test_a_missing_first_entry_is_named(audit, each_store):
    tamper(each_store, sa.delete(AuditRow).where(AuditRow.number <= 2))
    assert audit.verify() == [Problem(1, "missing"), Problem(2, "missing")]


def test_exchanged_entries_are_named(audit, each_store):
    numbers = sa.case((AuditRow.number == 102, 5), (AuditRow.number == 105, 2))
    tamper(
        each_store,
        sa.update(AuditRow).where(AuditRow.number.in_([2, 5])).values(number=AuditRow.number + 100),
        sa.update(AuditRow).where(AuditRow.number.in_([102, 105])).values(number=numbers),
    )
    problems = audit.verify()
    assert {problem.number for problem in problems if problem.kind == "changed"} == {2, 5}
    assert {problem.number for problem in problems if problem.kind == "reordered"} >= {2, 5}


def test_entries_cut_off_at_the_end_are_named(audit, each_store):
    tamper(each_store, sa.delete(AuditRow).where(AuditRow.number >= 5))
    assert audit.verify() == [Problem(5, "cut_off"), Problem(6, "cut_off")]


def test_a_head_set_back_as_well_shows_against_an_anchor(audit, each_store):
    anchor = audit.head()
    fifth = next(entry for entry in audit.export() if entry["number"] == 5)
    tamper(
        each_store,
        sa.delete(AuditRow).where(AuditRow.number == 6),
        sa.update(AuditHeadRow).values(number=5, hash=fifth["hash"]),
    )
    assert audit.verify() == []
    assert audit.verify({anchor.number: anchor.hash}) == [Problem(6, "anchor")]


def test_a_chain_written_anew_shows_against_an_anchor(audit):
    assert audit.verify({4: "0" * 64}) == [Problem(4, "anchor")]


def test_a_record_emptied_altogether_is_seen(audit, each_store):
    tamper(each_store, sa.delete(AuditRow))
    assert [problem.kind for problem in audit.verify()] == ["cut_off"] * 6


@pytest.mark.parametrize("statement", [sa.update(AuditRow).values(actor="x"), sa.delete(AuditRow)])
def test_the_database_refuses_to_change_an_entry(audit, each_store, statement):
    if each_store.is_sqlite:  # the migrated PostgreSQL database has it from its migration
        with each_store.engine.begin() as connection:
            protect_audit(connection)
    with pytest.raises(DatabaseError, match="append-only"), each_store.engine.begin() as connection:
        connection.execute(statement)
    assert audit.verify() == []


def test_writers_side_by_side_make_one_chain(each_store, clock, manager):
    import threading

    audit = Audit(each_store, clock)

    def append() -> None:
        for _ in range(8):
            with each_store.write() as session:
                audit.append(session, manager, "review.approve", "x")

    threads = [threading.Thread(target=append) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert audit.head().number == 40
    assert audit.verify() == []


def test_an_export_can_be_checked_by_another_program(audit):
    previous = "0" * 64
    for line in [json.dumps(entry) for entry in audit.export()]:
        entry = json.loads(line)
        digest = entry.pop("hash")
        assert entry["previous_hash"] == previous
        assert entry_hash(entry) == digest
        previous = digest


def test_odd_characters_keep_their_hash(each_store, clock, manager):
    audit = Audit(each_store, clock)
    with each_store.write() as session:
        audit.append(
            session, manager, "x", "é € 🙂", reason="één “woord” \u2028 \ud800", ratio=0.1, list=[1, None, True]
        )
    assert audit.verify() == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["changed", "missing", "reordered", "cut_off", "head", "anchor"])
def test_a_problem_says_which_entry(kind, language):
    assert "7" in Problem(7, kind).text(language)
