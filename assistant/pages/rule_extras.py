"""What stands around the rules: the ready-made ones to take, how often each found something, and who read it again."""

from __future__ import annotations

import json
from typing import Any

import gradio as gr

from assistant.bootstrap import Services
from assistant.checking.rules.ready_made import by_id, ready_made
from assistant.clock import zone
from assistant.errors import InputError
from assistant.pages.rules_actions import RulesActions
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.texts import text
from assistant.web.html import inert

Updates = dict[str, Any]


class RuleExtras:
    def __init__(self, services: Services, rules: RulesActions) -> None:
        self._services, self._rules = services, rules

    def load(self, person: Person) -> Updates:
        """The ready-made rules that are not in the book yet."""
        require(person, "sharing.manage")
        known = {info.rule.id for info in self._services.rule_book.list()}
        choices = [
            (f"{rule.title[person.language]} · {text(f'pages.severity.{rule.severity}', person.language)}", rule.id)
            for rule in ready_made()
            if rule.id not in known
        ]
        there = bool(choices)
        return {
            "ready": gr.Dropdown(choices=choices, value=None, visible=there),
            "take": gr.Button(visible=there),
            "take_all": gr.Button(visible=there),
        }

    def take(self, person: Person, name: str | None) -> Updates:
        """One ready-made rule into the book, with its examples."""
        if not name:
            raise InputError("rules_page.choose_ready")
        return self._taken(person, [name])

    def take_all(self, person: Person) -> Updates:
        known = {info.rule.id for info in self._services.rule_book.list()}
        return self._taken(person, [rule.id for rule in ready_made() if rule.id not in known])

    def about(self, person: Person, rule_id: str | None) -> Updates:
        """How often this rule found something lately, whether managers agreed, and when it was read again."""
        if not rule_id:
            return {"about": "", "reviewed": gr.Button(visible=False)}
        language = person.language
        hit = self._services.rule_hits.of(person, rule_id)
        rule = self._services.rule_book.get(rule_id).rule
        read = rule.reviewed_on
        lines = [
            text("rules_page.hits", language, count=hit.posts if hit else 0),
            text("rules_page.agreed", language, right=hit.right, wrong=hit.wrong) if hit else "",
            text("rules_page.read_on", language, day=f"{read:%d/%m/%Y}")
            if read
            else text("rules_page.never_read", language),
        ]
        spans = "".join(f"<span>{inert(line)}</span>" for line in lines if line)
        about = f'<div class="facts">{spans}</div>{self._months(person, rule_id)}'
        return {"about": about, "reviewed": gr.Button(visible=True)}

    def _months(self, person: Person, ref: str) -> str:
        """Right and wrong flags by month; nothing where managers said nothing."""
        language = person.language
        months = self._services.rule_hits.months(person, ref, zone(self._services.settings.zone))
        if not any(month.right or month.wrong for month in months):
            return ""
        head = "".join(
            f"<th>{inert(text(f'rules_page.{name}', language))}</th>" for name in ("month", "right", "wrong")
        )
        rows = "".join(
            f"<tr><td>{inert(text(f'pages.month.m{one.first.month}', language))} {one.first.year}</td>"
            f"<td>{one.right}</td><td>{one.wrong}</td></tr>"
            for one in months
        )
        return f'<table class="outcomes"><tr>{head}</tr>{rows}</table>'

    def reviewed(self, person: Person, rule_id: str | None) -> Updates:
        """Somebody read this rule again today, and it still holds."""
        self._services.rule_book.reviewed(person, rule_id or "")
        gr.Info(text("rules_page.read_again", person.language), title=text("pages.toast.done", person.language))
        return self.about(person, rule_id)

    def _taken(self, person: Person, names: list[str]) -> Updates:
        lines = [json.dumps(by_id(name).as_body(), ensure_ascii=False) for name in names]
        for error in self._services.rule_book.load(person, lines):
            raise error.error
        if names:
            words = text("rules_page.taken", person.language, count=len(names))
            gr.Info(words, title=text("pages.toast.done", person.language))
        shown = self._rules.listed(person, names[0] if names else None)
        return {**shown, **self.load(person), **self.about(person, names[0] if names else None)}
