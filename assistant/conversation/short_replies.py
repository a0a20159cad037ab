"""What somebody can answer with one press: the angles, changes and facts that fit where a chat stands."""

from __future__ import annotations

from assistant.conversation.state import ChatState
from assistant.conversation.update import Reply
from assistant.texts import LANGUAGES, Language, text
from assistant.writing.guided import ANGLES, Angle


def replies(state: ChatState, language: Language) -> tuple[Reply, ...]:
    if state.phase == "interview":
        return (_reply("just_write", language),)
    if state.post_id is None:
        return ()
    offered = [
        Reply(*2 * (text("conversation.reply.use", language, number=offer.number),))
        for offer in state.offers
        if offer.number not in state.accepted
    ]
    angles = [_reply(f"angle_{angle}", language) for angle in ANGLES if angle != state.wishes.angle]
    changes = [_reply(name, language) for name in ("shorter", "warmer", "no_emoji", "opening", "language")]
    noticed = [_reply(word, language, "noticed") for word in ("yes", "no")] if state.noticed else []
    return (*noticed, *angles, *changes, *offered)


def angle_of(said: str) -> Angle | None:
    """The angle that was asked for with one of these replies, in any language."""
    bare = said.strip().casefold().rstrip(".")
    for angle in ANGLES:
        if any(bare == text(f"conversation.reply.angle_{angle}", language).casefold() for language in LANGUAGES):
            return angle
    return None


def _reply(name: str, language: Language, part: str = "reply") -> Reply:
    label = text(f"conversation.{part}.{name}", language)
    return Reply(label, label)
