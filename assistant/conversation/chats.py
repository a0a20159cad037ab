"""Somebody's chats: messages, what was typed and not sent, and where the interview stands. Only theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.clock import Clock
from assistant.conversation.state import ChatState
from assistant.errors import InputError, NotFound
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.store import Store
from assistant.store.tables.posts import ChatRow, MessageRow

LONGEST = 20_000
_TITLE = 60


@dataclass(frozen=True)
class ChatInfo:
    id: str
    title: str
    unsent: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Message:
    author: str
    """person or assistant."""
    text: str
    sources: tuple[Mapping[str, Any], ...] = ()
    """What the message refers to: number, passage, document, file, title, quote."""
    created_at: datetime | None = None


class Chats:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def new(self, person: Person) -> ChatInfo:
        require(person, "own.write")
        now = self._clock.now()
        row = ChatRow(
            account_id=person.id,
            title="",
            state=ChatState(language=person.language).as_json(),
            unsent="",
            created_at=now,
            updated_at=now,
        )
        with self._store.write() as session:
            session.add(row)
            session.flush()
            return _info(row)

    def list(self, person: Person) -> list[ChatInfo]:
        """Newest first."""
        require(person, "own.write")
        query = sa.select(ChatRow).where(ChatRow.account_id == person.id)
        with self._store.read() as session:
            return [_info(row) for row in session.scalars(query.order_by(ChatRow.updated_at.desc(), ChatRow.id))]

    def last_open(self, person: Person) -> ChatInfo | None:
        """The chat this person had on the screen last: what a reload opens again."""
        require(person, "own.write")
        opened = sa.func.coalesce(ChatRow.opened_at, ChatRow.updated_at)
        query = sa.select(ChatRow).where(ChatRow.account_id == person.id).order_by(opened.desc(), ChatRow.id).limit(1)
        with self._store.read() as session:
            row = session.scalar(query)
            return None if row is None else _info(row)

    def opened(self, person: Person, chat_id: str) -> ChatInfo:
        """The chat, noted as the one on the screen."""
        with self._store.write() as session:
            row = _own(session, person, chat_id)
            row.opened_at = self._clock.now()
            return _info(row)

    def get(self, person: Person, chat_id: str) -> ChatInfo:
        with self._store.read() as session:
            return _info(_own(session, person, chat_id))

    def messages(self, person: Person, chat_id: str) -> Sequence[Message]:
        with self._store.read() as session:
            _own(session, person, chat_id)
            query = sa.select(MessageRow).where(MessageRow.chat_id == chat_id).order_by(MessageRow.position)
            return [Message(row.author, row.text, tuple(row.sources), row.created_at) for row in session.scalars(query)]

    def add(
        self, person: Person, chat_id: str, author: str, text: str, sources: Sequence[Mapping[str, Any]] = ()
    ) -> None:
        """Keep a message; the first one of the person names the chat and clears what was unsent."""
        storable(text)
        now = self._clock.now()
        with self._store.write() as session:
            chat = _own(session, person, chat_id)
            last = session.scalar(sa.select(sa.func.max(MessageRow.position)).where(MessageRow.chat_id == chat_id))
            session.add(
                MessageRow(
                    chat_id=chat_id,
                    position=(last or 0) + 1,
                    author=author,
                    text=text,
                    sources=[dict(source) for source in sources],
                    created_at=now,
                )
            )
            chat.updated_at = now
            if author == "person":
                chat.title = chat.title or _title(text)
                chat.unsent = ""

    def state(self, person: Person, chat_id: str) -> ChatState:
        with self._store.read() as session:
            return ChatState.from_json(_own(session, person, chat_id).state)

    def keep(self, person: Person, chat_id: str, state: ChatState) -> None:
        with self._store.write() as session:
            _own(session, person, chat_id).state = state.as_json()

    def keep_unsent(self, person: Person, chat_id: str, text: str) -> None:
        """Keep what stands in the input, so that it survives a reload and a restart."""
        storable(text)
        with self._store.write() as session:
            _own(session, person, chat_id).unsent = text

    def rename(self, person: Person, chat_id: str, title: str) -> ChatInfo:
        cleaned = " ".join(title.split())
        if not cleaned:
            raise InputError("conversation.empty_title")
        storable(cleaned)
        with self._store.write() as session:
            row = _own(session, person, chat_id)
            row.title = cleaned[:200]
            return _info(row)

    def delete(self, person: Person, chat_id: str) -> None:
        """The messages go; a post that came of the chat stays."""
        with self._store.write() as session:
            session.delete(_own(session, person, chat_id))

    def export(self, person: Person, chat_id: str) -> dict[str, Any]:
        """The whole chat as plain data, for its owner to take along."""
        info = self.get(person, chat_id)
        return {
            "title": info.title,
            "created_at": info.created_at.isoformat(),
            "messages": [
                {"author": one.author, "text": one.text, "sources": [dict(source) for source in one.sources]}
                for one in self.messages(person, chat_id)
            ],
        }


def storable(text: str) -> str:
    """The text itself. Raises `InputError` for what is too long to be a message, or cannot be kept as it is."""
    if len(text) > LONGEST:
        raise InputError("conversation.too_long", maximum=LONGEST)
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise InputError("conversation.unreadable")
    return text


def _own(session: Session, person: Person, chat_id: str) -> ChatRow:
    require(person, "own.write")
    row = session.get(ChatRow, chat_id)
    if row is None or row.account_id != person.id:
        raise NotFound("conversation.not_found")
    return row


def _title(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TITLE else f"{line[:_TITLE].rsplit(' ', 1)[0]}…"


def _info(row: ChatRow) -> ChatInfo:
    return ChatInfo(row.id, row.title, row.unsent, row.created_at, row.updated_at)
