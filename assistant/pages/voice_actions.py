"""What the page "My voice" does, always for the person who asks and nobody else."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.bootstrap import Services
from assistant.errors import InputError
from assistant.pages import voice_view as view
from assistant.pages.uploads import taken
from assistant.people.person import Person
from assistant.texts import text
from assistant.writing.earlier_posts import Given, from_file, pasted

Updates = dict[str, Any]


class VoiceActions:
    def __init__(self, services: Services) -> None:
        self._services = services

    def load(self, person: Person) -> Updates:
        """The card and the posts behind it, as they are now; no post chosen."""
        posts = self._services.voices.kept(person)
        language, zone = person.language, self._services.settings.zone
        return {
            "card": view.card(self._services, person, len(posts)),
            "own_posts": gr.Column(visible=bool(posts)),
            "post": gr.Radio(choices=[(view.line(one, zone, language), one.id) for one in posts], value=None),
            "whole": gr.Markdown(visible=False),
            "remove": gr.Button(visible=False),
            "own_data": gr.Column(visible=bool(posts)),
            "download": view.download(language),
            "confirm": gr.Column(visible=False),
            "forget": gr.Button(visible=True),
        }

    def give(self, person: Person, written: str, file: str | None) -> Updates:
        """Learn from what was pasted and from the file, and say what was passed over."""
        found = [pasted(written or "")]
        if file:
            found.append(from_file(*taken(file)))
        given = Given(
            tuple(post for one in found for post in one.posts),
            sum(one.without_text for one in found),
            tuple(number for one in found for number in one.unreadable),
        )
        if not given.posts and not given.without_text and not given.unreadable:
            raise InputError("voice_page.nothing_given")
        added = self._services.voices.add(person, given.posts)
        told = gr.Markdown(view.given(given, added, person.language), visible=True)
        return {**self.load(person), "given": told, "pasted": "", "file": None}

    def show(self, person: Person, post_id: str) -> Updates:
        found = next((one for one in self._services.voices.kept(person) if one.id == post_id), None)
        if found is None:
            return self.load(person)
        return {"whole": gr.Markdown(view.whole(found), visible=True), "remove": gr.Button(visible=True)}

    def remove(self, person: Person, post_id: str) -> Updates:
        self._services.voices.remove(person, post_id or "")
        return self._done(person, "voice_page.removed")

    def ask_to_forget(self, person: Person) -> Updates:
        return {"confirm": gr.Column(visible=True), "forget": gr.Button(visible=False)}

    def keep(self, person: Person) -> Updates:
        return {"confirm": gr.Column(visible=False), "forget": gr.Button(visible=True)}

    def forget(self, person: Person) -> Updates:
        self._services.voices.forget(person)
        return {**self._done(person, "voice_page.forgotten"), "given": gr.Markdown(visible=False)}

    def _done(self, person: Person, key: str) -> Updates:
        gr.Info(text(key, person.language), title=text("pages.toast.done", person.language))
        return self.load(person)
