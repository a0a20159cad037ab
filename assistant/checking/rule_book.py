"""The organisation's sharing rules: kept with every version they had, tried on their own examples."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, TypeAlias

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.audit import Audit
from assistant.checking.draft import make_draft
from assistant.checking.lines import LineError, read_lines
from assistant.checking.rules.compiled import CompiledRule
from assistant.checking.rules.matcher import Matcher, compile_rule, matcher_of
from assistant.checking.rules.ready_made import with_signals
from assistant.checking.rules.rule import Rule, read_rule, rule_from
from assistant.clock import Clock
from assistant.errors import InputError, NotFound, PersonError
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.store import Store
from assistant.store import revision as revisions
from assistant.store.tables.sharing import RuleRow, SharingVersionRow
from knowledge.language import detect as detect_language

if TYPE_CHECKING:
    from knowledge.embed import Embedder


@dataclass(frozen=True)
class ExampleOutcome:
    """One `must_flag` or `must_pass` example of a rule, and what the rule says of it."""

    text: str
    expected: Literal["flag", "pass"]
    flagged: bool
    quotes: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return self.flagged == (self.expected == "flag")


@dataclass(frozen=True)
class RuleInfo:
    rule: Rule
    version: int
    active: bool
    updated_at: datetime


Outcomes: TypeAlias = list[ExampleOutcome]


class RuleBook:
    def __init__(self, store: Store, clock: Clock, audit: Audit, embedder: Embedder | None) -> None:
        self._store, self._clock, self._audit, self._embedder = store, clock, audit, embedder
        self._lock = threading.Lock()
        self._compiled: tuple[int, tuple[CompiledRule, ...]] | None = None
        self._matchers: dict[tuple[int, tuple[str, ...]], Matcher] = {}

    def load(self, by: Person, lines: Iterable[str]) -> list[LineError]:
        """Save a rule for each line, or nothing at all: then every line that is wrong is named."""
        require(by, "sharing.manage")
        records, errors = read_lines(lines, read_rule, lambda rule: rule.id)
        for number, rule in records:
            try:
                self._try(rule)
            except PersonError as problem:
                errors.append(LineError(number, problem))
        if errors:
            return sorted(errors, key=lambda error: error.line)
        with self._store.write() as session:
            for _, rule in records:
                self._save(session, by, rule)
        return []

    def save(self, by: Person, rule: Rule) -> RuleInfo:
        """Save a rule, or a new version of it. Raises `InputError` when it fails one of its own examples."""
        require(by, "sharing.manage")
        self._try(rule)
        with self._store.write() as session:
            row = self._save(session, by, rule)
            return _info(row)

    def cancel(self, by: Person, rule_id: str) -> None:
        require(by, "sharing.manage")
        with self._store.write() as session:
            row = session.get(RuleRow, rule_id)
            if row is None:
                raise NotFound("checking.no_such_rule", name=rule_id)
            if not row.active:
                return
            row.active = False
            row.updated_at = self._clock.now()
            revisions.bump(session)
            self._audit.append(session, by, "rule.cancel", rule_id, version=row.version)

    def reviewed(self, by: Person, rule_id: str) -> None:
        """Note that somebody read this rule again and it still holds."""
        require(by, "sharing.manage")
        with self._store.write() as session:
            row = session.get(RuleRow, rule_id)
            if row is None:
                raise NotFound("checking.no_such_rule", name=rule_id)
            row.reviewed_on = self._clock.now()
            self._audit.append(session, by, "rule.review", rule_id, version=row.version)

    def list(self) -> list[RuleInfo]:
        """Every rule, cancelled ones too, by id."""
        with self._store.read() as session:
            return [_info(row) for row in session.scalars(sa.select(RuleRow).order_by(RuleRow.id))]

    def get(self, rule_id: str) -> RuleInfo:
        with self._store.read() as session:
            row = session.get(RuleRow, rule_id)
            if row is None:
                raise NotFound("checking.no_such_rule", name=rule_id)
            return _info(row)

    def revision(self) -> int:
        """The number of the present state of rules, embargoes and documents."""
        with self._store.read() as session:
            return revisions.current(session)

    def live(self, at: datetime) -> tuple[CompiledRule, ...]:
        """The rules that count at an instant. Compiled once for each state of the rule book."""
        return self.matcher(at).rules

    def matcher(self, at: datetime) -> Matcher:
        """The live rules, ready to look together."""
        number, compiled = self._current()
        live = tuple(one for one in compiled if at in one.rule.window)
        key = (number, tuple(one.id for one in live))
        with self._lock:
            known = self._matchers.get(key)
        if known is not None:
            return known
        matcher = matcher_of(live)
        with self._lock:
            self._matchers = {kept: one for kept, one in self._matchers.items() if kept[0] == number}
            self._matchers[key] = matcher
        return matcher

    def test(self, rule: Rule) -> Outcomes:
        """What a rule says of its own examples. Raises `InputError` when it cannot be used at all."""
        ready = with_signals(rule, self._embedder)
        return run_examples(compile_rule(ready, 0, self._embedder), self._embedder, self._clock.now())

    def _try(self, rule: Rule) -> None:
        for outcome in self.test(rule):
            if not outcome.ok:
                raise InputError(f"checking.example_{outcome.expected}", name=rule.id, example=outcome.text[:160])

    def _save(self, session: Session, by: Person, rule: Rule) -> RuleRow:
        row = session.get(RuleRow, rule.id)
        body, now = rule.as_body(), self._clock.now()
        reviewed = datetime.combine(rule.reviewed_on, datetime.min.time(), UTC) if rule.reviewed_on else None
        if row is None:
            row = RuleRow(id=rule.id, version=1, body=body, active=True, reviewed_on=reviewed, updated_at=now)
            session.add(row)
        elif row.body == body and row.active:
            return row
        else:
            row.version += 1
            row.body, row.active, row.updated_at = body, True, now
            row.reviewed_on = reviewed or row.reviewed_on
        session.add(
            SharingVersionRow(
                kind="rule", ref=rule.id, version=row.version, body=body, changed_by=by.name, changed_at=now
            )
        )
        revisions.bump(session)
        self._audit.append(session, by, "rule.save", rule.id, version=row.version, severity=rule.severity)
        return row

    def _current(self) -> tuple[int, tuple[CompiledRule, ...]]:
        with self._store.read() as session:
            number = revisions.current(session)
            with self._lock:
                if self._compiled is not None and self._compiled[0] == number:
                    return self._compiled
            rows = session.scalars(sa.select(RuleRow).where(RuleRow.active).order_by(RuleRow.id)).all()
        with self._lock:
            known = {(one.id, one.version): one for one in self._compiled[1]} if self._compiled else {}
        compiled = tuple(
            known.get((row.id, row.version))
            or compile_rule(with_signals(rule_from(row.body), self._embedder), row.version, self._embedder)
            for row in rows
        )
        with self._lock:
            self._compiled = (number, compiled)
        return number, compiled


def run_examples(compiled: CompiledRule, embedder: Embedder | None, at: datetime) -> Outcomes:
    """What a compiled rule says of its own examples."""
    matcher = matcher_of((compiled,))
    outcomes: Outcomes = []
    rule = compiled.rule
    expectations: tuple[tuple[Literal["flag", "pass"], list[tuple[str, str | None]]], ...] = (
        ("flag", [(example.text, example.lang) for example in rule.must_flag]),
        ("pass", [(example.text, example.lang) for example in rule.must_pass]),
    )
    for expected, examples in expectations:
        for text, language in examples:
            spoken = language if language in ("nl", "fr", "en") else detect_language(text)
            draft = make_draft(text, spoken, rule.channel or "linkedin", at)  # type: ignore[arg-type]
            found = matcher.detect(draft)
            if embedder is not None:
                found += matcher.detect_topics(draft, embedder)
            outcomes.append(ExampleOutcome(text, expected, bool(found), tuple(one.quote for one in found)))
    return outcomes


def _info(row: RuleRow) -> RuleInfo:
    rule = rule_from(row.body)
    if row.reviewed_on is not None:
        rule = rule.model_copy(update={"reviewed_on": row.reviewed_on.date()})
    return RuleInfo(rule, row.version, row.active, row.updated_at)
