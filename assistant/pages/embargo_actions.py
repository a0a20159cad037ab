"""What the Rules page does with embargoes: show, save and lift; a time that can mean two things is asked about."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import datetime
from typing import Any

import gradio as gr

from assistant.bootstrap import Services
from assistant.checking.embargo.record import EmbargoRecord
from assistant.checking.embargoes import EmbargoInfo
from assistant.clock import Window
from assistant.errors import InputError
from assistant.pages.rules_actions import lines
from assistant.people.person import OPERATOR, Person
from assistant.texts import text
from assistant.web.moments import read, written

Updates = dict[str, Any]
EMBARGO_FIELDS = (
    "e_title", "statement", "facts", "terms", "lang", "starts", "which_from", "until", "which_until", "contact",
    "knowers", "secret", "market",
)  # fmt: skip


class EmbargoActions:
    def __init__(self, services: Services) -> None:
        self._services = services

    def load(self, person: Person) -> Updates:
        return self.listed(person, None)

    def listed(self, person: Person, chosen: str | None) -> Updates:
        infos = self._services.embargoes.list(person)
        now = self._services.clock.now()
        choices = [
            (f"{info.record.title} · {text(f'rules_page.state_{_state(info, now)}', person.language)}", info.record.id)
            for info in infos
        ]
        ids = [info.record.id for info in infos]
        chosen = chosen if chosen in ids else (ids[0] if ids else None)
        shown = self.show(person, chosen) if chosen is not None else self.new(person)
        return {**shown, "embargo": gr.Radio(choices=choices, value=chosen)}

    def show(self, person: Person, embargo_id: str) -> Updates:
        record = self._services.embargoes.get(person, embargo_id)
        info = next(one for one in self._services.embargoes.list(person) if one.record.id == embargo_id)
        zone = self._services.settings.zone
        return {
            "e_title": record.title,
            "statement": record.statement,
            "facts": "\n".join(record.facts),
            "terms": "\n".join(record.terms),
            "lang": record.language,
            "starts": written(record.window.start, zone),
            "until": written(record.window.end, zone),
            "which_from": gr.Radio(value="asked", visible=False),
            "which_until": gr.Radio(value="asked", visible=False),
            "contact": record.contact,
            "knowers": self._people(record.knowers),
            "secret": record.existence_secret,
            "market": record.market_sensitive,
            "lift": gr.Button(visible=info.cancelled_at is None),
        }

    def new(self, person: Person) -> Updates:
        return {
            **dict.fromkeys(("e_title", "statement", "facts", "terms", "starts", "until", "contact"), ""),
            "embargo": gr.Radio(value=None),
            "lang": person.language,
            "which_from": gr.Radio(value="asked", visible=False),
            "which_until": gr.Radio(value="asked", visible=False),
            "knowers": self._people(()),
            "secret": False,
            "market": False,
            "lift": gr.Button(visible=False),
        }

    def save(self, person: Person, chosen: str | None, *values: Any) -> Updates:
        given = dict(zip(EMBARGO_FIELDS, values, strict=True))
        before = self._services.embargoes.get(person, chosen) if chosen else None
        old = before.window if before is not None else Window()
        asked: Updates = {}
        moments: dict[str, datetime | None] = {}
        for name, which, was in (("starts", "which_from", old.start), ("until", "which_until", old.end)):
            try:
                moments[name] = self._moment(given[name], given[which], was)
            except InputError as problem:
                if problem.key != "pages.moment.which":
                    raise
                gr.Warning(problem.text(person.language), title=text("pages.toast.notice", person.language))
                asked[which] = gr.Radio(visible=True)
        if asked:
            return asked
        record = EmbargoRecord(
            id=chosen or self._new_id(person, given["e_title"]),
            version=0,
            title=given["e_title"].strip(),
            statement=given["statement"].strip(),
            language=given["lang"],
            window=Window(moments["starts"], moments["until"]),
            facts=tuple(lines(given["facts"])),
            terms=tuple(lines(given["terms"])),
            zone=self._services.settings.zone,
            contact=given["contact"].strip(),
            knowers=tuple(given["knowers"] or ()),
            existence_secret=bool(given["secret"]),
            market_sensitive=bool(given["market"]),
        )
        if before is not None:
            record = replace(record, zone=before.zone)
        saved = self._services.embargoes.save(person, record)
        gr.Info(text("rules_page.saved", person.language), title=text("pages.toast.done", person.language))
        return self.listed(person, saved.id)

    def lift(self, person: Person, chosen: str | None) -> Updates:
        self._services.embargoes.cancel(person, chosen or "")
        gr.Info(text("rules_page.cancelled", person.language), title=text("pages.toast.done", person.language))
        return self.listed(person, chosen)

    def _moment(self, value: str, part: str, before: datetime | None) -> datetime | None:
        """What the field says; one that was not touched stays exact."""
        zone = self._services.settings.zone
        return before if value.strip() == written(before, zone) else read(value, zone, part)

    def _people(self, known: tuple[str, ...]) -> Any:
        accounts = self._services.accounts.list(OPERATOR)
        choices = [(one.display_name, one.name) for one in accounts if one.disabled_at is None]
        names = {name for _, name in choices}
        choices += [(name, name) for name in known if name not in names]
        return gr.Dropdown(choices=choices, value=list(known))

    def _new_id(self, person: Person, title: str) -> str:
        plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
        wanted = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "embargo"
        taken = {info.record.id for info in self._services.embargoes.list(person)}
        numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
        return wanted if wanted not in taken else next(name for name in numbered if name not in taken)


def _state(info: EmbargoInfo, now: datetime) -> str:
    window = info.record.window
    if info.cancelled_at is not None:
        return "cancelled"
    if now in window:
        return "live"
    return "future" if window.start is not None and now < window.start else "past"
