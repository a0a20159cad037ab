"""Prints how well voices are told apart, drafts keep what was said, and messages are understood.

Run it as `python -m tests.evaluation.voices`. The people, notes and messages stand in tests/evaluation/voices/.
"""

from __future__ import annotations

import json
import re
import statistics
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from assistant.conversation.intent import Likeness, understand
from assistant.conversation.state import ChatState
from assistant.texts import Language
from assistant.writing.guided import ANGLES, Guided, Wishes, invented, own_words_share, write
from assistant.writing.interview import next_question
from assistant.writing.lexicon import guess_language
from assistant.writing.material import Answer
from assistant.writing.sentences import without_emojis
from assistant.writing.voice import Panel, VoiceCard, learn
from tests.evaluation.scoring import share

say = partial(print, flush=True)
FOLDER = Path(__file__).parent / "voices"
LEARN = 6
SPLITS = ("tune", "measure")


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines() if line.strip()]


def bare(text: str) -> str:
    """A post without what gives its author away at once: emoji, hashtags, and the fixed phrases at its end."""
    return without_emojis(re.sub(r"#\w+", "", text)).strip()


def cards(people: list[dict[str, Any]], treat: Callable[[str], str] = str) -> dict[str, VoiceCard]:
    return {one["id"]: learn([treat(post["text"]) for post in one["posts"][:LEARN]]) for one in people}


def authors(people: list[dict[str, Any]], split: str, treat: Callable[[str], str]) -> Iterator[bool]:
    """Whether the author of each unseen post is the one with the highest match."""
    panel = Panel(cards(people, treat))
    for one in people:
        for post in one["posts"][LEARN:] if one["split"] == split else ():
            scores = panel.scores(treat(post["text"]))
            yield max(scores, key=lambda name: scores[name]) == one["id"]


def interviewed(note: dict[str, Any]) -> ChatState:
    """The chat after the note and its answers, as the questions were asked."""
    language: Language = guess_language(note["notes"] + " ".join(note["answers"]))
    state = ChatState("interview", language, (note["notes"],))
    left = list(note["answers"])
    while question := next_question(state.notes, state.answers, state.asked, language):
        given = (Answer(question.part, left.pop(0)),) if left else ()
        state = state.changed(asked=(*state.asked, question.part), answers=(*state.answers, *given))
    return state.changed(notes=(*state.notes, *left))


def drafted(note: dict[str, Any], card: VoiceCard) -> dict[str, Guided]:
    material = interviewed(note).material()
    if material.is_empty:
        return {}
    habits = card.for_language(material.language)
    return {angle: write(material, Wishes(angle=angle), habits) for angle in ANGLES}


def drafts(split: str) -> None:
    people = read("people.jsonl")
    known = cards(people)
    panel = Panel(known)
    mine: list[bool] = []
    kept: list[bool] = []
    empty: list[bool] = []
    different: list[bool] = []
    own: list[float] = []
    made_up: list[str] = []
    for note in (one for one in read("notes.jsonl") if one["split"] == split):
        card = known[note["person"]]
        by_angle = drafted(note, card)
        empty.append(bool(note.get("empty")) == (not by_angle))
        if not by_angle or note.get("empty"):
            continue
        material = interviewed(note).material()
        text = by_angle["moment"].text
        scores = panel.scores(text)
        mine.append(max(scores, key=lambda name: scores[name]) == note["person"])
        kept += [word.casefold() in text.casefold() for word in note["must_mention"]]
        own.append(own_words_share(text, material.given, material.language))
        habits = card.for_language(material.language)
        allowed = " ".join(habits.markers) if habits else ""
        for one in by_angle.values():
            made_up += invented(one.text, material.given, material.language, allowed)
        different.append(len({one.text.split("\n")[0] for one in by_angle.values()}) == len(ANGLES))
    say(f"  draft matches its author most        {share(mine)}")
    say(f"  must-mention kept                    {share(kept)}")
    say(f"  empty notes asked about, others not  {share(empty)}")
    say(f"  three angles open differently        {share(different)}")
    say(f"  words nobody said                    {len(made_up)} {sorted(set(made_up))[:8]}")
    say(f"  own words, median                    {statistics.median(own):.0%}")


def intents(split: str, likeness: Likeness | None) -> None:
    right = [
        understand(one["text"], has_draft=one["intent"].startswith("rewrite_"), likeness=likeness).intent
        == one["intent"]
        for one in read("intents.jsonl")
        if one["split"] == split
    ]
    say(f"  intents, {'rules alone' if likeness is None else 'with likeness'}               {share(right)}")


def main() -> None:
    from assistant.conversation.likeness import ExampleLikeness
    from knowledge.embed import SentenceEmbedder

    likeness = ExampleLikeness(SentenceEmbedder())
    people = read("people.jsonl")
    for split in SPLITS:
        say(f"{split}")
        say(f"  author named                         {share(authors(people, split, str))}")
        say(f"  author named, without emoji and tags {share(authors(people, split, bare))}")
        drafts(split)
        intents(split, None)
        intents(split, likeness)


if __name__ == "__main__":
    main()
