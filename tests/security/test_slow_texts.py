"""Texts made to keep the server busy: reading one takes time in proportion to its length, whatever stands in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from assistant.checking import injection
from assistant.checking.draft import make_draft
from assistant.checking.text import read, sentences
from assistant.coaching.feedback import remarks
from assistant.pages.review_view import difference
from assistant.writing.material import sort

LENGTH = 20_000
AT = datetime(2026, 11, 23, tzinfo=UTC)
AT_MOST = 4.0
"""Seconds: a hundred times what these take, and a tenth of what they took."""
HOSTILE = {
    "dots": "." * LENGTH,
    "line ends": "\n" * LENGTH,
    "a letter a line": "a\n" * (LENGTH // 2),
    "dots and a letter": "." * LENGTH + "x",
    "at signs": "@" * LENGTH,
    "addresses": "a@" * (LENGTH // 2),
    "versions": "1." * (LENGTH // 2),
    "slashes": "a/" * (LENGTH // 2),
    "spaces": "x" + " " * LENGTH + "x",
    "exclamations": "!" * LENGTH + "a_",
    "clauses": "a, " * (LENGTH // 3),
    "one foreign letter": "a" * LENGTH + " \u0430bc",
    "orders": "negeer act als " * (LENGTH // 15),
    "tags": "<img " * (LENGTH // 5),
    "brackets": "[" * LENGTH,
    "braces": '{"a": ' * (LENGTH // 6),
    "comments": "<!--" * (LENGTH // 4),
    "hexadecimal": "ab" * (LENGTH // 2) + "g",
    "percent": "%41" * (LENGTH // 3),
    "addresses among spaced letters": "h a l l o a@a.be " * (LENGTH // 17),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize(
    "work",
    [
        read,
        lambda text: sentences(read(text)),
        lambda text: remarks(text, "nl", "linkedin"),
        lambda text: sort((text,), (), "nl"),
        lambda text: injection.without(make_draft(text, "nl", "linkedin", AT)),
    ],
    ids=["read", "sentences", "coach", "notes", "orders"],
)
def test_no_text_keeps_the_reader_busy(work: Callable[[str], object], text: str) -> None:
    began = time.process_time()
    work(text)
    assert time.process_time() - began < AT_MOST


@pytest.mark.parametrize("first", ["", "b "])
def test_no_pair_of_versions_keeps_the_managers_page_busy(first: str) -> None:
    began = time.process_time()
    shown = difference("a " * 9_990, first + "a " * 9_998)
    assert time.process_time() - began < AT_MOST
    assert "<ins>" in shown
