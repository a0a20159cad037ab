from __future__ import annotations

import pytest

from assistant.coaching.feedback import remarks
from assistant.texts import Language


@pytest.mark.parametrize(
    ("language", "draft", "kind"),
    [
        ("nl", "Met veel trots kondig ik aan dat we 3 prijzen wonnen.", "tell"),
        ("en", "I'm thrilled to announce our 3 new vans.", "tell"),
        ("fr", "Ravie de vous annoncer notre label de 2026.", "tell"),
        (
            "nl",
            "We hebben samen heel hard gewerkt aan iets moois en we kijken ernaar uit om dat verder te doen morgen.",
            "no_detail",
        ),
        ("nl", "Het dossier van 12 mensen werd aan alle stakeholders bezorgd.", "jargon"),
        ("nl", "Om 5 uur stond collega Sofie daar.", "names_colleague"),
        ("nl", "Om 5 uur taart.\n\n#eenheellangehashtagvanons", "hashtag_case"),
        ("en", "At 5 we had 𝗰𝗮𝗸𝗲.", "fake_letters"),
        ("nl", "Kijk naar deze foto van 5 uur.", "alt_text"),
    ],
)
def test_what_would_help_is_said(language: Language, draft: str, kind: str) -> None:
    assert kind in {remark.kind for remark in remarks(draft, language).remarks}


def test_at_most_three_and_the_weightiest_first() -> None:
    draft = "Met veel trots een foto van collega Sofie en alle stakeholders. " * 60 + "https://a.be https://b.be"
    found = remarks(draft, "nl").remarks
    assert len(found) == 3
    assert found[0].kind == "too_long"


def test_praise_names_the_sentence_that_works() -> None:
    assert "27 koffies" in remarks("Vandaag zette ik 27 koffies.", "nl").praise
    assert remarks("", "nl").praise
