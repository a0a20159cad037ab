"""The officer's pages of step seven beside the figures: the survey, and the evaluation of half a year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape

from fastapi import APIRouter
from fastapi.responses import Response

from assistant.bootstrap import Services
from assistant.clock import zone as zone_named
from assistant.people.person import Person
from assistant.programme import report_docx, report_html, report_pdf, shown, table_file
from assistant.programme.contributions import DIMENSIONS
from assistant.programme.evaluation import SECTIONS, Evaluation
from assistant.programme.goals import months_on
from assistant.programme.report import Report
from assistant.programme.survey import STATEMENTS, Outcome
from assistant.texts import LANGUAGES, Language, text
from assistant.web import forms
from assistant.web.forms import Form, Pages
from assistant.web.my_posts_pages import csv_answer

TABS = (("/measure/", "figures"), ("/surveys", "surveys"), ("/evaluations", "evaluations"))
_DONE = ("opened", "made", "kept", "signed", "gone", "started")


def router(services: Services) -> APIRouter:
    pages = Pages(services, "programme.manage")
    page = _Pages(services)
    pages.give("/figures.csv", page.figures)
    pages.show("/surveys", page.surveys)
    pages.take("/surveys", page.open_survey, page.surveys)
    pages.show("/evaluations", page.evaluations)
    pages.take("/evaluations", page.make, page.evaluations)
    for ending, give in (("html", page.as_html), ("pdf", page.as_pdf), ("docx", page.as_docx)):
        pages.give(f"/evaluations/{{evaluation_id}}.{ending}", give)
    pages.show("/evaluations/{evaluation_id}", page.evaluation)
    for name in ("edit", "sign", "remove", "next"):
        pages.take(f"/evaluations/{{evaluation_id}}/{name}", getattr(page, name), page.evaluation)
    return pages.routes


class _Pages:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._parts = services.engagement

    def figures(self, person: Person, given: Mapping[str, str]) -> Response:
        """All figures of groups of five and more, for a spreadsheet."""
        language = person.language
        figures = self._parts.figures
        figures.renew()
        themes = {theme.id: theme.title[language] for theme in self._services.themes.list()}
        rows = [[text(f"measure.csv.{name}", language) for name in ("family", "by", "group", "figure", "number")]]
        for family, dimensions in DIMENSIONS.items():
            for dimension in dimensions:
                for one in figures.by(person, family, dimension):
                    group = shown.group(dimension, one.key, language, themes)
                    by = text(f"measure.column.{dimension}", language)
                    told = text(f"measure.caption.{family}", language)
                    rows += [
                        [told, by, group, text(f"measure.column.{name}", language), str(value)]
                        for name, value in sorted(one.numbers.items())
                    ]
        return csv_answer(table_file.write(rows, language), "figures.csv")

    def surveys(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        language = person.language
        outcomes = self._parts.surveys.outcomes(person)
        cards = "".join(_outcome(one, language) for one in outcomes) or forms.empty(_plain("no_surveys", language))
        statements = "".join(f"<li>{escape(text(f'survey.statement.{name}', language))}</li>" for name in STATEMENTS)
        closes = forms.line("closes", _plain("closes", language), form.get("closes"), kind="date", required="required")
        new = (
            f'<h2 class="part">{_say("new_survey", language)}</h2><div class="card"><p>{_say("asks", language)}</p>'
            f"<ul>{statements}</ul>{forms.form('/surveys', closes, _plain('open_survey', language))}</div>"
        )
        is_open = any(one.survey.open for one in outcomes)
        return self._sheet(person, "surveys", cards + ("" if is_open else new), given, fault)

    def open_survey(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        self._parts.surveys.open(person, form.day("closes") or date.min)
        return "/surveys?done=opened"

    def evaluations(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        language = person.language
        cards = ""
        for one in self._parts.evaluations.list(person):
            tag = "good" if one.signed_at else "draft"
            state = _say("state_signed" if one.signed_at else "state_draft", language)
            cards += (
                f'<section class="card"><h2><a href="/evaluations/{one.id}">{escape(_period(one, language))}</a></h2>'
                f'<p><span class="tag {tag}">{state}</span></p></section>'
            )
        cards = cards or forms.empty(_plain("no_evaluations", language))
        today = self._services.clock.now().astimezone(zone_named(self._services.settings.zone)).date()
        fields = (
            forms.line(
                "since",
                _plain("since", language),
                form.get("since", months_on(today, -6).isoformat()),
                kind="date",
                required="required",
            )
            + forms.line(
                "until",
                _plain("until", language),
                form.get("until", today.isoformat()),
                kind="date",
                required="required",
            )
            + forms.choice(
                "language",
                _plain("in_language", language),
                [(code, text(f"knowledge.language_{code}", language)) for code in LANGUAGES],
                form.get("language", language),
            )
        )
        make = forms.form("/evaluations", fields, _plain("write", language))
        body = f'{cards}<h2 class="part">{_say("new", language)}</h2><div class="card">{make}</div>'
        return self._sheet(person, "evaluations", body, given, fault)

    def make(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        since, until = form.day("since") or date.min, form.day("until") or date.min
        one = self._parts.evaluations.make(person, since, until, form.get("language"))
        return f"/evaluations/{one.id}?done=made"

    def evaluation(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        language = person.language
        one = self._parts.evaluations.get(person, given["evaluation_id"])
        here = f"/evaluations/{one.id}"
        links = "".join(
            f'<a class="small" href="{here}.{ending}"{" target=_blank" if ending == "html" else " download"}>'
            f"{escape(words)}</a>"
            for ending, words in (("html", "HTML"), ("pdf", "PDF"), ("docx", "Word"))
        )
        report = self._parts.evaluations.report(one, self._services.settings.organisation)
        body = f'<div class="row">{links}</div>'
        if one.signed_at is None:
            body += self._editor(one, language, form)
        else:
            body += self._after(one, person)
        body += f'<article class="report" lang="{one.language}">{report_html.body(report, 2)}</article>'
        return self._sheet(person, "evaluation", body, given, fault, "/evaluations")

    def edit(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        self._parts.evaluations.edit(person, given["evaluation_id"], {name: form.get(name) for name in SECTIONS})
        return f"/evaluations/{given['evaluation_id']}?done=kept"

    def sign(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        self._parts.evaluations.sign(person, given["evaluation_id"])
        return f"/evaluations/{given['evaluation_id']}?done=signed"

    def remove(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        self._parts.evaluations.remove(person, given["evaluation_id"])
        return "/evaluations?done=gone"

    def next(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        self._parts.evaluations.next_half(person, given["evaluation_id"])
        return f"/evaluations/{given['evaluation_id']}?done=started"

    def as_html(self, person: Person, given: Mapping[str, str]) -> Response:
        _, report = self._report(person, given)
        return Response(report_html.as_html(report), media_type="text/html; charset=utf-8")

    def as_pdf(self, person: Person, given: Mapping[str, str]) -> Response:
        one, report = self._report(person, given)
        return _download(report_pdf.as_pdf(report), "application/pdf", f"{_name(one)}.pdf")

    def as_docx(self, person: Person, given: Mapping[str, str]) -> Response:
        one, report = self._report(person, given)
        media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        return _download(report_docx.as_docx(report), media, f"{_name(one)}.docx")

    def _report(self, person: Person, given: Mapping[str, str]) -> tuple[Evaluation, Report]:
        one = self._parts.evaluations.get(person, given["evaluation_id"])
        return one, self._parts.evaluations.report(one, self._services.settings.organisation)

    def _editor(self, one: Evaluation, language: Language, form: Form) -> str:
        here = f"/evaluations/{one.id}"
        fields = "".join(
            forms.area(
                name,
                text(f"evaluation.section.{name}", language),
                form.get(name, one.written[name]),
                rows=max(4, min(14, one.written[name].count("\n") + 2)),
                most=20_000,
            )
            for name in SECTIONS
        )
        edit = forms.form(
            f"{here}/edit", f'<p class="calm">{_say("how_to_edit", language)}</p>{fields}', _plain("keep", language)
        )
        sign = forms.form(
            f"{here}/sign", f'<p class="calm">{_say("sign_means", language)}</p>', _plain("sign", language)
        )
        gone = forms.form(f"{here}/remove", "", _plain("remove", language), quiet=True)
        return (
            f"<details{' open' if form.words else ''}><summary>{_say('edit', language)}</summary>"
            f'<div class="card">{edit}</div></details><div class="card">{sign}{gone}</div>'
        )

    def _after(self, one: Evaluation, person: Person) -> str:
        language = person.language
        if one.next_half_at is not None:
            link = f'<a href="/programme/?step=1">{_say("to_goals", language)}</a>'
            return f'<p class="decision approve">{_say("next_started", language)} {link}</p>'
        fields = f'<p class="calm">{_say("next_means", language)}</p>'
        return f'<div class="card">{forms.form(f"/evaluations/{one.id}/next", fields, _plain("next", language))}</div>'

    def _sheet(
        self, person: Person, name: str, body: str, given: Mapping[str, str], fault: str, address: str = ""
    ) -> str:
        language = person.language
        return forms.sheet(
            person,
            text(f"evaluation_page.{name}.title", language),
            text(f"evaluation_page.{name}.intro", language),
            body,
            fault=fault,
            done=forms.done(given, "evaluation_page", language, _DONE),
            tabs=measure_tabs(language, address or f"/{name}"),
            at="measure",
        )


def measure_tabs(language: Language, current: str) -> str:
    pages = [(to, text(f"evaluation_page.tab.{key}", language)) for to, key in TABS]
    return forms.tabs(text("evaluation_page.tab.label", language), pages, current)


def _outcome(one: Outcome, language: Language) -> str:
    survey = one.survey
    period = f"{shown.day(survey.opens_on, language)} – {shown.day(survey.closes_on, language)}"
    if one.answers is None:
        words = _say("survey_open" if survey.open else "survey_few", language)
        return f'<section class="card"><h2>{escape(period)}</h2><p>{words}</p></section>'
    rows = "".join(
        f'<tr><th scope="row">{escape(text(f"survey.statement.{name}", language))}</th>'
        f'<td class="figure">{escape(shown.number(average, language, 1))}</td><td class="figure">{answers}</td></tr>'
        for name, (average, answers) in one.averages.items()
    )
    head = "".join(
        f'<th scope="col"{" class=figure" if name != "statement" else ""}>'
        f"{escape(text(f'survey.column.{name}', language))}</th>"
        for name in ("statement", "average", "answers")
    )
    said = "".join(f"<li>“{escape(words)}”</li>" for words in one.said)
    return (
        f'<section class="card"><h2>{escape(period)}</h2><div class="scroll"><table class="plain">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div><ul>{said}</ul></section>"
    )


def _period(one: Evaluation, language: Language) -> str:
    return f"{shown.day(one.since, language)} – {shown.day(one.until, language)}"


def _name(one: Evaluation) -> str:
    return f"evaluation-{one.since:%Y-%m}-{one.until:%Y-%m}-{one.language}"


def _download(body: bytes, media: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(body, media_type=media, headers=headers)


def _plain(key: str, language: Language) -> str:
    return text(f"evaluation_page.{key}", language)


def _say(key: str, language: Language) -> str:
    return escape(_plain(key, language))
