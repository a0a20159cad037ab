"""Authors read what changed for them, in their language; nobody else does, and no secret stands in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from assistant.errors import NotFound
from assistant.people.accounts import Accounts
from assistant.review.notices import Kind, Notices, tell
from assistant.review.recheck import Rechecker
from assistant.texts import LANGUAGES


@pytest.fixture
def notices(office):
    return Notices(office.store, office.clock)


def told(office, person, text="Morgen opent de vuurtoren.", kind="worse"):
    post = office.draft(person, text)
    with office.store.write() as session:
        tell(session, person.id, post, kind, office.clock.now(), verdict="blocked")
    return post


def test_newest_first_with_its_first_words(office, notices, employee):
    first = told(office, employee)
    office.clock.move(timedelta(minutes=1))
    second = told(office, employee, "Een heel lange tekst. " * 20)
    found = notices.mine(employee)
    assert [notice.post_id for notice in found] == [second, first]
    assert "“Morgen opent de vuurtoren.”" in found[1].text
    assert len(found[0].text) < 300
    assert found[0].parameters == {"verdict": "blocked"}


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_words_in_the_language_of_its_reader(office, notices, employee, kind, language):
    told(office, employee, kind=kind)
    (notice,) = notices.mine(replace(employee, language=language))
    assert "Morgen opent de vuurtoren." in notice.text
    assert "{" not in notice.text


def test_read_once_and_counted(office, notices, employee):
    told(office, employee)
    told(office, employee, "Iets anders.")
    assert notices.unread(employee) == 2
    one = notices.mine(employee)[0]
    notices.read(employee, one.id)
    office.clock.move(timedelta(hours=1))
    notices.read(employee, one.id)
    assert notices.unread(employee) == 1
    assert one.id not in [notice.id for notice in notices.mine(employee, unread=True)]
    (kept,) = [notice for notice in notices.mine(employee) if notice.id == one.id]
    assert kept.read_at == office.clock.now() - timedelta(hours=1)


def test_those_of_others_do_not_exist(office, notices, employee, colleague, manager):
    told(office, employee)
    (notice,) = notices.mine(employee)
    for other in (colleague, manager):
        assert notices.mine(other) == []
        assert notices.unread(other) == 0
        with pytest.raises(NotFound):
            notices.read(other, notice.id)
    with pytest.raises(NotFound):
        notices.read(employee, "nothing")


def test_a_newer_one_about_the_same_post_takes_the_place_of_what_was_not_read(office, notices, employee):
    post = told(office, employee)
    with office.store.write() as session:
        tell(session, employee.id, post, "released", office.clock.now())
    assert [notice.kind for notice in notices.mine(employee)] == ["released"]


def test_a_deleted_post_takes_its_notices_along(office, notices, employee):
    office.posts.delete(employee, told(office, employee))
    assert notices.mine(employee) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_the_record_stands_in_it(office, notices, employee, language):
    post = office.draft(employee, "Morgen opent de vuurtoren.")
    office.posts.check(employee, post)
    office.checker.forbid("vuurtoren", record_title="Project Kustlicht", knowers=["ine"], existence_secret=True)
    Rechecker(office.store, office.clock, office.checker, Accounts(office.store, office.clock, office.audit)).run()
    (notice,) = notices.mine(replace(employee, language=language))
    said = f"{notice.text} {notice.parameters}"
    for secret in ("Kustlicht", "ref-vuurtoren", "embargo", "geheim", "secret", "ine'"):
        assert secret not in said
