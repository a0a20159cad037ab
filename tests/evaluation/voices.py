"""Prints how well voices are told apart, drafts keep what was said, and messages are understood.

Run it as `python -m tests.evaluation.voices`. The people, notes and messages stand in tests/evaluation/voices/.
"""

from __future__ import annotations

import json
import math
import re
import statistics
from collections import Counter
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
Scorer = Callable[[str], dict[str, float]]
SPLITS = ("tune", "measure")


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines() if line.strip()]


def bare(text: str) -> str:
    """A post without what gives its author away at once: emoji, hashtags, and the fixed phrases at its end."""
    return without_emojis(re.sub(r"#\w+", "", text)).strip()


TREATMENTS: dict[str, tuple[Callable[[str], str], Callable[[str], str]]] = {
    "as written": (str, str),
    "without emoji and hashtags": (bare, bare),
    "without them in the new post only": (str, bare),
}


def cards(people: list[dict[str, Any]]) -> dict[str, VoiceCard]:
    return {one["id"]: learn([post["text"] for post in one["posts"][:LEARN]]) for one in people}


def folds(
    people: list[dict[str, Any]], treat: Callable[[str], str]
) -> Iterator[tuple[dict[str, list[str]], list[tuple[str, str]]]]:
    """Three times: six posts of everybody to learn from, and the other three with their author."""
    for start in (6, 0, 3):
        new = range(start, start + 3)
        known = {
            one["id"]: [treat(post["text"]) for place, post in enumerate(one["posts"]) if place not in new]
            for one in people
        }
        yield known, [(one["id"], one["posts"][place]["text"]) for one in people for place in new]


def authors(
    people: list[dict[str, Any]], split: str, treatment: str, scorer: Callable[[dict[str, list[str]]], Scorer]
) -> Iterator[bool]:
    """Whether the author of each unseen post is the one with the highest score."""
    mine = {one["id"] for one in people if one["split"] == split}
    treat_card, treat_post = TREATMENTS[treatment]
    for known, unseen in folds(people, treat_card):
        score = scorer(known)
        for name, post in unseen:
            if name in mine:
                scores = score(treat_post(post))
                yield max(scores, key=lambda one: scores[one]) == name


def by_panel(known: dict[str, list[str]]) -> Scorer:
    return Panel({name: learn(posts) for name, posts in known.items()}).scores


def by_runs_alone(known: dict[str, list[str]]) -> Scorer:
    """The plain way to compare with: tf-idf of runs of two to five characters, cosine with the mean of somebody's."""
    counted = {name: [_runs(post) for post in posts] for name, posts in known.items()}
    every = [runs for posts in counted.values() for runs in posts]
    seen = Counter(run for runs in every for run in runs)

    def weighed(runs: Counter[str]) -> dict[str, float]:
        rows = {
            run: (1 + math.log(times)) * (1 + math.log((1 + len(every)) / (1 + seen[run])))
            for run, times in runs.items()
            if run in seen
        }
        norm = math.hypot(*rows.values()) or 1.0
        return {run: weight / norm for run, weight in rows.items()}

    middles: dict[str, Counter[str]] = {}
    for name, posts in counted.items():
        middles[name] = Counter()
        for runs in posts:
            middles[name].update(weighed(runs))  # type: ignore[arg-type]  # a Counter adds floats as well
    norms = {name: math.hypot(*middle.values()) for name, middle in middles.items()}

    def scores(text: str) -> dict[str, float]:
        rows = weighed(_runs(text))
        return {
            name: sum(weight * middle[run] for run, weight in rows.items()) / norms[name]
            for name, middle in middles.items()
        }

    return scores


def _runs(text: str) -> Counter[str]:
    plain = f" {text.casefold()} "
    return Counter(plain[at : at + size] for size in range(2, 6) for at in range(len(plain) - size + 1))


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
    return {angle: write(material, Wishes(angle=angle), habits, card.nearness) for angle in ANGLES}


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
        for treatment in TREATMENTS:
            say(f"  author named, {treatment:<33} {share(authors(people, split, treatment, by_panel))}")
        alone = share(authors(people, split, "as written", by_runs_alone))
        say(f"  by runs of characters alone                     {alone}")
        drafts(split)
        intents(split, None)
        intents(split, likeness)


if __name__ == "__main__":
    main()
