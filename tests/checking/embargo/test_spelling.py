from __future__ import annotations

import pytest

from assistant.checking.embargo.spelling import nearly


@pytest.mark.parametrize("word", ["m*rch*l*s", "marchelys", "marchelis"])
def test_a_disguised_name_is_seen(word: str) -> None:
    assert nearly(word, "marchelys")


@pytest.mark.parametrize("word", ["marche", "m*", "maandag"])
def test_another_word_is_not(word: str) -> None:
    assert not nearly(word, "marchelys")
