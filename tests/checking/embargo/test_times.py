from __future__ import annotations

from datetime import date

import pytest

from assistant.checking.embargo.times import agreement, moments

TODAY = date(2026, 11, 5)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("op 1 maart", date(2027, 3, 1), date(2027, 3, 1)),
        ("fin juin 2027", date(2027, 6, 1), date(2027, 6, 30)),
        ("tegen de zomer", date(2027, 6, 1), date(2027, 8, 31)),
        ("l'ete dernier", date(2026, 6, 1), date(2026, 8, 31)),
        ("come march", date(2027, 3, 1), date(2027, 3, 31)),
        ("le 31/03", date(2027, 3, 31), date(2027, 3, 31)),
    ],
)
def test_places_a_moment(text: str, first: date, last: date) -> None:
    assert [(moment.first, moment.last) for moment in moments(text, TODAY)] == [(first, last)]


def test_a_vaguer_moment_agrees_less() -> None:
    (record,) = moments("1 februari 2027", TODAY)
    (month,), (day,), (other,) = (
        moments("in februari", TODAY),
        moments("op 1 februari", TODAY),
        moments("op 9 mei", TODAY),
    )
    assert agreement(day, record) > agreement(month, record) > agreement(other, record) == 0
