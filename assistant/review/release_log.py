"""Where one's own posts stand, and what of them went out when: for their author alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from assistant.clock import Clock
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.review.holds import Hold, Holds
from assistant.review.status import PostStatus, status_of
from assistant.store import Store
from assistant.store.tables.posts import PostRow
from assistant.store.tables.review import HandInRow, ReleaseRow
from assistant.writing import post_check

if TYPE_CHECKING:
    from assistant.checking.finding import Verdict

MOST = 50
_FIRST_WORDS = 120


@dataclass(frozen=True)
class GivenOut:
    channel: str
    verdict: Verdict
    released_at: datetime
    is_latest_text: bool


@dataclass(frozen=True)
class PostLine:
    """One post with all that its author may know of where it is."""

    post_id: str
    first_words: str
    language: str
    channel: str
    updated_at: datetime
    status: PostStatus
    waiting_since: datetime | None
    waiting_id: str | None
    """The hand-in that can still be taken back."""
    hold: Hold | None
    may_be_held: bool
    """Only an embargo seems to stand in its way; the hold itself checks that anew."""
    releases: tuple[GivenOut, ...]


class ReleaseLog:
    def __init__(self, store: Store, clock: Clock, holds: Holds) -> None:
        self._store, self._clock, self._holds = store, clock, holds

    def list(self, person: Person) -> Sequence[PostLine]:
        """One's own posts that have a text, the one worked on last first."""
        require(person, "own.write")
        holds = self._holds.mine(person)
        now = self._clock.now()
        query = (
            sa.select(PostRow).where(PostRow.account_id == person.id).order_by(PostRow.updated_at.desc(), PostRow.id)
        )
        lines: list[PostLine] = []
        with self._store.read() as session:
            for post in session.scalars(query.limit(MOST)):
                draft = post_check.latest_draft(session, post.id)
                if draft is None or not draft.text.strip():
                    continue
                status = status_of(session, post, now)
                waiting = session.scalar(
                    sa.select(HandInRow).where(HandInRow.post_id == post.id, HandInRow.state == "waiting").limit(1)
                )
                released = session.scalars(
                    sa.select(ReleaseRow).where(ReleaseRow.post_id == post.id).order_by(ReleaseRow.released_at.desc())
                )
                stops = [one for one in post_check.stored_findings(session, draft) if one.severity != "advice"]
                hold = holds.get(post.id)
                waits = hold is not None and hold.state == "waiting"
                lines.append(
                    PostLine(
                        post_id=post.id,
                        first_words=_short(draft.text),
                        language=post.language,
                        channel=post.channel,
                        updated_at=post.updated_at,
                        status=status,
                        waiting_since=None if waiting is None else waiting.handed_in_at,
                        waiting_id=None if waiting is None else waiting.id,
                        hold=hold,
                        may_be_held=not waits
                        and bool(stops)
                        and status.state in ("flagged", "approved", "waiting")
                        and any(one.detector == "embargo" for one in stops)
                        and (status.state == "approved" or all(one.detector == "embargo" for one in stops)),
                        releases=tuple(
                            GivenOut(row.channel, row.verdict, row.released_at, row.text_hash == draft.text_hash)  # type: ignore[arg-type]  # only verdicts are stored
                            for row in released
                        ),
                    )
                )
        return lines


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _FIRST_WORDS else words[:_FIRST_WORDS].rsplit(" ", 1)[0] + " …"
