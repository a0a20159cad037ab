"""The manager's side of the desk: who waits, one draft with all that is needed to decide, and the decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.audit import Audit
from assistant.checking.finding import Finding, Verdict
from assistant.clock import Clock
from assistant.errors import Conflict, InputError, NotAllowed, NotFound
from assistant.people.permissions import require
from assistant.people.person import OPERATOR, Person
from assistant.review import decisions, evidence, marks, outbox
from assistant.review.decisions import KINDS, DecisionInfo, Kind
from assistant.review.marks import Said
from assistant.review.scope import Scope, deciders
from assistant.store import Store
from assistant.store.revision import current as current_revision
from assistant.store.tables.people import AccountRow
from assistant.store.tables.posts import DraftRow, PostRow
from assistant.store.tables.review import DecisionRow, HandInRow
from assistant.writing import post_check, record
from assistant.writing.posts import DraftInfo, draft_info, storable

if TYPE_CHECKING:
    from knowledge.documents import Library

_RISK: dict[str, int] = {"blocked": 0, "review": 1, "advice": 2, "clear": 3}
_FIRST_WORDS = 90
LONGEST_WORDS = 5000


@dataclass(frozen=True)
class QueueItem:
    hand_in_id: str
    author: str
    team: str
    waits: timedelta
    verdict: Verdict
    first_words: str
    channel: str
    findings: int
    outdated: bool
    """The author went on writing: there is nothing to decide until it is handed in again."""
    in_place_of: str
    """The manager whose place this person takes; empty for one's own teams."""
    needs_two: bool
    endorsed_by: str
    """Who approved as the first of two; empty while nobody did."""
    yours_is_in: bool
    """This manager was that first one: somebody else is to follow."""


@dataclass(frozen=True)
class HandInView:
    """One handed-in draft, with what this manager may see of it."""

    hand_in_id: str
    author: str
    team: str
    job: str
    channel: str
    language: str
    text: str
    verdict: Verdict
    findings: tuple[Finding, ...]
    sources: tuple[Any, ...]
    note: str
    versions: tuple[DraftInfo, ...]
    """What was handed in of this post, oldest first; never a draft that its author kept."""
    history: tuple[DecisionInfo, ...]
    state: str
    outdated: bool
    handed_in_at: datetime
    waits: timedelta
    in_place_of: str
    needs_two: bool
    endorsed_by: str
    said_before: tuple[Said, ...]
    """What managers said of earlier findings by the same rules and records, in the order of `findings`."""


class Desk:
    def __init__(
        self, store: Store, clock: Clock, audit: Audit, approval_days: int, library: Library | None = None
    ) -> None:
        self._store = store
        self._clock = clock
        self._audit = audit
        self._approval_lasts = timedelta(days=approval_days)
        self._library = library

    def queue(self, person: Person, search: str = "", *, verdict: str = "", team: str = "") -> Sequence[QueueItem]:
        """What waits for this manager: the riskiest first, then the longest wait.

        `search` looks in author, team and text; `verdict` and `team` leave out the others.
        """
        require(person, "review.decide")
        now = self._clock.now()
        query = (
            sa.select(HandInRow, DraftRow, AccountRow, PostRow)
            .join(DraftRow, HandInRow.draft_id == DraftRow.id)
            .join(AccountRow, HandInRow.account_id == AccountRow.id)
            .join(PostRow, HandInRow.post_id == PostRow.id)
            .where(HandInRow.state == "waiting")
        )
        if verdict:
            query = query.where(HandInRow.verdict == verdict)
        if team:
            query = query.where(AccountRow.team == team)
        items = []
        with self._store.read() as session:
            scope = Scope.of(session, person, now)
            for row, draft, author, post in session.execute(query):
                looked_in = f"{author.display_name} {author.team} {draft.text}".casefold()
                if scope.holds(author) and search.casefold().strip() in looked_in:
                    items.append(_item(session, scope, row, draft, author, post, now))
        return sorted(items, key=lambda item: (item.outdated or item.yours_is_in, _RISK[item.verdict], -item.waits))

    def teams(self, person: Person) -> Sequence[str]:
        """The teams of those who wait for this manager, to choose from."""
        return sorted({item.team for item in self.queue(person) if item.team}, key=str.casefold)

    def open(self, person: Person, hand_in_id: str) -> HandInView:
        now = self._clock.now()
        with self._store.read() as session:
            row, author = _for(session, person, hand_in_id, now)
            found = post_check.findings_from(row.findings)
            first = decisions.endorsement(session, row.id, found, now)
            draft = session.get_one(DraftRow, row.draft_id)
            post = session.get_one(PostRow, row.post_id)
            view = HandInView(
                hand_in_id=row.id,
                author=author.display_name,
                team=author.team,
                job=author.job,
                channel=post.channel,
                language=post.language,
                text=draft.text,
                verdict=cast(Verdict, row.verdict),
                findings=evidence.visible(person, found),
                sources=(),
                note=row.note,
                versions=_versions(session, row),
                history=_history(session, row.post_id),
                state=row.state,
                outdated=_is_outdated(session, row),
                handed_in_at=row.handed_in_at,
                waits=max(now - row.handed_in_at, timedelta(0)),
                in_place_of=Scope.of(session, person, now).in_place_of(author),
                needs_two=decisions.needs_two(found),
                endorsed_by="" if first is None else decisions.info(session, first).decided_by,
                said_before=marks.said_before(session, person, row.id, found),
            )
            sources = tuple(draft.sources)
        return replace(view, sources=tuple(source for source in sources if self._may_see(person, source)))

    def decide(
        self,
        person: Person,
        hand_in_id: str,
        kind: Kind,
        *,
        reason: str = "",
        comment: str = "",
        suggestion: str = "",
    ) -> DecisionInfo:
        """Approve, ask for changes or deny: once, by one manager, about the text as it was handed in.

        Where two have to approve, the first approval is kept as an endorsement, and the hand-in waits on.
        """
        reason, comment, suggestion = (storable(words.strip()) for words in (reason, comment, suggestion))
        demand_words(kind, reason, comment, suggestion)
        with self._store.write() as session:
            row, author = _for(session, person, hand_in_id, self._clock.now())
            if person is OPERATOR:
                raise NotAllowed("people.not_allowed")
            if row.state == "decided":
                raise Conflict("review.already_decided", name=_history(session, row.post_id)[-1].decided_by)
            if row.state != "waiting" or _is_outdated(session, row):
                raise Conflict("review.text_changed", name=author.display_name)
            findings = post_check.findings_from(row.findings)
            if kind == "approve" and not evidence.may_approve(person, findings):
                raise NotAllowed("review.not_yours_to_approve")
            now = self._audit.latest_instant(session)
            first = None
            made: Kind | Literal["endorse"] = kind
            if kind == "approve" and decisions.needs_two(findings):
                first = decisions.endorsement(session, row.id, findings, now)
                if first is not None and first.decided_by == person.id:
                    raise Conflict("review.second_needed")
                made = kind if first is not None else decisions.ENDORSE
            decision = DecisionRow(
                hand_in_id=row.id,
                decided_by=person.id,
                endorsed_by=None if first is None else first.decided_by,
                kind=made,
                reason=reason,
                comment=comment,
                suggestion=suggestion,
                text_hash=row.text_hash,
                covers=[finding.identity for finding in findings] if kind == "approve" else [],
                decided_at=now,
                lapses_at=now + self._approval_lasts if kind == "approve" else None,
            )
            session.add(decision)
            if made != decisions.ENDORSE:
                row.state = "decided"
            session.flush()
            self._tell(session, person, row, author, made, now)
            self._audit.append(
                session,
                person,
                f"review.{made}",
                row.id,
                **record.entry(session, row.draft_id, row.verdict, current_revision(session), findings),
                decision=decision.id,
                reason=reason,
                in_place_of=Scope.of(session, person, now).in_place_of(author),
                endorsed=None if first is None else first.id,
            )
            return decisions.info(session, decision)

    def mark(self, person: Person, hand_in_id: str, number: int, right: bool, comment: str = "") -> None:
        """Say of one finding, counted from 1, that it is right, or that it is none. It silences nothing."""
        comment = storable(comment.strip())
        if len(comment) > LONGEST_WORDS:
            raise InputError("review.words_long", maximum=LONGEST_WORDS)
        with self._store.write() as session:
            row, _ = _for(session, person, hand_in_id, self._clock.now())
            found = post_check.findings_from(row.findings)
            if person is OPERATOR or not 1 <= number <= len(found):
                raise NotFound("review.not_found")
            finding = found[number - 1]
            if not evidence.may_judge(person, finding):
                raise NotAllowed("review.not_yours_to_approve")
            marks.keep(session, person, row.id, finding, right, comment, self._clock.now())
            self._audit.append(
                session,
                person,
                "review.mark",
                row.id,
                ref=finding.ref,
                version=finding.ref_version,
                detector=finding.detector,
                right=right,
                text_hash=row.text_hash,
            )

    def _tell(
        self, session: Session, person: Person, row: HandInRow, author: AccountRow, made: str, now: datetime
    ) -> None:
        if made != decisions.ENDORSE:
            outbox.put(session, author.id, "decided", now)
            return
        for other in deciders(session, author, now):
            if other.id != person.id:
                outbox.put(session, other.id, "second", now)

    def _may_see(self, person: Person, source: object) -> bool:
        """A source is shown when this manager could open it too; without a library to ask, none is."""
        if self._library is None or not isinstance(source, dict):
            return False
        passage_id = source.get("passage_id") or source.get("passage")
        return isinstance(passage_id, str) and self._library.passage(person, passage_id) is not None


def _for(session: Session, person: Person, hand_in_id: str, now: datetime) -> tuple[HandInRow, AccountRow]:
    require(person, "review.decide")
    row = session.get(HandInRow, hand_in_id) if hand_in_id else None
    if row is None or row.state in ("withdrawn", "replaced"):
        raise NotFound("review.not_found")
    author = session.get_one(AccountRow, row.account_id)
    if not Scope.of(session, person, now).holds(author):
        raise NotFound("review.not_found")
    return row, author


def _is_outdated(session: Session, row: HandInRow) -> bool:
    latest = post_check.latest_draft(session, row.post_id)
    return latest is None or latest.text_hash != row.text_hash


def demand_words(kind: Kind, reason: str, comment: str, suggestion: str) -> None:
    """Raises `InputError` when a decision of this kind lacks a word of why, or names a reason that isn't there."""
    if kind not in KINDS:
        raise ValueError(f"unknown decision {kind!r}")
    if reason and reason not in decisions.REASONS:
        raise InputError("review.reason_unknown")
    if kind == "deny" and not (reason or comment):
        raise InputError("review.reason_needed")
    if kind == "ask_for_changes" and not (comment or suggestion):
        raise InputError("review.comment_needed")
    if max(len(reason), len(comment), len(suggestion)) > LONGEST_WORDS:
        raise InputError("review.words_long", maximum=LONGEST_WORDS)


def _item(
    session: Session, scope: Scope, row: HandInRow, draft: DraftRow, author: AccountRow, post: PostRow, now: datetime
) -> QueueItem:
    words = " ".join(draft.text.split())
    found = post_check.findings_from(row.findings)
    first = decisions.endorsement(session, row.id, found, now)
    return QueueItem(
        hand_in_id=row.id,
        author=author.display_name,
        team=author.team,
        waits=max(now - row.handed_in_at, timedelta(0)),
        verdict=cast(Verdict, row.verdict),
        first_words=words if len(words) <= _FIRST_WORDS else words[:_FIRST_WORDS].rsplit(" ", 1)[0] + " …",
        channel=post.channel,
        findings=len(found),
        outdated=_is_outdated(session, row),
        in_place_of=scope.in_place_of(author),
        needs_two=decisions.needs_two(found),
        endorsed_by="" if first is None else decisions.info(session, first).decided_by,
        yours_is_in=first is not None and first.decided_by == scope.person.id,
    )


def _versions(session: Session, row: HandInRow) -> tuple[DraftInfo, ...]:
    handed_in = sa.select(HandInRow.draft_id).where(HandInRow.post_id == row.post_id, HandInRow.state != "withdrawn")
    query = sa.select(DraftRow).where(DraftRow.id.in_(handed_in)).order_by(DraftRow.number)
    return tuple(replace(draft_info(draft), sources=(), prompt="") for draft in session.scalars(query))


def _history(session: Session, post_id: str) -> tuple[DecisionInfo, ...]:
    query = sa.select(DecisionRow).join(HandInRow, DecisionRow.hand_in_id == HandInRow.id)
    query = query.where(HandInRow.post_id == post_id).order_by(DecisionRow.decided_at)
    return tuple(decisions.info(session, decision) for decision in session.scalars(query))
