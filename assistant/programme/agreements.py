"""What we agreed may and may not be shared: written anew from the live rules each time somebody opens the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from assistant.checking.embargoes import Embargoes
from assistant.checking.finding import Severity
from assistant.checking.rule_book import RuleBook
from assistant.checking.rules.rule import Rule
from assistant.clock import Clock
from assistant.errors import InputError, NotFound
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.programme.themes import Themes
from assistant.store import Store
from assistant.store.tables.people import AccountRow
from assistant.store.tables.programme import AgreementRemarkRow
from assistant.texts import Language

LONGEST: Final = 2_000
_ORDER: Final[tuple[Severity, ...]] = ("block", "review", "advice")


@dataclass(frozen=True)
class AgreedRule:
    title: str
    words: str
    """What it says, as its maker explains it."""
    instead: str
    """What one can write."""
    severity: Severity


@dataclass(frozen=True)
class Agreements:
    themes: tuple[tuple[str, str], ...]
    """Title and description of what we gladly tell about."""
    rules: tuple[AgreedRule, ...]
    """What can't go out first."""
    contacts: tuple[str, ...]
    """Whom to ask about news that is not public yet. What that news is, nor how much of it there is, is never said."""
    changed_at: datetime | None
    """When a rule last changed."""
    at: datetime


@dataclass(frozen=True)
class Remark:
    id: str
    author: str
    text: str
    written_at: datetime
    answer: str
    answered_at: datetime | None


class AgreementsPage:
    def __init__(self, store: Store, clock: Clock, rules: RuleBook, embargoes: Embargoes, themes: Themes) -> None:
        self._store = store
        self._clock = clock
        self._rules = rules
        self._embargoes = embargoes
        self._themes = themes

    def read(self, person: Person) -> Agreements:
        """As it counts now, in the reader's language."""
        require(person, "own.write")
        now, language = self._clock.now(), person.language
        live = self._rules.live(now)
        rules = [_agreed(one.rule, language) for one in live]
        changed = {info.rule.id: info.updated_at for info in self._rules.list()}
        contacts = [
            record.contact.strip()
            for record in self._embargoes.live(now)
            if not record.existence_secret and record.contact.strip()
        ]
        return Agreements(
            tuple((theme.title[language], theme.description[language]) for theme in self._themes.list()),
            tuple(sorted(rules, key=lambda rule: (_ORDER.index(rule.severity), rule.title))),
            tuple(sorted(set(contacts))),
            max((changed[one.id] for one in live if one.id in changed), default=None),
            now,
        )

    def remark(self, person: Person, words: str) -> None:
        """What is unclear or missing, by anybody; communications answer."""
        require(person, "own.write")
        words = words.strip()[:LONGEST].replace("\0", "")
        if len(words) < 5:
            raise InputError("agreements.empty_remark")
        with self._store.write() as session:
            session.add(AgreementRemarkRow(account_id=person.id, text=words, written_at=self._clock.now()))

    def own(self, person: Person) -> list[Remark]:
        """One's own remarks with their answers."""
        require(person, "own.write")
        return self._remarks(AgreementRemarkRow.account_id == person.id)

    def remarks(self, by: Person) -> list[Remark]:
        """All of them: those without an answer first."""
        require(by, "programme.manage")
        return self._remarks(sa.true())

    def answer(self, by: Person, remark_id: str, words: str) -> None:
        require(by, "programme.manage")
        words = words.strip()[:LONGEST].replace("\0", "")
        if not words:
            raise InputError("agreements.empty_answer")
        with self._store.write() as session:
            row = session.get(AgreementRemarkRow, remark_id)
            if row is None:
                raise NotFound("agreements.no_remark")
            row.answer, row.answered_at = words, self._clock.now()

    def _remarks(self, which: sa.ColumnElement[bool]) -> list[Remark]:
        query = (
            sa.select(AgreementRemarkRow, AccountRow.display_name)
            .join(AccountRow, AccountRow.id == AgreementRemarkRow.account_id)
            .where(which)
            .order_by(AgreementRemarkRow.answered_at.is_not(None), AgreementRemarkRow.written_at.desc())
        )
        with self._store.read() as session:
            return [
                Remark(row.id, author, row.text, row.written_at, row.answer, row.answered_at)
                for row, author in session.execute(query)
            ]


def _agreed(rule: Rule, language: Language) -> AgreedRule:
    said = [_said(words, language) for words in (rule.description, rule.reason, rule.message)]
    return AgreedRule(
        _said(rule.title, language) or rule.id,
        next(filter(None, said), ""),
        _said(rule.rewording, language),
        rule.severity,
    )


def _said(words: Mapping[Language, str], language: Language) -> str:
    """In the reader's language; else as it was written."""
    return words.get(language) or next(iter(words.values()), "")
