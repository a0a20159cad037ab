from __future__ import annotations

import pytest

from assistant.errors import InputError
from assistant.writing.channels import channels, count, measure


def test_every_channel_is_dated_and_has_a_source() -> None:
    assert set(channels()) == {"linkedin", "x", "bluesky", "mastodon", "instagram", "facebook"}
    assert all(one.source.startswith("https://") and one.checked_on.year >= 2026 for one in channels().values())


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("été", "characters", 3),
        ("👍🏽", "characters", 4),
        ("👨‍👩‍👧", "graphemes", 1),
        ("👨‍👩‍👧", "weighted", 2),
        ("日本", "weighted", 4),
        ("zie https://voorbeeld.be/een/heel/lang/adres/dat/niet/telt", "weighted", 27),
        ("@lotte@sociaal.be hoi", "mastodon", 10),
    ],
)
def test_each_channel_counts_its_own_way(text: str, unit: str, expected: int) -> None:
    assert count(text, unit) == expected  # type: ignore[arg-type]


def test_the_fold_is_at_the_end_of_a_word() -> None:
    length = measure("woord " * 100)
    assert len(length.before_fold) <= 210
    assert length.before_fold.endswith("woord")
    assert len(length.before_phone_fold) <= 140
    assert not measure("x" * 3001).fits


def test_an_unknown_channel_is_named() -> None:
    with pytest.raises(InputError, match="myspace"):
        measure("x", "myspace")
