"""Colleagues who posted something, as rows: for tests of results and figures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from assistant.people.person import Person
from assistant.store import Store
from assistant.store.hashing import text_hash
from assistant.store.tables.people import AccountRow
from assistant.store.tables.posts import CheckRow, DraftRow, PostRow
from assistant.store.tables.programme import AmbassadorRow
from assistant.store.tables.review import DecisionRow, HandInRow, PublicationRow, ReleaseRow

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def account(store: Store, name: str, role: str = "employee", *, ambassador: bool = False) -> Person:
    with store.write() as session:
        row = AccountRow(
            name=name, name_key=name, display_name=name.title(), role=role, ambassador=ambassador, created_at=NOW,
            manages=[],
        )  # fmt: skip
        session.add(row)
        session.flush()
        if ambassador:
            session.add(AmbassadorRow(account_id=row.id, text="yes", joined_at=NOW - timedelta(days=90), left_at=None))
        return Person(row.id, name, name.title(), role, ambassador=ambassador)  # type: ignore[arg-type]


def people(store: Store, count: int, first: int = 0) -> list[Person]:
    return [account(store, f"colleague{number}") for number in range(first, first + count)]


def posted(
    store: Store,
    person: Person,
    *,
    theme: str | None = "care",
    channel: str = "linkedin",
    language: str = "nl",
    at: datetime = NOW - timedelta(days=3),
    text: str = "Vandaag leerde ik iets op de gang.",
    verdict: str = "clear",
    detectors: tuple[str, ...] = (),
    waited: timedelta | None = None,
    online: bool = True,
    address: str = "",
) -> str:
    """A post that was written, checked, perhaps decided about, released and said to be online. Its id."""
    with store.write() as session:
        post = PostRow(
            account_id=person.id,
            theme=theme,
            channel=channel,
            language=language,
            notes=[],
            created_at=at,
            updated_at=at,
        )
        session.add(post)
        session.flush()
        hashed = text_hash(text)
        draft = DraftRow(post_id=post.id, number=1, text=text, text_hash=hashed, origin="guided", created_at=at)
        session.add(draft)
        session.flush()
        findings = [{"detector": name, "ref": name} for name in detectors]
        session.add(
            CheckRow(draft_id=draft.id, text_hash=hashed, verdict=verdict, findings=findings, revision=0, checked_at=at)
        )
        if waited is not None:
            hand_in = HandInRow(
                post_id=post.id, draft_id=draft.id, account_id=person.id, text_hash=hashed, verdict=verdict,
                findings=findings, state="decided", handed_in_at=at,
            )  # fmt: skip
            session.add(hand_in)
            session.flush()
            session.add(
                DecisionRow(
                    hand_in_id=hand_in.id,
                    decided_by=person.id,
                    kind="approve",
                    text_hash=hashed,
                    covers=[],
                    decided_at=at + waited,
                    lapses_at=None,
                )
            )
        release = ReleaseRow(
            post_id=post.id, draft_id=draft.id, text_hash=hashed, channel=channel, verdict=verdict, revision=0,
            released_at=at,
        )  # fmt: skip
        session.add(release)
        session.flush()
        if online:
            session.add(PublicationRow(post_id=post.id, release_id=release.id, address=address, published_at=at))
        return post.id
