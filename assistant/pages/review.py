"""The Review page: what waits for this manager, one draft with all that is needed, and the decision. Fits a phone."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.bootstrap import Services
from assistant.pages.review_actions import ASKED_TWICE, WORDS, ReviewActions
from assistant.pages.screen import Screen
from assistant.review.decisions import KINDS
from assistant.web.labels import label

_PLAIN: dict[str, Any] = {"container": False, "latex_delimiters": []}


def build(services: Services) -> gr.Blocks:
    actions, screen = ReviewActions(services), Screen("review.decide")
    with gr.Blocks(title="Boegbeeld", analytics_enabled=False, delete_cache=(3600, 3600), fill_width=True) as page:
        with gr.Row(elem_classes="panes"):
            with gr.Column(scale=4, min_width=320):
                with gr.Row(elem_classes="tight"):
                    search = gr.Textbox(label=label("review_page.search"), elem_id="search", max_length=200, scale=3)
                    refresh = gr.Button(
                        label("review_page.refresh"), size="sm", elem_id="refresh", scale=1, min_width=100
                    )
                with gr.Row(elem_classes="tight"):
                    verdict = gr.Dropdown(
                        label=label("review_page.verdict"),
                        choices=[],
                        elem_id="verdict",
                        filterable=False,
                        min_width=140,
                    )
                    team = gr.Dropdown(
                        label=label("review_page.team"), choices=[], elem_id="team", filterable=False, min_width=140
                    )
                queue = gr.Radio(
                    label=label("review_page.queue"), choices=[], elem_id="queue", elem_classes="stacked", visible=False
                )
                screen.add(search=search, refresh=refresh, queue=queue, verdict=verdict, team=team)
            with gr.Column(scale=7, min_width=320):
                for name in ("head", "body", "findings"):
                    screen.add(**{name: gr.Markdown(elem_id=name, **_PLAIN)})
                _marks_part(screen)
                _decision_part(screen)
                screen.add(background=gr.Markdown(elem_id="background", **_PLAIN))
        _wire(page, screen, actions)
    return page  # type: ignore[no-any-return]  # gradio has no types here


def _marks_part(screen: Screen) -> None:
    with gr.Accordion(
        label("review_page.marks"), open=False, visible=False, elem_classes="quiet", elem_id="marks"
    ) as box:
        number = gr.Radio(label=label("review_page.which_finding"), choices=[], elem_id="finding-number")
        mark_comment = gr.Textbox(label=label("review_page.mark_comment"), elem_id="mark-comment", max_length=2000)
        with gr.Row(elem_classes="tight"):
            right = gr.Button(label("review_page.mark_right"), size="sm", elem_id="mark-right", min_width=130)
            wrong = gr.Button(label("review_page.mark_wrong"), size="sm", elem_id="mark-wrong", min_width=130)
    screen.add(marks=box, number=number, mark_comment=mark_comment, right=right, wrong=wrong)


def _decision_part(screen: Screen) -> None:
    with gr.Column(visible=False, elem_id="decide", elem_classes="notice") as decide:
        reason = gr.Dropdown(label=label("review_page.reason"), choices=[], elem_id="reason", filterable=False)
        comment = gr.Textbox(label=label("review_page.comment"), lines=2, elem_id="comment", max_length=5000)
        suggestion = gr.Textbox(label=label("review_page.suggestion"), lines=3, elem_id="suggestion", max_length=5000)
        use_text = gr.Button(label("review_page.use_text"), size="sm", elem_id="use-text")
        with gr.Row(elem_classes="tight"):
            for kind in KINDS:
                button = gr.Button(
                    label(f"review_page.{kind}"),
                    variant="primary" if kind == "approve" else "secondary",
                    elem_id=kind.replace("_", "-"),
                    min_width=110,
                )
                screen.add(**{kind: button})
        with gr.Column(visible=False, elem_id="sure", elem_classes="sure") as sure:
            sure_words = gr.Markdown(elem_id="sure-words", **_PLAIN)
            with gr.Row(elem_classes="tight"):
                for kind in ASKED_TWICE:
                    yes = gr.Button(
                        label(f"review_page.yes_{kind}"),
                        variant="primary" if kind == "approve" else "stop",
                        elem_id=f"yes-{kind}",
                        min_width=130,
                    )
                    screen.add(**{f"yes_{kind}": yes})
                back = gr.Button(label("review_page.back"), elem_id="back", min_width=130)
        screen.add(sure=sure, sure_words=sure_words, back=back)
    screen.add(decide=decide, reason=reason, comment=comment, suggestion=suggestion, use_text=use_text)


def _wire(page: gr.Blocks, screen: Screen, actions: ReviewActions) -> None:
    on = screen.on
    on(page.load, actions.load)
    on(
        [screen["search"].input, screen["refresh"].click, screen["verdict"].input, screen["team"].input],
        actions.listed,
        ["search", "queue", *WORDS, "verdict", "team"],
        trigger_mode="always_last",
    )
    for name in ("right", "wrong"):
        on(screen[name].click, actions.mark(right=name == "right"), ["queue", "number", "mark_comment"])
    on(screen["queue"].input, actions.open, ["queue"])
    on(screen["use_text"].click, actions.use_text, ["queue"])
    for kind in KINDS:
        given = ["queue", *WORDS]
        if kind in ASKED_TWICE:
            on(screen[kind].click, actions.ask(kind), given)
            on(screen[f"yes_{kind}"].click, actions.decide(kind), given)
        else:
            on(screen[kind].click, actions.decide(kind), given)
    on(screen["back"].click, actions.back)
