"""The Measure page: posts and what they brought, goals against their targets, what the check caught; each plot with a
table beside it."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.bootstrap import Services
from assistant.pages.measure_actions import BY, COUNTS, MeasureActions
from assistant.pages.screen import Screen
from assistant.web.labels import label

_PLAIN: dict[str, Any] = {"container": False, "latex_delimiters": []}


def build(services: Services) -> gr.Blocks:
    actions, screen = MeasureActions(services), Screen("programme.manage")
    with gr.Blocks(title="Boegbeeld", analytics_enabled=False, delete_cache=(3600, 3600), fill_width=True) as page:
        screen.add(head=gr.Markdown(elem_id="head", **_PLAIN))
        with gr.Column(visible=False, elem_id="figures") as figures:
            _posts(screen)
            _goals(screen)
            _checks(screen)
        screen.add(figures=figures)
        screen.on(page.load, actions.load)
        chosen = ["dimension", "number"]
        screen.on([screen["dimension"].input, screen["number"].input], actions.posts, chosen)
        screen.on(screen["goal"].input, actions.goal, ["goal"])
    return page  # type: ignore[no-any-return]  # gradio has no types here


def _posts(screen: Screen) -> None:
    with gr.Row():
        screen.add(
            dimension=gr.Radio(
                label=label("measure.dimension"),
                choices=[(label(f"measure.by_{one}"), one) for one in BY],
                value=BY[0],
                elem_id="dimension",
            ),
            number=gr.Radio(
                label=label("measure.number"),
                choices=[(label(f"measure.column.{one}"), one) for one in COUNTS],
                value=COUNTS[0],
                elem_id="number",
            ),
        )
    with gr.Row(elem_classes="panes"):
        with gr.Column(scale=6, min_width=320):
            plot = gr.BarPlot(label=label("measure.posts_plot"), x="group", y="value", elem_id="posts-plot", height=340)
        with gr.Column(scale=5, min_width=320):
            table = gr.Markdown(elem_id="posts-table", **_PLAIN)
    screen.add(posts_plot=plot, posts_table=table, heard=gr.Markdown(elem_id="heard", **_PLAIN))


def _goals(screen: Screen) -> None:
    goals = gr.Markdown(elem_id="goals-head", **_PLAIN)
    goal = gr.Radio(label=label("measure.goal"), choices=[], elem_id="goal", elem_classes="stacked")
    with gr.Row(elem_classes="panes"):
        with gr.Column(scale=6, min_width=320):
            plot = gr.LinePlot(label=label("measure.goal_plot"), x="date", y="value", color="line", elem_id="goal-plot")
        with gr.Column(scale=5, min_width=320):
            table = gr.Markdown(elem_id="goal-table", **_PLAIN)
    screen.add(goals_head=goals, goal=goal, goal_plot=plot, goal_table=table)


def _checks(screen: Screen) -> None:
    with gr.Row(elem_classes="panes"):
        with gr.Column(scale=6, min_width=320):
            plot = gr.BarPlot(label=label("measure.check_plot"), x="group", y="value", elem_id="check-plot", height=300)
        with gr.Column(scale=5, min_width=320):
            table = gr.Markdown(elem_id="check-table", **_PLAIN)
    screen.add(check_plot=plot, check_table=table)
