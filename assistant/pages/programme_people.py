"""Step 3 on the Programme page: who joined, whom to think of and how to ask, what colleagues use, and their remarks."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.bootstrap import Services
from assistant.errors import InputError
from assistant.pages import programme_view as view
from assistant.pages.programme_audiences import table
from assistant.pages.screen import Screen
from assistant.pages.uploads import taken
from assistant.people.person import Person
from assistant.programme.finder import KINDS, LONGEST_NOTE
from assistant.texts import text
from assistant.web.labels import label

Updates = dict[str, Any]
_PLAIN: dict[str, Any] = {"container": False, "latex_delimiters": []}


def part(screen: Screen) -> None:
    with gr.Row(elem_classes="panes"):
        with gr.Column(scale=6, min_width=320):
            screen.add(p_joined=gr.Markdown(elem_id="joined", **_PLAIN))
            screen.add(p_inventory=gr.Markdown(elem_id="inventory", **_PLAIN))
            table(screen, "p")
            _remarks(screen)
        with gr.Column(scale=6, min_width=320):
            _finder(screen)


def _finder(screen: Screen) -> None:
    screen.add(p_guide=gr.Markdown(elem_id="finder-guide", **_PLAIN))
    who = gr.Dropdown(label=label("programme_page.finder.who"), choices=[], elem_id="finder-who")
    kind = gr.Radio(
        label=label("programme_page.finder.kind"),
        choices=[(label(f"programme_page.finder.{name}"), name) for name in KINDS],
        elem_id="finder-kind",
        elem_classes="stacked",
    )
    note = gr.Textbox(
        label=label("programme_page.finder.note"),
        info=label("programme_page.finder.note_info"),
        lines=2,
        max_length=LONGEST_NOTE,
        elem_id="finder-note",
    )
    keep = gr.Button(label("programme_page.finder.keep"), elem_id="finder-keep")
    screen.add(p_who=who, p_kind=kind, p_note=note, p_keep=keep)
    candidate = gr.Radio(
        label=label("programme_page.finder.list"),
        choices=[],
        elem_id="candidate",
        elem_classes="stacked",
        visible=False,
    )
    with gr.Column(visible=False, elem_id="invitation-part") as part:
        words = gr.Textbox(
            label=label("programme_page.finder.invitation"),
            info=label("programme_page.finder.invitation_info"),
            lines=12,
            max_length=4000,
            elem_id="invitation",
            buttons=["copy"],
        )
        with gr.Row(elem_classes="tight"):
            sent = gr.Button(label("programme_page.finder.sent"), variant="primary", elem_id="sent", min_width=110)
            drop = gr.Button(label("programme_page.finder.drop"), elem_id="drop", min_width=110)
    screen.add(p_candidate=candidate, p_part=part, p_words=words, p_sent=sent, p_drop=drop)


def _remarks(screen: Screen) -> None:
    with gr.Accordion(label("programme_page.remarks.title"), open=False, elem_id="agreement-remarks"):
        empty = gr.Markdown(elem_id="no-remarks", **_PLAIN)
        remark = gr.Radio(
            label=label("programme_page.remarks.list"),
            choices=[],
            elem_id="remark",
            elem_classes="stacked",
            visible=False,
        )
        answer = gr.Textbox(
            label=label("programme_page.remarks.answer"), lines=3, max_length=2000, elem_id="answer", visible=False
        )
        give = gr.Button(label("programme_page.remarks.give"), elem_id="give-answer", visible=False)
    screen.add(p_no_remarks=empty, p_remark=remark, p_answer=answer, p_give=give)


def wire(screen: Screen, shown: list[Any], services: Services) -> None:
    actions = PeopleActions(services)
    outputs = [name for name in screen.parts if name.startswith("p_")]

    def on(events: Any, handler: Any, inputs: tuple[str, ...] = ()) -> None:
        screen.on(events, handler, inputs, outputs)

    on(shown, actions.load, ("p_candidate",))
    on(screen["p_keep"].click, actions.think_of, ("p_who", "p_kind", "p_note"))
    on(screen["p_candidate"].input, actions.show, ("p_candidate",))
    on(screen["p_sent"].click, actions.sent, ("p_candidate",))
    on(screen["p_drop"].click, actions.drop, ("p_candidate",))
    on(screen["p_remark"].input, actions.remark, ("p_remark",))
    on(screen["p_give"].click, actions.answer, ("p_remark", "p_answer"))
    on(screen["p_file"].upload, actions.look, ("p_file",))
    on(screen["p_confirm"].click, actions.confirm, ("p_data",))
    on(screen["p_cancel"].click, actions.cancel)


class PeopleActions:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._finder = services.programme.finder

    def load(self, person: Person, chosen: str | None) -> Updates:
        programme, language = self._services.programme, person.language
        candidates = self._finder.list(person)
        names = [one.who.name for one in candidates]
        chosen = chosen if chosen in names else None
        themes = {theme.id: theme.title[language] for theme in self._services.themes.list()}
        remarks = programme.agreements.remarks(person)
        zone = self._services.settings.zone
        return {
            "p_joined": view.ambassadors(programme.ambassadors.list(person), themes, zone, language),
            "p_inventory": view.inventory(
                programme.inventory.overview(person), programme.inventory.named(person), language
            ),
            "p_guide": view.finder_guide(language),
            "p_out": view.download("/programme-people.csv", language),
            "p_who": gr.Dropdown(
                choices=[(view.colleague(one), one.name) for one in self._finder.colleagues(person)], value=None
            ),
            "p_kind": gr.Radio(value=None),
            "p_note": "",
            "p_candidate": gr.Radio(
                choices=[(view.candidate(one, zone, language), one.who.name) for one in candidates],
                value=chosen,
                visible=bool(names),
            ),
            **self.show(person, chosen),
            "p_no_remarks": "" if remarks else view.calm("programme_page.remarks.none", language),
            "p_remark": gr.Radio(
                choices=[(view.remark(one, language), one.id) for one in remarks], value=None, visible=bool(remarks)
            ),
            "p_answer": gr.Textbox(value="", visible=False),
            "p_give": gr.Button(visible=False),
        }

    def think_of(self, person: Person, name: str | None, kind: str | None, note: str | None) -> Updates:
        if not name or not kind:
            raise InputError("programme_page.finder.choose")
        candidate = self._finder.think_of(person, name, kind, note or "")
        return self.load(person, candidate.who.name)

    def show(self, person: Person, name: str | None) -> Updates:
        """A note to this one colleague, to be changed and sent by the officer's own hand."""
        if not name:
            return {"p_part": gr.Column(visible=False), "p_words": ""}
        settings = self._services.settings
        address = f"{settings.public_url.rstrip('/')}/ambassador" if settings.public_url else "/ambassador"
        return {
            "p_part": gr.Column(visible=True),
            "p_words": self._finder.invitation(person, name, address),
        }

    def sent(self, person: Person, name: str | None) -> Updates:
        self._finder.invited(person, name or "")
        view.done("programme_page.finder.noted", person.language)
        return self.load(person, None)

    def drop(self, person: Person, name: str | None) -> Updates:
        self._finder.drop(person, name or "")
        return self.load(person, None)

    def remark(self, person: Person, remark_id: str | None) -> Updates:
        chosen = next((one for one in self._services.programme.agreements.remarks(person) if one.id == remark_id), None)
        if chosen is None:
            return {"p_answer": gr.Textbox(visible=False), "p_give": gr.Button(visible=False)}
        return {"p_answer": gr.Textbox(value=chosen.answer, visible=True), "p_give": gr.Button(visible=True)}

    def answer(self, person: Person, remark_id: str | None, words: str | None) -> Updates:
        self._services.programme.agreements.answer(person, remark_id or "", words or "")
        gr.Info(
            text("programme_page.remarks.answered", person.language), title=text("pages.toast.done", person.language)
        )
        return self.load(person, None)

    def look(self, person: Person, file: str | None) -> Updates:
        """What is in the file, line by line. Nothing is changed yet."""
        data = taken(file)[1] if file else b""
        rows = self._services.programme.people_table.look(person, data)
        return {**view.table_seen("p", rows, person.language), "p_data": data, "p_file": None}

    def confirm(self, person: Person, data: bytes | None) -> Updates:
        if not data:
            raise InputError("programme.table_empty")
        rows = self._services.programme.people_table.load(person, data)
        return {**self.load(person, None), **view.table_done("p", rows, person.language)}

    def cancel(self, person: Person) -> Updates:
        return view.table_gone("p")
