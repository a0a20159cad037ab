"""An erased person: no text is left, nowhere in the file; the record verifies; the counts stay; others keep theirs."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from assistant.checking.embargoes import Embargoes
from assistant.errors import InputError, NotAllowed
from assistant.people.person import OPERATOR
from assistant.store import tallies
from assistant.store.tables.base import Table
from assistant.store.tables.people import AccountRow
from assistant.store.tables.programme import TallyRow
from assistant.store.tables.review import DecisionRow, PublicationRow
from assistant.store.tables.sharing import SharingVersionRow
from tests.privacy.conftest import MARK


def everything(house):
    """Every value of every row, by table."""
    with house.store.read() as session:
        return {
            table.name: " ".join(map(str, session.execute(sa.select(table)).all()))
            for table in Table.metadata.sorted_tables
        }


def test_no_text_and_no_name_is_left_but_in_the_record(full, lotte):
    full.accounts.invite(OPERATOR, "lotte")
    done = full.privacy.erasure.erase(OPERATOR, lotte.id)
    assert done.removed["post"] == 3
    assert done.removed["voice_post"] == 4
    for table, values in everything(full).items():
        assert MARK not in values, table
        assert "Lotte Peeters" not in values and "lotte@example.org" not in values, table
        if table != "audit":
            assert "lotte" not in values, table


def test_not_even_in_the_bytes_of_the_file(full, lotte):
    assert MARK.encode() in full.files()
    full.privacy.erasure.erase(OPERATOR, lotte.id)
    assert MARK.encode() not in full.files()
    assert b"Wim zag een paard." in full.files()


def test_the_record_still_verifies_and_keeps_the_hashes(full, lotte):
    before = list(full.audit.export())
    full.privacy.erasure.erase(OPERATOR, lotte.id)
    after = list(full.audit.export())
    assert after[: len(before)] == before
    assert (after[-1]["action"], after[-1]["subject"]) == ("privacy.erase", lotte.id)
    assert full.audit.verify() == []


def test_the_counts_of_the_programme_stay(full, lotte):
    full.privacy.erasure.erase(OPERATOR, lotte.id)
    with full.store.read() as session:
        kept = {(row.kind, row.theme): row.number for row in session.scalars(sa.select(TallyRow))}
        others = session.scalar(sa.select(sa.func.count()).select_from(PublicationRow))
    assert kept[("released", "zorg")] == kept[("published", "zorg")] == 1
    assert kept[("checked", "")] == 2
    assert kept[("checked_caught", "")] == 1
    assert others == 1


def test_twice_is_once(full, lotte):
    first = full.privacy.erasure.erase(OPERATOR, lotte.id)
    number = full.audit.head().number
    assert full.privacy.erasure.erase(OPERATOR, lotte.id) == first
    assert full.audit.head().number == number
    assert full.privacy.erasure.all() == [first]


def test_it_happens_whole_or_not_at_all(full, lotte, monkeypatch):
    before = everything(full)

    def fails(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(full.privacy.erasure, "_before", (tallies.leave, fails))
    with pytest.raises(ZeroDivisionError):
        full.privacy.erasure.erase(OPERATOR, lotte.id)
    assert everything(full) == before


def test_only_whoever_holds_the_data_erases(full, lotte, ilse):
    for person in (lotte, ilse, full.accounts.add(OPERATOR, "joost", "Joost", "administrator")):
        with pytest.raises(NotAllowed):
            full.privacy.erasure.erase(person, lotte.id)


def test_an_erased_manager_leaves_decisions_without_words(full, ilse, lotte):
    full.privacy.erasure.erase(OPERATOR, ilse.id)
    with full.store.read() as session:
        decision = session.scalars(sa.select(DecisionRow)).one()
    assert (decision.kind, decision.reason, decision.comment) == ("ask_for_changes", "tone", "")
    assert full.hand_ins.mine(lotte)[0].decision.decided_by == ""


def test_where_the_house_named_them_their_name_goes(full, lotte):
    officer = full.accounts.add(OPERATOR, "katrien", "Katrien", "communications")
    embargoes = Embargoes(full.store, full.clock, full.audit)
    line = (
        '{"id": "e1", "title": "Nieuws", "statement": "De nieuwe vleugel opent in mei.", "lang": "nl",'
        ' "embargoed_from": "2026-01-01T00:00:00+01:00", "lifts_at": "2030-01-01T00:00:00+01:00",'
        ' "contact": "Lotte Peeters", "knowers": ["lotte", "katrien"]}'
    )
    assert embargoes.load(officer, [line]) == []
    full.privacy.erasure.erase(OPERATOR, lotte.id)
    record = embargoes.list(officer)[0].record
    assert (list(record.knowers), record.contact) == (["katrien"], "")
    with full.store.read() as session:
        body = str(session.scalars(sa.select(SharingVersionRow)).one().body)
    assert "lotte" not in body and "Lotte" not in body and "katrien" in body


def test_nobody_can_sign_in_as_them_or_take_their_place(full, lotte):
    token = full.sessions.open(lotte)
    full.privacy.erasure.erase(OPERATOR, lotte.id)
    assert full.sessions.person(token) is None
    assert full.accounts.person(lotte.id) is None
    with full.store.read() as session:
        name = session.get(AccountRow, lotte.id).name
    with pytest.raises(InputError):
        full.accounts.add(OPERATOR, name, "X", "employee")


def test_who_came_back_with_a_backup_is_erased_again(full, lotte, wim):
    assert full.privacy.erasure.again(OPERATOR, ["unknown", lotte.id])[0].account_id == lotte.id
    assert full.privacy.erasure.again(OPERATOR, [lotte.id]) == []
    assert full.accounts.person(wim.id) == wim


def test_another_process_drops_what_it_remembers(full, lotte):
    keeping = full.privacy.housekeeping
    assert not keeping.forget_erased()
    full.privacy.erasure.erase(OPERATOR, lotte.id)
    assert keeping.forget_erased()
    assert full.forgotten == [1]
    assert not keeping.forget_erased()
