"""The guided writer: a post of somebody's own sentences, in one of three angles. It adds nothing but connectives."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from assistant.texts import Language
from assistant.writing.channels import measure
from assistant.writing.habits import Habits
from assistant.writing.lexicon import Lexicon, added_words, content_words, lexicon, words
from assistant.writing.material import Material
from assistant.writing.mend import capitalised, lowered, tidy
from assistant.writing.style import Near, dress

Angle = Literal["moment", "lesson", "question"]
ANGLES: tuple[Angle, ...] = get_args(Angle)
_BECAUSE = re.compile(r"(?:omdat|want|car|because)\b|parce qu", re.IGNORECASE)


@dataclass(frozen=True)
class Wishes:
    """How the draft should be, beyond the person's habits."""

    angle: Angle = "moment"
    channel: str = "linkedin"
    longest: int | None = None
    """Sentences of the story to keep at most."""
    warm: bool = False
    plain: bool = False
    emoji: bool = True
    hashtags: bool = True
    opening: int = 0
    """Which of the possible openings: each "another opening" takes the next."""
    theme_hashtags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Guided:
    text: str
    opening: str
    unused: tuple[str, ...] = ()
    """Own sentences that are not in this draft."""
    sources: tuple[str, ...] = field(default=())
    """Titles of the documents whose sentence is in it."""


def write(
    material: Material,
    wishes: Wishes,
    habits: Habits | None = None,
    near: Near | None = None,
    never: Sequence[str] = (),
) -> Guided:
    """A draft of what somebody said. Give no empty material: there would be nothing to write."""
    known = _without(lexicon(material.language), never)
    seed = _seed(material.given)
    story = list(material.moment)
    meaning, takeaway = list(material.meaning), list(material.takeaway)
    if not story:
        story, meaning = meaning, []
    kept = _shortened(story, wishes.longest)
    if wishes.angle == "lesson" and not (meaning or takeaway):
        wishes = replace(wishes, opening=wishes.opening + 1)  # nothing was learned in words: another sentence leads
    opening, kept = _opening(kept, wishes)
    meant = _lead(meaning, known, seed) if meaning else []
    facts = [_with_source(fact.text, fact.title, known, seed) for fact in material.facts]
    warm = [_pick(known.added["warm"], seed)] if wishes.warm and known.added["warm"] else []
    if wishes.angle == "lesson" and (meaning or takeaway):
        head = meaning or takeaway
        first = _lead(head[:1], known, seed, "why_tell")
        rest_meaning = [] if meaning else meant
        paragraphs = [first, [*kept] if not opening else [opening, *kept], [*head[1:], *rest_meaning, *warm]]
        paragraphs += [facts, takeaway if meaning else []]
    elif wishes.angle == "question":
        because = bool(meaning) and _BECAUSE.match(meaning[0]) is not None
        asked = _own_question(story, known) or _pick(
            known.added["question_meaning" if meaning and not because else "question_story"], seed
        )
        body = [sentence for sentence in ([opening, *kept] if opening else kept) if sentence != asked]
        if meaning and asked in known.added["question_meaning"]:
            paragraphs = [[asked, meaning[0]], body, [*meaning[1:], *warm], facts, takeaway]
        else:
            paragraphs = [[asked], body, [*meant, *warm], facts, takeaway]
    else:
        paragraphs = [[opening, *kept] if opening else kept, [*meant, *warm], facts, takeaway]
    text = dress(
        [[tidy(sentence, material.language) for sentence in part] for part in paragraphs if part],
        habits,
        material.language,
        _closing_question(habits, paragraphs, known, seed),
        emoji=wishes.emoji,
        hashtags=wishes.hashtags,
        theme_hashtags=wishes.theme_hashtags,
        said=material.given,
        near=near,
    )
    text = _fitting(text, material, wishes, habits, near, never)
    told = set(words(text))
    unused = tuple(one for one in story if not set(content_words(one, material.language)) <= told)
    return Guided(text, text.split("\n")[0], unused, tuple(fact.title for fact in material.facts))


def holds(text: str, phrases: Sequence[str]) -> list[str]:
    """The words and phrases, of those given, that stand in a text."""
    told = f" {' '.join(words(text))} "
    return [phrase for phrase in phrases if f" {phrase} " in told]


def _without(known: Lexicon, never: Sequence[str]) -> Lexicon:
    """The lexicon without the connectives that hold a word this person never uses."""
    if not never:
        return known
    added = {name: tuple(one for one in group if not holds(one, never)) for name, group in known.added.items()}
    needed = {name: group or known.added[name] for name, group in added.items()}
    return replace(known, added={**needed, "closing_question": added["closing_question"], "warm": added["warm"]})


def invented(text: str, given: str, language: Language, allowed: str = "") -> list[str]:
    """The content words of a draft that nobody said: not in what was given, `allowed`, nor the connective list."""
    known = lexicon(language)
    said = {*words(given), *words(allowed), *added_words(language)}
    for word in tuple(said):
        said |= set(words(known.abbreviations.get(word, "")))
    plain = re.sub(r"#\w+", " ", text)
    return [word for word in content_words(plain, language) if word not in said]


def own_words_share(text: str, given: str, language: Language) -> float:
    """How many of the content words of a text were said by the employee, from 0 to 1."""
    plain = content_words(re.sub(r"#\w+", " ", text), language)
    said = set(words(given))
    known = lexicon(language)
    for word in tuple(said):
        said |= set(words(known.abbreviations.get(word, "")))
    return round(sum(word in said for word in plain) / len(plain), 3) if plain else 0.0


def _opening(story: Sequence[str], wishes: Wishes) -> tuple[str, list[str]]:
    """The first line and the rest: the story's own beginning, or the next sentence that can stand first."""
    if not story:
        return "", []
    turn = wishes.opening % len(openings(story)) if openings(story) else 0
    first = openings(story)[turn] if openings(story) else story[0]
    return first, [sentence for sentence in story if sentence != first]


def openings(story: Sequence[str]) -> list[str]:
    """The sentences that can open a post: the story's first, then others that refer to nothing before them."""
    others = [one for one in story[1:] if _stands_alone(one)]
    return [*story[:1], *sorted(others, key=_strength, reverse=True)]


def _stands_alone(sentence: str) -> bool:
    first = (words(sentence) or [""])[0]
    return all(first not in lexicon(language).anaphora for language in ("nl", "fr", "en")) and len(words(sentence)) > 2


def _strength(sentence: str) -> float:
    """A first line draws when it is short, quotes somebody, or holds a figure."""
    length = len(sentence)
    return (
        (2.0 if '"' in sentence or "“" in sentence else 0.0)
        + (1.0 if re.search(r"\d", sentence) else 0.0)
        - length / 80
    )


def _shortened(story: list[str], longest: int | None) -> list[str]:
    """At most so many sentences: the first, then those that tell most, in their own order."""
    if longest is None or len(story) <= longest:
        return story
    ranked = sorted(range(1, len(story)), key=lambda number: (-_strength(story[number]), number))
    keep = {0, *ranked[: max(longest - 1, 0)]}
    return [sentence for number, sentence in enumerate(story) if number in keep]


def _lead(meaning: Sequence[str], known: Lexicon, seed: int, why: str = "why") -> list[str]:
    """What it meant, with a few words before it where it would otherwise start in mid-air."""
    first = meaning[0]
    start = (words(first) or [""])[0]
    if _BECAUSE.match(first):
        return [
            _pick(known.added[why], seed),
            capitalised(re.sub(r"^(?:want|car)\s", "", first, flags=re.IGNORECASE)),
            *meaning[1:],
        ]
    if start in known.subjects and not re.match(r"(?:dat|die|que|that|qu['’])\b", first, re.IGNORECASE):
        return list(meaning)
    if _is_thought(first, known):
        space = "\u00a0" if known.language == "fr" else ""
        return [f"{_pick(known.added['meaning'], seed)}{space}: {lowered(first)}", *meaning[1:]]
    return list(meaning)


def _is_thought(sentence: str, known: Lexicon) -> bool:
    """A clause or noun phrase that needs a lead: "dat je ook ...", "die vraag over ..."."""
    return bool(
        re.match(
            r"(?:dat|die|de|het|hoe|que|qu['’]|cette|ce|cet|la|le|les|l['’]|that|how|the)\b|qu['’]",
            sentence,
            re.IGNORECASE,
        )
    )


def _own_question(story: Sequence[str], known: Lexicon) -> str:
    return next((one for one in story if one.rstrip().endswith("?") and len(words(one)) > 2), "")


def _closing_question(habits: Habits | None, paragraphs: Sequence[Sequence[str]], known: Lexicon, seed: int) -> str:
    last = next((part[-1] for part in reversed(paragraphs) if part), "")
    if habits is None or habits.closes_with_question < 0.15 or last.rstrip().endswith("?"):
        return ""
    return _pick(known.added["closing_question"], seed) if known.added["closing_question"] else ""


def _with_source(text: str, title: str, known: Lexicon, seed: int) -> str:
    opening, closing = ("«\u202f", "\u202f»") if known.language == "fr" else ("“", "”")
    lead = _pick(known.added["source"], seed).replace("{title}", title)
    return f"{lead}: {opening}{text.strip()}{closing}"


def _fitting(
    text: str, material: Material, wishes: Wishes, habits: Habits | None, near: Near | None, never: Sequence[str]
) -> str:
    """Within the channel's limit, by leaving out sentences of the story; never by cutting one through."""
    length = measure(text, wishes.channel)
    many = len(material.moment)
    if length.fits or many <= 1:
        return text
    fewer = (wishes.longest or many) - 1
    if fewer < 1:
        return text
    return write(material, replace(wishes, longest=fewer), habits, near, never).text


def _pick(options: Sequence[str], seed: int) -> str:
    return options[seed % len(options)]


def _seed(text: str) -> int:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()[0]
