"""Posts and their drafts: each saved text is a numbered version, and nothing that was typed gets lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, get_args

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.audit import Audit
from assistant.checking.finding import CheckResult
from assistant.clock import Clock
from assistant.errors import Conflict, InputError, NotFound
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.store import Store
from assistant.store.hashing import text_hash
from assistant.store.revision import current as current_revision
from assistant.store.tables.posts import ChatRow, DraftRow, PostRow
from assistant.store.tables.review import HandInRow, ReleaseRow
from assistant.texts import Language, as_language
from assistant.writing import post_check, record
from assistant.writing.post_check import Material, StoredCheck

if TYPE_CHECKING:
    from assistant.checking.checker import Checker

Origin = Literal["guided", "model", "edit", "rewrite", "suggestion"]
LONGEST = 20_000
_ONE_EDIT = timedelta(minutes=5)


@dataclass(frozen=True)
class PostInfo:
    id: str
    chat_id: str | None
    channel: str
    language: Language
    theme: str | None
    notes: tuple[str, ...]
    number: int
    """Of the latest draft; 0 while there is none."""
    text: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class DraftInfo:
    id: str
    post_id: str
    number: int
    text: str
    text_hash: str
    origin: str
    sources: tuple[Any, ...]
    prompt: str
    created_at: datetime


class Posts:
    def __init__(self, store: Store, clock: Clock, checker: Checker) -> None:
        self._store = store
        self._clock = clock
        self._checker = checker
        self._audit = Audit(store, clock)

    def new(
        self,
        person: Person,
        *,
        chat_id: str | None = None,
        channel: str = "linkedin",
        language: str | None = None,
        theme: str | None = None,
        notes: Iterable[str] = (),
    ) -> PostInfo:
        require(person, "own.write")
        now = self._clock.now()
        with self._store.write() as session:
            if chat_id is not None:
                chat = session.get(ChatRow, chat_id)
                if chat is None or chat.account_id != person.id:
                    raise NotFound("posts.no_chat")
            row = PostRow(
                account_id=person.id,
                chat_id=chat_id,
                channel=channel,
                language=as_language(language, person.language),
                theme=theme,
                notes=[storable(note) for note in notes],
                created_at=now,
                updated_at=now,
            )
            session.add(row)
            session.flush()
            return _info(row, None)

    def get(self, person: Person, post_id: str) -> PostInfo:
        with self._store.read() as session:
            row = own(session, person, post_id)
            return _info(row, post_check.latest_draft(session, row.id))

    def of_chat(self, person: Person, chat_id: str) -> PostInfo | None:
        """The newest post that was written in this chat."""
        query = sa.select(PostRow).where(PostRow.chat_id == chat_id, PostRow.account_id == person.id)
        with self._store.read() as session:
            row = session.scalar(query.order_by(PostRow.created_at.desc(), PostRow.id).limit(1))
            return None if row is None else _info(row, post_check.latest_draft(session, row.id))

    def list(self, person: Person) -> list[PostInfo]:
        """One's own posts, the one worked on last first."""
        require(person, "own.write")
        with self._store.read() as session:
            query = sa.select(PostRow).where(PostRow.account_id == person.id)
            rows = session.scalars(query.order_by(PostRow.updated_at.desc(), PostRow.id)).all()
            return [_info(row, post_check.latest_draft(session, row.id)) for row in rows]

    def update(
        self,
        person: Person,
        post_id: str,
        *,
        channel: str | None = None,
        language: str | None = None,
        theme: str | None = None,
        notes: Iterable[str] | None = None,
    ) -> PostInfo:
        """Change what is given; the rest stays."""
        with self._store.write() as session:
            row = own(session, person, post_id)
            row.channel = channel or row.channel
            row.language = as_language(language, as_language(row.language))
            row.theme = theme if theme is not None else row.theme
            row.notes = [storable(note) for note in notes] if notes is not None else row.notes
            row.updated_at = self._clock.now()
            return _info(row, post_check.latest_draft(session, row.id))

    def save_draft(
        self,
        person: Person,
        post_id: str,
        text: str,
        origin: Origin,
        sources: Sequence[Mapping[str, Any]] = (),
        *,
        expected_number: int | None = None,
        force: bool = False,
        prompt: str = "",
    ) -> DraftInfo:
        """Keep `text` as the newest draft.

        `expected_number` is the draft that the writer had in front of them (0: none yet). Where another window saved
        one meanwhile this raises `Conflict`; `force` then keeps both, this one as the newest. What is typed within a
        few minutes is one version.
        """
        if origin not in get_args(Origin):
            raise ValueError(f"unknown origin {origin!r}")
        storable(text)
        with self._store.write() as session:
            post = own(session, person, post_id)
            latest = post_check.latest_draft(session, post.id)
            number = 0 if latest is None else latest.number
            if expected_number is not None and expected_number != number and not force:
                if latest is not None and latest.text == text:
                    return draft_info(latest)
                raise Conflict("posts.other_window")
            if latest is not None and latest.text == text and origin == "edit":
                return draft_info(latest)
            now = self._clock.now()
            if origin == "edit" and not force:
                sources = sources or (latest.sources if latest is not None else ())
                self._join_edits(session, latest, now)
            row = add_draft(session, post, number + 1, text, origin, sources, prompt, now)
            return draft_info(row)

    def latest(self, person: Person, post_id: str) -> DraftInfo | None:
        with self._store.read() as session:
            row = post_check.latest_draft(session, own(session, person, post_id).id)
            return None if row is None else draft_info(row)

    def drafts(self, person: Person, post_id: str) -> Sequence[DraftInfo]:
        """Every version that was kept, oldest first."""
        with self._store.read() as session:
            query = sa.select(DraftRow).where(DraftRow.post_id == own(session, person, post_id).id)
            return [draft_info(row) for row in session.scalars(query.order_by(DraftRow.number))]

    def check(self, person: Person, post_id: str) -> CheckResult:
        """Check the latest draft as it stands, keep what came out, and give what its author may see of it."""
        wanted, result, at = self.checked(person, post_id)
        with self._store.write() as session:
            own(session, person, post_id)
            if session.get(DraftRow, wanted.draft_id) is not None and post_check.keep(session, wanted, result, at):
                said = record.entry(session, wanted.draft_id, result.verdict, result.revision, result.findings)
                self._audit.append(session, person, "post.check", post_id, **said)
        return replace(result, findings=post_check.for_author(result.findings))

    def last_check(self, person: Person, post_id: str) -> StoredCheck | None:
        """The newest check of the latest draft as it stands; None when this text was not checked."""
        with self._store.read() as session:
            draft = post_check.latest_draft(session, own(session, person, post_id).id)
            return None if draft is None else post_check.stored(session, draft, current_revision(session))

    def checked(self, person: Person, post_id: str) -> tuple[Material, CheckResult, datetime]:
        """What was checked, the whole result with its evidence (not for the author), and when. Stores nothing."""
        wanted = self.material(person, post_id)
        at = self._clock.now()
        return wanted, post_check.check(self._checker, person, wanted, at), at

    def material(self, person: Person, post_id: str) -> Material:
        """What a check of this post would look at. Raises `InputError` while there is no text."""
        with self._store.read() as session:
            found = post_check.material(session, own(session, person, post_id))
        if found is None or not found.text.strip():
            raise InputError("posts.no_text")
        return found

    def delete(self, person: Person, post_id: str) -> None:
        """Texts, checks and hand-ins go; what the audit holds (hashes) stays."""
        with self._store.write() as session:
            session.delete(own(session, person, post_id))

    def _join_edits(self, session: Session, latest: DraftRow | None, now: datetime) -> None:
        """Drop the version before, when it was only a moment of the same typing and nothing refers to it."""
        if latest is None or latest.origin != "edit" or now - latest.created_at > _ONE_EDIT:
            return
        used = sa.union_all(
            sa.select(HandInRow.id).where(HandInRow.draft_id == latest.id),
            sa.select(ReleaseRow.id).where(ReleaseRow.draft_id == latest.id),
        )
        if session.execute(used).first() is None:
            session.delete(latest)
            session.flush()


def own(session: Session, person: Person, post_id: str) -> PostRow:
    """This person's own post. Somebody else's is not found either."""
    require(person, "own.write")
    row = session.get(PostRow, post_id)
    if row is None or row.account_id != person.id:
        raise NotFound("posts.not_found")
    return row


def add_draft(
    session: Session,
    post: PostRow,
    number: int,
    text: str,
    origin: Origin,
    sources: Sequence[Mapping[str, Any]],
    prompt: str,
    now: datetime,
) -> DraftRow:
    row = DraftRow(
        post_id=post.id,
        number=number,
        text=text,
        text_hash=text_hash(text),
        origin=origin,
        sources=[dict(source) for source in sources],
        prompt=prompt,
        created_at=now,
    )
    post.updated_at = now
    session.add(row)
    session.flush()
    return row


def draft_info(row: DraftRow) -> DraftInfo:
    return DraftInfo(
        row.id,
        row.post_id,
        row.number,
        row.text,
        row.text_hash,
        row.origin,
        tuple(row.sources),
        row.prompt,
        row.created_at,
    )


def _info(row: PostRow, draft: DraftRow | None) -> PostInfo:
    return PostInfo(
        id=row.id,
        chat_id=row.chat_id,
        channel=row.channel,
        language=as_language(row.language),
        theme=row.theme,
        notes=tuple(row.notes),
        number=0 if draft is None else draft.number,
        text="" if draft is None else draft.text,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def storable(text: str) -> str:
    """The text itself. Raises `InputError` for one too long to be a post, or one that no database can hold as it is."""
    if len(text) > LONGEST:
        raise InputError("posts.too_long", maximum=LONGEST)
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise InputError("posts.unreadable_characters")
    return text
