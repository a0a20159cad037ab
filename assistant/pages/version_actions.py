"""The versions of a draft on the Write page: look back, see what changed, put one back, undo."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.bootstrap import Services
from assistant.errors import InputError, NotFound
from assistant.pages.review_view import difference
from assistant.pages.write_actions import Updates, Where, WriteActions, post_of
from assistant.people.person import Person
from assistant.texts import text
from assistant.web.html import inert
from assistant.web.moments import shown
from assistant.writing.posts import DraftInfo

BACK_TO = "version "
"""Stands in the `prompt` of a draft that was put back, with the number it came from."""


class VersionActions:
    def __init__(self, services: Services, write: WriteActions) -> None:
        self._services = services
        self._write = write

    def choices(self, person: Person, where: Where) -> Updates:
        """All versions, newest first."""
        language = person.language
        choices = [(self._line(one, person), one.number) for one in reversed(self._drafts(person, where))]
        label = text("write.versions" if choices else "write.no_versions", language)
        return {"version": gr.Dropdown(choices=choices, value=None, label=label), "version_diff": _hidden()}

    def show(self, person: Person, where: Where, number: int | None) -> Updates:
        """What changed between that version and the text as it stands."""
        drafts = self._drafts(person, where)
        chosen = self._numbered(drafts, number)
        words = difference(chosen.text, drafts[-1].text)
        return {"version_diff": gr.Markdown(f'<div class="marked diff">{words}</div>', visible=True)}

    def restore(self, person: Person, where: Where, draft: str, number: int | None) -> Updates:
        self._write.edit(person, where, draft)
        return self._put_back(person, where, self._numbered(self._drafts(person, where), number))

    def undo(self, person: Person, where: Where, draft: str) -> Updates:
        """The version before the one that stands; once more goes one further back."""
        self._write.edit(person, where, draft)
        drafts = self._drafts(person, where)
        at = drafts[-1].number if drafts else 0
        if drafts and drafts[-1].prompt.startswith(BACK_TO):
            at = int(drafts[-1].prompt.removeprefix(BACK_TO))
        before = [one for one in drafts if one.number < at]
        if not before:
            raise InputError("write.nothing_to_undo")
        return self._put_back(person, where, before[-1])

    def _put_back(self, person: Person, where: Where, chosen: DraftInfo) -> Updates:
        prompt = f"{BACK_TO}{chosen.number}"
        self._services.posts.save_draft(
            person, chosen.post_id, chosen.text, "edit", chosen.sources, force=True, prompt=prompt
        )
        gr.Info(
            text("write.put_back", person.language, number=chosen.number),
            title=text("pages.toast.done", person.language),
        )
        return {**self._write.load_other(person, where), **self.choices(person, where)}

    def _drafts(self, person: Person, where: Where) -> list[DraftInfo]:
        return list(self._services.posts.drafts(person, post_of(where))) if where.get("post") else []

    @staticmethod
    def _numbered(drafts: list[DraftInfo], number: int | None) -> DraftInfo:
        chosen = next((one for one in drafts if one.number == number), None)
        if chosen is None:
            raise NotFound("posts.not_found")
        return chosen

    def _line(self, one: DraftInfo, person: Person) -> str:
        made = text(f"write.origin.{one.origin}", person.language)
        return f"{one.number} · {made} · {shown(one.created_at, self._services.settings.zone, person.language)}"


def _hidden() -> Any:
    return gr.Markdown(inert(""), visible=False)
