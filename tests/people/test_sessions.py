"""Sessions: a random token, known here only by its hash, that ends."""

from datetime import timedelta

import sqlalchemy as sa

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
    from assistant.people.person import OPERATOR

    wim = accounts.add(OPERATOR, "wim", "Wim", "employee")
    mine, theirs = [sessions.open(lotte), sessions.open(lotte)], sessions.open(wim)
    sessions.close_all(lotte)
    assert [sessions.person(token) for token in mine] == [None, None]
    assert sessions.person(theirs) == wim


def test_the_list_shows_where_one_is_signed_in_and_can_end_one(sessions, accounts, clock, lotte):
    from assistant.people.person import OPERATOR

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
