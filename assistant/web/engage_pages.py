"""The officer's pages of step six: moments, thanks, and modest rewards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape

from fastapi import APIRouter

from assistant.bootstrap import Services
from assistant.clock import zone as zone_named
from assistant.errors import PersonError
from assistant.people.person import Person
from assistant.programme import incentives, shown
from assistant.programme.incentives import SOURCES, Reward, Warned
from assistant.programme.moments import KINDS, Moment, invitation
from assistant.programme.thanks import Reason
from assistant.texts import LANGUAGES, Language, text
from assistant.web import forms
from assistant.web.forms import Form, Pages
from assistant.web.support_pages import officer_sheet
from assistant.web.together_pages import when


def router(services: Services) -> APIRouter:
    pages = Pages(services, "programme.manage")
    page = _Pages(services)
    pages.show("/engage", page.moments)
    pages.take("/engage", page.save, page.moments)
    pages.show("/engage/moments/{moment_id}", page.moment)
    pages.take("/engage/moments/{moment_id}", page.save, page.moment)
    pages.take("/engage/moments/{moment_id}/cancel", page.cancel, page.moment)
    pages.show("/engage/thanks", page.thanks)
    pages.take("/engage/thanks", page.thank, page.thanks)
    pages.show("/engage/rewards", page.rewards)
    pages.take("/engage/rewards", page.reward, page.rewards)
    pages.take("/engage/rewards/{reward_id}/drop", page.drop, page.rewards)
    return pages.routes


class _Pages:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._parts = services.engagement

    def moments(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        language = person.language
        now = self._services.clock.now()
        cards = ""
        for one in self._parts.moments.list(person):
            tag = ""
            if one.cancelled or one.ends_at < now:
                tag = f' <span class="tag draft">{_say("off" if one.cancelled else "over", language)}</span>'
            coming = text("engage.coming", language, count=one.coming)
            cards += (
                f'<section class="card"><h2><a href="/engage/moments/{one.id}">{escape(one.title)}</a>{tag}</h2>'
                f'<p class="place">{escape(when(one, language))}</p><p>{escape(coming)}</p></section>'
            )
        cards = f'<div class="cards">{cards}</div>' if cards else forms.empty(text("engage.no_moments", language))
        new = forms.form("/engage", self._fields(None, language, form), text("engage.make", language))
        body = f'{cards}<h2 class="part">{_say("new_moment", language)}</h2><div class="card">{new}</div>'
        return officer_sheet(person, "moments", "/engage", body, given, fault)

    def moment(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        language = person.language
        one = self._parts.moments.get(person, given["moment_id"])
        texts = "".join(
            f"<h3>{escape(text(f'knowledge.language_{code}', language))}</h3>"
            f'<pre class="copy" lang="{code}">{escape(invitation(one, code, when(one, code)))}</pre>'
            for code in LANGUAGES
        )
        names = ", ".join(self._parts.moments.who(person, one.id))
        coming = text("engage.coming", language, count=one.coming)
        here = f"/engage/moments/{one.id}"
        change = forms.form(here, self._fields(one, language, form), text("engage.change", language))
        off = forms.form(f"{here}/cancel", "", text("engage.cancel", language), quiet=True)
        edit = f'<div class="card">{change}{off}</div>'
        body = (
            f'<p class="place">{escape(when(one, language))} · {escape(one.place)}</p>'
            f"<p>{escape(coming)} {escape(names)}</p>"
            f'<a class="small" href="/moments/{one.id}.ics" download>{_say("calendar", language)}</a>'
            f'<h2 class="part">{_say("invite", language)}</h2><p>{_say("invite_how", language)}</p>{texts}'
            f'<h2 class="part">{_say("edit", language)}</h2>'
            f"{forms.empty(text('engage.is_cancelled', language)) if one.cancelled else edit}"
        )
        return officer_sheet(person, "moments", "/engage", body, given, fault, one.title)

    def save(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        zone = self._services.settings.zone
        one = self._parts.moments.save(
            person,
            kind=form.get("kind"),
            title=form.get("title"),
            words=form.get("words"),
            place=form.get("place"),
            starts_at=form.moment("starts", zone),
            ends_at=form.moment("ends", zone),
            zone=zone,
            moment_id=given.get("moment_id"),
        )
        return f"/engage/moments/{one.id}?done=moment"

    def cancel(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        self._parts.moments.cancel(person, given["moment_id"])
        return f"/engage/moments/{given['moment_id']}?done=cancelled"

    def thanks(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        language = person.language
        cards = ""
        for one in self._parts.thanks.reasons(person):
            typed = form.get("words") if fault and form.get("about") == one.about else ""
            fields = f'<input type="hidden" name="about" value="{escape(one.about)}">' + forms.area(
                "words",
                text("engage.your_words", language),
                typed,
                hint=text(f"engage.prompt_{one.kind}", language, name=one.name.split()[0]),
                most=2000,
            )
            sent = forms.form("/engage/thanks", fields, text("engage.thank", language, name=one.name.split()[0]))
            cards += (
                f'<section class="card"><h2>{escape(one.name)}</h2><p>{escape(self._why(one, language))}</p>'
                f'<p class="calm">{_say(f"speaks_{one.language}", language)}</p>{sent}</section>'
            )
        body = cards or forms.empty(text("engage.no_thanks", language))
        count = self._parts.thanks.sent(person)
        if count:
            body += f'<p class="calm">{escape(text("engage.sent", language, count=count))}</p>'
        return officer_sheet(person, "thanks", "/engage/thanks", body, given, fault)

    def thank(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        self._parts.thanks.send(person, form.get("about"), form.get("words"))
        return "/engage/thanks?done=thanked"

    def rewards(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        language = person.language
        tried = form if form.words else Form({name: (value,) for name, value in given.items()})
        looked = self._looked(person, tried, language) if given.get("look") and not fault else ""
        cards = "".join(self._planned(one, found, language) for one, found in self._parts.incentives.list(person))
        cards = cards or forms.empty(text("engage.no_rewards", language))
        ways = "".join(f"<li>{escape(text(f'engage.way_{number}', language))}</li>" for number in range(1, 5))
        sources = "".join(
            f'<li><a href="{escape(one.address)}" rel="noopener noreferrer">{escape(one.name)}</a></li>'
            for one in SOURCES.values()
        )
        body = (
            f'<h2 class="part">{_say("ways", language)}</h2><ul>{ways}</ul>'
            f'<h2 class="part">{_say("try_reward", language)}</h2>'
            f'<div class="card">{self._reward_form(tried, language)}</div>'
            f'{looked}<h2 class="part">{_say("planned_rewards", language)}</h2>{cards}'
            f'<h2 class="part">{_say("sources", language)}</h2><p class="calm">{_say("no_advice", language)}</p>'
            f"<ul>{sources}</ul>"
        )
        return officer_sheet(person, "rewards", "/engage/rewards", body, given, fault)

    def reward(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        self._parts.incentives.plan(person, self._reward(form))
        return "/engage/rewards?done=reward"

    def drop(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        self._parts.incentives.drop(person, given["reward_id"])
        return "/engage/rewards?done=reward_gone"

    def _reward(self, form: Form) -> Reward:
        day = form.day("day") or self._services.clock.now().date()
        kind, given_for = form.get("kind"), form.get("given_for")
        return Reward(form.get("what"), kind, given_for, form.whole("euros"), form.whole("people"), day)  # type: ignore[arg-type]  # checked where it is kept

    def _planned(self, one: Reward, found: tuple[Warned, ...], language: Language) -> str:
        about = text(
            "engage.reward_line",
            language,
            kind=text(f"engage.kind_{one.kind}", language),
            why=text(f"engage.for_{one.given_for}", language),
            euros=one.euros,
            people=one.people,
            day=shown.day(one.planned_on, language),
        )
        drop = forms.form(f"/engage/rewards/{one.id}/drop", "", text("engage.drop", language), quiet=True)
        return (
            f'<section class="card"><h2>{escape(one.what)}</h2><p>{escape(about)}</p>'
            f"{_warnings(found, language)}{drop}</section>"
        )

    def _reward_form(self, form: Form, language: Language) -> str:
        today: date = self._services.clock.now().astimezone(zone_named(self._services.settings.zone)).date()
        fields = (
            forms.line("what", text("engage.what", language), form.get("what"), required="required")
            + forms.choice(
                "kind",
                text("engage.kind", language),
                [(one, text(f"engage.kind_{one}", language)) for one in incentives.KINDS],
                form.get("kind", "mention"),
            )
            + forms.choice(
                "given_for",
                text("engage.given_for", language),
                [(one, text(f"engage.for_{one}", language)) for one in incentives.REASONS],
                form.get("given_for", "thanks"),
            )
            + forms.line("euros", text("engage.euros", language), form.get("euros", "0"), kind="number", min=0)
            + forms.line("people", text("engage.people", language), form.get("people", "5"), kind="number", min=1)
            + forms.line("day", text("engage.day", language), form.get("day", today.isoformat()), kind="date")
        )
        return (
            f'<form method="get" action="/engage/rewards" class="fields">{fields}'
            f'<button class="primary" name="look" value="1">{_say("look", language)}</button></form>'
        )

    def _looked(self, person: Person, tried: Form, language: Language) -> str:
        """What is to be said of a reward that was tried, and the button that keeps it all the same."""
        try:
            found = self._parts.incentives.look(person, self._reward(tried))
        except PersonError as problem:
            return f'<p class="fault" role="alert">{escape(problem.text(language))}</p>'
        kept = "".join(
            f'<input type="hidden" name="{name}" value="{escape(tried.get(name))}">'
            for name in ("what", "kind", "given_for", "euros", "people", "day")
        )
        plan = forms.form("/engage/rewards", kept, text("engage.plan_reward", language))
        return f'<h2 class="part">{_say("looked", language)}</h2>{_warnings(found, language)}{plan}'

    def _fields(self, one: Moment | None, language: Language, form: Form) -> str:
        zone = zone_named(self._services.settings.zone)
        starts = "" if one is None else f"{one.starts_at.astimezone(zone):%Y-%m-%dT%H:%M}"
        ends = "" if one is None else f"{one.ends_at.astimezone(zone):%Y-%m-%dT%H:%M}"
        kind, title, place, words = (
            ("kickoff", "", "", "") if one is None else (one.kind, one.title, one.place, one.words)
        )
        kinds = [(name, text(f"engage.moment_{name}", language)) for name in KINDS]
        hint = text("engage.in_zone", language, zone=self._services.settings.zone)
        return (
            forms.choice("kind", text("engage.what_kind", language), kinds, form.get("kind", kind))
            + forms.line("title", text("engage.title", language), form.get("title", title), required="required")
            + forms.line(
                "starts", text("engage.starts", language), form.get("starts", starts), hint=hint, kind="datetime-local"
            )
            + forms.line(
                "ends", text("engage.ends", language), form.get("ends", ends), hint=hint, kind="datetime-local"
            )
            + forms.line("place", text("engage.place", language), form.get("place", place))
            + forms.area("words", text("engage.words", language), form.get("words", words))
        )

    def _why(self, one: Reason, language: Language) -> str:
        on = shown.day(one.on, language)
        if one.kind == "result":
            counts = ", ".join(
                f"{shown.number(value, language)} {text(f'my_posts.{name}', language).casefold()}"
                for name, value in one.numbers.items()
            )
            return text("engage.why_result", language, day=on, brought=counts or "–", words=one.words)
        return text(f"engage.why_{one.kind}", language, day=on, words=one.words)


def _warnings(found: tuple[Warned, ...], language: Language) -> str:
    if not found:
        return f'<p class="decision approve">{_say("modest", language)}</p>'
    cards = ""
    for one in found:
        sources = "; ".join(escape(SOURCES[name].name) for name in one.sources)
        under = f'<p class="calm">{_say("source", language)} {sources}</p>' if sources else ""
        cards += (
            f'<div class="finding {"block" if one.stops else "review"}"><strong>'
            f"{_say(f'warn_{one.key}_title', language)}</strong>"
            f"<p>{escape(text(f'engage.warn_{one.key}', language, modest=incentives.MODEST))}</p>{under}</div>"
        )
    return cards


def _say(key: str, language: Language) -> str:
    return escape(text(f"engage.{key}", language))
