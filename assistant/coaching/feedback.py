"""At most three remarks on a draft, the one that helps most first, and what is good about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.coaching.tells import tells
from assistant.texts import Language, text
from assistant.writing.channels import channel, measure
from assistant.writing.guided import holds
from assistant.writing.habits import HASHTAG, without_hashtag_lines
from assistant.writing.lexicon import content_words, lexicon, words
from assistant.writing.sentences import emojis, sentences, without_emojis

_MOST = 3
_FAKE_LETTERS = re.compile(r"[\U0001d400-\U0001d7ff\uff21-\uff3a\uff41-\uff5a]")


@dataclass(frozen=True)
class Remark:
    kind: str
    sentence: str
    """What it is about, as it stands in the draft; empty when it is about the whole."""
    why: str
    try_this: str


@dataclass(frozen=True)
class Feedback:
    remarks: tuple[Remark, ...]
    praise: str


def remarks(draft: str, language: Language, channel_name: str = "linkedin", never: Sequence[str] = ()) -> Feedback:
    """What would help this draft most; nothing promises reach. `never` are words that its author never uses."""
    found: list[tuple[int, Remark]] = [(95, remark) for remark in _never_used(draft, language, never)]
    for weight, look in _LOOKS:
        found += [(weight, remark) for remark in look(draft, language, channel_name)]
    found.sort(key=lambda item: -item[0])
    return Feedback(tuple(remark for _, remark in found[:_MOST]), _praise(draft, language))


def _remark(kind: str, sentence: str, language: Language, **values: object) -> Remark:
    return Remark(
        kind,
        sentence,
        text(f"coaching.{kind}.why", language, **values),
        text(f"coaching.{kind}.try_this", language, **values),
    )


def _never_used(draft: str, language: Language, never: Sequence[str]) -> Iterator[Remark]:
    for sentence in sentences(draft) if never else ():
        if used := holds(sentence, never):
            yield _remark("never_word", sentence, language, word=used[0])
            return


def _first_line(draft: str, language: Language, channel_name: str) -> Iterator[Remark]:
    first = (sentences(draft) or [""])[0]
    if len(words(first)) > 25:
        yield _remark("first_line_long", first, language, words=len(words(first)))
    elif set(words(first)) & {word for loud in lexicon(language).loud for word in words(loud)}:
        yield _remark("first_line_loud", first, language)


def _length(draft: str, language: Language, channel_name: str) -> Iterator[Remark]:
    length = measure(draft, channel_name)
    if not length.fits:
        yield _remark(
            "too_long", "", language, used=length.used, limit=length.limit, channel=channel(channel_name).title
        )
    elif channel_name == "linkedin" and length.used > 1600:
        yield _remark("long", "", language, used=length.used)


def _detail(draft: str, language: Language, channel_name: str) -> Iterator[Remark]:
    body = without_hashtag_lines(draft)
    concrete = re.search(r"\d|[\"“«]", body) or re.search(r"(?<=[a-zà-ÿ,] )[A-ZÀ-Þ][a-zà-ÿ]{2,}", body)
    if not concrete and len(words(body)) > 15:
        yield _remark("no_detail", "", language)


def _generated(draft: str, language: Language, channel_name: str) -> Iterator[Remark]:
    for sentence, phrase in tells(draft, language)[:1]:
        yield _remark("tell", sentence, language, phrase=phrase)


def _jargon(draft: str, language: Language, channel_name: str) -> Iterator[Remark]:
    plain = lexicon(language).plain
    found = _office_words(language).search(draft)
    if found is None:
        return
    sentence = next((one for one in sentences(draft) if found.group() in one), "")
    light = next(light for heavy, light in plain.items() if heavy.casefold() == found.group().casefold())
    yield _remark("jargon", sentence, language, heavy=found.group(), light=light)


@cache
def _office_words(language: Language) -> re.Pattern[str]:
    heavy = sorted(lexicon(language).plain, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, heavy))})\b", re.IGNORECASE)


def _long_sentence(draft: str, language: Language, channel_name: str) -> Iterator[Remark]:
    longest = max(sentences(draft) or [""], key=lambda sentence: len(words(sentence)))
    if len(words(longest)) > 32:
        yield _remark("long_sentence", longest, language, words=len(words(longest)))


def _passive(draft: str, language: Language, channel_name: str) -> Iterator[Remark]:
    pattern = {
        "nl": r"\b(?:werd|werden|wordt|worden)\b.{0,40}\b(?:ge\w{3,}(?:d|t|en)|be\w{3,}(?:d|t)|ver\w{3,}(?:d|t))\b",
        "fr": r"\b(?:a|ont|est|sont|était) été \w+ée?s?\b",
        "en": r"\b(?:was|were|is|are|been|being)\s+(?:\w+ly\s+)?\w{3,}ed\b(?=.{0,20}\bby\b)",
    }[language]
    passive = [sentence for sentence in sentences(draft) if re.search(pattern, sentence, re.IGNORECASE)]
    if len(passive) > 1:
        yield _remark("passive", passive[0], language)


def _hashtags(draft: str, language: Language, channel_name: str) -> Iterator[Remark]:
    tags = HASHTAG.findall(draft)
    if len(tags) > 5:
        yield _remark("many_hashtags", " ".join(tags), language, count=len(tags))
    joined = [tag for tag in tags if tag[1:].islower() and len(tag) > 14]
    if joined:
        yield _remark("hashtag_case", joined[0], language, tag=joined[0])


def _links(draft: str, language: Language, channel_name: str) -> Iterator[Remark]:
    found = re.findall(r"https?://\S+|www\.\S+", draft)
    if len(found) > 1:
        yield _remark("many_links", found[0], language, count=len(found))


def _access(draft: str, language: Language, channel_name: str) -> Iterator[Remark]:
    if _FAKE_LETTERS.search(draft):
        sentence = next(sentence for sentence in sentences(draft) if _FAKE_LETTERS.search(sentence))
        yield _remark("fake_letters", sentence, language)
    if sum(len(run) for run in emojis(draft)) > 6 or len(emojis(draft)) > 5:
        yield _remark("many_emoji", "", language, count=len(emojis(draft)))
    if re.search(r"\b(?:foto|afbeelding|photo|image|picture)\b", draft, re.IGNORECASE):
        yield _remark("alt_text", "", language)


def _colleagues(draft: str, language: Language, channel_name: str) -> Iterator[Remark]:
    pattern = {
        "nl": r"\b(?:collega|stagiair\w*|van de \w+)\s+([A-Z][a-zà-ÿ]{2,})|\b([A-Z][a-zà-ÿ]{2,}) van (?:de|het) [a-z]+",
        "fr": r"\b(?:collègue|stagiaire)\s+([A-Z][a-zà-ÿ]{2,})",
        "en": r"\b(?:colleague|apprentice|intern)\s+([A-Z][a-zà-ÿ]{2,})",
    }[language]
    for sentence in sentences(draft):
        found = re.search(pattern, sentence)
        if found:
            name = next(filter(None, found.groups()))
            yield _remark("names_colleague", sentence, language, name=name)
            return


def _one_idea(draft: str, language: Language, channel_name: str) -> Iterator[Remark]:
    also = {
        "nl": r"^(?:ook|daarnaast|verder|tot slot|bovendien)\b",
        "fr": r"^(?:aussi|par ailleurs|de plus|enfin|en outre)\b",
    }
    pattern = also.get(language, r"^(?:also|besides|in addition|finally|furthermore)\b")
    turns = [sentence for sentence in sentences(draft) if re.search(pattern, sentence, re.IGNORECASE)]
    if len(turns) > 1:
        yield _remark("two_ideas", turns[0], language)


def _praise(draft: str, language: Language) -> str:
    """What works, with the words that do it."""
    body = sentences(without_emojis(without_hashtag_lines(draft)))
    quoted = next((one for one in body if re.search(r"[\"“«]", one)), "")
    figure = next((one for one in body if re.search(r"\d", one)), "")
    short = body[0] if body and 3 <= len(words(body[0])) <= 12 and content_words(body[0], language) else ""
    for key, sentence in (("quote", quoted), ("figure", figure), ("short_opening", short)):
        if sentence:
            return text(f"coaching.praise.{key}", language, sentence=_clip(sentence))
    return text("coaching.praise.own", language)


def _clip(sentence: str) -> str:
    return sentence if len(sentence) <= 90 else f"{sentence[:90].rsplit(' ', 1)[0]}…"


_LOOKS: tuple[tuple[int, Callable[[str, Language, str], Iterator[Remark]]], ...] = (
    (100, _length),
    (90, _generated),
    (85, _detail),
    (80, _first_line),
    (75, _colleagues),
    (70, _one_idea),
    (60, _long_sentence),
    (55, _jargon),
    (50, _access),
    (45, _passive),
    (40, _links),
    (35, _hashtags),
)
