"""The Programme page: the seven steps at a glance, and the first four: goals, themes, people, the outside."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.bootstrap import Services
from assistant.pages import programme_audiences, programme_goals, programme_people, programme_themes, programme_view
from assistant.pages.screen import Screen
from assistant.people.person import Person
from assistant.web.labels import label

_PLAIN: dict[str, Any] = {"container": False, "latex_delimiters": []}


def build(services: Services) -> gr.Blocks:
    screen = Screen("programme.manage")
    with gr.Blocks(title="Boegbeeld", analytics_enabled=False, delete_cache=(3600, 3600), fill_width=True) as page:
        with gr.Tabs(elem_id="steps"):
            with gr.Tab(label("programme_page.tab_overview"), id="overview") as overview:
                screen.add(tiles=gr.Markdown(elem_id="tiles", **_PLAIN))
            with gr.Tab(label("programme_page.tab_goals"), id="goals") as goals:
                programme_goals.part(screen)
            with gr.Tab(label("programme_page.tab_themes"), id="themes") as themes:
                programme_themes.part(screen)
            with gr.Tab(label("programme_page.tab_people"), id="people") as people:
                programme_people.part(screen)
            with gr.Tab(label("programme_page.tab_audiences"), id="audiences") as audiences:
                programme_audiences.part(screen)

        def tiles(person: Person) -> dict[str, Any]:
            return {"tiles": programme_view.tiles(services.programme.tiles.list(person), person.language)}

        screen.on([page.load, overview.select], tiles, outputs=["tiles"])
        programme_goals.wire(screen, [page.load, goals.select], services)
        programme_themes.wire(screen, [page.load, themes.select], services)
        programme_people.wire(screen, [page.load, people.select], services)
        programme_audiences.wire(screen, [page.load, audiences.select], services)
    return page  # type: ignore[no-any-return]  # gradio has no types here
