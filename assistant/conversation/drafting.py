"""Makes, changes and keeps the draft of a chat, and says under it where it came from."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.checking.finding import CheckResult
from assistant.coaching import feedback
from assistant.conversation.state import ChatState, Offer
from assistant.conversation.update import DraftView
from assistant.errors import PersonError
from assistant.people.person import Person
from assistant.writing.guided import own_words_share
from assistant.writing.model import Stop
from assistant.writing.model_writer import Passage
from assistant.writing.voice import VoiceCard
from assistant.writing.writer import DraftPiece, DraftRequest, RewriteRequest, Writer

if TYPE_CHECKING:
    from assistant.writing.posts import Posts
    from knowledge.documents import Library
    from knowledge.records import Hit

_log = logging.getLogger(__name__)
_OFFERS = 2
_NEAR = 0.42
_KINDS = {"news", "theme"}


def offers(library: Library, person: Person, state: ChatState) -> tuple[Offer, ...]:
    """What approved documents say about the same, that this person may see now: offered, never forced in."""
    try:
        hits: Sequence[Hit] = library.search(person, " ".join(state.said())[:1000], limit=6)
    except PersonError:
        _log.exception("the library does not answer: nothing is offered")
        return ()
    found: list[Offer] = []
    for hit in hits:
        quote = " ".join((hit.quote or hit.text).split())
        if hit.score < _NEAR or hit.kind not in _KINDS or not 30 <= len(quote) <= 320:
            continue
        if hit.document_id not in {offer.document_id for offer in found}:
            found.append(Offer(len(found) + 1, hit.passage_id, hit.document_id, hit.file, hit.title, quote))
    return tuple(found[:_OFFERS])


def still_open(library: Library, person: Person, state: ChatState) -> ChatState:
    """The state without what this person may no longer see: an offer outlives neither an embargo nor a withdrawal."""
    kept = tuple(offer for offer in state.offers if library.passage(person, offer.passage_id) is not None)
    if kept == state.offers:
        return state
    numbers = {offer.number for offer in kept}
    return state.changed(offers=kept, accepted=tuple(one for one in state.accepted if one in numbers))


def may_see(library: Library, person: Person, sources: Sequence[Any]) -> tuple[Any, ...]:
    """The sources of a stored draft that its author may open now."""
    return tuple(one for one in sources if library.passage(person, str(one.get("passage", ""))) is not None)


def make(writer: Writer, state: ChatState, card: VoiceCard | None, stop: Stop | None = None) -> Iterator[DraftPiece]:
    """A first draft of what was said."""
    passages = tuple(Passage(offer.number, offer.title, offer.text) for offer in state.offers)
    yield from writer.draft(DraftRequest(state.material(), state.wishes, card, passages), stop)


def change(
    writer: Writer, state: ChatState, text: str, wish: str, card: VoiceCard | None, stop: Stop | None = None
) -> Iterator[DraftPiece]:
    """The draft as it stands now, changed as asked."""
    request = RewriteRequest(text, wish, state.material(), state.language, card, state.unused, state.turn)  # type: ignore[arg-type]
    yield from writer.rewrite(request, stop)


def keep(
    posts: Posts,
    person: Person,
    chat_id: str,
    state: ChatState,
    piece: DraftPiece,
    expected: int | None,
    theme: str | None = None,
) -> tuple[ChatState, DraftView]:
    """Store the draft as the newest of its post, and check it. A post is made where the chat has none."""
    if state.post_id is None:
        post = posts.new(
            person, chat_id=chat_id, language=state.language, notes=state.said(), channel=state.wishes.channel
        )
        state = state.changed(post_id=post.id)
        expected = 0
    assert state.post_id is not None
    posts.update(person, state.post_id, language=state.language, theme=theme, notes=state.said())
    sources = sources_of(state, piece)
    info = posts.save_draft(
        person, state.post_id, piece.text, piece.origin, sources, expected_number=expected, prompt=piece.prompt
    )
    unused = piece.unused if piece.origin == "guided" else tuple(one for one in state.unused if one not in piece.text)
    state = state.changed(unused=unused)
    return state, view(posts, person, state, info.text, info.number, info.origin, sources)


def view(
    posts: Posts, person: Person, state: ChatState, text: str, number: int, origin: str, sources: list[dict[str, Any]]
) -> DraftView:
    """The draft with everything that stands under it."""
    assert state.post_id is not None
    checked: CheckResult | None = None
    if text.strip():
        checked = posts.check(person, state.post_id)
    said = "\n".join(state.said())
    return DraftView(
        text,
        state.post_id,
        number,
        origin,
        tuple(sources),
        own_words_share(text, said, state.language),
        tuple(state.said()),
        checked,
        feedback.remarks(text, state.language, state.wishes.channel),
    )


def sources_of(state: ChatState, piece: DraftPiece) -> list[dict[str, Any]]:
    """The documents a draft draws from: the facts that were accepted, and what a model cited."""
    numbers = {*state.accepted, *piece.cited} if piece.origin != "model" else set(piece.cited)
    return [source(offer) for offer in state.offers if offer.number in numbers and _stands(offer, piece)]


def source(offer: Offer) -> dict[str, Any]:
    return {
        "number": offer.number,
        "passage": offer.passage_id,
        "document": offer.document_id,
        "file": offer.file,
        "title": offer.title,
        "quote": offer.text,
    }


def _stands(offer: Offer, piece: DraftPiece) -> bool:
    return (
        offer.number in piece.cited
        or offer.text in re.sub(r"[\u202f\u00a0]", " ", piece.text)
        or offer.title in piece.text
    )


def writing(state: ChatState, piece: DraftPiece) -> DraftView:
    """A draft that is still coming in."""
    return DraftView(piece.text, state.post_id or "", 0, piece.origin)


def next_opening(state: ChatState) -> ChatState:
    return state.changed(turn=state.turn + 1, wishes=replace(state.wishes, opening=state.wishes.opening + 1))
