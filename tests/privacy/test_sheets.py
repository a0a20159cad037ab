"""The sheets say the same in each language, name their sources, and never pass for advice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SHEETS = Path(__file__).parents[2] / "docs" / "sheets"
LANGUAGES = ("nl", "fr", "en")
COUNSEL = {
    "nl": "Laat het nakijken door je eigen jurist",
    "fr": "vérifier par votre propre conseil",
    "en": "own counsel",
}
SOURCES = {
    "data-protection": (
        "art. 30",
        "art. 35",
        "6(1)(f)",
        "art. 28",
        "art. 22",
        "17(3)(b)",
        "2024/1689",
        "art. 4",
        "art. 50",
    ),
    "works-council": ("39", "81", "art. 27", "2024/1689", "art. 4", "Art. 50", "26(7)", "2019/1937", "35(9)"),
}


def shape(page: str) -> list[str]:
    """Headings, list items, numbered items and rows of tables, in their order."""
    return list(re.findall(r"^(##? |- |\d+\. |\| )", page, re.MULTILINE))


@pytest.mark.parametrize("sheet", SOURCES)
def test_each_language_has_the_same_parts(sheet: str) -> None:
    shapes = {language: shape((SHEETS / f"{sheet}.{language}.md").read_text("utf-8")) for language in LANGUAGES}
    assert shapes["nl"] == shapes["en"]
    assert shapes["fr"] == shapes["en"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sheet", SOURCES)
def test_each_names_its_sources_and_asks_for_counsel(sheet: str, language: str) -> None:
    page = (SHEETS / f"{sheet}.{language}.md").read_text("utf-8")
    assert COUNSEL[language] in page
    assert [source for source in SOURCES[sheet] if source not in page] == []
    assert page.count("‹") == page.count("›") > 5
