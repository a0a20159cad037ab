"""The page "My voice": give earlier posts, see what was learned from them, take it along, or have it forgotten."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.bootstrap import Services
from assistant.pages.screen import Screen
from assistant.pages.voice_actions import VoiceActions
from assistant.web.labels import label
from assistant.writing.earlier_posts import FILE_TYPES

_PLAIN: dict[str, Any] = {"container": False, "latex_delimiters": []}


def build(services: Services) -> gr.Blocks:
    actions, screen = VoiceActions(services), Screen("own.write")
    with gr.Blocks(title="Boegbeeld", analytics_enabled=False, delete_cache=(3600, 3600), fill_width=True) as page:
        with gr.Row(elem_classes="panes"):
            with gr.Column(scale=6, min_width=320):
                screen.add(card=gr.Markdown(elem_id="card", **_PLAIN))
            with gr.Column(scale=5, min_width=320):
                _give(screen)
                _keep(screen)
                _own_data(screen)
        _wire(page, screen, actions)
    return page  # type: ignore[no-any-return]  # gradio has no types here


def _give(screen: Screen) -> None:
    pasted = gr.Textbox(
        label=label("voice_page.paste"),
        placeholder=label("voice_page.paste_hint"),
        lines=5,
        max_lines=16,
        max_length=400_000,
        elem_id="pasted",
    )
    file = gr.File(label=label("voice_page.file"), file_types=list(FILE_TYPES), elem_id="posts-file", height=150)
    gr.Markdown(label("voice_page.file_hint"), elem_classes="calm", **_PLAIN)
    give = gr.Button(label("voice_page.give"), variant="primary", elem_id="give")
    screen.add(pasted=pasted, file=file, give=give, given=gr.Markdown(elem_id="given", visible=False, **_PLAIN))


def _keep(screen: Screen) -> None:
    with gr.Column(visible=False, elem_id="own-posts") as own_posts:
        post = gr.Radio(label=label("voice_page.posts"), choices=[], elem_id="post", elem_classes="stacked")
        whole = gr.Markdown(elem_id="whole", visible=False, **_PLAIN)
        remove = gr.Button(label("voice_page.remove"), size="sm", elem_id="remove", visible=False)
    screen.add(own_posts=own_posts, post=post, whole=whole, remove=remove)


def _own_data(screen: Screen) -> None:
    with gr.Column(visible=False, elem_id="own-data") as own_data:
        screen.add(download=gr.Markdown(elem_id="download", **_PLAIN))
        forget = gr.Button(label("voice_page.forget"), size="sm", elem_id="forget")
        with gr.Column(visible=False, elem_id="confirm-forget", elem_classes="notice") as confirm:
            gr.Markdown(label("voice_page.forget_sure"), **_PLAIN)
            with gr.Row(elem_classes="tight"):
                forget_yes = gr.Button(label("voice_page.forget_yes"), variant="stop", elem_id="forget-yes")
                forget_no = gr.Button(label("voice_page.forget_no"), elem_id="forget-no")
    screen.add(own_data=own_data, forget=forget, confirm=confirm, forget_yes=forget_yes, forget_no=forget_no)


def _wire(page: gr.Blocks, screen: Screen, actions: VoiceActions) -> None:
    on = screen.on
    on(page.load, actions.load)
    on(screen["give"].click, actions.give, ["pasted", "file"])
    on(screen["post"].input, actions.show, ["post"])
    on(screen["remove"].click, actions.remove, ["post"])
    on(screen["forget"].click, actions.ask_to_forget)
    on(screen["forget_no"].click, actions.keep)
    on(screen["forget_yes"].click, actions.forget)
