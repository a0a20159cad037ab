from __future__ import annotations

import pytest

from assistant.checking.embargo.figures import figures, same
from assistant.checking.text import fold


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("tweehonderd eenenveertig miljoen", 241e6, ""),
        ("Vierenzeventigduizend zeshonderd, schatteke", 74_600, ""),
        ("soixante-quatre postes", 64, ""),
        ("two and a half million", 2.5e6, ""),
        ("vijf komma zes miljoen euro", 5.6e6, "money"),
        ("een tachtigtal", 80, ""),
        ("320 000 palettes", 320_000, ""),
        ("41% minder", 41, "percent"),
        ("€2,5M", 2.5e6, "money"),
    ],
)
def test_reads_a_figure(text: str, value: float, unit: str) -> None:
    assert [(figure.value, figure.unit) for figure in figures(fold(text))] == [(pytest.approx(value), unit)]


def test_dutch_onze_is_no_eleven() -> None:
    assert figures("onze collega") == []
    assert [figure.value for figure in figures("nous avons onze bateaux")] == [11]


def test_a_rounding_is_the_same_figure_less_surely() -> None:
    (record,) = figures("6,8 miljoen euro")
    (rounded,) = figures("bijna zeven miljoen euro")
    (other,) = figures("5,6 miljoen euro")
    assert 0 < same(rounded, record) < same(record, record) == 1
    assert same(other, record) == 0
