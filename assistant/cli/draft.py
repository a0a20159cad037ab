"""`boegbeeld draft`: from somebody's notes to a first draft in their voice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.check import string_id
from assistant.cli.lines import lines, optional_string, strings
from assistant.cli.output import Failures, tell_json, words
from assistant.cli.parts import DataFolder, person_named, services
from assistant.errors import InputError, PersonError

if TYPE_CHECKING:
    from assistant.bootstrap import Services
    from assistant.conversation.state import ChatState
    from assistant.people.person import Person
    from assistant.texts import Language


def draft(
    person: Annotated[str, typer.Option("--person", metavar="NAME", help="Account that writes.")],
    notes: Annotated[
        str, typer.Option("--notes", metavar="F.jsonl", help="JSON Lines with id and notes; - reads standard input.")
    ],
    data: DataFolder = None,
) -> None:
    """Draft a post for each line of notes, in that person's voice, from nothing but what the line says.

    In: id, notes (text or a list) and optionally answers[] to the questions, language, channel.
    Out: id, text, questions[], sources[{file, passage}], own_words, verdict. The questions are those that the interview
    asks, one at a time; answers are taken in their order. Without one own detail the text stays empty.
    """
    failures = Failures()
    with services(data, index=True) as parts:
        author = person_named(parts, person)
        parts.checker.warm()
        for line in lines(notes):
            try:
                tell_json(_drafted(parts, author, line.body(), failures))
            except PersonError as problem:
                failures.add_line(line.number, problem)
    failures.finish()


def _drafted(parts: Services, author: Person, body: dict[str, Any], failures: Failures) -> dict[str, Any]:
    from assistant.conversation import drafting
    from assistant.writing.guided import own_words_share

    string_id(body)
    state, questions = _interviewed(strings(body, "notes"), strings(body, "answers"), _language(body, author))
    made: dict[str, Any] = {"id": body["id"], "text": "", "questions": questions, "sources": []}
    if state.material().is_empty:
        return {**made, "own_words": 0.0, "verdict": "clear"}
    channel = optional_string(body, "channel") or "linkedin"
    state = state.changed(offers=drafting.offers(parts.library, author, state), wishes=_wishes(channel))
    *_, piece = drafting.make(parts.writer, state, parts.voices.card(author))
    result = parts.checker.check(
        piece.text,
        language=state.language,
        channel=channel,
        person=author,
        notes=state.said(),
        origin="model" if piece.origin == "model" else "guided",
    )
    if any(finding.detector == "check" for finding in result.findings):
        failures.add(str(body["id"]), words("check_failed"))
    sources = [{"file": source["file"], "passage": source["quote"]} for source in drafting.sources_of(state, piece)]
    share = own_words_share(piece.text, "\n".join(state.said()), state.language)
    return {**made, "text": piece.text, "sources": sources, "own_words": round(share, 4), "verdict": result.verdict}


def _interviewed(notes: Sequence[str], answers: Sequence[str], language: Language) -> tuple[ChatState, list[str]]:
    """Where the chat stands after the notes and these answers, and what it asked on the way."""
    from assistant.conversation.state import ChatState
    from assistant.writing.interview import next_question
    from assistant.writing.material import Answer

    if not any(note.strip() for note in notes):
        raise InputError("cli.missing", name="notes")
    state = ChatState("interview", language, tuple(notes))
    questions: list[str] = []
    left = list(answers)
    while question := next_question(state.notes, state.answers, state.asked, language):
        questions.append(question.text)
        state = state.changed(asked=(*state.asked, question.part))
        if left:
            state = state.changed(answers=(*state.answers, Answer(question.part, left.pop(0))))
    return state.changed(notes=(*state.notes, *left)), questions


def _wishes(channel: str) -> Any:
    from assistant.writing.guided import Wishes

    return Wishes(channel=channel)


def _language(body: dict[str, Any], author: Person) -> Language:
    """As the line says, else as the notes are written."""
    from assistant.writing.lexicon import guess_language

    named = (optional_string(body, "language") or optional_string(body, "lang") or "").lower()[:2]
    for language in ("nl", "fr", "en"):
        if named == language:
            return language
    return guess_language(" ".join(strings(body, "notes")), author.language)
