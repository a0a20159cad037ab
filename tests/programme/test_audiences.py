"""The outside world: audiences, the map against what colleagues told, and the list as a file."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.errors import InputError
from assistant.people.person import Person
from assistant.programme import table_file
from assistant.programme.audiences import Audience
from assistant.programme.inventory import About
from assistant.programme.themes import Theme
from assistant.web.audience_map import described, svg
from tests.programme.conftest import Parts


def test_the_map_shows_where_we_are_not(
    parts: Parts, people: Sequence[Person], officer: Person, employee: Person
) -> None:
    parts.ambassadors.join(employee)
    lotte = parts.ambassadors.list(officer)[0].who
    saved = parts.audiences.save(
        officer,
        Audience("", "  Studenten  verpleegkunde ", channels=("LinkedIn", "Jobbeurs", "LinkedIn"), near=(lotte,)),
    )
    assert (saved.id, saved.name, saved.channels) == (
        "studenten-verpleegkunde",
        "Studenten verpleegkunde",
        ("LinkedIn", "Jobbeurs"),
    )
    parts.inventory.tell(employee, About(channels=("linkedin",), audiences=(saved.id,)))
    found = parts.audiences.map(officer)
    assert found.at(saved.name, "LinkedIn").near == 1
    assert [spot.channel for spot in found.gaps] == ["Jobbeurs"]
    assert described(found, "nl") == "Studenten verpleegkunde: LinkedIn (1), Jobbeurs (nog niemand van ons)"
    assert svg(found, "nl").startswith("<svg")
    assert parts.audiences.list(employee)[0].near == ()
    parts.ambassadors.leave(employee)
    assert parts.audiences.get(officer, saved.id).near == ()
    with pytest.raises(InputError):
        parts.audiences.save(officer, Audience("", "Artsen", near=(lotte,)))


def test_a_name_is_given_once(parts: Parts, officer: Person, people: Sequence[Person]) -> None:
    parts.audiences.save(officer, Audience("", "École"))
    for name in ("école", "  "):
        with pytest.raises(InputError):
            parts.audiences.save(officer, Audience("", name))


def test_the_drawing_holds_no_markup_of_people(parts: Parts, officer: Person, people: Sequence[Person]) -> None:
    parts.audiences.save(officer, Audience("", "<script>", channels=("<b>",)))
    assert "<script>" not in svg(parts.audiences.map(officer), "en")


def test_audiences_as_a_file(parts: Parts, people: Sequence[Person], officer: Person, employee: Person) -> None:
    parts.ambassadors.join(employee)
    lotte = parts.ambassadors.list(officer)[0].who
    parts.themes.save(
        officer, Theme("zorg", {"nl": "Zorg", "fr": "Soins", "en": "Care"}, {"nl": "", "fr": "", "en": ""})
    )
    parts.audiences.save(
        officer,
        Audience("", "=1+1", "Een\nregel", ("LinkedIn", "X"), ("-wie",), ("+maart",), ("zorg",), (lotte,)),
    )
    data = parts.audience_table.export(officer)
    for cell in ("'=1+1", "'-wie", "'+maart"):
        assert cell in data.decode("utf-8-sig")
    assert [row.change for row in parts.audience_table.look(officer, data)] == ["same"]
    parts.audiences.remove(officer, parts.audiences.list(officer)[0].id)
    assert [row.change for row in parts.audience_table.load(officer, data)] == ["new"]
    (back,) = parts.audiences.list(officer)
    assert (back.name, back.channels, back.themes, back.near) == ("=1+1", ("LinkedIn", "X"), ("zorg",), (lotte,))


def test_lines_that_were_not_understood_are_told_and_nothing_changes_before_yes(
    parts: Parts, people: Sequence[Person], officer: Person
) -> None:
    data = (
        "Doelgroep;Kanalen;Thema's;Dichtbij (account)\r\n"
        "Artsen;LinkedIn | Kringblad;onbekend;wim | niemand\r\n;X;;\r\nartsen;;;\r\n"
    ).encode("utf-16")
    rows = parts.audience_table.look(officer, data)
    assert [(row.line, row.change, len(row.problems)) for row in rows] == [
        (2, "new", 3),
        (3, "wrong", 1),
        (4, "wrong", 1),
    ]
    assert parts.audiences.list(officer) == []
    parts.audience_table.load(officer, data)
    (doctors,) = parts.audiences.list(officer)
    assert (doctors.name, doctors.channels, doctors.near) == ("Artsen", ("LinkedIn", "Kringblad"), ())


def test_a_file_opens_in_the_usual_programs() -> None:
    rows = [["Naam", "Wat"], ["@a", 'één; twee, "drie"'], ["\tx", "=HYPERLINK(1)"]]
    for language, separator in (("nl", b";"), ("fr", b";"), ("en", b",")):
        data = table_file.write(rows, language)  # type: ignore[arg-type]
        assert data.startswith(b"\xef\xbb\xbfNaam" + separator)
        assert b"\r\n" in data
        assert not any(
            cell.startswith((b"=", b"@", b"+")) for line in data.split(b"\r\n") for cell in line.split(separator)
        )
        assert table_file.read(data)[1] == ["@a", 'één; twee, "drie"']
