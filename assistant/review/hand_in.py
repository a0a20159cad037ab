"""The author's side of the desk: handing a draft in, seeing what was decided, taking over a suggestion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.audit import Audit
from assistant.checking.finding import Verdict
from assistant.clock import Clock
from assistant.errors import Conflict, InputError, NotFound
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.review import decisions, outbox
from assistant.review.decisions import DecisionInfo
from assistant.review.scope import deciders
from assistant.store import Store
from assistant.store.revision import current as current_revision
from assistant.store.tables.people import AccountRow
from assistant.store.tables.posts import DraftRow
from assistant.store.tables.review import DecisionRow, HandInRow
from assistant.writing import post_check, record
from assistant.writing.posts import DraftInfo, Posts, own, storable

if TYPE_CHECKING:
    from assistant.writing.post_check import Material

State = Literal["waiting", "approved", "changes_asked", "denied", "withdrawn", "replaced"]
DECIDED: dict[str, State] = {"approve": "approved", "ask_for_changes": "changes_asked", "deny": "denied"}
LONGEST_NOTE = 2000
ATTEMPTS = 4


@dataclass(frozen=True)
class HandInInfo:
    """A hand-in as its author sees it."""

    id: str
    post_id: str
    number: int
    text: str
    verdict: Verdict
    note: str
    state: State
    handed_in_at: datetime
    decision: DecisionInfo | None


class HandIns:
    def __init__(self, store: Store, clock: Clock, posts: Posts, audit: Audit) -> None:
        self._store = store
        self._clock = clock
        self._posts = posts
        self._audit = audit

    def hand_in(self, person: Person, post_id: str, note: str = "") -> HandInInfo:
        """Put the latest draft before a manager, checked as it stands now. Twice the same text is one hand-in."""
        note = storable(note.strip())
        if len(note) > LONGEST_NOTE:
            raise InputError("review.note_long", maximum=LONGEST_NOTE)
        for _ in range(ATTEMPTS):
            wanted, result, at = self._posts.checked(person, post_id)
            with self._store.write() as session:
                own(session, person, post_id)
                latest = post_check.latest_draft(session, post_id)
                if latest is None or latest.id != wanted.draft_id or current_revision(session) != result.revision:
                    continue
                row, is_new = self._put(session, person, wanted, note)
                row.verdict, row.findings = result.verdict, post_check.findings_json(result.findings)
                session.flush()
                post_check.keep(session, wanted, result, at)
                if is_new:
                    now = self._clock.now()
                    for manager in deciders(session, session.get_one(AccountRow, person.id), now):
                        outbox.put(session, manager.id, "hand_in", now)
                    outbox.put(session, None, "hand_in", now)
                    self._audit.append(
                        session,
                        person,
                        "review.hand_in",
                        row.id,
                        **record.entry(session, wanted.draft_id, result.verdict, result.revision, result.findings),
                    )
                return _info(session, row)
        raise Conflict("review.changed_meanwhile")

    def withdraw(self, person: Person, hand_in_id: str) -> None:
        """Take it back before anybody decided."""
        with self._store.write() as session:
            row = _own(session, person, hand_in_id)
            if row.state != "waiting":
                raise Conflict("review.not_waiting")
            row.state = "withdrawn"
            self._audit.append(session, person, "review.withdraw", row.id, text_hash=row.text_hash)

    def mine(self, person: Person) -> Sequence[HandInInfo]:
        """One's own hand-ins, newest first."""
        require(person, "own.write")
        with self._store.read() as session:
            query = sa.select(HandInRow).where(HandInRow.account_id == person.id)
            rows = session.scalars(query.order_by(HandInRow.handed_in_at.desc(), HandInRow.id))
            return [_info(session, row) for row in rows]

    def accept_suggestion(self, person: Person, hand_in_id: str) -> DraftInfo:
        """The manager's text becomes the newest draft. It is the author's from then on, and checked like any other."""
        with self._store.read() as session:
            row = _own(session, person, hand_in_id)
            decision = _decision(session, row)
            if decision is None or not decision.suggestion:
                raise InputError("review.no_suggestion")
            post_id, suggestion = row.post_id, decision.suggestion
            draft = session.get(DraftRow, row.draft_id)
            sources = [] if draft is None else draft.sources
        return self._posts.save_draft(person, post_id, suggestion, "suggestion", sources)

    def _put(self, session: Session, person: Person, wanted: Material, note: str) -> tuple[HandInRow, bool]:
        """The waiting hand-in of this very text, or a new one that takes the place of what still waited."""
        query = sa.select(HandInRow).where(HandInRow.post_id == wanted.post_id, HandInRow.state == "waiting")
        for row in session.scalars(query).all():
            if row.text_hash == wanted.text_hash:
                row.note = note or row.note
                return row, False
            row.state = "replaced"
        row = HandInRow(
            post_id=wanted.post_id,
            draft_id=wanted.draft_id,
            account_id=person.id,
            text_hash=wanted.text_hash,
            note=note,
            state="waiting",
            handed_in_at=self._clock.now(),
        )
        session.add(row)
        return row, True


def _own(session: Session, person: Person, hand_in_id: str) -> HandInRow:
    require(person, "own.write")
    row = session.get(HandInRow, hand_in_id)
    if row is None or row.account_id != person.id:
        raise NotFound("review.not_found")
    return row


def _decision(session: Session, row: HandInRow) -> DecisionRow | None:
    query = sa.select(DecisionRow).where(DecisionRow.hand_in_id == row.id, DecisionRow.kind != decisions.ENDORSE)
    return session.scalar(query.order_by(DecisionRow.decided_at.desc()).limit(1))


def _info(session: Session, row: HandInRow) -> HandInInfo:
    decision = _decision(session, row)
    draft = session.get_one(DraftRow, row.draft_id)
    state = row.state if decision is None else DECIDED[decision.kind]
    return HandInInfo(
        id=row.id,
        post_id=row.post_id,
        number=draft.number,
        text=draft.text,
        verdict=cast(Verdict, row.verdict),
        note=row.note,
        state=cast(State, state),
        handed_in_at=row.handed_in_at,
        decision=None if decision is None else decisions.info(session, decision),
    )
