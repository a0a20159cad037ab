"""What else is done with a document: who used it, what it replaces, and the embargo that is made of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any

import gradio as gr

from assistant.bootstrap import Services
from assistant.errors import InputError
from assistant.people.person import Person
from assistant.texts import text
from assistant.web.moments import shown
from knowledge.sentences import sentence_spans

Updates = dict[str, Any]
SENTENCES = 4


class KeepingActions:
    """`done` tells that it is done and shows the documents anew."""

    def __init__(self, services: Services, done: Callable[[Person, str, str], Updates]) -> None:
        self._services, self._done = services, done

    def withdraw(self, person: Person, document_id: str) -> Updates:
        """Out of every answer at once; says which open posts draw from it."""
        used = self._used(person, document_id)
        self._services.library.withdraw(person, document_id)
        return {**self._done(person, document_id, "knowledge.withdrawn"), "used": used}

    def replace(self, person: Person, document_id: str, old_id: str | None) -> Updates:
        if not old_id:
            raise InputError("knowledge.choose_replaced")
        used = self._used(person, old_id)
        self._services.library.replace(person, document_id, old_id)
        return {**self._done(person, document_id, "knowledge.replaced"), "used": used}

    def propose(self, person: Person, document_id: str) -> Updates:
        """Figures, dates and names of the text, a line each, to be changed before anything is kept."""
        found = self._services.library.propose_facts(person, document_id)
        if not found:
            raise InputError("knowledge.nothing_proposed")
        return {"facts_text": "\n".join(found)}

    def protect(self, person: Person, document_id: str, facts: str) -> Updates:
        """An embargo with these facts, until the moment the document says; the document belongs to it."""
        from assistant.checking.embargo.record import EmbargoRecord
        from assistant.clock import Window

        library = self._services.library
        document = library.show(person, document_id)
        info = document.info
        if info.embargo_id is not None:
            raise InputError("knowledge.has_embargo")
        lines = tuple(line.strip() for line in facts.splitlines() if line.strip())
        if not lines:
            raise InputError("knowledge.no_facts")
        spans = sentence_spans(document.text)[:SENTENCES]
        name = re.sub(r"[^a-z0-9]+", "-", info.title.lower()).strip("-")[:60]
        record = self._services.embargoes.save(
            person,
            EmbargoRecord(
                id=f"{name or 'document'}-{document_id[:6]}",
                version=0,
                title=info.title,
                statement=" ".join(document.text[start:end] for start, end in spans),
                language=info.language,
                window=Window(None, info.embargo_until),
                facts=lines,
                zone=self._services.settings.zone,
            ),
        )
        library.describe(person, document_id, embargo_id=record.id)
        return {**self._done(person, document_id, "knowledge.protected"), "facts_text": ""}

    def others(self, person: Person, document_id: str) -> Any:
        """The documents that this one may replace."""
        choices = [
            (info.title, info.id)
            for info in self._services.library.list(person, status="approved")
            if info.id != document_id
        ]
        return gr.Dropdown(choices=choices, value=None)

    def _used(self, person: Person, document_id: str) -> str:
        language, zone = person.language, self._services.settings.zone
        uses = self._services.library.uses(person, document_id)
        lines = [
            text("knowledge.used_by", language, author=one.author, at=shown(one.at, zone, language))
            for one in uses.handed_in
        ]
        if uses.drafts:
            lines.append(text("knowledge.used_in_drafts", language, count=uses.drafts))
        if not lines:
            return text("knowledge.used_nowhere", language)
        rows = "".join(f"<li>{escape(line)}</li>" for line in lines)
        return f"<p>{escape(text('knowledge.used', language))}</p><ul>{rows}</ul>"
