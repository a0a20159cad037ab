"""The voice card, line by line in its owner's hands: change it, go back, or start one from five answers."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

from fastapi import APIRouter

from assistant.bootstrap import Services
from assistant.errors import InputError
from assistant.people.person import Person
from assistant.texts import LANGUAGES, Language, as_language, text
from assistant.web import forms
from assistant.web.forms import Form, Pages
from assistant.web.moments import shown
from assistant.writing.card_edits import LINES, Edits
from assistant.writing.guided import ANGLES
from assistant.writing.habits import Habits
from assistant.writing.voice import VoiceCard

_DONE: Final = ("saved", "restored", "made")
ASKED: Final = ("address", "emoji", "question")
"""Of the five questions, those with a choice; the others are a story and words never used."""


def router(services: Services) -> APIRouter:
    pages = Pages(services, "own.write")
    page = _Pages(services)
    pages.show("/my-voice", page.card)
    pages.take("/my-voice/lines/{language}", page.save_lines, page.card)
    pages.take("/my-voice/whole", page.save_whole, page.card)
    pages.take("/my-voice/restore", page.restore, page.card)
    pages.show("/my-voice/interview", page.interview)
    pages.take("/my-voice/interview", page.answer, page.interview)
    return pages.routes


class _Pages:
    def __init__(self, services: Services) -> None:
        self._services = services

    def card(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        language = person.language
        card = self._services.voices.card(person)
        edits = self._services.voices.edits(person)
        parts = [f'<p class="calm"><a href="/voice/">{escape(text("voice_card.to_posts", language))}</a></p>']
        if card is None:
            parts.append(
                forms.empty(
                    text("voice_card.none", language), "/my-voice/interview", text("voice_card.to_interview", language)
                )
            )
        else:
            parts += [self._lines(card, spoken, language) for spoken in LANGUAGES if spoken in card.habits]
        parts.append(_whole(edits, language))
        parts.append(self._versions(person))
        done = forms.done(given, "voice_card", language, _DONE)
        title, intro = text("voice_card.title", language), text("voice_card.intro", language)
        return forms.sheet(person, title, intro, "".join(parts), fault=fault, done=done)

    def save_lines(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        """Keep the lines that differ from what stands there; an empty one goes back to what was measured."""
        spoken = as_language(given["language"])
        card = self._services.voices.card(person)
        if card is None or spoken not in card.habits:
            raise InputError("writing.card_option")
        habits = card.habits[spoken]

        def changed(edits: Edits) -> Edits:
            for key, line in LINES.items():
                value = form.get(key).strip()
                if key in form.words and value != line.shown(habits):
                    edits = edits.with_line(spoken, key, value)
            return edits

        self._services.voices.revise(person, changed)
        return "/my-voice?done=saved"

    def save_whole(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        angle = form.get("angle")
        if angle and angle not in ANGLES:
            raise InputError("writing.card_option")
        self._services.voices.revise(person, lambda edits: edits.with_never(form.get("never")).with_angle(angle))
        return "/my-voice?done=saved"

    def restore(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        self._services.voices.restore(person, form.whole("version"))
        return "/my-voice?done=restored"

    def interview(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        """Five questions for who has no posts: a story to measure, three choices, and words never used."""
        language = person.language
        inner = forms.area(
            "story",
            text("voice_card.ask.story", language),
            form.get("story"),
            hint=text("voice_card.ask.story_hint", language),
            rows=8,
        )
        for key in ASKED:
            options = [("", text("voice_card.not_said", language)), *_options(key, language)]
            inner += forms.choice(key, text(f"voice_card.ask.{key}", language), options, form.get(key))
        inner += forms.area("never", text("voice_card.ask.never", language), form.get("never"), rows=2)
        body = forms.form("/my-voice/interview", inner, text("voice_card.make", language))
        title, intro = text("voice_card.interview", language), text("voice_card.interview_intro", language)
        return forms.sheet(person, title, intro, body, fault=fault)

    def answer(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        chosen = {key: form.get(key) for key in ASKED if form.get(key)}
        self._services.voices.interview(person, form.get("story"), chosen, form.get("never"))
        return "/my-voice?done=made"

    @staticmethod
    def _lines(card: VoiceCard, spoken: Language, language: Language) -> str:
        habits = card.habits[spoken]
        own = card.edits.lines.get(spoken, {})
        inner = "".join(_field(key, habits, key in own, language) for key in LINES)
        heading = text(f"voice_page.in_{spoken}", language)
        sent = forms.form(f"/my-voice/lines/{spoken}", inner, text("voice_card.save", language))
        return f'<section class="card"><h2>{escape(heading)}</h2>{sent}</section>'

    def _versions(self, person: Person) -> str:
        language, zone = person.language, self._services.settings.zone
        found = self._services.voices.versions(person)
        rows = "".join(
            f"<li>{escape(text('voice_page.version', language, number=one.version))}, "
            f"{escape(shown(one.created_at, zone, language))} "
            f'<form method="post" action="/my-voice/restore"><input type="hidden" name="version" value="{one.version}">'
            f'<button class="small">{escape(text("voice_card.restore", language))}</button></form></li>'
            for one in found[1:]
        )
        heading = f'<h2 class="part">{escape(text("voice_card.versions", language))}</h2>'
        return f'{heading}<ul class="versions">{rows}</ul>' if rows else ""


def _options(key: str, language: Language) -> list[tuple[str, str]]:
    return [(one, text(f"voice_card.option.{one}", language)) for one in LINES[key].options]


def _field(key: str, habits: Habits, changed: bool, language: Language) -> str:
    label = text(f"voice_card.line.{key}", language)
    hint = text("voice_card.changed", language) if changed else ""
    value = LINES[key].shown(habits)
    if not LINES[key].options:
        return forms.line(key, label, value, hint=hint, maxlength=400)
    back = [("", text("voice_card.measured", language))] if changed else []
    return forms.choice(key, label, [*_options(key, language), *back], value, hint=hint)


def _whole(edits: Edits, language: Language) -> str:
    """What counts in every language: words never used, and the angle to start with."""
    angles = [("", text("voice_card.no_angle", language))]
    angles += [(one, text(f"conversation.reply.angle_{one}", language)) for one in ANGLES]
    inner = forms.area(
        "never",
        text("voice_card.never", language),
        ", ".join(edits.never),
        hint=text("voice_card.never_hint", language),
        rows=2,
    ) + forms.choice("angle", text("voice_card.angle", language), angles, edits.angle)
    heading = f"<h2>{escape(text('voice_card.everywhere', language))}</h2>"
    sent = forms.form("/my-voice/whole", inner, text("voice_card.save", language))
    return f'<section class="card">{heading}{sent}</section>'
