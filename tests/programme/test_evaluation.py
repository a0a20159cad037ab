"""The evaluation of half a year: written from what is known, edited, signed, and the start of the next half."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from assistant.audit import Audit
from assistant.clock import FixedClock
from assistant.errors import InputError, NotAllowed
from assistant.people.person import Person
from assistant.programme.evaluation import SECTIONS, Evaluations
from assistant.programme.evaluation_words import Facts
from assistant.programme.figures import Figures
from assistant.programme.goals import Goals
from assistant.programme.measures import Measures
from assistant.programme.moments import Moments
from assistant.programme.report import Grid, Heading, Paragraph, Points, pieces_of
from assistant.programme.report_docx import as_docx
from assistant.programme.report_html import as_html
from assistant.programme.report_pdf import as_pdf
from assistant.programme.smart import GoalWords
from assistant.programme.survey import Surveys
from assistant.programme.themes import Themes
from assistant.store import Store
from assistant.texts import LANGUAGES, Language
from tests.programme.posted import account, people, posted

ZONE = ZoneInfo("Europe/Brussels")
SINCE, UNTIL = date(2026, 5, 24), date(2026, 11, 23)
ODD = 'Noël <b>&amp; "Şule" zei: 5 € is € 5 – =1+1'


@pytest.fixture
def goals(store: Store, clock: FixedClock) -> Goals:
    return Goals(store, clock, Audit(store, clock), Measures(store))


@pytest.fixture
def evaluations(store: Store, clock: FixedClock, goals: Goals, officer: Person) -> Evaluations:
    themes = Themes(store, clock)
    assert not themes.load(officer, ['{"id": "care", "title": "Zorg"}', '{"id": "food", "title": "Koken"}'])
    facts = Facts(goals, Figures(store, clock, ZONE), Surveys(store, clock, ZONE), Moments(store, clock), themes)
    return Evaluations(store, clock, Audit(store, clock), goals, facts, ZONE)


def goal(goals: Goals, officer: Person, clock: FixedClock, target: float, typed: float | None = None) -> str:
    words = GoalWords(
        "Meer bezoekers op onze open dag noemen een collega die ze online lazen", "scholieren uit Gent", "reach_typed",
        target, clock.now().date() + timedelta(days=150), officer.name, start=3,
    )  # fmt: skip
    made = goals.save(officer, words)
    if typed is not None:
        goals.type_value(officer, made.id, clock.now().date(), typed)
        goals.type_value(officer, made.id, clock.now().date() + timedelta(0), typed)
    return made.id


@pytest.fixture
def officer(store: Store) -> Person:
    return account(store, "ine", "communications")


def test_it_writes_itself_in_each_language(store: Store, evaluations: Evaluations, officer: Person) -> None:
    for person in people(store, 6):
        posted(store, person, theme="care", verdict="review", detectors=("figures",), waited=timedelta(days=5))
    said = {"nl": "“Koken” blijft stil", "fr": "« Koken » reste silencieux", "en": "“Koken” stays silent"}
    for language in LANGUAGES:
        one = evaluations.make(officer, SINCE, UNTIL, language)
        assert said[language] in one.written["change"].replace("\u00a0", " ")
        assert one.language == language
        assert [grid.rows[0][0] for grid in one.grids["came"]][:1] == ["Zorg"]
        report = evaluations.report(one, "Leiebocht")
        headings = [piece.words for piece in report.pieces if isinstance(piece, Heading)]
        assert len(headings) == len(SECTIONS)


def test_a_result_that_came_in_late_is_told_once(
    store: Store, evaluations: Evaluations, officer: Person, clock: FixedClock
) -> None:
    for person in people(store, 6):
        posted(store, person)
    assert evaluations.make(officer, SINCE, date(2026, 10, 1), "nl").grids["came"]
    clock.move(timedelta(days=30))
    assert not evaluations.make(officer, UNTIL + timedelta(days=2), clock.now().date(), "nl").grids["came"]


def test_an_empty_organisation_gets_honest_sections(evaluations: Evaluations, officer: Person) -> None:
    one = evaluations.make(officer, SINCE, UNTIL, "nl")
    assert one.written["aimed"] == "Er waren geen doelen vastgelegd."
    assert one.written["came"] == "Er is nog niets te tonen over vijf mensen of meer."
    assert "bevraging" in one.written["said"]
    assert one.grids["came"] == ()
    with pytest.raises(InputError):
        evaluations.make(officer, UNTIL, SINCE, "nl")


def test_four_people_give_no_figure_in_a_report(store: Store, evaluations: Evaluations, officer: Person) -> None:
    for person in people(store, 4):
        posted(store, person, theme="food")
        posted(store, person, theme="food")
    one = evaluations.make(officer, SINCE, UNTIL, "en")
    assert not one.grids["came"]
    assert "8" not in one.written["came"]


def test_signed_is_signed(store: Store, evaluations: Evaluations, officer: Person, employee: Person) -> None:
    one = evaluations.make(officer, SINCE, UNTIL, "nl")
    evaluations.edit(officer, one.id, {"came": "- Vijf posts.\r\n- Zes.", "unknown": "x"})
    assert evaluations.get(officer, one.id).written["came"] == "- Vijf posts.\n- Zes."
    with pytest.raises(InputError):
        evaluations.next_half(officer, one.id)
    evaluations.sign(officer, one.id)
    for act in (
        lambda: evaluations.edit(officer, one.id, {"came": "anders"}),
        lambda: evaluations.sign(officer, one.id),
        lambda: evaluations.remove(officer, one.id),
    ):
        with pytest.raises(InputError):
            act()
    signed = evaluations.get(officer, one.id)
    assert signed.signed_by == "Ine"
    assert "Ondertekend door Ine op 23 nov. 2026" in evaluations.report(signed, "").footer
    for forbidden in (
        lambda: evaluations.get(employee, one.id),
        lambda: evaluations.list(employee),
        lambda: evaluations.make(employee, SINCE, UNTIL, "nl"),
        lambda: evaluations.next_half(employee, one.id),
    ):
        with pytest.raises(NotAllowed):
            forbidden()


@pytest.mark.parametrize("reached,start,target", [(7.0, 7.0, 10.0), (12.0, 12.0, 17.0), (None, 3.0, 10.0)])
def test_the_next_half_starts_where_this_one_got_to(
    evaluations: Evaluations,
    goals: Goals,
    officer: Person,
    clock: FixedClock,
    reached: float | None,
    start: float,
    target: float,
) -> None:
    old = goal(goals, officer, clock, 10.0)
    clock.move(timedelta(days=120))
    if reached is not None:
        goals.type_value(officer, old, clock.now().date(), reached)
    today = clock.now().date()
    one = evaluations.make(officer, SINCE, today, "nl")
    evaluations.sign(officer, one.id)
    started = evaluations.next_half(officer, one.id)
    assert started.asked == ()
    (new,) = started.made
    assert (new.start_value, new.target) == (start, target)
    assert new.due > today
    assert goals.get(officer, old).closed_on == today
    with pytest.raises(InputError):
        evaluations.next_half(officer, one.id)
    assert len([one for one in goals.list(officer) if one.closed_on is None]) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_file_opens_and_says_it(
    store: Store, evaluations: Evaluations, officer: Person, language: Language
) -> None:
    import docx
    import pypdf

    for person in people(store, 6):
        posted(store, person)
    one = evaluations.make(officer, SINCE, UNTIL, language)
    evaluations.edit(officer, one.id, {"said": f"{ODD}\n- punt {ODD}\n" + "- nog een regel\n" * 120})
    report = evaluations.report(evaluations.get(officer, one.id), "Zorggroep Leiebocht")
    page = as_html(report)
    assert f'<html lang="{language}"' in page
    assert "<b>" not in page
    assert 'scope="row">Zorg</th>' in page
    read = pypdf.PdfReader(io.BytesIO(as_pdf(report)))
    text = " ".join("".join(sheet.extract_text() for sheet in read.pages).split())
    assert len(read.pages) > 2
    assert "Noël" in text
    assert "5 €" in text
    assert "Zorggroep Leiebocht" in text
    assert read.metadata is not None
    assert read.metadata.title == report.title
    document = docx.Document(io.BytesIO(as_docx(report)))
    words = "\n".join(one.text for one in document.paragraphs)
    assert ODD in words
    assert [one.text for one in document.paragraphs if one.style.name == "Heading 1"] == [
        piece.words for piece in report.pieces if isinstance(piece, Heading)
    ]
    assert document.tables[0].rows[1].cells[0].text == "Zorg"
    assert document.core_properties.language.startswith(language)


def test_what_was_written_becomes_paragraphs_and_lists() -> None:
    assert pieces_of("Eerst dit.\n\n- een\n• twee\nDan dat.") == [
        Paragraph("Eerst dit."), Points(("een", "twee")), Paragraph("Dan dat."),
    ]  # fmt: skip
    assert json.dumps(Grid("a", ("b",), ()).columns) == '["b"]'
