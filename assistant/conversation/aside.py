"""What is said beside the draft: the coach over somebody's own words, and what was noticed of their changes."""

from __future__ import annotations

from assistant.coaching import advice
from assistant.coaching.lessons import lesson
from assistant.people.person import Person
from assistant.texts import LANGUAGES, Language, as_language, text
from assistant.writing.own_changes import OwnChanges
from assistant.writing.voice import VoiceCard


def advised(
    subject: advice.Subject, said: str, quoted: str, draft: str, language: Language, card: VoiceCard | None
) -> str:
    """The coach, over the text that was given; without one about a first line, over the draft's own."""
    given = advice.own_text(said, quoted)
    if not given and subject == "first_line":
        given = draft
    told = advice.advice(subject, given, language, card.edits.never if card else ())
    title = lesson(advice.LESSON[subject], language).title
    return "\n\n".join((told, text("conversation.lesson", language, title=title)))


def noticed(changes: OwnChanges | None, person: Person, language: Language) -> tuple[str, str | None]:
    """The question whether to do from now on what this person does by hand each time, and what it is about."""
    found = changes.noticed(person) if changes is not None else None
    if found is None:
        return "", None
    what = text(f"conversation.noticed.{found.kind}.what", language)
    shall = text(f"conversation.noticed.{found.kind}.shall", language)
    asked = text("conversation.noticed.ask", language, times=found.times, what=what, shall=shall)
    return asked, f"{found.kind} {found.language}"


def answered(changes: OwnChanges | None, person: Person, about: str, said: str, language: Language) -> str:
    """What to say to a yes or a no to what was noticed, once it is done; nothing where it was neither."""
    bare = said.strip().casefold().rstrip(".!")
    for word in ("yes", "no"):
        if any(bare == text(f"conversation.noticed.{word}", one).casefold() for one in LANGUAGES):
            kind, _, spoken = about.partition(" ")
            if changes is not None:
                changes.answer(person, kind, as_language(spoken), word == "yes")
            return text(f"conversation.noticed.{word}_said", language)
    return ""
