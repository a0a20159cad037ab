"""How somebody writes, measured: what the guided writer follows and the voice card shows in plain words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import mean, median
from typing import Any

from assistant.texts import Language
from assistant.writing.lexicon import content_words, words
from assistant.writing.sentences import emojis, sentences, without_emojis

HASHTAG = re.compile(r"(?<!\w)#\w+")
_MARKERS: dict[Language, tuple[str, ...]] = {
    "nl": (
        "allez",
        "allee",
        "amai",
        "voilà",
        "kortom",
        "soit",
        "bon",
        "enfin",
        "dus",
        "maar bon",
        "goh",
        "tja",
        "merci",
    ),
    "fr": ("bref", "voilà", "allez", "bon", "alors", "enfin", "du coup", "franchement", "bon", "merci"),
    "en": ("anyway", "honestly", "right", "so", "ok", "turns out", "still", "well"),
}
# Those that only round off: they can stand before any last sentence.
_ENDING: dict[Language, tuple[str, ...]] = {
    "nl": ("allez", "voilà", "soit", "bon", "enfin", "kortom"),
    "fr": ("bref", "voilà", "allez", "bon", "enfin"),
    "en": ("anyway", "so"),
}
INFORMAL: dict[Language, tuple[str, ...]] = {
    "nl": ("je", "jij", "jullie", "jouw", "ge", "gij"),
    "fr": ("tu", "toi", "te", "ton"),
    "en": (),
}
FORMAL: dict[Language, tuple[str, ...]] = {"nl": ("u", "uw"), "fr": ("vous", "votre", "vos"), "en": ()}


@dataclass(frozen=True)
class Habits:
    """Measured over somebody's posts in one language. Shares run from 0 to 1, of their posts."""

    language: Language
    posts: int
    characters: int
    sentence_words: float
    paragraph_sentences: float
    line_break: str
    """Between paragraphs: an empty line, one line end, or none."""
    first_line_words: float
    opens_with: tuple[str, ...]
    closes_with_question: float
    questions: float
    exclamations: float
    ellipsis: str
    """ "...", "…" or nothing, as they write it in at least a third of their posts."""
    dash: str
    brackets: float
    quote_marks: str
    """Opening and closing mark they quote with; empty when they do not quote."""
    emoji: float
    emoji_per_post: float
    emojis: tuple[str, ...]
    emoji_at_end: float
    hashtags: float
    hashtags_per_post: float
    favourite_hashtags: tuple[str, ...]
    hashtags_lower: bool
    lists: str
    """The mark of their lists ("-", "✅"), or nothing."""
    lower_case_starts: float
    ends_bare: float
    """Share of posts whose last sentence has no closing mark."""
    first_person: float
    informal: float
    formal: float
    markers: tuple[str, ...]
    """Little words they start sentences with: bref, allez, voilà."""
    last_marker: str
    """The one that often opens their last lines."""
    apostrophe: str
    narrow_spaces: bool
    """Whether French marks get the unbreakable space of print."""
    closings: tuple[str, ...]
    """The last lines of their own posts that come back."""
    favourite_words: tuple[str, ...]
    hashtags_inline: float = 0.0
    """Share of their posts with hashtags where these go on behind the last words."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Habits:
        given: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in body.items()
        }
        return cls(**given)


def measure(posts: Sequence[str], language: Language) -> Habits:
    """The habits of one person in one language. Raises `ValueError` without posts."""
    bodies = [without_hashtag_lines(post) for post in posts]
    every_sentence = [sentence for body in bodies for sentence in sentences(body)]
    paragraphs = [part for body in bodies for part in _paragraphs(body)]
    found_emojis = [emojis(post) for post in posts]
    tags = [HASHTAG.findall(post) for post in posts]
    all_words = Counter(word for body in bodies for word in words(body))
    return Habits(
        language=language,
        posts=len(posts),
        characters=round(median(len(post) for post in posts)),
        sentence_words=round(mean([len(words(sentence)) for sentence in every_sentence] or [0.0]), 1),
        paragraph_sentences=round(mean([len(sentences(part)) for part in paragraphs] or [0.0]), 1),
        line_break=_line_break(bodies),
        first_line_words=round(mean(len(words(body.split("\n")[0])) for body in bodies), 1),
        opens_with=tuple(_clip(body) for body in bodies[:3]),
        closes_with_question=_share(_last(body).endswith("?") for body in bodies),
        questions=_share("?" in body for body in bodies),
        exclamations=_share("!" in body for body in bodies),
        ellipsis=_usual(posts, ("...", "…")),
        dash=_usual(posts, (" – ", " — ", " - ")),
        brackets=_share("(" in body for body in bodies),
        quote_marks=_quote_marks(posts),
        emoji=_share(bool(each) for each in found_emojis),
        emoji_per_post=round(mean(len(each) for each in found_emojis), 1),
        emojis=_favourite_emojis(posts),
        emoji_at_end=_share(bool(emojis(body.rstrip()[-3:])) for body in bodies),
        hashtags=_share(bool(each) for each in tags),
        hashtags_per_post=round(mean([len(each) for each in tags if each] or [0]), 1),
        favourite_hashtags=tuple(tag for tag, _ in Counter(tag for each in tags for tag in each).most_common(6)),
        hashtags_lower=bool(tags) and _share(tag == tag.lower() for each in tags for tag in each) > 0.5,
        lists=_usual(posts, ("\n- ", "\n• ", "\n✅ ", "\n👉 ", "\n1. "), least=0.2).strip(),
        lower_case_starts=_share(sentence[0].islower() for sentence in every_sentence if sentence[0].isalpha()),
        ends_bare=_share(_last(body)[-1:].isalnum() for body in bodies),
        first_person=_share(
            bool({"ik", "mij", "mijn", "je", "j", "moi", "i", "i'm", "my"} & set(words(s))) for s in every_sentence
        ),
        informal=_share(any(word in words(body) for word in INFORMAL[language]) for body in bodies),
        formal=_share(any(word in words(body) for word in FORMAL[language]) for body in bodies),
        markers=_markers(every_sentence, language),
        last_marker=_last_marker(bodies, language),
        apostrophe="’" if sum(body.count("’") for body in bodies) > sum(body.count("'") for body in bodies) else "'",
        narrow_spaces=any("\u202f" in post or "\u00a0" in post for post in posts),
        closings=_closings(bodies),
        favourite_words=tuple(
            word
            for word, times in all_words.most_common(200)
            if times >= 3 and len(word) > 2 and content_words(word, language)
        )[:10],
        hashtags_inline=_share(_tags_inline(post) for post, each in zip(posts, tags, strict=True) if each),
    )


def without_hashtag_lines(text: str) -> str:
    """The post without the hashtags at its end."""
    lines = text.strip().split("\n")
    while lines and (not lines[-1].strip() or not HASHTAG.sub("", lines[-1]).strip()):
        lines.pop()
    return "\n".join(lines).strip() or text.strip()


def _paragraphs(text: str) -> list[str]:
    return [part for part in re.split(r"\n+", text) if part.strip()]


def _line_break(bodies: Sequence[str]) -> str:
    empty = sum("\n\n" in body for body in bodies)
    single = sum("\n" in body and "\n\n" not in body for body in bodies)
    return "\n\n" if empty * 2 >= len(bodies) else "\n" if single * 2 >= len(bodies) else ""


def _last(body: str) -> str:
    return (sentences(without_emojis(body)) or [""])[-1].rstrip("\"'”’»)").rstrip()


def _usual(posts: Sequence[str], marks: Iterable[str], least: float = 0.34) -> str:
    counted = {mark: _share(mark in post for post in posts) for mark in marks}
    best = max(counted, key=lambda mark: counted[mark])
    return best if counted[best] >= least else ""


def _quote_marks(posts: Sequence[str]) -> str:
    pairs = {
        "''": r"(?<!\w)'[^'\n]{2,}'",
        '""': r'"[^"\n]{2,}"',
        "“”": "“[^”\n]{2,}”",
        "‘’": "‘[^’\n]{2,}’",
        "«»": "«[^»\n]{2,}»",
    }
    counted = {pair: sum(len(re.findall(pattern, post)) for post in posts) for pair, pattern in pairs.items()}
    best = max(counted, key=lambda pair: counted[pair])
    return best if counted[best] else ""


def _markers(every_sentence: Sequence[str], language: Language) -> tuple[str, ...]:
    starts: Counter[str] = Counter()
    for sentence in every_sentence:
        low = sentence.casefold()
        for marker in {*_MARKERS[language], *_MARKERS["fr" if language == "nl" else language]}:
            if re.match(rf"{re.escape(marker)}\b", low):
                starts[marker] += 1
    return tuple(marker for marker, times in starts.most_common(3) if times >= 2)


def _favourite_emojis(posts: Sequence[str]) -> tuple[str, ...]:
    """Their emoji, most used first; those that mark the lines of a list come last."""
    lists = Counter(mark for post in posts for line in post.split("\n") for mark in emojis(line.lstrip()[:2]))
    every = Counter(mark for post in posts for mark in emojis(post))
    ranked = sorted(every, key=lambda mark: (lists[mark] * 2 >= every[mark], -every[mark]))
    return tuple(ranked[:5])


def _last_marker(bodies: Sequence[str], language: Language) -> str:
    """The little word with which at least a third of somebody's posts come to their end."""
    found: Counter[str] = Counter()
    for body in bodies:
        for sentence in sentences(body)[-3:]:
            low = sentence.casefold()
            found.update(marker for marker in _ENDING[language] if re.match(rf"{re.escape(marker)}\b", low))
    best = found.most_common(1)
    return best[0][0] if best and best[0][1] * 3 >= len(bodies) else ""


def _tags_inline(post: str) -> bool:
    last = post.strip().split("\n")[-1]
    return bool(HASHTAG.search(last)) and bool(HASHTAG.sub("", last).strip())


def _closings(bodies: Sequence[str]) -> tuple[str, ...]:
    ends: Counter[str] = Counter(_last(body).casefold() for body in bodies)
    return tuple(end for end, times in ends.most_common(2) if times >= 2 and end)


def _share(values: Iterable[bool]) -> float:
    listed = list(values)
    return round(sum(listed) / len(listed), 2) if listed else 0.0


def _clip(body: str) -> str:
    first = sentences(body.split("\n")[0])
    return (first[0] if first else body)[:120]
