"""Everything from a draft to its release on a real database, with a check that finds words it is told to find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from assistant.audit import Audit
from assistant.checking.finding import CheckResult, Finding, Severity, verdict_of
from assistant.people.person import Person
from assistant.review.desk import Desk
from assistant.review.hand_in import HandIns
from assistant.review.release import Releases
from assistant.store import Store
from assistant.store.revision import bump, current
from assistant.store.tables.people import AccountRow
from assistant.writing.posts import Posts


class WordChecker:
    """Finds the words it was told; its rules are read together with their revision, as the real one's are."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.words: dict[str, tuple[Severity, dict[str, Any]]] = {}
        self.version = 1
        self.calls = 0
        self.asked: list[dict[str, Any]] = []
        self.before: Callable[[], None] | None = None
        self.after: Callable[[], None] | None = None
        self.fails = False

    def fail(self) -> None:
        """From now on a part of the check does not work."""
        self.fails = True

    def recover(self) -> None:
        self.fails = False

    def forbid(self, word: str, severity: Severity = "block", **evidence: Any) -> None:
        """A new rule, with its revision in one transaction."""
        with self.store.write() as session:
            bump(session)
            self.words = {**self.words, word: (severity, evidence)}

    def allow(self, word: str) -> None:
        with self.store.write() as session:
            bump(session)
            self.words = {other: rule for other, rule in self.words.items() if other != word}

    def check(self, text: str, **asked: Any) -> CheckResult:
        self.calls += 1
        self.asked.append(asked)
        if self.before:
            self.before()
        with self.store.read() as session:
            revision = current(session)
        findings = tuple(self._find(text))
        if self.after:
            self.after()
        return CheckResult(verdict_of(findings), findings, 0.0, revision, {})

    def _find(self, text: str) -> list[Finding]:
        found = []
        for word, (severity, evidence) in self.words.items():
            if word in text:
                start = text.index(word)
                detector = "embargo" if evidence else "phrase"
                message = {"nl": "Dit is nog niet publiek.", "fr": "Pas encore public.", "en": "Not public yet."}
                found.append(
                    Finding(
                        detector,
                        f"ref-{word}",
                        self.version,
                        severity,
                        start,
                        start + len(word),
                        word,
                        message,
                        source={"title": f"policy on {word}"},
                        evidence={"record_id": f"ref-{word}", **evidence} if evidence else {"matched": word},
                    )
                )
        if self.fails:
            words = {"nl": "Een deel lukte niet.", "fr": "Une partie a échoué.", "en": "A part failed."}
            found.append(Finding("check", "check.embargo", 0, "review", None, None, "", words))
        return found


@dataclass
class Office:
    """The services of these tests, on one database."""

    store: Store
    clock: Any
    audit: Audit
    checker: WordChecker
    posts: Posts
    hand_ins: HandIns
    desk: Desk
    releases: Releases
    passages: dict[str, set[str]] = field(default_factory=dict)

    def passage(self, person: Person, passage_id: str) -> str | None:
        """Stands in for the library: who may see which passage."""
        return passage_id if person.name in self.passages.get(passage_id, set()) else None

    def draft(self, person: Person, text: str) -> str:
        """A post with this text; gives its id."""
        post = self.posts.new(person)
        self.posts.save_draft(person, post.id, text, "guided", [{"passage_id": "p1"}, {"passage_id": "p2"}])
        return post.id

    def edit(self, person: Person, post_id: str, text: str) -> None:
        self.posts.save_draft(person, post_id, text, "edit")

    def actions(self) -> list[str]:
        return [entry["action"] for entry in self.audit.export()]


@pytest.fixture
def make_office(clock, employee, colleague, officer, manager, other_manager, administrator):
    def make(store: Store) -> Office:
        with store.write() as session:
            for person in (employee, colleague, officer, manager, other_manager, administrator):
                session.add(
                    AccountRow(
                        id=person.id,
                        name=person.name,
                        name_key=person.name,
                        display_name=person.display_name,
                        role=person.role,
                        team=person.team,
                        manages=list(person.manages),
                        created_at=clock.now(),
                    )
                )
        audit = Audit(store, clock)
        checker = WordChecker(store)
        posts = Posts(store, clock, checker)
        office = Office(
            store,
            clock,
            audit,
            checker,
            posts,
            HandIns(store, clock, posts, audit),
            Desk(store, clock, audit, 14),
            Releases(store, clock, checker, audit),
        )
        office.desk = Desk(store, clock, audit, 14, office)
        return office

    return make


@pytest.fixture
def office(make_office, store) -> Office:
    return make_office(store)


@pytest.fixture
def each_office(make_office, each_store) -> Office:
    return make_office(each_store)
