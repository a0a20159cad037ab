"""The model writer: builds the prompt, reads the streamed answer, and refuses what it cannot trust."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import prompts
from assistant.texts import Language
from assistant.writing.channels import channel
from assistant.writing.guided import Angle
from assistant.writing.habits import Habits
from assistant.writing.material import Material
from assistant.writing.model import Model, ModelFailure, Stop
from assistant.writing.voice import VoiceCard, examples
from assistant.writing.voice_words import in_words

_LANGUAGE = {"nl": "Dutch", "fr": "French", "en": "English"}
_ANGLE: dict[Angle, str] = {
    "moment": "start with the moment it happened",
    "lesson": "start with what they learned or felt",
    "question": "start with a question",
}
_POST = re.compile(r"^\s*(?:PLAN:.*?\n)?\s*POST:[ \t]*\n?", re.DOTALL | re.IGNORECASE)
_END = re.compile(r"\n\s*END\s*\Z")
_CITED = re.compile(r"\s?\[(\d{1,2})\]")


@dataclass(frozen=True)
class Passage:
    """A passage that the author may see, as it goes into a prompt."""

    number: int
    title: str
    text: str


@dataclass(frozen=True)
class Piece:
    text: str
    """All that may be shown so far."""
    done: bool = False
    cited: tuple[int, ...] = ()
    prompt: str = ""


def draft(
    model: Model,
    material: Material,
    passages: Sequence[Passage],
    *,
    angle: Angle = "moment",
    channel_name: str = "linkedin",
    card: VoiceCard | None = None,
    wish: str = "",
    stop: Stop | None = None,
) -> Iterator[Piece]:
    """A draft in pieces; the last one is done. Raises `ModelFailure` when the answer is cut, empty or no post."""
    prompt = prompts.load("draft")
    limit = min(channel(channel_name).limit, 1300)
    asked = prompt.render(
        language=_LANGUAGE[material.language],
        channel=channel(channel_name).title,
        limit=str(limit),
        angle=_ANGLE[angle],
        voice=_voice(card, material.language),
        examples=_examples(card, material.language),
        passages=prompts.fenced("\n".join(f"[{one.number}] {one.title}: {one.text}" for one in passages), "passages"),
        notes=prompts.fenced(material.given, "notes"),
        wish=prompts.fenced(wish, "wish") if wish else "",
    )
    yield from _read(model, asked, {one.number for one in passages}, prompt.label, channel(channel_name).limit, stop)


def rewrite(
    model: Model,
    text: str,
    change: str,
    material: Material,
    language: Language,
    *,
    card: VoiceCard | None = None,
    stop: Stop | None = None,
) -> Iterator[Piece]:
    """A changed draft in pieces; the numbers it may cite are those it cited already."""
    prompt = prompts.load("rewrite")
    asked = prompt.render(
        language=_LANGUAGE[language],
        change=change,
        voice=_voice(card, language),
        notes=prompts.fenced(material.given, "notes"),
        draft=prompts.fenced(text, "draft"),
    )
    given = {int(number) for number in _CITED.findall(text)}
    yield from _read(model, asked, given, prompt.label, max(len(text) * 3, 600), stop)


def _read(model: Model, asked: str, given: set[int], label: str, limit: int, stop: Stop | None) -> Iterator[Piece]:
    whole = ""
    for part in model.stream(asked, stop=stop):
        whole += part
        shown = _shown(whole)
        if shown:
            yield Piece(_cited_only(shown, given), prompt=label)
    if stop:
        yield Piece(_cited_only(_shown(whole), given), done=True, cited=_numbers(whole, given), prompt=label)
        return
    if not _END.search(whole) or not _POST.match(whole):
        raise ModelFailure("broken")  # a stream cut by its server looks finished: only the end mark tells
    text = _cited_only(_shown(whole), given)
    if len(text) < 20 or len(text) > limit * 1.5:
        raise ModelFailure("broken")
    yield Piece(text, done=True, cited=_numbers(whole, given), prompt=label)


def _shown(whole: str) -> str:
    """The post so far: after POST:, before END; nothing while the plan is written."""
    found = _POST.match(whole)
    if not found:
        return ""
    return re.sub(r"\n\s*E?N?D?\s*\Z", "", _END.sub("", whole[found.end() :])).strip()


def _cited_only(text: str, given: set[int]) -> str:
    """The text without citations of numbers that were not given."""
    return _CITED.sub(lambda found: found.group() if int(found.group(1)) in given else "", text)


def _numbers(text: str, given: set[int]) -> tuple[int, ...]:
    return tuple(sorted({int(number) for number in _CITED.findall(text)} & given))


def _voice(card: VoiceCard | None, language: Language) -> str:
    habits: Habits | None = card.for_language(language) if card else None
    if card is None or habits is None:
        return "- plain, warm, short sentences"
    lines = in_words(habits, "en")
    if card.edits.never:
        lines.append(f"Never use these words: {', '.join(card.edits.never)}.")
    return "\n".join(f"- {line}" for line in lines)


def _examples(card: VoiceCard | None, language: Language) -> str:
    if card is None:
        return prompts.fenced("none", "examples")
    return prompts.fenced("\n\n---\n\n".join(examples(card, language)), "examples")
