"""The Rules page: sharing rules with their examples, embargoes, and a bench to try a text on."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.bootstrap import Services
from assistant.pages.calendar_actions import CalendarActions
from assistant.pages.embargo_actions import EMBARGO_FIELDS, EmbargoActions
from assistant.pages.rule_extras import RuleExtras
from assistant.pages.rules_actions import RULE_FIELDS, RulesActions
from assistant.pages.screen import Screen
from assistant.web.labels import label
from assistant.web.moments import PART_OF_DAY

_PLAIN: dict[str, Any] = {"container": False, "latex_delimiters": []}


def build(services: Services) -> gr.Blocks:
    rules, embargoes, screen = RulesActions(services), EmbargoActions(services), Screen("sharing.manage")
    with gr.Blocks(title="Boegbeeld", analytics_enabled=False, delete_cache=(3600, 3600), fill_width=True) as page:
        with gr.Tabs():
            with gr.Tab(label("rules_page.tab_rules"), id="rules"), gr.Row(elem_classes="panes"):
                _rules_part(screen)
            with gr.Tab(label("rules_page.tab_embargoes"), id="embargoes"), gr.Row(elem_classes="panes"):
                _embargoes_part(screen)
            with gr.Tab(label("rules_page.tab_bench"), id="bench"):
                bench = gr.Textbox(label=label("rules_page.bench"), lines=6, elem_id="bench", max_length=20_000)
                screen.add(bench=bench)
                _moment(screen, "bench")
                for name in ("bench_verdict", "bench_marked", "bench_cards"):
                    screen.add(**{name: gr.Markdown(elem_id=name.replace("_", "-"), **_PLAIN)})
            with gr.Tab(label("rules_page.tab_calendar"), id="calendar") as tab, gr.Row(elem_classes="panes"):
                _calendar_part(screen)
        _wire(page, screen, rules, embargoes)
        _wire_moments(page, tab, screen, CalendarActions(services))
        _wire_extras(page, screen, RuleExtras(services, rules))
    return page  # type: ignore[no-any-return]  # gradio has no types here


def _rules_part(screen: Screen) -> None:
    with gr.Column(scale=4, min_width=320):
        new_rule = gr.Button(label("rules_page.new_rule"), size="sm", elem_id="new-rule")
        rule = gr.Radio(label=label("rules_page.rule"), choices=[], elem_id="rule", elem_classes="stacked")
        with gr.Column(elem_classes="notice"):
            ready = gr.Dropdown(label=label("rules_page.ready"), choices=[], elem_id="ready", filterable=False)
            with gr.Row(elem_classes="tight"):
                take = gr.Button(label("rules_page.take"), size="sm", elem_id="take", min_width=110)
                take_all = gr.Button(label("rules_page.take_all"), size="sm", elem_id="take-all", min_width=110)
    screen.add(ready=ready, take=take, take_all=take_all)
    with gr.Column(scale=7, min_width=320):
        with gr.Row(elem_classes="tight"):
            about = gr.Markdown(elem_id="about", **_PLAIN)
            reviewed = gr.Button(label("rules_page.reviewed"), size="sm", elem_id="reviewed", scale=0, min_width=160)
        screen.add(about=about, reviewed=reviewed)
        fields: dict[str, Any] = {"id": gr.Textbox(label=label("rules_page.id"), elem_id="rule-id", max_length=80)}
        fields["title"] = gr.Textbox(label=label("rules_page.title"), elem_id="rule-title", max_length=300)
        fields["description"] = gr.Textbox(
            label=label("rules_page.description"), lines=2, elem_id="rule-description", max_length=2000
        )
        fields["severity"] = gr.Radio(label=label("rules_page.severity"), choices=[], elem_id="rule-severity")
        for name, height in (("phrases", 3), ("message", 2), ("rewording", 2), ("must_flag", 3), ("must_pass", 3)):
            fields[name] = gr.Textbox(
                label=label(f"rules_page.{name}"),
                lines=height,
                elem_id=f"rule-{name.replace('_', '-')}",
                max_length=20_000,
            )
        with gr.Row(elem_classes="tight"):
            attempt = gr.Button(label("rules_page.try"), elem_id="rule-try", min_width=110)
            save = gr.Button(label("rules_page.save"), variant="primary", elem_id="rule-save", min_width=110)
            stop = gr.Button(label("rules_page.stop"), elem_id="rule-stop", min_width=110)
        outcomes = gr.Markdown(elem_id="outcomes", **_PLAIN)
    screen.add(rule=rule, new_rule=new_rule, attempt=attempt, save=save, stop=stop, outcomes=outcomes, **fields)


def _embargoes_part(screen: Screen) -> None:
    with gr.Column(scale=4, min_width=320):
        new_embargo = gr.Button(label("rules_page.new_embargo"), size="sm", elem_id="new-embargo")
        embargo = gr.Radio(label=label("rules_page.embargo"), choices=[], elem_id="embargo", elem_classes="stacked")
    with gr.Column(scale=7, min_width=320):
        e_title = gr.Textbox(label=label("rules_page.title"), elem_id="embargo-title", max_length=300)
        statement = gr.Textbox(label=label("rules_page.statement"), lines=3, elem_id="statement", max_length=20_000)
        facts = gr.Textbox(label=label("rules_page.facts"), lines=4, elem_id="facts", max_length=20_000)
        terms = gr.Textbox(label=label("rules_page.terms"), lines=2, elem_id="terms", max_length=20_000)
        lang = gr.Radio(
            label=label("rules_page.lang"),
            choices=[(label(f"knowledge.language_{code}"), code) for code in ("nl", "fr", "en")],
            value="nl",
            elem_id="lang",
        )
        moments: dict[str, Any] = {}
        with gr.Row():
            for name, key, which in (("starts", "from", "which_from"), ("until", "until", "which_until")):
                with gr.Column(min_width=260):
                    moments[name] = gr.Textbox(
                        label=label(f"rules_page.{key}"), info=label("knowledge.moment_info"), elem_id=name
                    )
                    moments[which] = gr.Radio(
                        label=label(f"rules_page.{which}"),
                        choices=[(label(f"pages.moment.{part}"), part) for part in PART_OF_DAY],
                        value="asked",
                        visible=False,
                        elem_id=which.replace("_", "-"),
                    )
        contact = gr.Textbox(label=label("rules_page.contact"), elem_id="contact", max_length=500)
        knowers = gr.Dropdown(label=label("rules_page.knowers"), choices=[], multiselect=True, elem_id="knowers")
        secret = gr.Checkbox(label=label("rules_page.secret"), elem_id="secret")
        market = gr.Checkbox(label=label("rules_page.market"), elem_id="market")
        with gr.Row(elem_classes="tight"):
            e_save = gr.Button(label("rules_page.save"), variant="primary", elem_id="embargo-save", min_width=110)
            lift = gr.Button(label("rules_page.cancel"), elem_id="embargo-lift", min_width=110)
    screen.add(embargo=embargo, new_embargo=new_embargo, e_title=e_title, statement=statement, facts=facts, terms=terms)
    screen.add(lang=lang, contact=contact, knowers=knowers, secret=secret, market=market, **moments)
    screen.add(e_save=e_save, lift=lift)


def _calendar_part(screen: Screen) -> None:
    with gr.Column(scale=4, min_width=320):
        gr.Markdown(label("rules_page.coming"), **_PLAIN)
        coming = gr.Markdown(elem_id="coming", **_PLAIN)
    with gr.Column(scale=7, min_width=320):
        words = gr.Textbox(label=label("rules_page.calendar_text"), lines=6, elem_id="calendar", max_length=20_000)
        _moment(screen, "calendar")
        look = gr.Button(label("rules_page.what_if"), variant="primary", elem_id="look")
        what_if = gr.Markdown(elem_id="what-if", **_PLAIN)
    screen.add(coming=coming, calendar=words, look=look, what_if=what_if)


def _moment(screen: Screen, name: str) -> None:
    """A field for a moment, and the question that follows when it can mean two things."""
    at = gr.Textbox(
        label=label(f"rules_page.{name}_at"), info=label("knowledge.moment_info"), elem_id=f"{name}-at", max_length=40
    )
    which = gr.Radio(
        label=label("rules_page.which"),
        choices=[(label(f"pages.moment.{part}"), part) for part in PART_OF_DAY],
        value="asked",
        visible=False,
        elem_id=f"{name}-which",
    )
    screen.add(**{f"{name}_at": at, f"{name}_which": which})


def _wire_moments(page: gr.Blocks, tab: gr.Tab, screen: Screen, calendar: CalendarActions) -> None:
    on = screen.on
    on([page.load, tab.select], calendar.coming)
    on(
        [screen["look"].click, screen["calendar_at"].submit],
        calendar.what_if,
        ["calendar", "calendar_at", "calendar_which"],
    )
    bench = [screen["bench"].input, screen["bench_at"].submit, screen["bench_at"].blur, screen["bench_which"].input]
    on(bench, calendar.bench, ["bench", "bench_at", "bench_which"], trigger_mode="always_last")


def _wire_extras(page: gr.Blocks, screen: Screen, extras: RuleExtras) -> None:
    on = screen.on
    on(page.load, extras.load)
    on(screen["rule"].change, extras.about, ["rule"])
    on(screen["reviewed"].click, extras.reviewed, ["rule"])
    on(screen["take"].click, extras.take, ["ready"])
    on(screen["take_all"].click, extras.take_all)


def _wire(page: gr.Blocks, screen: Screen, rules: RulesActions, embargoes: EmbargoActions) -> None:
    on = screen.on
    on(page.load, rules.load)
    on(screen["rule"].input, rules.show, ["rule"])
    on(screen["new_rule"].click, rules.new)
    written = ["rule", *RULE_FIELDS]
    on(screen["attempt"].click, rules.try_out, written)
    on(screen["save"].click, rules.save, written)
    on(screen["stop"].click, rules.stop, ["rule"])
    on(page.load, embargoes.load)
    on(screen["embargo"].input, embargoes.show, ["embargo"])
    on(screen["new_embargo"].click, embargoes.new)
    on(screen["e_save"].click, embargoes.save, ["embargo", *EMBARGO_FIELDS])
    on(screen["lift"].click, embargoes.lift, ["embargo"])
