"""Notices what somebody changes in their drafts time and again, and asks whether to do it for them from now on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Final

import sqlalchemy as sa

from assistant.clock import Clock
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.store import Store
from assistant.store.tables.posts import DraftRow, PostRow
from assistant.texts import Language, as_language
from assistant.writing.card_edits import Edits
from assistant.writing.guided import ANGLES
from assistant.writing.habits import HASHTAG, without_hashtag_lines
from assistant.writing.sentences import emojis, sentences
from assistant.writing.voices import Voices
from assistant.writing.writer import ANGLE_NOTE

TIMES = 3
_POSTS = 30
_MADE: Final = frozenset({"guided", "model"})


@dataclass(frozen=True)
class Noticed:
    kind: str
    """What the question is about: emoji, hashtags, exclamations, question, or angle_lesson and so on."""
    times: int
    language: Language


@dataclass(frozen=True)
class _Version:
    post_id: str
    language: Language
    origin: str
    text: str
    note: str
    at: datetime


class OwnChanges:
    def __init__(self, store: Store, clock: Clock, voices: Voices) -> None:
        self._store = store
        self._clock = clock
        self._voices = voices

    def noticed(self, person: Person) -> Noticed | None:
        """What this person did in at least three posts since it was last asked about; the most frequent first."""
        require(person, "own.write")
        answered = self._voices.edits(person).answered
        counted: dict[tuple[str, Language], int] = {}
        for _, versions in groupby(self._versions(person), key=lambda one: one.post_id):
            for kind, language, at in _changes(list(versions)):
                if at.isoformat() > answered.get(kind, ""):
                    counted[kind, language] = counted.get((kind, language), 0) + 1
        often = [(times, kind, language) for (kind, language), times in counted.items() if times >= TIMES]
        if not often:
            return None
        times, kind, language = max(often)
        return Noticed(kind, times, language)

    def answer(self, person: Person, kind: str, language: Language, yes: bool) -> None:
        """Follow it from now on, as a line of the card; or leave it. Either way it is counted afresh."""
        now = self._clock.now().isoformat()

        def told(edits: Edits) -> Edits:
            edits = replace(edits, answered={**edits.answered, kind: now})
            if not yes:
                return edits
            if kind.startswith("angle_"):
                return replace(edits, angle=kind.removeprefix("angle_"))
            return edits.with_line(language, kind, "0" if kind == "hashtags" else "never")

        self._voices.revise(person, told)

    def _versions(self, person: Person) -> list[_Version]:
        newest = sa.select(PostRow.id).where(PostRow.account_id == person.id)
        newest = newest.order_by(PostRow.updated_at.desc()).limit(_POSTS)
        query = sa.select(DraftRow, PostRow.language).join(PostRow, PostRow.id == DraftRow.post_id)
        query = query.where(DraftRow.post_id.in_(newest)).order_by(DraftRow.post_id, DraftRow.number)
        with self._store.read() as session:
            return [
                _Version(row.post_id, as_language(spoken), row.origin, row.text, row.prompt, row.created_at)
                for row, spoken in session.execute(query)
            ]


def _changes(versions: list[_Version]) -> Iterator[tuple[str, Language, datetime]]:
    """What became of one post: what was in a draft that was made, and is gone from how it was left."""
    made = [one for one in versions if one.origin in _MADE]
    if not made:
        return
    last, left = made[-1], versions[-1]
    if left is not last and left.text.strip():
        for kind, has in _HAS.items():
            if has(last.text) and not has(left.text):
                yield kind, last.language, left.at
    chosen = [one.note.removeprefix(ANGLE_NOTE) for one in made if one.note.startswith(ANGLE_NOTE)]
    if len(chosen) > 1 and chosen[-1] != chosen[0] and chosen[-1] in ANGLES:
        yield f"angle_{chosen[-1]}", last.language, last.at


def _closes_with_question(text: str) -> bool:
    told: Iterable[str] = sentences(without_hashtag_lines(text))
    return next(reversed(list(told)), "").rstrip("\"'”’») ").endswith("?")


_HAS: Final[dict[str, Callable[[str], bool]]] = {
    "emoji": lambda text: bool(emojis(text)),
    "hashtags": lambda text: bool(HASHTAG.search(text)),
    "exclamations": lambda text: "!" in text,
    "question": _closes_with_question,
}
