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
                screen.add(files=files, upload=load)
                _paste_and_progress(screen)
            with gr.Tab(label("knowledge.tab_ask"), id="ask"):
                whom = gr.Dropdown(label=label("knowledge.as_whom"), choices=[], elem_id="whom", filterable=False)
                question = gr.Textbox(
                    label=label("knowledge.question"), placeholder=label("knowledge.question_hint"), elem_id="question"
                )
                moment = gr.Textbox(label=label("knowledge.at"), elem_id="ask-at", max_length=40)
                screen.add(moment=moment, ask_part=_part("ask-part"))
                ask = gr.Button(label("knowledge.ask"), variant="primary", elem_id="ask")
                screen.add(whom=whom, question=question, ask=ask, answer=gr.Markdown(elem_id="answer", **_PLAIN))
        _wire(page, screen, actions)
    return page  # type: ignore[no-any-return]  # gradio has no types here


def _part(name: str) -> gr.Radio:
    """Asks what a day or a bare hour means, where it can mean two things."""
    return gr.Radio(
        label=label("knowledge.part_of_day"),
        choices=[(label(f"pages.moment.{part}"), part) for part in PART_OF_DAY],
        value="asked",
        visible=False,
        elem_id=name,
    )


def _paste_and_progress(screen: Screen) -> None:
    screen.add(progress=gr.Markdown(elem_id="progress", **_PLAIN))
    waiting = gr.Dropdown(
        label=label("knowledge.unfinished"), choices=[], visible=False, elem_id="waiting", filterable=False
    )
    with gr.Row(elem_classes="tight"):
        cancel = gr.Button(label("knowledge.cancel_load"), visible=False, elem_id="cancel-load", min_width=110)
        retry = gr.Button(label("knowledge.retry"), visible=False, elem_id="retry-load", min_width=110)
        forget = gr.Button(label("knowledge.forget_load"), visible=False, elem_id="forget-load", min_width=110)
    screen.add(waiting_file=waiting, cancel_load=cancel, retry_load=retry, forget_load=forget)
    title = gr.Textbox(label=label("knowledge.paste_title"), elem_id="paste-title", max_length=300)
    words = gr.Textbox(
        label=label("knowledge.paste"),
        placeholder=label("knowledge.paste_hint"),
        lines=5,
        max_lines=16,
        elem_id="paste",
    )
    add = gr.Button(label("knowledge.paste_add"), elem_id="paste-add")
    screen.add(paste_title=title, paste=words, paste_add=add)


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
        screen.add(facts=gr.Markdown(elem_id="facts", **_PLAIN), used=gr.Markdown(elem_id="used", **_PLAIN))
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
            part = _part("part")
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
                replaced = gr.Dropdown(label=label("knowledge.replaces"), choices=[], elem_id="replaced")
                screen.add(replaced=replaced)
                screen.add(replace=gr.Button(label("knowledge.replace"), elem_id="replace", size="sm"))
            with gr.Tab(label("knowledge.protect_tab")):
                gr.Markdown(label("knowledge.protect_hint"), elem_classes="calm", **_PLAIN)
                propose = gr.Button(label("knowledge.propose_facts"), elem_id="propose", size="sm")
                facts = gr.Textbox(label=label("knowledge.facts"), lines=4, max_lines=14, elem_id="facts-text")
                protect = gr.Button(label("knowledge.make_embargo"), variant="primary", elem_id="protect", size="sm")
                screen.add(propose=propose, facts_text=facts, protect=protect)


def _wire(page: gr.Blocks, screen: Screen, actions: KnowledgeActions) -> None:
    on = screen.on
    listing = ["search", "which", "document"]
    on(page.load, actions.load)
    on([screen["search"].input, screen["which"].input], actions.listed, listing, trigger_mode="always_last")
    on(screen["document"].input, actions.show, ["document"])
    loading, keeping = actions.loading, actions.keeping
    on(page.load, loading.opened)
    on(screen["upload"].click, loading.upload, ["files", "search", "which"])
    on(screen["paste_add"].click, loading.paste, ["paste_title", "paste", "search", "which"])
    on(screen["cancel_load"].click, loading.cancel, ["waiting_file"])
    on(screen["retry_load"].click, loading.retry, ["waiting_file", "search", "which"])
    on(screen["forget_load"].click, loading.forget, ["waiting_file", "search", "which"])
    described = ["document", "part", *DESCRIBED]
    on(screen["save"].click, actions.describe, described)
    on(screen["approve"].click, actions.approve, described)
    on(screen["withdraw"].click, keeping.withdraw, ["document"])
    on(screen["replace"].click, keeping.replace, ["document", "replaced"])
    on(screen["propose"].click, keeping.propose, ["document"])
    on(screen["protect"].click, keeping.protect, ["document", "facts_text"])
    on(screen["activate"].click, actions.activate, ["document", "version"])
    on([screen["ask"].click, screen["question"].submit], actions.ask, ["whom", "question", "moment", "ask_part"])
