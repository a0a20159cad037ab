"""Changes a draft as asked, by rule, on the person's own sentences: shorter, warmer, plainer, another opening."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, get_args

from assistant.texts import Language
from assistant.writing.guided import openings
from assistant.writing.habits import HASHTAG, without_hashtag_lines
from assistant.writing.lexicon import content_words, lexicon, words
from assistant.writing.mend import capitalised, tidy
from assistant.writing.sentences import sentences, without_emojis

Change = Literal["shorter", "longer", "warmer", "plainer", "opening", "no_emoji", "less_advertising"]
CHANGES: tuple[Change, ...] = get_args(Change)


def rewrite(draft: str, change: Change, language: Language, *, unused: Sequence[str] = (), turn: int = 0) -> str:
    """The draft changed, or the same text where the rules can do no more."""
    tags = _tags(draft)
    paragraphs = [sentences(part) for part in re.split(r"\n+", without_hashtag_lines(draft)) if part.strip()]
    break_ = "\n\n" if "\n\n" in draft or "\n" not in draft else "\n"
    if change == "no_emoji":
        return without_emojis(draft)
    if change == "shorter":
        paragraphs = _shorter(paragraphs)
    elif change == "longer":
        paragraphs = _longer(paragraphs, unused)
    elif change == "warmer":
        paragraphs = _warmer(paragraphs, language)
    elif change == "plainer":
        paragraphs = [[piece for sentence in part for piece in _plain(sentence, language)] for part in paragraphs]
    elif change == "opening":
        paragraphs = _other_opening(paragraphs, turn)
    elif change == "less_advertising":
        paragraphs = [
            [_calm(sentence, language) for sentence in part if not _slogan(sentence, language)] for part in paragraphs
        ]
        tags = tags[:2]
    text = break_.join(" ".join(part) for part in paragraphs if part)
    return f"{text}\n\n{' '.join(tags)}" if tags and text else text or draft


def _tags(draft: str) -> list[str]:
    last = draft.strip().split("\n")[-1]
    return HASHTAG.findall(last) if not HASHTAG.sub("", last).strip() else []


def _shorter(paragraphs: list[list[str]]) -> list[list[str]]:
    """About a third of the sentences go: those that tell least; the first and the last stay."""
    flat = [(row, column) for row, part in enumerate(paragraphs) for column in range(len(part))]
    if len(flat) < 3:
        return paragraphs
    inner = flat[1:-1]
    weak = sorted(inner, key=lambda place: _weight(paragraphs[place[0]][place[1]]))
    gone = set(weak[: max(1, len(flat) // 3)])
    return [
        [sentence for column, sentence in enumerate(part) if (row, column) not in gone]
        for row, part in enumerate(paragraphs)
    ]


def _weight(sentence: str) -> float:
    concrete = 3.0 * bool(re.search(r"\d|[\"“«]", sentence)) + sum(word[0].isupper() for word in sentence.split()[1:])
    return concrete - len(words(sentence)) / 12


def _longer(paragraphs: list[list[str]], unused: Sequence[str]) -> list[list[str]]:
    if not unused:
        return paragraphs
    place = max(1, len(paragraphs) - 1)
    return [*paragraphs[:place], list(unused[:2]), *paragraphs[place:]]


def _warmer(paragraphs: list[list[str]], language: Language) -> list[list[str]]:
    """Says once that it did something to the author, after the story; never twice."""
    warm = lexicon(language).added["warm"]
    if any(phrase in sentence for part in paragraphs for sentence in part for phrase in warm):
        return paragraphs
    place = max(1, len(paragraphs) - 1)
    return [*paragraphs[:place], [warm[len(paragraphs) % len(warm)]], *paragraphs[place:]]


def _plain(sentence: str, language: Language) -> list[str]:
    """Plain words for office words, and a long sentence in two at its conjunction."""
    for heavy, light in lexicon(language).plain.items():
        sentence = re.sub(rf"\b{re.escape(heavy)}\b", light, sentence, flags=re.IGNORECASE)
    if len(words(sentence)) <= 16 or re.search(r"[\"“«(]", sentence):
        return [capitalised(sentence)]
    breaks = "|".join(
        sorted(map(re.escape, lexicon(language).breaks | lexicon(language).splits), key=len, reverse=True)
    )
    middle = len(sentence) / 2
    cuts = [
        found for found in re.finditer(rf",?\s+(?:{breaks})\s", sentence) if 0.25 < found.start() / len(sentence) < 0.8
    ]
    if not cuts:
        return [capitalised(sentence)]
    cut = min(cuts, key=lambda found: abs(found.start() - middle))
    second = sentence[cut.start() :].lstrip(" ,")
    if len(words(second)) < 4:
        return [capitalised(sentence)]
    return [tidy(sentence[: cut.start()].rstrip(" ,") + ".", language), capitalised(second)]


def _other_opening(paragraphs: list[list[str]], turn: int) -> list[list[str]]:
    flat = [sentence for part in paragraphs for sentence in part]
    options = openings(flat)[1:]
    if not options:
        return paragraphs
    first = options[turn % len(options)]
    rest = [[sentence for sentence in part if sentence != first] for part in paragraphs]
    return [[first], *rest]


def _calm(sentence: str, language: Language) -> str:
    """Without exclamation marks, capitals for shouting, and the adjectives of advertisements."""
    text = re.sub(r"[\u202f ]?!+", ".", sentence).replace("..", ".") if "..." not in sentence else sentence
    for loud in lexicon(language).loud:
        text = re.sub(rf"\b{re.escape(loud)}\s+", "", text, flags=re.IGNORECASE)
    return capitalised(tidy(without_emojis(text), language))


def _slogan(sentence: str, language: Language) -> bool:
    """A sentence that is only praise: nothing would be lost."""
    said = set(content_words(sentence, language))
    loud = {word for phrase in lexicon(language).loud for word in words(phrase)}
    return bool(said & loud) and len(said - loud) < 2
