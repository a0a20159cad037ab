from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import pytest

from assistant.checking.draft import make_draft
from assistant.checking.embargo.detector import EmbargoOutcome, detect
from assistant.checking.embargo.record import EmbargoRecord
from assistant.clock import Window
from knowledge.records import PublicPassages

START, LIFTS = datetime(2026, 10, 1, tzinfo=UTC), datetime(2027, 1, 10, tzinfo=UTC)
LEAK = "Vanaf 1 februari neemt ons bedrijf Verhelst Logistics over voor 312 miljoen euro!"


class Flat:
    """An embedder to which all texts mean the same."""

    name, dimension = "flat", 8

    def encode(self, texts: Sequence[str]) -> np.ndarray:  # type: ignore[type-arg]
        return np.full((len(texts), 8), 8**-0.5, np.float32)


def record(secret: bool = False) -> EmbargoRecord:
    statement = "Op 1 februari 2027 neemt de groep Verhelst Logistics uit Gent over voor 312 miljoen euro."
    return EmbargoRecord(
        "r1",
        1,
        "Overname van Verhelst",
        statement,
        "nl",
        Window(START, LIFTS),
        contact="Lotte",
        existence_secret=secret,
    )


def checked(text: str, at: datetime, secret: bool = False) -> EmbargoOutcome:
    texts = ("Onze fietsenstalling is open.", "De kantine serveert soep.")
    public = PublicPassages(1, at, texts, ("a", "b"), ("1", "2"), Flat().encode(texts))
    return detect(make_draft(text, "nl", "linkedin", at), [record(secret)], public, Flat())


def test_a_leak_is_found_where_it_stands() -> None:
    (finding,) = checked(f"Lekker gegeten vandaag. {LEAK}", datetime(2026, 11, 3, tzinfo=UTC)).findings
    assert finding.start is not None
    assert LEAK in finding.quote
    assert finding.evidence["record_id"] == "r1"
    assert not any(word in finding.message["nl"] for word in ("Verhelst", "overname", "312"))


def test_a_secret_record_shows_no_span() -> None:
    (finding,) = checked(LEAK, datetime(2026, 11, 3, tzinfo=UTC), secret=True).findings
    assert (finding.start, finding.end, finding.quote) == (None, None, "")


@pytest.mark.parametrize("at", [datetime(2026, 9, 30, tzinfo=UTC), LIFTS])
def test_outside_its_window_nothing_is_flagged(at: datetime) -> None:
    assert checked(LEAK, at) == EmbargoOutcome(0.0)


def test_everyday_words_are_left_alone() -> None:
    assert (
        checked("Vanmiddag soep met ballekes, merci aan de keuken.", datetime(2026, 11, 3, tzinfo=UTC)).findings == []
    )
