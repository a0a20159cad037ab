"""Step 4 on the Programme page: whom we want to reach, the map of where they are, and the list as a file."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.bootstrap import Services
from assistant.errors import InputError
from assistant.pages import programme_view as view
from assistant.pages.rules_actions import lines
from assistant.pages.screen import Screen
from assistant.pages.uploads import taken
from assistant.people.person import Person
from assistant.programme.audiences import Audience
from assistant.web.labels import label

Updates = dict[str, Any]
FIELDS = ("a_name", "a_description", "a_channels", "a_voices", "a_moments", "a_themes", "a_near")
_PLAIN: dict[str, Any] = {"container": False, "latex_delimiters": []}


def part(screen: Screen) -> None:
    screen.add(a_map=gr.Markdown(elem_id="map", **_PLAIN))
    with gr.Row(elem_classes="panes"):
        with gr.Column(scale=4, min_width=300):
            new = gr.Button(label("programme_page.audience.new"), size="sm", elem_id="new-audience")
            screen.add(a_empty=gr.Markdown(elem_id="no-audiences", **_PLAIN), a_new=new)
            screen.add(
                a_audience=gr.Radio(
                    label=label("programme_page.audience.list"),
                    choices=[],
                    elem_id="audience-list",
                    elem_classes="stacked",
                )
            )
            table(screen, "a")
        with gr.Column(scale=7, min_width=320):
            fields: dict[str, Any] = {}
            for name, height in (("name", 1), ("description", 2), ("channels", 3), ("voices", 3), ("moments", 3)):
                fields[f"a_{name}"] = gr.Textbox(
                    label=label(f"programme_page.audience.{name}"),
                    lines=height,
                    elem_id=f"audience-{name}",
                    max_length=3000,
                )
            for name in ("themes", "near"):
                fields[f"a_{name}"] = gr.Dropdown(
                    label=label(f"programme_page.audience.{name}"),
                    choices=[],
                    multiselect=True,
                    elem_id=f"audience-{name}",
                )
            with gr.Row(elem_classes="tight"):
                save = gr.Button(
                    label("programme_page.save"), variant="primary", elem_id="audience-save", min_width=110
                )
                remove = gr.Button(
                    label("programme_page.remove"), elem_id="audience-remove", min_width=110, visible=False
                )
            with gr.Column(visible=False, elem_classes="notice") as sure:
                gr.Markdown(label("programme_page.audience.sure"), **_PLAIN)
                yes = gr.Button(label("programme_page.yes_remove"), size="sm", elem_id="yes-remove-audience")
            screen.add(**fields, a_save=save, a_remove=remove, a_sure=sure, a_yes=yes)


def table(screen: Screen, letter: str) -> None:
    """A list as a file: out, and in after a look. What was read is kept on the server until it is confirmed."""
    with gr.Accordion(label("programme_page.table.title"), open=False, elem_id=f"{letter}-table"):
        out = gr.Markdown(elem_id=f"{letter}-out", **_PLAIN)
        file = gr.File(
            label=label("programme_page.table.file"), file_types=[".csv"], elem_id=f"{letter}-file", height=130
        )
        seen = gr.Markdown(elem_id=f"{letter}-seen", **_PLAIN)
        with gr.Row(elem_classes="tight"):
            confirm = gr.Button(
                label("programme_page.table.confirm"), variant="primary", visible=False, elem_id=f"{letter}-confirm"
            )
            cancel = gr.Button(label("programme_page.table.cancel"), visible=False, elem_id=f"{letter}-cancel")
    parts = {"out": out, "file": file, "seen": seen, "confirm": confirm, "cancel": cancel, "data": gr.State(b"")}
    screen.add(**{f"{letter}_{name}": component for name, component in parts.items()})


def wire(screen: Screen, shown: list[Any], services: Services) -> None:
    actions = AudienceActions(services)
    outputs = [name for name in screen.parts if name.startswith("a_")]

    def on(events: Any, handler: Any, inputs: tuple[str, ...] = ()) -> None:
        screen.on(events, handler, inputs, outputs)

    on(shown, actions.load, ("a_audience",))
    on(screen["a_audience"].input, actions.show, ("a_audience",))
    on(screen["a_new"].click, actions.new)
    on(screen["a_save"].click, actions.save, ("a_audience", *FIELDS))
    on(screen["a_remove"].click, actions.ask)
    on(screen["a_yes"].click, actions.remove, ("a_audience",))
    on(screen["a_file"].upload, actions.look, ("a_file",))
    on(screen["a_confirm"].click, actions.confirm, ("a_data",))
    on(screen["a_cancel"].click, actions.cancel)


class AudienceActions:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._audiences = services.programme.audiences

    def load(self, person: Person, chosen: str | None) -> Updates:
        audiences, language = self._audiences.list(person), person.language
        ids = [one.id for one in audiences]
        chosen = chosen if chosen in ids else (ids[0] if ids else None)
        return {
            **(self.show(person, chosen) if chosen else self.new(person)),
            "a_audience": gr.Radio(
                choices=[(view.audience_line(one), one.id) for one in audiences], value=chosen, visible=bool(ids)
            ),
            "a_empty": "" if ids else view.empty("audiences", language),
            "a_map": view.audience_map(self._audiences.map(person), language) if ids else "",
            "a_out": view.download("/programme-audiences.csv", language),
        }

    def show(self, person: Person, audience_id: str | None) -> Updates:
        return {
            **self._filled(person, self._audiences.get(person, audience_id or "")),
            "a_remove": gr.Button(visible=True),
        }

    def new(self, person: Person) -> Updates:
        return {
            **self._filled(person, Audience("", "")),
            "a_audience": gr.Radio(value=None),
            "a_remove": gr.Button(visible=False),
        }

    def save(self, person: Person, audience_id: str | None, *values: Any) -> Updates:
        given = dict(zip(FIELDS, values, strict=True))
        joined = {one.who.account_id: one.who for one in self._services.programme.ambassadors.list(person)}
        audience = Audience(
            audience_id or "",
            given["a_name"] or "",
            given["a_description"] or "",
            tuple(lines(given["a_channels"] or "")),
            tuple(lines(given["a_voices"] or "")),
            tuple(lines(given["a_moments"] or "")),
            tuple(given["a_themes"] or ()),
            tuple(joined[one] for one in given["a_near"] or () if one in joined),
        )
        saved = self._audiences.save(person, audience)
        view.done("programme_page.audience.saved", person.language)
        return self.load(person, saved.id)

    def ask(self, person: Person) -> Updates:
        return {"a_sure": gr.Column(visible=True)}

    def remove(self, person: Person, audience_id: str | None) -> Updates:
        self._audiences.remove(person, audience_id or "")
        return self.load(person, None)

    def look(self, person: Person, file: str | None) -> Updates:
        """What is in the file, line by line. Nothing is changed yet."""
        data = taken(file)[1] if file else b""
        rows = self._services.programme.audience_table.look(person, data)
        return {**view.table_seen("a", rows, person.language), "a_data": data, "a_file": None}

    def confirm(self, person: Person, data: bytes | None) -> Updates:
        if not data:
            raise InputError("programme.table_empty")
        rows = self._services.programme.audience_table.load(person, data)
        return {**self.load(person, None), **view.table_done("a", rows, person.language)}

    def cancel(self, person: Person) -> Updates:
        return view.table_gone("a")

    def _filled(self, person: Person, audience: Audience) -> Updates:
        language = person.language
        themes = self._services.themes.list()
        joined = self._services.programme.ambassadors.list(person)
        return {
            "a_name": audience.name,
            "a_description": audience.description,
            "a_channels": "\n".join(audience.channels),
            "a_voices": "\n".join(audience.voices),
            "a_moments": "\n".join(audience.moments),
            "a_themes": gr.Dropdown(
                choices=[(theme.title[language], theme.id) for theme in themes],
                value=[theme.id for theme in themes if theme.id in audience.themes],
            ),
            "a_near": gr.Dropdown(
                choices=[(one.who.display_name, one.who.account_id) for one in joined],
                value=[one.account_id for one in audience.near],
            ),
            "a_sure": gr.Column(visible=False),
        }
