"""What a turn hands to the page, piece by piece."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.checking.finding import CheckResult
from assistant.coaching.feedback import Feedback
from assistant.conversation.chats import Message


@dataclass(frozen=True)
class Reply:
    """A short answer offered as a button: `label` is shown, `message` is what is sent."""

    label: str
    message: str


@dataclass(frozen=True)
class DraftView:
    text: str
    post_id: str
    number: int
    """0 while it is still being written."""
    origin: str
    sources: tuple[Mapping[str, Any], ...] = ()
    """The documents it draws from: number, passage, document, file, title, quote."""
    own_words: float = 1.0
    drawn_from: tuple[str, ...] = ()
    """What the employee said, that it was made of."""
    check: CheckResult | None = None
    feedback: Feedback | None = None


@dataclass(frozen=True)
class TurnUpdate:
    messages: tuple[Message, ...]
    draft: DraftView | None = None
    replies: tuple[Reply, ...] = ()
    done: bool = False
