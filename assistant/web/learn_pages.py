"""The pages of the coach: the path of lessons, one lesson, what somebody wants of it, and the ideas of this week."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from fastapi import APIRouter

from assistant.bootstrap import Services
from assistant.coaching.lessons import LESSONS, MINUTES, Choices, Step
from assistant.people.person import Person
from assistant.texts import Language, text
from assistant.web import forms
from assistant.web.forms import Form, Pages
from assistant.web.html import inert
from assistant.web.markdown import to_html

_DONE = ("chosen", "finished", "again")


def router(services: Services) -> APIRouter:
    pages = Pages(services, "own.write")
    page = _Pages(services)
    pages.show("/learn", page.path)
    pages.take("/learn/choices", page.choose, page.path)
    pages.show("/learn/ideas", page.ideas)
    pages.show("/learn/{name}", page.lesson)
    pages.take("/learn/{name}", page.finish, page.lesson)
    return pages.routes


class _Pages:
    def __init__(self, services: Services) -> None:
        self._services = services

    def path(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        """The lessons, as long as somebody wants them; then what they may choose."""
        language = person.language
        chosen = self._services.lessons.choices(person)
        body = ""
        if chosen.path == "on":
            steps = "".join(_step(step, language) for step in self._services.lessons.path(person))
            body = f'<ol class="path">{steps}</ol>'
        else:
            body = forms.empty(text(f"learn.{chosen.path}", language))
        body += (
            f'<h2 class="part" id="choices">{escape(text("learn.choices", language))}</h2>{_choices(chosen, language)}'
        )
        done = forms.done(given, "learn", language, _DONE)
        return forms.sheet(
            person, text("learn.title", language), text("learn.intro", language), body, fault=fault, done=done
        )

    def choose(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        self._services.lessons.choose(
            person,
            remarks=form.get("remarks") == "yes",
            path=form.get("path", "on"),
            weekly=form.get("weekly") == "yes",
        )
        return "/learn?done=chosen"

    def lesson(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        language = person.language
        step = self._services.lessons.open(person, given["name"])
        place = text("learn.place", language, number=step.lesson.number, count=len(LESSONS), minutes=MINUTES)
        button = text("learn.again" if step.state == "done" else "learn.finish", language)
        value = "no" if step.state == "done" else "yes"
        hidden = f'<input type="hidden" name="done" value="{value}">'
        back = f'<p><a href="/learn">{escape(text("learn.back", language))}</a></p>'
        body = (
            f'<article class="lesson" lang="{language}">{to_html(step.lesson.body)}</article>'
            f"{forms.form(f'/learn/{step.lesson.id}', hidden, button)}{back}"
        )
        return forms.sheet(person, step.lesson.title, place, body, fault=fault)

    def finish(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        done = form.get("done") != "no"
        self._services.lessons.finish(person, given["name"], done)
        return f"/learn?done={'finished' if done else 'again'}"

    def ideas(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        """Three ideas of this week; whoever opens them has read them."""
        language = person.language
        told, sources = self._services.conversation.ideas(person, language)
        self._services.lessons.ideas_read(person)
        links = "".join(
            f'<li><a href="/source/{escape(str(one["passage"]))}">[{one["number"]}] {escape(one["title"])}</a></li>'
            for one in sources
        )
        body = to_html(told.replace("\n1.", "\n\n1.")) + (f'<ul class="sources">{links}</ul>' if links else "")
        body += f'<p><a class="primary" href="/write/">{escape(text("learn.write", language))}</a></p>'
        return forms.sheet(
            person, text("learn.ideas", language), text("learn.ideas_intro", language), body, fault=fault
        )


def _step(step: Step, language: Language) -> str:
    state = escape(text(f"learn.state.{step.state}", language))
    return (
        f'<li class="{step.state}"><a href="/learn/{step.lesson.id}">{escape(step.lesson.title)}</a>'
        f' <span class="tag {"good" if step.state == "done" else ""}">{state}</span></li>'
    )


def _choices(chosen: Choices, language: Language) -> str:
    """Everything that may be chosen, in one form: nothing of it is asked for."""
    paths = [(one, text(f"learn.path.{one}", language)) for one in ("on", "paused", "left")]
    inner = (
        forms.tick("remarks", text("learn.remarks", language), on=chosen.remarks)
        + forms.tick("weekly", text("learn.weekly", language), on=chosen.weekly)
        + forms.choice("path", text("learn.path_label", language), paths, chosen.path)
    )
    return forms.form("/learn/choices", inner, text("learn.save", language), id_="coach-choices")


def weekly_banner(services: Services, person: Person) -> str:
    """A line on the Write page with this week's ideas, for who asked for it; nothing for anybody else."""
    if not services.lessons.ideas_due(person):
        return ""
    words = inert(text("learn.weekly_ready", person.language))
    return f'<p class="decision"><a href="/learn/ideas">{words}</a></p>'
