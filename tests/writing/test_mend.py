from __future__ import annotations

import pytest

from assistant.texts import Language
from assistant.writing.mend import mend


@pytest.mark.parametrize(
    ("language", "note", "expected"),
    [
        (
            "nl",
            "was gisteren op de jobbeurs in gent, veel studenten, vooral vragen over nachtwerk",
            ["Ik was gisteren op de jobbeurs in Gent.", "Veel studenten, vooral vragen over nachtwerk."],
        ),
        ("nl", "was stil en dan lachte hij haha", ["Het was stil en dan lachte hij."]),
        ("nl", "heb je dat gezien?", ["Heb je dat gezien?"]),
        ("nl", "taart om 8u smorgens bij mevr janssens", ["Taart om 8u 's morgens bij mevrouw janssens."]),
        (
            "nl",
            "toen heeft sofie gezegd kijk naar de pantoffels",
            ['Toen heeft Sofie gezegd: "kijk naar de pantoffels".'],
        ),
        ("nl", "ok dus het zit zo, we zijn verhuisd", ["We zijn verhuisd."]),
        ("fr", "suis passée à 4/5 depuis lundi", ["Je suis passée à 4/5 depuis lundi."]),
        ("fr", "grosse file !", ["Grosse file\u202f!"]),
        ("en", "went to the fair on friday. took us all day", ["I went to the fair on Friday.", "It took us all day."]),
        ("en", "i dont think so", ["I don't think so."]),
        ("en", "3 questions instead of 17. nobody minds", ["3 questions instead of 17.", "Nobody minds."]),
    ],
)
def test_a_hurried_note_reads_as_a_sentence(language: Language, note: str, expected: list[str]) -> None:
    assert mend(note, language) == expected


@pytest.mark.parametrize("note", ["", "   ", "...", "haha", "!!", "\n\n"])
def test_nothing_said_gives_nothing(note: str) -> None:
    assert mend(note, "nl") == []
