"""What the Write page tells an author of their posts when something changed without them."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.bootstrap import Services
from assistant.people.person import Person
from assistant.texts import text
from assistant.web.html import inert
from assistant.web.moments import shown

NOTICES = 3
"""As many as stand on the page at once; the next comes when one is read."""
Updates = dict[str, Any]


class NoticeActions:
    def __init__(self, services: Services) -> None:
        self._services = services

    def load(self, person: Person) -> Updates:
        """The newest that were not read, each with its own button."""
        notices = self._services.notices.mine(person, unread=True, limit=NOTICES)
        waiting = self._services.notices.unread(person) - len(notices)
        title = text("write.notices", person.language)
        if waiting > 0:
            title += f" · {text('write.more_notices', person.language, count=waiting)}"
        updates: Updates = {
            "notices": gr.Column(visible=bool(notices)),
            "notices_title": f"<strong>{inert(title)}</strong>",
            "notice_ids": [notice.id for notice in notices],
        }
        for place in range(NOTICES):
            there = place < len(notices)
            updates[f"notice{place}"] = gr.Row(visible=there)
            words = ""
            if there:
                when = shown(notices[place].created_at, self._services.settings.zone, person.language)
                words = f"<p>{inert(notices[place].text)}<br><small>{inert(when)}</small></p>"
            updates[f"notice_text{place}"] = words
        return updates

    def read(self, place: int) -> Any:
        """A handler for the button beside one of them."""

        def seen(person: Person, ids: list[str]) -> Updates:
            if place < len(ids):
                self._services.notices.read(person, ids[place])
            return self.load(person)

        return seen
