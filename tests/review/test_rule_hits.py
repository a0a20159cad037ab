"""Counts of what each rule found lately, and whether managers agreed."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta

import pytest

from assistant.errors import NotAllowed
from assistant.review.rule_hits import RuleHit, RuleHits


@pytest.fixture
def hits(office):
    return RuleHits(office.store, office.clock)


def handed_in(office, person, text):
    post = office.draft(person, text)
    return office.hand_ins.hand_in(person, post).id


def test_each_post_counts_once_however_often_it_was_checked(office, hits, employee, colleague, officer):
    office.checker.forbid("toren", "review")
    post = office.draft(employee, "De toren.")
    office.posts.check(employee, post)
    office.posts.check(employee, post)
    office.hand_ins.hand_in(employee, post)
    office.clock.move(timedelta(hours=1))
    office.posts.check(colleague, office.draft(colleague, "Een toren."))
    assert hits.list(officer) == [RuleHit("ref-toren", ("phrase",), 2, office.clock.now(), 0, 0)]


def test_decisions_say_whether_it_was_right(office, hits, employee, colleague, manager, other_manager, officer):
    office.checker.forbid("toren", "review")
    office.checker.forbid("haven", "review")
    office.desk.decide(manager, handed_in(office, employee, "De toren."), "approve")
    office.desk.decide(manager, handed_in(office, employee, "Toch de toren in de haven."), "deny", reason="tone")
    office.desk.decide(
        other_manager, handed_in(office, colleague, "Nog een toren."), "ask_for_changes", comment="Liever niet."
    )
    toren, haven = hits.of(officer, "ref-toren"), hits.of(officer, "ref-haven")
    assert (toren.posts, toren.right, toren.wrong) == (3, 2, 1)
    assert (haven.posts, haven.right, haven.wrong) == (1, 1, 0)
    assert [hit.ref for hit in hits.list(officer)] == ["ref-toren", "ref-haven"]


def test_after_ninety_days_it_is_forgotten_even_when_checked_anew(office, hits, employee, officer):
    office.checker.forbid("toren", "review")
    post = office.draft(employee, "De toren.")
    office.posts.check(employee, post)
    office.clock.move(timedelta(days=90))
    assert hits.of(officer, "ref-toren").posts == 1
    office.clock.move(timedelta(seconds=1))
    office.posts.check(employee, post)
    assert hits.list(officer) == []
    assert hits.of(officer, "ref-toren") is None


def test_only_for_communications_and_without_a_person(office, hits, employee, manager):
    for person in (employee, manager):
        with pytest.raises(NotAllowed):
            hits.list(person)
    assert {field.name for field in fields(RuleHit)} == {"ref", "detectors", "posts", "last_hit", "right", "wrong"}
