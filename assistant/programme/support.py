"""What each ambassador needs next, as far as they wish it or let it be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.clock import Clock
from assistant.errors import InputError, NotFound
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.programme.lessons_done import lessons_done
from assistant.store import Store
from assistant.store.tables.people import AccountRow
from assistant.store.tables.programme import AmbassadorRow
from assistant.store.tables.support import QuestionRow, SupportChoiceRow, SupportRow

Kind = Literal["lessons", "profile", "photo", "tandem"]
State = Literal["wished", "planned", "done"]
Next = Literal["answer", "plan", "partner", "hold", "lessons", "ask", "nothing"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
STATES: Final[tuple[State, ...]] = get_args(State)


@dataclass(frozen=True)
class Item:
    kind: Kind
    state: State
    planned_on: date | None
    partner: str
    """Display name of the experienced colleague, in a tandem."""
    partner_id: str = ""


@dataclass(frozen=True)
class Needs:
    """One ambassador: what was wished for and planned, and the one next step."""

    account_id: str
    name: str
    team: str
    items: tuple[Item, ...]
    questions: int
    """Asked and not answered yet."""
    lessons: int | None
    """Finished so far; None where they keep that to themselves."""
    helps_others: bool
    next: Next
    about: Kind | None
    """What the next step is about."""


@dataclass(frozen=True)
class Choice:
    shows_lessons: bool = False
    helps_others: bool = False


class Support:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def own(self, person: Person) -> tuple[tuple[Item, ...], Choice]:
        require(person, "own.write")
        with self._store.read() as session:
            return _items(session, person.id), _choice(session, person.id)

    def wish(self, person: Person, kinds: Sequence[str], *, shows_lessons: bool, helps_others: bool) -> None:
        """What somebody would like, and what they let be seen. A wish can be taken back; what is planned stays."""
        require(person, "own.write")
        wanted = {_kind(kind) for kind in kinds}
        now = self._clock.now()
        with self._store.write() as session:
            there = {row.kind: row for row in session.scalars(_of(person.id))}
            for kind in KINDS:
                row = there.get(kind)
                if kind in wanted and row is None:
                    session.add(SupportRow(account_id=person.id, kind=kind, state="wished", changed_at=now))
                elif kind in wanted and row is not None and row.state == "done":
                    row.state, row.planned_on, row.changed_at = "wished", None, now
                elif kind not in wanted and row is not None and row.state == "wished":
                    session.delete(row)
            session.merge(
                SupportChoiceRow(account_id=person.id, shows_lessons=shows_lessons, helps_others=helps_others)
            )

    def plan(
        self, by: Person, account_id: str, kind: str, state: str, planned_on: date | None = None, partner_id: str = ""
    ) -> None:
        """The officer plans something for one ambassador, or notes that it is done."""
        require(by, "programme.manage")
        kind = _kind(kind)
        if state not in STATES:
            raise InputError("support.bad_state")
        with self._store.write() as session:
            if account_id not in _active(session):
                raise NotFound("support.no_ambassador")
            if partner_id and (kind != "tandem" or partner_id == account_id or partner_id not in _experienced(session)):
                raise InputError("support.bad_partner")
            if kind == "tandem" and state == "planned" and not partner_id:
                raise InputError("support.needs_partner")
            session.merge(
                SupportRow(
                    account_id=account_id,
                    kind=kind,
                    state=state,
                    planned_on=planned_on,
                    partner_id=partner_id or None,
                    changed_at=self._clock.now(),
                )
            )

    def experienced(self, by: Person) -> list[tuple[str, str]]:
        """Account id and name of who said that they like to help others along."""
        require(by, "programme.manage")
        with self._store.read() as session:
            return sorted(_experienced(session).items(), key=lambda one: one[1])

    def list(self, by: Person) -> list[Needs]:
        """Every ambassador with their one next step, those who wait for something first."""
        require(by, "programme.manage")
        with self._store.read() as session:
            needs = [self._needs(session, account) for account in _active(session).values()]
        order: tuple[Next, ...] = ("answer", "partner", "plan", "hold", "lessons", "ask", "nothing")
        return sorted(needs, key=lambda one: (order.index(one.next), one.name))

    def _needs(self, session: Session, account: AccountRow) -> Needs:
        items = _items(session, account.id)
        choice = _choice(session, account.id)
        waiting = sa.select(sa.func.count()).select_from(QuestionRow)
        waiting = waiting.where(QuestionRow.account_id == account.id, QuestionRow.answered_at.is_(None))
        questions = session.scalar(waiting) or 0
        lessons = sum(1 for _ in lessons_done(session, account.id)) if choice.shows_lessons else None
        today = self._clock.now().date()
        following, about = next_step(items, questions, lessons, today)
        return Needs(
            account.id,
            account.display_name,
            account.team,
            items,
            questions,
            lessons,
            choice.helps_others,
            following,
            about,
        )


def next_step(items: Sequence[Item], questions: int, lessons: int | None, today: date) -> tuple[Next, Kind | None]:
    """The one thing to do next for an ambassador: what they asked goes first, then what was promised."""
    if questions:
        return "answer", None
    for item in items:
        if item.state == "wished":
            return ("partner" if item.kind == "tandem" else "plan"), item.kind
    for item in items:
        if item.state == "planned" and item.planned_on is not None and item.planned_on < today:
            return "hold", item.kind
    if lessons == 0:
        return "lessons", "lessons"
    return ("nothing", None) if items else ("ask", None)


def _kind(kind: str) -> Kind:
    for one in KINDS:
        if one == kind:
            return one
    raise InputError("support.bad_kind")


def _of(account_id: str) -> sa.Select[SupportRow]:
    return sa.select(SupportRow).where(SupportRow.account_id == account_id)


def _items(session: Session, account_id: str) -> tuple[Item, ...]:
    rows = {row.kind: row for row in session.scalars(_of(account_id))}
    items = []
    for kind in KINDS:
        if kind in rows:
            row = rows[kind]
            partner = session.get(AccountRow, row.partner_id) if row.partner_id else None
            name = "" if partner is None else partner.display_name
            items.append(Item(kind, row.state, row.planned_on, name, row.partner_id or ""))  # type: ignore[arg-type]
    return tuple(items)


def _choice(session: Session, account_id: str) -> Choice:
    row = session.get(SupportChoiceRow, account_id)
    return Choice() if row is None else Choice(row.shows_lessons, row.helps_others)


def _active(session: Session) -> dict[str, AccountRow]:
    """Everybody who is an ambassador now, by account."""
    query = (
        sa.select(AccountRow)
        .join(AmbassadorRow, AmbassadorRow.account_id == AccountRow.id)
        .where(AmbassadorRow.left_at.is_(None), AccountRow.disabled_at.is_(None))
        .order_by(AccountRow.display_name)
    )
    return {row.id: row for row in session.scalars(query)}


def _experienced(session: Session) -> dict[str, str]:
    query = (
        sa.select(AccountRow)
        .join(SupportChoiceRow, SupportChoiceRow.account_id == AccountRow.id)
        .where(SupportChoiceRow.helps_others, AccountRow.disabled_at.is_(None))
    )
    return {row.id: row.display_name for row in session.scalars(query)}
