from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.writing.guided import ANGLES, Angle, Wishes, invented, openings, own_words_share, write
from assistant.writing.habits import measure
from assistant.writing.lexicon import guess_language
from assistant.writing.material import Answer, Fact, sort

NOTES = Path(__file__).parents[1] / "evaluation" / "voices" / "notes.jsonl"
SAMPLE = [json.loads(line) for line in NOTES.read_text("utf-8").splitlines()]
POSTS = [
    "Wat een dag!\n\nWe zijn gaan wandelen. 🌿\n\nEn jullie?\n\n#Team #Zorg",
    "Nieuwe collega's!\n\nZe zijn met vier. 🌿\n\nWie volgt?\n\n#Team",
    "Vrijdag taart!\n\nAlles op. 🌿\n\nWie bakt er?\n\n#Team #Zorg",
]


@pytest.mark.parametrize("angle", ANGLES)
@pytest.mark.parametrize("note", SAMPLE, ids=lambda note: str(note["id"]))
def test_every_word_of_a_draft_was_said(note: dict[str, object], angle: Angle) -> None:
    said, answers = str(note["notes"]), [str(one) for one in note["answers"]]  # type: ignore[attr-defined]
    language = guess_language(said)
    material = sort(
        [said], [Answer(part, one) for part, one in zip(("meaning", "takeaway"), answers, strict=False)], language
    )
    if material.is_empty:
        return
    for habits in (None, measure(POSTS, language)):
        assert invented(write(material, Wishes(angle=angle, warm=True), habits).text, material.given, language) == []


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_text_makes_the_writer_fail_or_invent(note: str) -> None:
    material = sort([note], (), "nl")
    if not material.is_empty:
        assert invented(write(material, Wishes()).text, material.given, "nl") == []


def test_an_empty_request_is_known_for_what_it_is() -> None:
    assert all(sort([note["notes"]], (), note["language"][:2]).is_empty for note in SAMPLE if note.get("empty"))


def test_what_should_stay_out_stays_out() -> None:
    note = "apprentice passed her maths. she cried i nearly cried. maybe leave out me crying"
    assert "cried" not in write(sort([note], (), "en"), Wishes()).text


def test_an_accepted_fact_stands_with_its_source() -> None:
    facts = [Fact("In 2025 kozen 48 mensen voor de nacht.", "Nachtzorg 2025")]
    material = sort(["was op de beurs in gent, 28 gesprekken over nachtwerk"], (), "nl", facts)
    assert "In Nachtzorg 2025 staat het zo: “In 2025 kozen 48 mensen voor de nacht.”" in write(material, Wishes()).text


def test_a_draft_for_x_fits_by_leaving_out_sentences() -> None:
    note = ". ".join(f"op dag {number} hebben we {number} bomen geplant in het park" for number in range(1, 12))
    text = write(sort([note], (), "nl"), Wishes(channel="x")).text
    assert len(text) <= 280
    assert text.endswith(".")


def test_habits_are_followed() -> None:
    text = write(
        sort(["gisteren 40 bomen geplant met het team in het park"], (), "nl"), Wishes(), measure(POSTS, "nl")
    ).text
    assert "🌿" in text
    assert "#Team" in text
    assert "?" in text


def test_a_sentence_that_points_back_cannot_open() -> None:
    story = ["We zijn verhuisd.", "Dat was zwaar.", "Koffie staat er sinds 8 uur."]
    assert openings(story) == ["We zijn verhuisd.", "Koffie staat er sinds 8 uur."]


def test_own_words_share_counts_what_was_said() -> None:
    assert own_words_share("bomen geplant", "we hebben bomen geplant", "nl") == 1.0
    assert own_words_share("bomen gekapt", "we hebben bomen geplant", "nl") == 0.5
