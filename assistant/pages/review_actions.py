"""What the Review page does: the queue, one draft, and the decision."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from assistant.bootstrap import Services
from assistant.checking.finding import Finding
from assistant.errors import InputError
from assistant.pages import review_view as view
from assistant.people.person import Person
from assistant.review.decisions import REASONS, Kind
from assistant.review.desk import HandInView, demand_words
from assistant.texts import text
from assistant.web.html import inert

Updates = dict[str, Any]
WORDS = ("reason", "comment", "suggestion")
ASKED_TWICE: tuple[Kind, ...] = ("approve", "deny")
"""Decisions that end the matter: only after a second press."""
_SHOWN = ("head", "body", "findings", "background")


class ReviewActions:
    def __init__(self, services: Services) -> None:
        self._services = services

    def load(self, person: Person) -> Updates:
        reasons = [(text(f"review.reasons.{reason}", person.language), reason) for reason in REASONS]
        everything = (text("review_page.all", person.language), "")
        verdicts = [(text(f"pages.verdict.{name}", person.language), name) for name in ("blocked", "review")]
        teams = [(team, team) for team in self._services.desk.teams(person)]
        return {
            "reason": gr.Dropdown(choices=reasons, value=None),
            "verdict": gr.Dropdown(choices=[everything, *verdicts], value=""),
            "team": gr.Dropdown(choices=[everything, *teams], value=""),
            **self.listed(person, "", None),
        }

    def listed(
        self,
        person: Person,
        search: str,
        chosen: str | None,
        reason: str | None = None,
        comment: str = "",
        suggestion: str = "",
        verdict: str | None = "",
        team: str | None = "",
    ) -> Updates:
        """The queue anew. The draft that is open stays, with what was typed about it, also where it isn't searched."""
        search = search or ""
        items = self._services.desk.queue(person, search, verdict=verdict or "", team=team or "")
        if chosen and any((reason, comment, suggestion)) and chosen not in {item.hand_in_id for item in items}:
            items = [*(one for one in self._services.desk.queue(person, "") if one.hand_in_id == chosen), *items]
        ids = [item.hand_in_id for item in items]
        stays = chosen is not None and chosen in ids
        chosen = chosen if stays else (ids[0] if ids else None)
        choices = [(view.queue_line(item, person.language), item.hand_in_id) for item in items]
        radio = gr.Radio(choices=choices, value=chosen, visible=bool(ids))
        if chosen is None:
            looked = "nothing_found" if search.strip() or verdict or team else "empty"
            words = inert(text(f"review_page.{looked}", person.language))
            nothing: Updates = dict.fromkeys(_SHOWN, "")
            return {
                **nothing,
                "queue": radio,
                "head": f'<div class="empty">{words}</div>',
                "decide": gr.Column(visible=False),
                "marks": gr.Accordion(visible=False),
            }
        opened = self.open(person, chosen)
        return {"queue": radio, **{name: new for name, new in opened.items() if not (stays and name in WORDS)}}

    def open(self, person: Person, hand_in_id: str) -> Updates:
        handed = self._services.desk.open(person, hand_in_id)
        language = person.language
        return {
            "head": view.head(self._services, handed, language),
            "body": view.body(handed, language),
            "findings": view.findings(self._services, handed, language),
            "background": view.background(self._services, person, handed),
            "marks": gr.Accordion(visible=bool(handed.findings)),
            "number": gr.Radio(
                choices=[(view.finding_line(number, one, language), number) for number, one in _numbered(handed)],
                value=1 if handed.findings else None,
            ),
            "mark_comment": "",
            "decide": gr.Column(visible=not handed.outdated and handed.state == "waiting"),
            "reason": gr.Dropdown(value=None),
            "comment": "",
            "suggestion": "",
            **self.back(person),
        }

    def mark(self, *, right: bool) -> Callable[..., Updates]:
        """A handler that says of one finding that it is right, or none. What was typed for the decision stays."""

        def marked(person: Person, hand_in_id: str | None, number: Any, comment: str) -> Updates:
            if not hand_in_id:
                raise InputError("review.not_found")
            if not isinstance(number, int):
                raise InputError("review_page.choose_finding")
            self._services.desk.mark(person, hand_in_id, number, right, comment)
            gr.Info(text("review_page.marked", person.language), title=text("pages.toast.done", person.language))
            handed = self._services.desk.open(person, hand_in_id)
            return {"findings": view.findings(self._services, handed, person.language), "mark_comment": ""}

        return marked

    def back(self, _: Person) -> Updates:
        """Not decided after all: everything typed stays."""
        return {"sure": gr.Column(visible=False)}

    def use_text(self, person: Person, hand_in_id: str) -> Updates:
        return {"suggestion": self._services.desk.open(person, hand_in_id).text}

    def ask(self, kind: Kind) -> Callable[..., Updates]:
        """A handler that asks once more before a decision that ends the matter; what lacks is said right away."""

        def asked(person: Person, hand_in_id: str | None, reason: str | None, comment: str, suggestion: str) -> Updates:
            if not hand_in_id:
                raise InputError("review.not_found")
            demand_words(kind, reason or "", comment.strip(), suggestion.strip())
            author = self._services.desk.open(person, hand_in_id).author
            return {
                "sure": gr.Column(visible=True),
                "sure_words": inert(text(f"review_page.sure_{kind}", person.language, name=author)),
                **{f"yes_{one}": gr.Button(visible=one == kind) for one in ASKED_TWICE},
            }

        return asked

    def decide(self, kind: Kind) -> Callable[..., Updates]:
        """A handler for one kind of decision; after it the next in the queue is open."""

        def made(person: Person, hand_in_id: str | None, reason: str | None, comment: str, suggestion: str) -> Updates:
            if not hand_in_id:
                raise InputError("review.not_found")
            decided = self._services.desk.decide(
                person, hand_in_id, kind, reason=reason or "", comment=comment, suggestion=suggestion
            )
            key = "review_page.endorsed" if decided.kind == "endorse" else "review_page.decided"
            gr.Info(text(key, person.language), title=text("pages.toast.done", person.language))
            return self.listed(person, "", None)

        return made


def _numbered(handed: HandInView) -> Iterator[tuple[int, Finding]]:
    return enumerate(handed.findings, start=1)
