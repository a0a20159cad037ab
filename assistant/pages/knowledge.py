"""The Knowledge page: add files, keep documents, and ask as an employee would."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.bootstrap import Services
from assistant.pages.knowledge_actions import DESCRIBED, KnowledgeActions
from assistant.pages.screen import Screen
from assistant.web.labels import label
from assistant.web.moments import PART_OF_DAY

_PLAIN: dict[str, Any] = {"container": False, "latex_delimiters": []}
FILE_TYPES = [".docx", ".pdf", ".pptx", ".xlsx", ".html", ".htm", ".md", ".txt", ".eml", ".zip"]


def build(services: Services) -> gr.Blocks:
    actions, screen = KnowledgeActions(services), Screen("library.manage")
    with gr.Blocks(title="Boegbeeld", analytics_enabled=False, delete_cache=(3600, 3600), fill_width=True) as page:
        with gr.Tabs():
            with gr.Tab(label("knowledge.tab_list"), id="list"), gr.Row(elem_classes="panes"):
                _list_side(screen)
                _document_side(screen)
            with gr.Tab(label("knowledge.tab_add"), id="add"):
                files = gr.File(
                    label=label("knowledge.drop"),
                    file_count="multiple",
                    file_types=FILE_TYPES,
                    elem_id="files",
                    height=180,
                )
                gr.Markdown(label("knowledge.upload_hint"), elem_classes="calm", **_PLAIN)
                load = gr.Button(label("knowledge.load"), variant="primary", elem_id="load")
                screen.add(files=files, upload=load, progress=gr.Markdown(elem_id="progress", **_PLAIN))
            with gr.Tab(label("knowledge.tab_ask"), id="ask"):
                whom = gr.Dropdown(label=label("knowledge.as_whom"), choices=[], elem_id="whom", filterable=False)
                question = gr.Textbox(
                    label=label("knowledge.question"), placeholder=label("knowledge.question_hint"), elem_id="question"
                )
                ask = gr.Button(label("knowledge.ask"), variant="primary", elem_id="ask")
                screen.add(whom=whom, question=question, ask=ask, answer=gr.Markdown(elem_id="answer", **_PLAIN))
        _wire(page, screen, actions)
    return page  # type: ignore[no-any-return]  # gradio has no types here


def _list_side(screen: Screen) -> None:
    with gr.Column(scale=4, min_width=320):
        search = gr.Textbox(label=label("knowledge.filter"), elem_id="search", max_length=200)
        which = gr.Radio(
            label=label("knowledge.which"),
            choices=[(label("knowledge.all"), "all")]
            + [(label(f"knowledge.status_{name}"), name) for name in ("draft", "approved", "retired")],
            value="all",
            elem_id="which",
        )
        document = gr.Radio(label=label("knowledge.document"), choices=[], elem_id="document", elem_classes="stacked")
    screen.add(search=search, which=which, document=document)


def _document_side(screen: Screen) -> None:
    with gr.Column(scale=7, min_width=320):
        screen.add(facts=gr.Markdown(elem_id="facts", **_PLAIN))
        with gr.Column(visible=False, elem_id="keep", elem_classes="inside") as keep:
            title = gr.Textbox(label=label("knowledge.title"), elem_id="title", max_length=300)
            with gr.Row():
                kind = gr.Dropdown(
                    label=label("knowledge.kind"), choices=[], elem_id="kind", filterable=False, min_width=140
                )
                language = gr.Dropdown(
                    label=label("knowledge.language"), choices=[], elem_id="language", filterable=False, min_width=140
                )
                audience = gr.Dropdown(
                    label=label("knowledge.audience"), choices=[], elem_id="audience", filterable=False, min_width=180
                )
            themes = gr.Dropdown(label=label("knowledge.themes"), choices=[], multiselect=True, elem_id="themes")
            with gr.Row():
                moments = {
                    name: gr.Textbox(label=label(f"knowledge.{name}"), elem_id=name.replace("_", "-"), min_width=150)
                    for name in ("valid_from", "expires", "embargo_until")
                }
            gr.Markdown(label("knowledge.moment_info"), elem_classes="calm", **_PLAIN)
            part = gr.Radio(
                label=label("knowledge.part_of_day"),
                choices=[(label(f"pages.moment.{name}"), name) for name in PART_OF_DAY],
                value="asked",
                visible=False,
                elem_id="part",
            )
            embargo_id = gr.Dropdown(
                label=label("knowledge.embargo"), choices=[], elem_id="embargo-id", filterable=False
            )
            with gr.Row(elem_classes="tight"):
                save = gr.Button(label("knowledge.save"), elem_id="save", min_width=110)
                approve = gr.Button(label("knowledge.approve"), variant="primary", elem_id="approve", min_width=110)
                withdraw = gr.Button(label("knowledge.withdraw"), elem_id="withdraw", min_width=110)
        screen.add(keep=keep, title=title, kind=kind, language=language, audience=audience, themes=themes, **moments)
        screen.add(part=part, embargo_id=embargo_id, save=save, approve=approve, withdraw=withdraw)
        with gr.Tabs():
            with gr.Tab(label("knowledge.preview")):
                screen.add(preview=gr.Markdown(elem_id="preview", **_PLAIN))
                screen.add(passages=gr.Markdown(elem_id="passages", **_PLAIN))
            with gr.Tab(label("knowledge.versions")):
                screen.add(versions=gr.Markdown(elem_id="versions", **_PLAIN))
                with gr.Row(elem_classes="tight"):
                    version = gr.Dropdown(
                        label=label("knowledge.versions"), choices=[], visible=False, elem_id="version"
                    )
                    activate = gr.Button(label("knowledge.use_version"), visible=False, elem_id="activate", size="sm")
                screen.add(version=version, activate=activate)


def _wire(page: gr.Blocks, screen: Screen, actions: KnowledgeActions) -> None:
    on = screen.on
    listing = ["search", "which", "document"]
    on(page.load, actions.load)
    on([screen["search"].input, screen["which"].input], actions.listed, listing, trigger_mode="always_last")
    on(screen["document"].input, actions.show, ["document"])
    on(screen["upload"].click, actions.upload, ["files", "search", "which"])
    described = ["document", "part", *DESCRIBED]
    on(screen["save"].click, actions.describe, described)
    on(screen["approve"].click, actions.approve, described)
    on(screen["withdraw"].click, actions.withdraw, ["document"])
    on(screen["activate"].click, actions.activate, ["document", "version"])
    on([screen["ask"].click, screen["question"].submit], actions.ask, ["whom", "question"])
