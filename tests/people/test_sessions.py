"""Sessions: a random token, known here only by its hash, that ends."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from assistant.audit import Audit
from assistant.errors import NotAllowed, Unavailable
from assistant.people.accounts import Accounts
from assistant.people.person import OPERATOR
from assistant.people.sessions import Sessions
from assistant.store.tables.people import SessionRow


def test_a_token_says_who_is_there(sessions, lotte):
    token = sessions.open(lotte)
    assert sessions.person(token) == lotte
    assert sessions.person("") is None
    assert sessions.person(token + "x") is None
    assert sessions.person("\ud800") is None


def test_the_token_itself_is_nowhere_in_the_database(sessions, store, lotte):
    token = sessions.open(lotte)
    with store.read() as session:
        row = session.scalars(sa.select(SessionRow)).one()
        assert row.token_hash != token
        assert sessions.person(row.token_hash) is None


def test_every_sign_in_gets_another_token(sessions, lotte):
    assert len({sessions.open(lotte) for _ in range(5)}) == 5


def test_a_session_ends_after_its_hours(sessions, clock, store, lotte):
    token = sessions.open(lotte)
    clock.move(timedelta(hours=12, microseconds=-1))
    assert sessions.person(token) == lotte
    clock.move(timedelta(microseconds=1))
    assert sessions.person(token) is None
    sessions.open(lotte)
    with store.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(SessionRow)) == 1


def test_signing_out_here_leaves_the_others(sessions, lotte):
    here, there = sessions.open(lotte), sessions.open(lotte)
    sessions.close(here)
    assert sessions.person(here) is None
    assert sessions.person(there) == lotte


def test_signing_out_everywhere_ends_ones_own_sessions_only(sessions, accounts, lotte):
    wim = accounts.add(OPERATOR, "wim", "Wim", "employee")
    mine, theirs = [sessions.open(lotte), sessions.open(lotte)], sessions.open(wim)
    sessions.close_all(lotte)
    assert [sessions.person(token) for token in mine] == [None, None]
    assert sessions.person(theirs) == wim


def test_the_list_shows_where_one_is_signed_in_and_can_end_one(sessions, accounts, clock, lotte):
    wim = accounts.add(OPERATOR, "wim", "Wim", "employee")
    phone = sessions.open(lotte, "Telefoon")
    clock.move(timedelta(minutes=10))
    laptop = sessions.open(lotte, "Laptop")
    sessions.person(phone)
    listed = sessions.list(lotte, laptop)
    assert [(info.device, info.is_this) for info in listed] == [("Laptop", True), ("Telefoon", False)]
    assert listed[1].seen_at == clock.now()
    sessions.close_one(wim, listed[1].key)
    assert sessions.person(phone) == lotte, "somebody else's session stays"
    sessions.close_one(lotte, listed[1].key)
    assert sessions.person(phone) is None
    assert sessions.person(laptop) == lotte


def test_a_session_follows_a_changed_role_at_once(sessions, store, lotte):
    from assistant.store.tables.people import AccountRow

    token = sessions.open(lotte)
    with store.write() as session:
        session.get_one(AccountRow, lotte.id).role = "manager"
    assert sessions.person(token).role == "manager"


def test_a_busy_database_signs_nobody_out(sessions, clock, lotte, monkeypatch, caplog):
    token = sessions.open(lotte)
    clock.move(timedelta(minutes=10))

    def busy(*_):
        raise Unavailable("store.busy")

    monkeypatch.setattr(sessions, "_seen", busy)
    assert sessions.person(token) == lotte
    assert "busy" in caplog.text


@pytest.mark.postgres
def test_the_same_on_postgres(postgres_store, clock, quick_hash):
    accounts, sessions = (
        Accounts(postgres_store, clock, Audit(postgres_store, clock)),
        Sessions(postgres_store, clock, 12),
    )
    lotte = accounts.add(OPERATOR, "lotte", "Lotte", "employee")
    accounts.accept(accounts.invite(OPERATOR, "lotte"), "een heel nieuwe zin")
    with pytest.raises(NotAllowed):
        accounts.sign_in("lotte", "wrong", "10.0.0.1")
    with pytest.raises(NotAllowed):
        accounts.sign_in("a\0b", "wrong", "10.0.0.1")
    token = sessions.open(accounts.sign_in("LOTTE", "een heel nieuwe zin", "10.0.0.1"))
    clock.move(timedelta(minutes=10))
    assert sessions.person(token) == lotte
    assert sessions.list(lotte, token)[0].seen_at == clock.now()
    accounts.disable(OPERATOR, "lotte")
    assert sessions.person(token) is None
