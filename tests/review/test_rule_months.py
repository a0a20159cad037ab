"""Right and wrong flags of a rule, month by month: what managers said of the finding, else what they decided."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from assistant.errors import NotAllowed
from assistant.review.rule_hits import RuleHits

BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.fixture
def hits(each_office):
    return RuleHits(each_office.store, each_office.clock)


def handed(office, person, text):
    return office.hand_ins.hand_in(person, office.draft(person, text)).id


def test_marks_and_decisions_by_month(each_office, hits, employee, manager, officer, clock):
    office = each_office
    office.checker.forbid("fusie")
    clock.set(datetime(2026, 9, 30, 22, 30, tzinfo=UTC))  # the first of October in Brussels
    office.desk.decide(manager, handed(office, employee, "fusie een"), "approve")
    clock.set(datetime(2026, 11, 2, 9, tzinfo=UTC))
    second = handed(office, employee, "fusie twee")
    office.desk.mark(manager, second, 1, right=True)
    office.desk.decide(manager, second, "approve")
    office.desk.decide(manager, handed(office, employee, "fusie drie"), "deny", comment="Nee.")
    months = hits.months(officer, "ref-fusie", BRUSSELS, 3)
    assert [(one.first, one.right, one.wrong) for one in months] == [
        (date(2026, 9, 1), 0, 0),
        (date(2026, 10, 1), 0, 1),
        (date(2026, 11, 1), 2, 0),
    ]
    assert all(one.right == one.wrong == 0 for one in hits.months(officer, "another", BRUSSELS))


def test_the_first_of_two_is_no_decision(each_office, hits, employee, manager, officer):
    each_office.checker.forbid("fusie", market_sensitive=True)
    each_office.desk.decide(manager, handed(each_office, employee, "fusie"), "approve")
    assert sum(one.wrong for one in hits.months(officer, "ref-fusie", BRUSSELS)) == 0


def test_a_year_s_turn(each_office, hits, officer, clock):
    clock.set(datetime(2027, 1, 15, tzinfo=UTC))
    months = hits.months(officer, "x", BRUSSELS, 3)
    assert [one.first for one in months] == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]


def test_only_for_communications(hits, employee, manager, administrator):
    for person in (employee, manager, administrator):
        with pytest.raises(NotAllowed):
            hits.months(person, "x", BRUSSELS)
