"""Where a chat stands: what was said, what was asked, and the draft it led to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from assistant.texts import Language
from assistant.writing.guided import Wishes
from assistant.writing.material import Answer, Fact, Material, Part, sort

Phase = Literal["open", "interview", "draft", "translate"]


@dataclass(frozen=True)
class Offer:
    """A sentence of an approved document that fits; used only when the employee says so."""

    number: int
    passage_id: str
    document_id: str
    file: str
    title: str
    text: str


@dataclass(frozen=True)
class ChatState:
    phase: Phase = "open"
    language: Language = "nl"
    """Of the post."""
    notes: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    asked: tuple[Part, ...] = ()
    pending: Part | None = None
    """The question that is waiting for its answer."""
    post_id: str | None = None
    wishes: Wishes = field(default_factory=Wishes)
    offers: tuple[Offer, ...] = ()
    accepted: tuple[int, ...] = ()
    unused: tuple[str, ...] = ()
    turn: int = 0
    """Counts "another opening"."""
    noticed: str | None = None
    """What was asked about their own changes, waiting for yes or no: kind and language, with a space between."""

    def material(self) -> Material:
        facts = [Fact(offer.text, offer.title) for offer in self.offers if offer.number in self.accepted]
        return sort(self.notes, self.answers, self.language, facts)

    def said(self) -> list[str]:
        return [*self.notes, *(answer.text for answer in self.answers)]

    def changed(self, **changes: Any) -> ChatState:
        return replace(self, **changes)

    def as_json(self) -> dict[str, Any]:
        body = {name.name: getattr(self, name.name) for name in fields(self)}
        body["wishes"] = {name.name: getattr(self.wishes, name.name) for name in fields(self.wishes)}
        body["answers"] = [[answer.part, answer.text] for answer in self.answers]
        body["offers"] = [{name.name: getattr(offer, name.name) for name in fields(offer)} for offer in self.offers]
        return {name: list(value) if isinstance(value, tuple) else value for name, value in body.items()}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> ChatState:
        """The state that was stored; what this version does not know is left out."""
        given = _tuples(body, {name.name for name in fields(cls)})
        given["wishes"] = Wishes(**_tuples(body.get("wishes", {}), {name.name for name in fields(Wishes)}))
        given["answers"] = tuple(Answer(part, said) for part, said in body.get("answers", []))
        given["offers"] = tuple(Offer(**offer) for offer in body.get("offers", []))
        return cls(**given)


def _tuples(body: Mapping[str, Any], known: set[str]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in body.items() if name in known}
