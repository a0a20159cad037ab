"""Step 2 on the Programme page: a short list of themes, each with what it serves, and facts from the library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import gradio as gr

from assistant.bootstrap import Services
from assistant.errors import InputError
from assistant.pages import programme_view as view
from assistant.pages.rules_actions import lines
from assistant.pages.screen import Screen
from assistant.people.person import Person
from assistant.programme.themes import Fact, Theme
from assistant.texts import LANGUAGES, Language
from assistant.web.labels import label

Updates = dict[str, Any]
LISTS = ("known_for", "words_use", "words_avoid", "angles", "hashtags")
FIELDS = ("t_title", "t_description", "t_goal", "t_for_whom", *(f"t_{name}" for name in LISTS), "t_facts")
FOUND = 6
_PLAIN: dict[str, Any] = {"container": False, "latex_delimiters": []}


def part(screen: Screen) -> None:
    screen.add(t_remarks=gr.Markdown(elem_id="theme-remarks", **_PLAIN))
    with gr.Row(elem_classes="panes"):
        with gr.Column(scale=4, min_width=300):
            new = gr.Button(label("programme_page.theme.new"), size="sm", elem_id="new-theme")
            screen.add(t_empty=gr.Markdown(elem_id="no-themes", **_PLAIN), t_new=new)
            theme = gr.Radio(
                label=label("programme_page.theme.list"), choices=[], elem_id="theme", elem_classes="stacked"
            )
            screen.add(t_theme=theme)
        with gr.Column(scale=7, min_width=320):
            fields: dict[str, Any] = {}
            fields["t_title"] = gr.Textbox(
                label=label("programme_page.theme.title"), elem_id="theme-title", max_length=120
            )
            fields["t_description"] = gr.Textbox(
                label=label("programme_page.theme.description"), elem_id="theme-description", lines=2, max_length=1000
            )
            fields["t_goal"] = gr.Dropdown(
                label=label("programme_page.theme.goal"), choices=[], elem_id="theme-goal", filterable=False
            )
            fields["t_for_whom"] = gr.Dropdown(
                label=label("programme_page.theme.for_whom"), choices=[], multiselect=True, elem_id="theme-for-whom"
            )
            for name, height in zip(LISTS, (3, 2, 2, 3, 1), strict=True):
                fields[f"t_{name}"] = gr.Textbox(
                    label=label(f"programme_page.theme.{name}"),
                    lines=height,
                    max_length=4000,
                    elem_id=f"theme-{name.replace('_', '-')}",
                )
            fields["t_facts"] = gr.CheckboxGroup(
                label=label("programme_page.theme.facts"), choices=[], visible=False, elem_id="theme-facts",
                elem_classes="stacked",
            )  # fmt: skip
            with gr.Row(elem_classes="tight"):
                question = gr.Textbox(
                    label=label("programme_page.theme.find"), elem_id="find-fact", max_length=300, scale=5
                )
                find = gr.Button(label("programme_page.theme.look"), elem_id="look-fact", scale=1, min_width=110)
            screen.add(t_no_facts=gr.Markdown(elem_id="no-facts", **_PLAIN), **fields, t_question=question, t_find=find)
            with gr.Row(elem_classes="tight"):
                save = gr.Button(label("programme_page.save"), variant="primary", elem_id="theme-save", min_width=110)
                remove = gr.Button(label("programme_page.remove"), elem_id="theme-remove", min_width=110, visible=False)
            with gr.Column(visible=False, elem_classes="notice") as sure:
                gr.Markdown(label("programme_page.theme.sure"), **_PLAIN)
                yes = gr.Button(label("programme_page.yes_remove"), size="sm", elem_id="yes-remove-theme")
            screen.add(t_save=save, t_remove=remove, t_sure=sure, t_yes=yes)


def wire(screen: Screen, shown: list[Any], services: Services) -> None:
    actions = ThemeActions(services)
    outputs = [name for name in screen.parts if name.startswith("t_")]

    def on(events: Any, handler: Any, inputs: tuple[str, ...] = ()) -> None:
        screen.on(events, handler, inputs, outputs)

    on(shown, actions.load, ("t_theme",))
    on(screen["t_theme"].input, actions.show, ("t_theme",))
    on(screen["t_new"].click, actions.new)
    on([screen["t_find"].click, screen["t_question"].submit], actions.find, ("t_question", "t_facts"))
    on(screen["t_save"].click, actions.save, ("t_theme", *FIELDS))
    on(screen["t_remove"].click, actions.ask)
    on(screen["t_yes"].click, actions.remove, ("t_theme",))


class ThemeActions:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._themes = services.themes

    def load(self, person: Person, chosen: str | None) -> Updates:
        themes, language = self._themes.list(), person.language
        ids = [theme.id for theme in themes]
        chosen = chosen if chosen in ids else (ids[0] if ids else None)
        return {
            **(self.show(person, chosen) if chosen else self.new(person)),
            "t_theme": gr.Radio(
                choices=[(theme.title[language], theme.id) for theme in themes], value=chosen, visible=bool(ids)
            ),
            "t_empty": "" if ids else view.empty("themes", language),
            "t_remarks": view.remarks(self._themes.remarks(person)),
        }

    def show(self, person: Person, theme_id: str | None) -> Updates:
        theme = self._themes.get(theme_id or "")
        return {**self._filled(person, theme), "t_remove": gr.Button(visible=True)}

    def new(self, person: Person) -> Updates:
        empty = Theme("", dict.fromkeys(LANGUAGES, ""), dict.fromkeys(LANGUAGES, ""))
        return {**self._filled(person, empty), "t_theme": gr.Radio(value=None), "t_remove": gr.Button(visible=False)}

    def find(self, person: Person, question: str, kept: list[str] | None) -> Updates:
        """Approved sentences of the library, next to those that were picked already."""
        if not (question or "").strip():
            raise InputError("programme_page.theme.nothing_asked")
        kept_facts = tuple(filter(None, (_read_fact(one) for one in kept or [])))
        told = self._themes.facts(person, Theme("", {}, {}, facts=kept_facts))
        choices = [(view.fact(one.text, one.title), _fact_id(one.at)) for one in told]
        values = [value for _, value in choices]
        hits = self._services.library.search(person, question, limit=FOUND)
        for hit in hits:
            fact = Fact(hit.passage_id, hit.quote_start, hit.quote_end)
            if _fact_id(fact) not in values and hit.quote.strip():
                choices.append((view.fact(hit.quote, hit.title), _fact_id(fact)))
        nothing = "" if len(choices) > len(values) else view.calm("programme_page.theme.not_found", person.language)
        return {
            "t_facts": gr.CheckboxGroup(choices=choices, value=values, visible=bool(choices)),
            "t_no_facts": nothing,
        }

    def save(self, person: Person, theme_id: str | None, *values: Any) -> Updates:
        given = dict(zip(FIELDS, values, strict=True))
        empty = Theme("", dict.fromkeys(LANGUAGES, ""), dict.fromkeys(LANGUAGES, ""))
        before = self._themes.get(theme_id) if theme_id else empty
        facts = filter(None, (_read_fact(one) for one in given["t_facts"] or []))
        lists = {name: tuple(lines(given[f"t_{name}"] or "")) for name in LISTS}
        theme = replace(
            before,
            title=_spoken(before.title, given["t_title"], person),
            description=_spoken(before.description, given["t_description"], person),
            goal=given["t_goal"] or "",
            for_whom=tuple(given["t_for_whom"] or ()),
            facts=tuple(facts),
            known_for=lists["known_for"],
            words_use=lists["words_use"],
            words_avoid=lists["words_avoid"],
            angles=lists["angles"],
            hashtags=lists["hashtags"],
        )
        saved = self._themes.save(person, theme)
        view.done("programme_page.theme.saved", person.language)
        return self.load(person, saved.id)

    def ask(self, person: Person) -> Updates:
        return {"t_sure": gr.Column(visible=True)}

    def remove(self, person: Person, theme_id: str | None) -> Updates:
        self._themes.remove(person, theme_id or "")
        return self.load(person, None)

    def _filled(self, person: Person, theme: Theme) -> Updates:
        language, programme = person.language, self._services.programme
        goals = [goal for goal in programme.goals.list(person) if goal.closed_on is None]
        audiences = programme.audiences.list(person)
        facts = [(view.fact(one.text, one.title), _fact_id(one.at)) for one in self._themes.facts(person, theme)]
        lost = len(theme.facts) - len(facts)
        return {
            "t_title": theme.title.get(language, ""),
            "t_description": theme.description.get(language, ""),
            "t_goal": gr.Dropdown(
                choices=[(goal.what[:90], goal.id) for goal in goals],
                value=theme.goal if theme.goal in {goal.id for goal in goals} else None,
            ),
            "t_for_whom": gr.Dropdown(
                choices=[(one.name, one.id) for one in audiences],
                value=[one.id for one in audiences if one.id in theme.for_whom],
            ),
            **{f"t_{name}": "\n".join(getattr(theme, name)) for name in LISTS},
            "t_facts": gr.CheckboxGroup(choices=facts, value=[value for _, value in facts], visible=bool(facts)),
            "t_no_facts": view.calm("programme_page.theme.lost", language, count=lost) if lost else "",
            "t_question": "",
            "t_sure": gr.Column(visible=False),
        }


def _spoken(before: Mapping[Language, str], given: str | None, person: Person) -> dict[Language, str]:
    """What was written in the reader's language; it also stands in for the languages that say nothing yet."""
    words = (given or "").strip()
    return {code: words if code == person.language else (before.get(code) or words) for code in LANGUAGES}


def _fact_id(fact: Fact) -> str:
    return f"{fact.passage_id}:{fact.start}:{fact.end}"


def _read_fact(value: str) -> Fact | None:
    passage, _, span = str(value).partition(":")
    start, _, end = span.partition(":")
    return Fact(passage, int(start), int(end)) if start.isdigit() and end.isdigit() else None
