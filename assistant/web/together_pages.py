"""Pages of the programme for every employee: kits, moments, stories, the guide, support and the survey."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from itertools import groupby
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response

from assistant.bootstrap import Services
from assistant.clock import zone as zone_named
from assistant.people.person import Person
from assistant.programme import shown
from assistant.programme.calendar_file import calendar_file
from assistant.programme.kits import Kit, Picture
from assistant.programme.moments import Moment, invitation
from assistant.programme.support import KINDS
from assistant.programme.survey import MARKS, STATEMENTS
from assistant.texts import Language, text
from assistant.web import forms
from assistant.web.forms import Form, Pages
from assistant.web.moments import shown as shown_moment
from assistant.web.together import own_tabs
from assistant.writing.channels import channels

_DONE = ("coming", "not_coming", "asked", "wished", "answered")


def router(services: Services) -> APIRouter:
    pages = Pages(services, "own.write")
    page = _Pages(services)
    pages.show("/kits", page.kits)
    pages.show("/kits/{theme_id:path}", page.kit)
    pages.give("/kit-pictures/{picture_id}", page.picture)
    pages.show("/moments", page.moments)
    pages.take("/moments/{moment_id}/come", page.come, page.moments)
    pages.give("/moments/{moment_id}.ics", page.calendar)
    pages.show("/stories", page.stories)
    pages.show("/guide", page.guide)
    pages.take("/guide", page.ask, page.guide)
    pages.show("/my-support", page.support)
    pages.take("/my-support", page.wish, page.support)
    pages.show("/survey", page.survey)
    pages.take("/survey", page.answer, page.survey)
    return pages.routes


class _Pages:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._parts = services.engagement

    def kits(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        language = person.language
        cards = ""
        for kit in self._parts.kits.list(person):
            theme = kit.theme
            held = text(
                "together.kit_holds",
                language,
                facts=len(kit.facts),
                pictures=len(kit.pictures),
                angles=len(kit.angles),
            )
            cards += (
                f'<section class="card"><h2><a href="/kits/{quote(theme.id)}">{escape(theme.title[language])}</a></h2>'
                f'<p>{escape(theme.description[language])}</p><p class="calm">{escape(held)}</p></section>'
            )
        body = f'<div class="cards">{cards}</div>' if cards else forms.empty(text("together.no_kits", language))
        return self._sheet(person, "kits", body, given, fault)

    def kit(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        language = person.language
        kit = self._parts.kits.get(person, given["theme_id"])
        return forms.sheet(
            person,
            kit.theme.title[language],
            kit.theme.description[language],
            kit_body(kit, language),
            fault=fault,
            tabs=own_tabs(self._services, person, "/kits"),
        )

    def picture(self, person: Person, given: Mapping[str, str]) -> Response:
        data, media = self._parts.kits.picture(person, given["picture_id"])
        ending = media.removeprefix("image/").replace("jpeg", "jpg")
        headers = {"content-disposition": f'inline; filename="picture.{ending}"', "cache-control": "private, no-store"}
        return Response(data, media_type=media, headers=headers)

    def moments(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        language = person.language
        now = self._services.clock.now()
        cards = "".join(self._moment(one, person) for one in self._parts.moments.list(person) if one.ends_at >= now)
        body = cards or forms.empty(text("together.no_moments", language))
        return self._sheet(person, "moments", body, given, fault)

    def come(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        comes = form.get("comes") == "yes"
        self._parts.moments.come(person, given["moment_id"], comes)
        return f"/moments?done={'coming' if comes else 'not_coming'}"

    def calendar(self, person: Person, given: Mapping[str, str]) -> Response:
        moment = self._parts.moments.get(person, given["moment_id"])
        words = invitation(moment, person.language, when(moment, person.language))
        host = self._services.settings.public_url.partition("//")[2].partition("/")[0].partition(":")[0]
        headers = {"content-disposition": 'attachment; filename="boegbeeld.ics"', "cache-control": "no-store"}
        body = calendar_file(moment, words, host)
        return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)

    def stories(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        language = person.language
        cards = ""
        for one in self._parts.stories.list(person):
            why = f"<p><em>{escape(one.why)}</em></p>" if one.why else ""
            link = ""
            if one.address.startswith("https://"):
                link = f' · <a href="{escape(one.address)}" rel="noopener noreferrer">{_say("open", language)}</a>'
            when_ = shown.day(one.shared_at.astimezone(zone_named(self._services.settings.zone)).date(), language)
            who = " · ".join(filter(None, (one.team, when_)))
            cards += (
                f'<section class="card"><h2>{escape(one.author)}</h2><p class="place">{escape(who)}{link}</p>{why}'
                f'<div class="whole" lang="{escape(one.language)}">{_lines(one.text)}</div></section>'
            )
        body = cards or forms.empty(text("together.no_stories", language), "/my-posts", _plain("share_one", language))
        return self._sheet(person, "stories", body, given, fault)

    def guide(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        language = person.language
        body = ""
        for name, questions in groupby(self._parts.questions.guide(person), key=lambda one: one.channel):
            answers = "".join(
                f"<details><summary>{escape(one.question)}</summary><p>{_lines(one.answer)}</p></details>"
                for one in questions
            )
            body += f'<section class="card"><h2>{escape(_channel(name))}</h2>{answers}</section>'
        body = body or forms.empty(text("together.no_guide", language))
        own = "".join(
            f"<li><strong>{escape(one.question)}</strong><br>"
            f"{_lines(one.answer) or _say('not_answered', language)}</li>"
            for one in self._parts.questions.own(person)
        )
        asking = forms.choice(
            "channel",
            text("my_posts.column.channel", language),
            [(one.id, one.title) for one in channels().values()],
            form.get("channel", "linkedin"),
        ) + forms.area("question", text("together.question", language), form.get("question"), most=2000)
        body += f'<h2 class="part">{_say("ask", language)}</h2><div class="card">'
        body += forms.form("/guide", asking, text("together.send_question", language)) + "</div>"
        if own:
            body += f'<h2 class="part">{_say("own_questions", language)}</h2><ul>{own}</ul>'
        return self._sheet(person, "guide", body, given, fault)

    def ask(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        self._parts.questions.ask(person, form.get("channel"), form.get("question"))
        return "/guide?done=asked"

    def support(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        language = person.language
        items, choice = self._parts.support.own(person)
        states = {item.kind: item for item in items}
        ticks = ""
        for kind in KINDS:
            item = states.get(kind)
            hint = ""
            if item is not None and item.state != "wished":
                hint = text(
                    f"support.state.{item.state}",
                    language,
                    day=shown.day(item.planned_on, language) if item.planned_on else text("support.no_day", language),
                )
                hint += f" {item.partner}" if item.partner else ""
            on = item is not None and item.state in ("wished", "planned")
            ticks += forms.tick("kind", text(f"support.wish.{kind}", language), on=on, value=kind, hint=hint)
        ticks += f'<p class="calm">{_say("let_see", language)}</p>'
        ticks += forms.tick("shows_lessons", text("together.shows_lessons", language), on=choice.shows_lessons)
        ticks += forms.tick("helps_others", text("together.helps_others", language), on=choice.helps_others)
        body = f'<div class="card">{forms.form("/my-support", ticks, text("together.keep", language))}</div>'
        return self._sheet(person, "support", body, given, fault, "/my-support")

    def wish(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        self._parts.support.wish(
            person,
            form.many("kind"),
            shows_lessons=bool(form.get("shows_lessons")),
            helps_others=bool(form.get("helps_others")),
        )
        return "/my-support?done=wished"

    def survey(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        language = person.language
        survey = self._parts.surveys.current(person)
        if survey is None or survey.answered:
            body = forms.empty(text("together.survey_done" if survey else "together.no_survey", language))
            return self._sheet(person, "survey", body, given, fault)
        fields = f'<input type="hidden" name="survey" value="{escape(survey.id)}">'
        for name in STATEMENTS:
            marks = "".join(
                f'<label class="tick"><input type="radio" name="{name}" value="{mark}"'
                f"{' checked' if form.get(name) == str(mark) else ''}>"
                f"<span>{escape(text(f'survey.mark.m{mark}', language))}</span></label>"
                for mark in MARKS
            )
            statement = escape(text(f"survey.statement.{name}", language))
            fields += f'<fieldset><legend>{statement}</legend><div class="marks">{marks}</div></fieldset>'
        hint = text("survey.said_hint", language)
        fields += forms.area("said", text("survey.said", language), form.get("said"), hint=hint, most=1000)
        until = text("survey.until", language, day=shown.day(survey.closes_on, language))
        body = (
            f'<p>{escape(until)}</p><div class="card">{forms.form("/survey", fields, _plain("send", language))}</div>'
        )
        return self._sheet(person, "survey", body, given, fault)

    def answer(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        marks = {name: form.whole(name) for name in STATEMENTS if form.get(name)}
        self._parts.surveys.answer(person, form.get("survey"), marks, form.get("said"))
        return "/survey?done=answered"

    def _moment(self, one: Moment, person: Person) -> str:
        language = person.language
        words = f"<p>{_lines(one.words)}</p>" if one.words else ""
        place = f" · {escape(one.place)}" if one.place else ""
        head = f'<h2>{escape(one.title)}</h2><p class="place">{escape(when(one, language))}{place}</p>'
        calendar = f'<a class="small" href="/moments/{one.id}.ics" download>{_say("calendar", language)}</a>'
        if one.cancelled:
            off = f'<p class="fault">{_say("cancelled", language)}</p>'
            return f'<section class="card">{head}{off}<div class="row">{calendar}</div></section>'
        hidden = f'<input type="hidden" name="comes" value="{"no" if one.mine else "yes"}">'
        label = text("together.not_come" if one.mine else "together.come", language)
        come = forms.form(f"/moments/{one.id}/come", hidden, label, quiet=True)
        mine = f'<p class="well">{_say("you_come", language)}</p>' if one.mine else ""
        return (
            f'<section class="card">{head}{words}<p class="calm">{_say("free", language)}</p>{mine}'
            f'<div class="row">{come}{calendar}</div></section>'
        )

    def _sheet(
        self, person: Person, name: str, body: str, given: Mapping[str, str], fault: str, address: str = ""
    ) -> str:
        language = person.language
        return forms.sheet(
            person,
            text(f"together.{name}.title", language),
            text(f"together.{name}.intro", language),
            body,
            fault=fault,
            done=forms.done(given, "together", language, _DONE),
            tabs=own_tabs(self._services, person, address or f"/{name}"),
            at="my-posts",
        )


def when(moment: Moment, language: Language) -> str:
    """Day, from and until, with the zone."""
    end = moment.ends_at.astimezone(zone_named(moment.zone))
    start = shown_moment(moment.starts_at, moment.zone, language)
    first, _, zone = start.rpartition(" (")
    same_day = moment.starts_at.astimezone(zone_named(moment.zone)).date() == end.date()
    until = f"{end:%H:%M}" if same_day else shown_moment(moment.ends_at, moment.zone, language).rpartition(" (")[0]
    return f"{first} – {until} ({zone}"


def kit_body(kit: Kit, language: Language) -> str:
    """Facts, pictures and angles of a theme: to write from, never to paste."""
    if kit.is_empty:
        return forms.empty(text("together.empty_kit", language))
    body = f'<p class="decision">{_say("no_texts", language)}</p>'
    if kit.facts:
        facts = "".join(
            f'<li>{escape(one.text)}<small><a href="/source/{escape(one.passage_id)}">'
            f"{escape(one.title)}</a></small></li>"
            for one in kit.facts
        )
        body += f'<h2 class="part">{_say("facts", language)}</h2><ul class="passages">{facts}</ul>'
    if kit.angles:
        angles = "".join(f"<li>{escape(one)}</li>" for one in kit.angles)
        body += f'<h2 class="part">{_say("angles", language)}</h2><ul>{angles}</ul>'
    if kit.pictures:
        pictures = "".join(picture_card(one, language) for one in kit.pictures)
        body += f'<h2 class="part">{_say("pictures", language)}</h2><div class="cards">{pictures}</div>'
    return body


def picture_card(one: Picture, language: Language, more: str = "") -> str:
    """A picture with what it shows in words, whose it is, and until when it may be used."""
    until = text("together.usable_until", language, day=shown.day(one.usable_until, language))
    people = text(f"together.people_{one.people}", language)
    return (
        f'<figure class="card"><img class="kit-picture" src="/kit-pictures/{escape(one.id)}"'
        f' alt="{escape(one.alt[language])}"'
        f' width="{one.width}" height="{one.height}" loading="lazy">'
        f"<figcaption><p><strong>{_say('alt', language)}</strong> {escape(one.alt[language])}</p>"
        f'<p class="calm">{escape(one.rights)} · {escape(people)}'
        f"{' · ' + escape(until) if one.usable_until else ''}</p>"
        f'<a class="small" href="/kit-pictures/{escape(one.id)}" download>{_say("take_picture", language)}</a>'
        f"{more}</figcaption></figure>"
    )


def _channel(name: str) -> str:
    return channels()[name].title if name in channels() else name


def _lines(words: str) -> str:
    return escape(words).replace("\n", "<br>")


def _plain(key: str, language: Language) -> str:
    return text(f"together.{key}", language)


def _say(key: str, language: Language) -> str:
    return escape(_plain(key, language))
