"""Ambassadors join and leave by themselves; nobody is told about but by themselves; a list in, a list out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
import sqlalchemy as sa

from assistant.errors import InputError, NotAllowed, NotFound
from assistant.people.person import Person
from assistant.programme.inventory import About
from assistant.programme.measures import Measures
from assistant.store import tallies
from assistant.store.tables.people import AccountRow
from assistant.texts import LANGUAGES, text
from tests.programme.conftest import Parts, Posted

NOTE = "Je legde gisteren aan een stagiair uit waarom je eerst klopt."


def test_joining_keeps_the_words_and_leaving_deletes_what_was_told(
    parts: Parts, people: Sequence[Person], employee: Person, officer: Person
) -> None:
    joined = parts.ambassadors.join(employee)
    assert joined.is_in
    assert parts.ambassadors.standing(employee).agreed == parts.ambassadors.text("nl")
    assert "Leiebocht" in joined.agreed
    parts.inventory.tell(
        employee, About(channels=("linkedin", "tiktok"), network="to_500", minutes=30, languages=("nl",))
    )
    (one,) = parts.ambassadors.list(officer)
    assert (one.who.name, one.about.channels, one.about.minutes) == ("lotte", ("linkedin",), 30)
    with parts.store.read() as session:
        assert session.get_one(AccountRow, employee.id).ambassador
    parts.clock.move(timedelta(days=40))
    parts.ambassadors.leave(employee)
    assert parts.ambassadors.list(officer) == []
    assert parts.inventory.told(employee) == About()
    standing = parts.ambassadors.standing(employee)
    assert not standing.is_in
    assert standing.agreed == ""
    with parts.store.read() as session:
        assert not session.get_one(AccountRow, employee.id).ambassador
    assert parts.ambassadors.join(employee).is_in


def test_who_stays_silent_is_not_seen_and_few_are_not_counted(
    parts: Parts, people: Sequence[Person], officer: Person
) -> None:
    employees = [one for one in people if one.role == "employee"]
    for number, person in enumerate(employees[:4]):
        parts.inventory.tell(person, About(channels=("linkedin",), blog="blog.example", by_name=number == 0))
    overview = parts.inventory.overview(officer)
    assert (overview.people, overview.channels, overview.blogs) == (4, {}, None)
    assert [who.name for who, _ in parts.inventory.named(officer)] == [employees[0].name]
    parts.inventory.tell(employees[4], About(channels=("x", "linkedin")))
    overview = parts.inventory.overview(officer)
    assert (overview.channels, overview.blogs) == ({"linkedin": 5, "x": 1}, 4)
    parts.inventory.forget(employees[0])
    assert parts.inventory.overview(officer).channels == {}


@pytest.mark.parametrize("blog", ["javascript:alert(1)", "mijn blog", "https://user@evil.example", "ftp://a.example"])
def test_only_a_web_address_is_a_blog(parts: Parts, people: Sequence[Person], employee: Person, blog: str) -> None:
    with pytest.raises(InputError):
        parts.inventory.tell(employee, About(blog=blog))


def test_an_invitation_needs_something_that_was_seen(
    parts: Parts, people: Sequence[Person], officer: Person, employee: Person
) -> None:
    with pytest.raises(InputError):
        parts.finder.think_of(officer, "lotte", "heart", "leuk")
    with pytest.raises(InputError):
        parts.finder.think_of(officer, "ine", "heart", NOTE)
    parts.finder.think_of(officer, "lotte", "critic", NOTE)
    assert parts.ambassadors.standing(employee).note == NOTE
    for language in LANGUAGES:
        words = parts.finder.invitation(officer, "lotte", "https://x.example/ambassador", language)
        assert "Lotte" in words
        assert NOTE in words
        assert "https://x.example/ambassador" in words
        assert words.endswith("Ine")
    parts.finder.invited(officer, "lotte")
    assert parts.finder.list(officer)[0].invited_at == parts.clock.now()
    parts.ambassadors.join(employee)
    assert parts.finder.list(officer) == []
    with pytest.raises(InputError):
        parts.finder.think_of(officer, "lotte", "heart", NOTE)
    with pytest.raises(NotFound):
        parts.finder.drop(officer, "lotte")


def test_only_the_officer_runs_it(parts: Parts, people: Sequence[Person], employee: Person, manager: Person) -> None:
    for person in (employee, manager):
        for ask in (
            parts.ambassadors.list, parts.finder.list, parts.finder.colleagues, parts.inventory.overview,
            parts.inventory.named, parts.people_table.export, parts.audience_table.export, parts.audiences.map,
            parts.themes.remarks,
        ):  # fmt: skip
            with pytest.raises(NotAllowed):
                ask(person)


def test_the_list_goes_out_and_comes_back(
    parts: Parts, people: Sequence[Person], officer: Person, employee: Person
) -> None:
    parts.ambassadors.join(employee)
    parts.inventory.tell(employee, About(blog="https://lotte.example", channels=("linkedin",)))
    parts.finder.think_of(officer, "wim", "starter", NOTE)
    data = parts.people_table.export(officer)
    assert data.startswith(b"\xef\xbb\xbf")
    assert b";" in data.splitlines()[0]
    assert [row.change for row in parts.people_table.look(officer, data)] == ["same"]
    changed = data.decode("utf-8-sig").replace(NOTE, "Jij zette het oefenlokaal op voor iemand het vroeg.")
    (row,) = parts.people_table.look(officer, changed.encode("utf-8-sig"))
    assert row.change == "changed"
    assert parts.finder.list(officer)[0].note == NOTE
    parts.people_table.load(officer, changed.encode("utf-8-sig"))
    assert parts.finder.list(officer)[0].note.startswith("Jij zette")


def test_each_line_that_was_not_understood_is_told(parts: Parts, people: Sequence[Person], officer: Person) -> None:
    name, kind, note = (text(f"programme.column.{one}", "fr") for one in ("account", "kind", "note"))
    lines = [
        f"{name},{kind},{note},{text('programme.column.network', 'fr')}",
        f"lotte,aime son travail,{NOTE},500",
        f"wim,geen idee,{NOTE},",
        "nobody,heart,iets dat lang genoeg is,",
        f"lotte,heart,{NOTE},",
        "extra1,critic,kort,",
        f"ine,heart,{NOTE},",
        ",,,",
    ]
    data = "\n".join(lines).encode("cp1252")
    rows = parts.people_table.look(officer, data)
    assert [(row.line, row.change) for row in rows] == [
        (2, "new"), (3, "wrong"), (4, "wrong"), (5, "wrong"), (6, "wrong"), (7, "wrong"),
    ]  # fmt: skip
    assert all(row.problems for row in rows)
    assert parts.finder.list(officer) == []
    parts.people_table.load(officer, data)
    assert [one.who.name for one in parts.finder.list(officer)] == ["lotte"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04zip", b"a;b\nc;d\n", b"\xff\xfe"])
def test_what_is_no_such_list_is_refused(parts: Parts, people: Sequence[Person], officer: Person, data: bytes) -> None:
    with pytest.raises(InputError):
        parts.people_table.look(officer, data)


def test_deleting_a_person_leaves_the_counts(
    parts: Parts, people: Sequence[Person], officer: Person, employee: Person, colleague: Person, posted: Posted
) -> None:
    now = parts.clock.now()
    parts.ambassadors.join(employee)
    parts.clock.move(timedelta(days=29))
    for days in (5, 9):
        posted(employee, now + timedelta(days=days), theme="zorg", verdict="review", published=True)
    posted(colleague, now + timedelta(days=6), theme="zorg")
    measures, later = Measures(parts.store), parts.clock.now() + timedelta(days=2)
    before = {
        name: measures.count(name, later) for name in ("posts_released", "posts_published", "ambassadors", "checks")
    }
    assert before == {"posts_released": 3, "posts_published": 2, "ambassadors": 1, "checks": 3}
    with parts.store.write() as session:
        tallies.leave(session, employee.id)
        session.execute(sa.delete(AccountRow).where(AccountRow.id == employee.id))
    assert measures.count("ambassadors", later + timedelta(days=9)) == 1
    with parts.store.read() as session:
        year = timedelta(days=366)
        found = {
            kind: tallies.within(session, kind, now - year, now + year) for kind in ("released", "published", "checked")
        }
    assert found == {"released": 2, "published": 2, "checked": 2}
