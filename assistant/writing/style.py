"""Dresses sentences in somebody's habits: line breaks, brackets, emoji, hashtags, marks, a closing question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.texts import Language
from assistant.writing.habits import HASHTAG, Habits
from assistant.writing.lexicon import content_words, lexicon, words
from assistant.writing.mend import lowered
from assistant.writing.sentences import emojis, without_emojis

_PER_PARAGRAPH = 3
_OFTEN = 0.5
_LONG_SENTENCES = 15.5
_JOINED_AT_MOST = 32
_AND: dict[Language, str] = {"nl": "en", "fr": "et", "en": "and"}


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
) -> str:
    """The text of a post. Without a voice card: plain paragraphs and nothing added."""
    parts = [list(part) for part in paragraphs if part]
    if habits:
        parts = [_tied(part, habits, language) for part in parts]
        parts = _rounded_off(parts, habits, language)
    parts = _regrouped(parts, habits)
    if closing_question:
        parts = [*parts, [closing_question]]
    between = habits.line_break if habits and habits.line_break else "\n\n"
    text = between.join(" ".join(part) for part in parts)
    if habits:
        text = _marks(text, habits, language)
    if not emoji:
        text = without_emojis(text)
    elif habits and habits.emoji >= _OFTEN and habits.emojis and not emojis(text):
        text = f"{text} {habits.emojis[0]}"
    tags = _hashtags(habits, theme_hashtags, f"{said} {text}", language) if hashtags else []
    return f"{text}\n\n{' '.join(tags)}" if tags else text


def _tied(part: list[str], habits: Habits, language: Language) -> list[str]:
    """A fragment in brackets or behind a dash, and short sentences joined, for who writes like that."""
    tied: list[str] = []
    for sentence in (_dashed(one, habits, language) for one in part):
        before = tied[-1] if tied else ""
        if before and habits.brackets >= _OFTEN and _is_fragment(sentence, language) and _takes_more(before):
            tied[-1] = f"{before.rstrip('.')} ({lowered(sentence).rstrip('.')})."
        elif before and habits.dash and _is_fragment(sentence, language) and _takes_more(before):
            tied[-1] = f"{before.rstrip('.')}{habits.dash}{lowered(sentence)}"
        elif before and _should_join(before, sentence, habits, language):
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


def _should_join(before: str, sentence: str, habits: Habits, language: Language) -> bool:
    first = (words(sentence) or [""])[0]
    return (
        habits.sentence_words >= _LONG_SENTENCES
        and _takes_more(before)
        and first in lexicon(language).subjects
        and len(words(before)) + len(words(sentence)) <= _JOINED_AT_MOST
        and f", {_AND[language]} " not in before
    )


def _rounded_off(parts: list[list[str]], habits: Habits, language: Language) -> list[list[str]]:
    """Their own little word before the last line, and a sentence that trails off, as they do it."""
    if habits.last_marker and len(parts) > 1 and len(parts[-1]) <= 2:
        last = parts[-1]
        parts = [*parts[:-1], [f"{habits.last_marker.capitalize()}, {lowered(last[0])}", *last[1:]]]
    if habits.ellipsis and len(parts) > 1 and not any("..." in one or "…" in one for part in parts for one in part):
        row = len(parts) - 2
        sentence = parts[row][-1]
        if sentence.endswith(".") and not sentence.endswith((").", '".')) and len(words(sentence)) > 4:
            parts[row] = [*parts[row][:-1], f"{sentence[:-1]}{habits.ellipsis}"]
    if habits.exclamations >= 0.6 and "!" not in " ".join(one for part in parts for one in part):
        sentence = parts[-1][-1]
        if sentence.endswith(".") and not sentence.endswith(".."):
            mark = "\u202f!" if language == "fr" else "!"
            parts[-1] = [*parts[-1][:-1], f"{sentence[:-1]}{mark}"]
    return parts


def _regrouped(paragraphs: Sequence[Sequence[str]], habits: Habits | None) -> list[list[str]]:
    """Paragraphs about as long as this person's; a new part starts a new paragraph unless that would be too short."""
    size = max(1.0, min(habits.paragraph_sentences, 6.0)) if habits else float(_PER_PARAGRAPH)
    grouped: list[list[str]] = []
    for number, part in enumerate(paragraphs):
        alone = (
            number == 0 and len(part) > 1 and (habits is None or habits.first_line_words < 1.6 * habits.sentence_words)
        )
        pieces = [[part[0]], *_evenly(list(part[1:]), size)] if alone else _evenly(list(part), size)
        if grouped and habits and len(grouped) > 1 and len(pieces) == 1:
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
    if habits is None or habits.hashtags < _OFTEN:
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
