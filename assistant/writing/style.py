"""Dresses sentences in somebody's habits: line breaks, brackets, emoji, hashtags, marks, a closing question."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.texts import Language
from assistant.writing.habits import HASHTAG, Habits
from assistant.writing.lexicon import content_words, lexicon, words
from assistant.writing.mend import capitalised, lowered
from assistant.writing.sentences import emojis, without_emojis

Near = Callable[[str], float]
"""How near a text comes to somebody's posts: higher is nearer."""
_PER_PARAGRAPH = 3
_ALWAYS, _OFTEN, _SOMETIMES = 0.99, 0.5, 0.15
_LONG_SENTENCES = 15.5
_JOINED_AT_MOST = 32
_ROUNDS, _WORTH_IT = 2, 0.003
_AND: dict[Language, str] = {"nl": "en", "fr": "et", "en": "and"}
_CUT: dict[Language, str] = {"nl": "en|maar|dus|want", "fr": "et|mais|donc|alors", "en": "and|but|so"}


@dataclass(frozen=True)
class Dressing:
    """What may differ between two posts of the same person. Each is chosen among what that person does."""

    size: float = _PER_PARAGRAPH
    """Sentences in a paragraph."""
    alone: bool = True
    """Whether the first sentence stands alone."""
    parts: bool = True
    """Whether a new part of the story starts a new paragraph."""
    between: str = "\n\n"
    joined: bool = False
    cut: bool = False
    ellipsis: bool = False
    exclamation: bool = False
    question: bool = False
    marker: bool = False
    emoji: int = 0
    """0 none, 1 at the end, 2 behind the first paragraph, 3 both."""
    tags: int = 0


def dress(
    paragraphs: Sequence[Sequence[str]],
    habits: Habits | None,
    language: Language,
    closing_question: str = "",
    *,
    emoji: bool = True,
    hashtags: bool = True,
    theme_hashtags: Sequence[str] = (),
    said: str = "",
    near: Near | None = None,
) -> str:
    """The text of a post. Without a voice card: plain paragraphs and nothing added.

    With `near`, what this person does now and then is done where it brings the text nearer to their posts.
    """
    parts = [list(part) for part in paragraphs if part]
    told = " ".join(sentence for part in parts for sentence in part)
    tags = _hashtags(habits, theme_hashtags, f"{said} {told}", language) if hashtags else []

    def put_on(dressing: Dressing) -> str:
        return _worn(parts, habits, language, dressing, closing_question, tags, emoji=emoji)

    if habits is None:
        return put_on(Dressing())
    worn = _usual(habits, bool(closing_question), len(tags))
    if near is None:
        return put_on(worn)
    best = near(put_on(worn))
    for _ in range(_ROUNDS):
        before = worn
        for other in _others(worn, habits, bool(closing_question), len(tags)):
            score = near(put_on(other))
            if score > best + _WORTH_IT:
                worn, best = other, score
        if worn == before:
            break
    return put_on(worn)


def _usual(habits: Habits, may_ask: bool, tags: int) -> Dressing:
    """As this person mostly does."""
    return Dressing(
        size=max(1.0, min(habits.paragraph_sentences, 6.0)),
        alone=habits.first_line_words < 1.6 * habits.sentence_words,
        between=habits.line_break or " ",
        joined=habits.sentence_words >= _LONG_SENTENCES,
        ellipsis=bool(habits.ellipsis),
        exclamation=habits.exclamations >= _OFTEN,
        question=may_ask and habits.closes_with_question >= _OFTEN,
        marker=bool(habits.last_marker),
        emoji=(1 if habits.emoji_at_end >= habits.emoji / 2 else 2) if habits.emoji >= _OFTEN and habits.emojis else 0,
        tags=tags if habits.hashtags >= _OFTEN else 0,
    )


def _others(worn: Dressing, habits: Habits, may_ask: bool, tags: int) -> Iterator[Dressing]:
    """One thing otherwise, each of them something this person does in some of their posts."""
    usual = max(1.0, min(habits.paragraph_sentences, 6.0))
    for size in {1.0, max(1.0, usual - 0.7), usual, usual + 0.7, usual + 1.5} - {worn.size}:
        yield replace(worn, size=size)
    yield replace(worn, alone=not worn.alone)
    yield replace(worn, parts=not worn.parts)
    yield replace(worn, joined=not worn.joined)
    yield replace(worn, cut=not worn.cut)
    if habits.ellipsis:
        yield replace(worn, ellipsis=not worn.ellipsis)
    if habits.exclamations > _SOMETIMES:
        yield replace(worn, exclamation=not worn.exclamation)
    if may_ask and _SOMETIMES < habits.closes_with_question < _ALWAYS:
        yield replace(worn, question=not worn.question)
    if habits.last_marker:
        yield replace(worn, marker=not worn.marker)
    if habits.emoji > _SOMETIMES and habits.emojis:
        places = {1, 2} | ({3} if habits.emoji_per_post > 1.4 else set()) | ({0} if habits.emoji < _ALWAYS else set())
        for place in places - {worn.emoji}:
            yield replace(worn, emoji=place)
    if habits.hashtags > _SOMETIMES:
        for many in {0 if habits.hashtags < 1 else 1, tags, max(0, tags - 1)} - {worn.tags}:
            yield replace(worn, tags=many)


def _worn(
    paragraphs: Sequence[Sequence[str]],
    habits: Habits | None,
    language: Language,
    dressing: Dressing,
    closing_question: str,
    tags: Sequence[str],
    *,
    emoji: bool,
) -> str:
    parts = [list(part) for part in paragraphs]
    if habits:
        if dressing.cut:
            parts = [[piece for one in part for piece in _cut(one, habits, language)] for part in parts]
        parts = [_tied(part, habits, language, joined=dressing.joined) for part in parts]
        parts = _rounded_off(parts, habits, language, dressing)
    if not dressing.parts:
        parts = [[sentence for part in parts for sentence in part]]
    parts = _regrouped(parts, dressing, grown=habits is not None)
    if closing_question and dressing.question:
        parts = [*parts, [closing_question]]
    blocks = [" ".join(part) for part in parts]
    if not emoji:
        blocks = [without_emojis(block) for block in blocks]
    elif habits and habits.emojis and dressing.emoji and not emojis(" ".join(blocks)):
        blocks = _with_emoji(blocks, habits, dressing.emoji)
    text = dressing.between.join(block for block in blocks if block)
    if habits:
        text = _marks(text, habits, language)
    kept = list(tags)[: dressing.tags]
    if not kept:
        return text
    return f"{text}{' ' if habits and habits.hashtags_inline >= _OFTEN else chr(10) * 2}{' '.join(kept)}"


def _with_emoji(blocks: list[str], habits: Habits, place: int) -> list[str]:
    first, second = habits.emojis[0], habits.emojis[min(1, len(habits.emojis) - 1)]
    if place in (2, 3) and len(blocks) > 1:
        blocks = [f"{blocks[0]} {first}", *blocks[1:]]
    if place in (1, 3) or len(blocks) == 1:
        blocks = [*blocks[:-1], f"{blocks[-1]} {second if place == 3 and len(blocks) > 1 else first}"]
    return blocks


def _cut(sentence: str, habits: Habits, language: Language) -> list[str]:
    """A sentence far longer than this person's, in two at a conjunction that a subject follows."""
    if len(words(sentence)) < 1.5 * habits.sentence_words or re.search(r"[\"“«(:]", sentence):
        return [sentence]
    known = lexicon(language)
    for found in re.finditer(rf",? (?=(?:{_CUT[language]}) )", sentence):
        head, tail = sentence[: found.start()], sentence[found.end() :]
        following = words(tail)[1:2]
        if len(words(head)) > 3 and len(words(tail)) > 3 and following and following[0] in known.subjects:
            return [f"{head}.", *_cut(capitalised(tail), habits, language)]
    return [sentence]


def _tied(part: list[str], habits: Habits, language: Language, *, joined: bool) -> list[str]:
    """A fragment in brackets or behind a dash, and short sentences joined, for who writes like that."""
    tied: list[str] = []
    for sentence in (_dashed(one, habits, language) for one in part):
        before = tied[-1] if tied else ""
        if before and habits.brackets >= _OFTEN and _is_fragment(sentence, language) and _takes_more(before):
            tied[-1] = f"{before.rstrip('.')} ({lowered(sentence).rstrip('.')})."
        elif before and habits.dash and _is_fragment(sentence, language) and _takes_more(before):
            tied[-1] = f"{before.rstrip('.')}{habits.dash}{lowered(sentence)}"
        elif before and joined and _should_join(before, sentence, language):
            tied[-1] = f"{before.rstrip('.')}, {_AND[language]} {lowered(sentence)}"
        else:
            tied.append(sentence)
    return tied


def _dashed(sentence: str, habits: Habits, language: Language) -> str:
    """A second main clause behind a comma, behind a dash instead, for who writes dashes."""
    if habits.dash and habits.dash not in sentence and language == "en":
        return re.sub(r", (?=(?:they|he|she|we|it|i|I) \w+ \w+)", habits.dash, sentence, count=1)
    return sentence


def _is_fragment(sentence: str, language: Language) -> bool:
    """A few words without a subject or a verb we know: an afterthought."""
    said = words(sentence)
    known = lexicon(language)
    verbs = known.i_verbs | known.we_verbs | known.i_or_it
    return 2 <= len(said) <= 8 and sentence.endswith(".") and not set(said) & (known.subjects | verbs | known.finite)


def _takes_more(sentence: str) -> bool:
    return sentence.endswith(".") and not sentence.endswith("...") and "(" not in sentence and len(words(sentence)) > 3


def _should_join(before: str, sentence: str, language: Language) -> bool:
    first = (words(sentence) or [""])[0]
    return (
        _takes_more(before)
        and first in lexicon(language).subjects
        and len(words(before)) + len(words(sentence)) <= _JOINED_AT_MOST
        and f", {_AND[language]} " not in before
    )


def _rounded_off(parts: list[list[str]], habits: Habits, language: Language, dressing: Dressing) -> list[list[str]]:
    """Their own little word before the last line, a sentence that trails off, and one that rings, as they do it."""
    if dressing.marker and habits.last_marker and len(parts) > 1 and len(parts[-1]) <= 2:
        last = parts[-1]
        parts = [*parts[:-1], [f"{habits.last_marker.capitalize()}, {lowered(last[0])}", *last[1:]]]
    if dressing.ellipsis and not any("..." in one or "…" in one for part in parts for one in part):
        parts = _trailing(parts, habits.ellipsis)
    if dressing.exclamation and "!" not in " ".join(one for part in parts for one in part):
        sentence = parts[-1][-1]
        if sentence.endswith(".") and not sentence.endswith(".."):
            mark = "\u202f!" if language == "fr" else "!"
            parts = [*parts[:-1], [*parts[-1][:-1], f"{sentence[:-1]}{mark}"]]
    return parts


def _trailing(parts: list[list[str]], ellipsis: str) -> list[list[str]]:
    """The last sentence that can trail off, does; never the very last one where there is another."""
    places = [(row, column) for row, part in enumerate(parts) for column in range(len(part))]
    for row, column in [*reversed(places[:-1]), *places[-1:]]:
        sentence = parts[row][column]
        if sentence.endswith(".") and not sentence.endswith((").", '".', "..")) and len(words(sentence)) > 4:
            trailing = [*parts[row][:column], f"{sentence[:-1]}{ellipsis}", *parts[row][column + 1 :]]
            return [*parts[:row], trailing, *parts[row + 1 :]]
    return parts


def _regrouped(paragraphs: Sequence[Sequence[str]], dressing: Dressing, *, grown: bool) -> list[list[str]]:
    """Paragraphs of about this size; a new part starts a new paragraph unless that would be too short."""
    size = dressing.size
    grouped: list[list[str]] = []
    for number, part in enumerate(paragraphs):
        alone = number == 0 and len(part) > 1 and dressing.alone
        pieces = [[part[0]], *_evenly(list(part[1:]), size)] if alone else _evenly(list(part), size)
        if grown and len(grouped) > 1 and len(pieces) == 1:
            together = len(grouped[-1]) + len(pieces[0])
            if together <= size + 0.5 and len(part) < size:
                grouped[-1] += pieces[0]
                continue
        grouped += pieces
    return grouped


def _evenly(part: list[str], size: float) -> list[list[str]]:
    """A part cut into pieces of nearly the same number of sentences."""
    many = max(1, round(len(part) / size))
    cuts = [round(at * len(part) / many) for at in range(many + 1)]
    return [part[start:end] for start, end in pairwise(cuts) if end > start]


def _marks(text: str, habits: Habits, language: Language) -> str:
    if habits.ellipsis:
        text = text.replace("…" if habits.ellipsis == "..." else "...", habits.ellipsis)
    if len(habits.quote_marks) == 2:
        opening, closing = habits.quote_marks[0], habits.quote_marks[1]
        if habits.quote_marks == "«»":
            opening, closing = "«\u202f", "\u202f»"
        text = re.sub(r'["“]([^"“”\n]+)["”]', lambda found: f"{opening}{found.group(1)}{closing}", text)
    if habits.apostrophe == "’":
        text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    if habits.exclamations == 0:
        text = re.sub(r"[\u202f ]?!+(?=\s|$)", ".", text)
    if not habits.narrow_spaces and language == "fr":
        text = text.replace("\u202f", " ").replace("\u00a0", " ")
    if habits.lower_case_starts >= _OFTEN:
        text = re.sub(r"(^|[.!?]\s+|\n)([A-ZÀ-Þ])(?=[a-zà-ÿ' ])", lambda found: found[1] + found[2].lower(), text)
    if habits.ends_bare >= _OFTEN:
        text = re.sub(r"\.$", "", text)
    return text


def _hashtags(habits: Habits | None, theme: Sequence[str], said: str, language: Language) -> list[str]:
    """As many as this person uses, their own first: those whose words were said, then the one that always returns."""
    if habits is None or habits.hashtags < _SOMETIMES:
        return []
    many = max(1, round(habits.hashtags_per_post))
    told = set(content_words(said, language))
    own = [tag for tag in habits.favourite_hashtags if _parts(tag) & told]
    tags = [*own, *habits.favourite_hashtags[:1], *theme]
    if habits.hashtags_lower:
        tags = [tag.lower() for tag in tags]
    unique = list(dict.fromkeys(tags))
    return [tag for tag in unique if HASHTAG.fullmatch(tag)][:many]


def _parts(tag: str) -> set[str]:
    return {piece.casefold() for piece in re.findall(r"[A-ZÀ-Þ]?[a-zà-ÿ]+|\d+", tag[1:])} | {tag[1:].casefold()}
