"""Words and marks: what people wrote stays text, spans stand where they belong, times are never guessed."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape

import pytest

from assistant.checking.finding import Finding
from assistant.errors import InputError
from assistant.pages.findings_view import marked, proposal
from assistant.pages.review_view import difference
from assistant.web.html import inert
from assistant.web.moments import read, shown, written

EVIL = "<script>alert(1)</script> ![x](https://evil.example/x.png) [a](javascript:b) \"'`*_#|$x$"


def finding(start: int, end: int, text: str, rewording: str = "", severity: str = "review") -> Finding:
    return Finding(
        "phrase",
        "r",
        1,
        severity,
        start,
        end,
        text[start:end],
        {"nl": EVIL},
        {},
        {"nl": rewording} if rewording else {},  # type: ignore[arg-type]
    )


def test_text_of_people_holds_no_html_and_no_markdown() -> None:
    made = inert(EVIL)
    assert not set("<>![]()*_`#|$\"'") & set(made.replace("&#", ""))
    assert unescape(made) == EVIL


def test_marks_keep_the_text_and_escape_it() -> None:
    text = f"Begin {EVIL} einde"
    made = marked(text, [finding(6, 14, text), finding(10, 20, text, severity="block")], "nl")
    assert "<script" not in made
    assert made.count("<sup") == 2
    assert made.count('<mark class="block"') == 2


def test_marks_outside_the_text_are_left_out() -> None:
    assert "<mark" not in marked("kort", [finding(2, 99, "kort")], "nl")


def test_taking_out_the_sentence() -> None:
    text = "Ik was er. Bel 0478 12 34 56! Tot ziens."
    assert proposal(text, finding(15, 28, text), "nl") == ("cut", "Ik was er. Tot ziens.")


def test_a_whole_proposal_replaces_the_sentence() -> None:
    text = "Ik was er. Bel 0478 12 34 56! Tot ziens."
    made = proposal(text, finding(15, 28, text, 'Zeg: "Stuur me gerust een bericht."'), "nl")
    assert made == ("replace", "Ik was er. Stuur me gerust een bericht. Tot ziens.")


def test_a_proposal_with_a_gap_is_not_put_in() -> None:
    text = "Ik was er. Bel 0478 12 34 56! Tot ziens."
    made = proposal(text, finding(15, 28, text, '"Bij een klant uit de sector ..."'), "nl")
    assert made is not None
    assert made[0] == "cut"


def test_a_finding_about_another_text_offers_nothing() -> None:
    assert proposal("iets anders", finding(0, 4, "oude tekst"), "nl") is None


def test_the_difference_between_versions() -> None:
    assert difference("de oude <b>", "de nieuwe <b>") == "de <del>oude</del><ins>nieuwe</ins> &#60;b&#62;"


@pytest.mark.parametrize("value", ["03/12/2026 09:30", "3-12-2026 9u30", "2026-12-03 09:30", "2026-12-03T09:30"])
def test_a_moment_in_the_zone_of_the_organisation(value: str) -> None:
    assert read(value, "Europe/Brussels") == datetime(2026, 12, 3, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize("value", ["03/12/2026", "03/12/2026 00:00", "03/12/2026 12:00", "03/12/2026 24:00"])
def test_a_moment_that_can_mean_two_things_is_asked(value: str) -> None:
    with pytest.raises(InputError) as asked:
        read(value, "Europe/Brussels")
    assert asked.value.key == "pages.moment.which"
    assert read(value, "Europe/Brussels", "end") == datetime(2026, 12, 3, 23, tzinfo=UTC)
    assert read(value, "Europe/Brussels", "start") == datetime(2026, 12, 2, 23, tzinfo=UTC)
    assert read(value, "Europe/Brussels", "noon") == datetime(2026, 12, 3, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    "value,key",
    [
        ("morgen", "unreadable"), ("31/02/2026 09:00", "unreadable"), ("03/12/2026 25:10", "unreadable"),
        ("29/03/2026 02:30", "skipped"), ("25/10/2026 02:30", "twice"),
    ],
)  # fmt: skip
def test_a_moment_that_is_not_one(value: str, key: str) -> None:
    with pytest.raises(InputError) as problem:
        read(value, "Europe/Brussels")
    assert problem.value.key == f"pages.moment.{key}"


def test_a_moment_comes_back_as_it_was_written() -> None:
    instant = datetime(2026, 7, 1, 7, 15, tzinfo=UTC)
    assert read(written(instant, "Europe/Brussels"), "Europe/Brussels") == instant
    assert shown(instant, "Europe/Brussels", "nl") == "1 juli 2026, 09:15 (Europe/Brussels)"
    assert read("  ", "Europe/Brussels") is None
