"""The officer's pages of step five: what each ambassador needs next, questions, and the kits."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import quote

from fastapi import APIRouter

from assistant.bootstrap import Services
from assistant.people.person import Person
from assistant.programme import shown
from assistant.programme.kits import is_finished_text
from assistant.programme.support import KINDS, STATES, Needs
from assistant.texts import LANGUAGES, Language, text
from assistant.web import forms
from assistant.web.forms import Form, Pages
from assistant.web.together_pages import kit_body, picture_card
from assistant.writing.channels import channels

TABS = (
    ("/support", "people"),
    ("/support/questions", "questions"),
    ("/support/kits", "kits"),
    ("/engage", "moments"),
    ("/engage/thanks", "thanks"),
    ("/engage/rewards", "rewards"),
)
_DONE = ("planned", "answered", "picture", "picture_gone", "moment", "cancelled", "thanked", "reward", "reward_gone")


def router(services: Services) -> APIRouter:
    pages = Pages(services, "programme.manage")
    page = _Pages(services)
    pages.show("/support", page.people)
    pages.take("/support/{account_id}/plan", page.plan, page.people)
    pages.show("/support/questions", page.questions)
    pages.take("/support/questions/{question_id}", page.answer, page.questions)
    pages.show("/support/kits", page.kits)
    pages.show("/support/kits/{theme_id:path}", page.kit)
    pages.take("/support/pictures/{picture_id}/remove", page.remove_picture, page.kits)
    pages.take("/support/kits/{theme_id:path}", page.add_picture, page.kit)
    return pages.routes


class _Pages:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._parts = services.engagement

    def people(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        language = person.language
        needs = self._parts.support.list(person)
        experienced = self._parts.support.experienced(person)
        cards = "".join(self._needs(one, experienced, language) for one in needs)
        if not needs:
            cards = forms.empty(
                text("support.no_ambassadors", language), "/programme/?step=3", text("support.to_people", language)
            )
        body = f'<div class="cards">{cards}</div>' if needs else cards
        return officer_sheet(person, "people", "/support", body, given, fault)

    def plan(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        self._parts.support.plan(
            person, given["account_id"], form.get("kind"), form.get("state"), form.day("day"), form.get("partner")
        )
        return "/support?done=planned"

    def questions(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        language = person.language
        cards = ""
        for one in self._parts.questions.all(person):
            tried = form if fault and given.get("question_id") == one.id else forms.NOTHING
            channel = channels()[one.channel].title if one.channel in channels() else one.channel
            who = escape(one.asked_by) if one.asked_by else _say("gone", language)
            fields = (
                forms.area("question", text("support.question", language), tried.get("question", one.question), rows=2)
                + forms.area("answer", text("support.answer", language), tried.get("answer", one.answer))
                + forms.tick(
                    "guide",
                    text("support.in_guide", language),
                    on=one.in_guide or not one.answer,
                    hint=text("support.in_guide_hint", language),
                )
            )
            sent = forms.form(f"/support/questions/{one.id}", fields, text("support.send_answer", language))
            tag = "" if one.answer else f'<span class="tag waiting">{_say("waits", language)}</span>'
            inner = (
                sent
                if not one.answer
                else f"<p>{escape(one.answer)}</p><details><summary>{_say('again', language)}</summary>{sent}</details>"
            )
            cards += (
                f'<section class="card"><h2>{escape(one.question)}</h2>'
                f'<p class="place">{escape(channel)} · {who} {tag}</p>{inner}</section>'
            )
        body = cards or forms.empty(text("support.no_questions", language), "/guide", _plain("to_guide", language))
        return officer_sheet(person, "questions", "/support/questions", body, given, fault)

    def answer(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        self._parts.questions.answer(
            person,
            given["question_id"],
            form.get("answer"),
            question=form.get("question"),
            in_guide=bool(form.get("guide")),
        )
        return "/support/questions?done=answered"

    def kits(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        language = person.language
        cards = ""
        for kit in self._parts.kits.list(person):
            missing = [
                text(f"support.missing.{name}", language)
                for name, there in (("facts", kit.facts), ("pictures", kit.pictures), ("angles", kit.angles))
                if not there
            ]
            held = text(
                "together.kit_holds",
                language,
                facts=len(kit.facts),
                pictures=len(kit.pictures),
                angles=len(kit.angles),
            )
            todo = f'<p class="decision ask_for_changes">{escape(" ".join(missing))}</p>' if missing else ""
            cards += (
                f'<section class="card"><h2><a href="/support/kits/{quote(kit.theme.id)}">'
                f"{escape(kit.theme.title[language])}</a></h2><p>{escape(held)}</p>{todo}</section>"
            )
        body = f'<div class="cards">{cards}</div>'
        if not cards:
            body = forms.empty(
                text("support.no_themes", language), "/programme/?step=2", text("support.to_themes", language)
            )
        return officer_sheet(person, "kits", "/support/kits", body, given, fault)

    def kit(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        language = person.language
        kit = self._parts.kits.get(person, given["theme_id"])
        finished = [angle for angle in kit.theme.angles if is_finished_text(angle)]
        body = "".join(f'<p class="fault">{_say("finished", language)} {escape(one[:120])}…</p>' for one in finished)
        body += kit_body(kit, language)
        kept = self._parts.kits.pictures(person, kit.theme.id)
        if kept:
            cards = "".join(
                picture_card(
                    one,
                    language,
                    forms.form(
                        f"/support/pictures/{one.id}/remove", "", text("support.remove_picture", language), quiet=True
                    ),
                )
                for one in kept
            )
            summary = f"<summary>{_say('kept_pictures', language)}</summary>"
            body += f'<details>{summary}<div class="cards">{cards}</div></details>'
        fields = forms.file("picture", text("support.picture", language), ".jpg,.jpeg,.png,.webp")
        fields += "".join(
            forms.line(
                f"alt_{code}",
                text("support.alt", language, spoken=text(f"knowledge.language_{code}", language)),
                form.get(f"alt_{code}"),
                hint=text("support.alt_hint", language) if code == LANGUAGES[0] else "",
            )
            for code in LANGUAGES
        )
        fields += forms.line(
            "rights", text("support.rights", language), form.get("rights"), hint=text("support.rights_hint", language)
        )
        people = [("", text("support.people_choose", language))]
        people += [(one, text(f"together.people_{one}", language)) for one in ("nobody", "agreed")]
        fields += forms.choice("people", text("support.people_in_it", language), people, form.get("people"))
        fields += forms.line("until", text("support.until", language), form.get("until"), kind="date")
        keep = text("support.keep_picture", language)
        new = forms.form(f"/support/kits/{quote(kit.theme.id)}", fields, keep, files=True)
        body += f'<h2 class="part">{_say("add_picture", language)}</h2><div class="card">{new}</div>'
        title = kit.theme.title[language]
        return officer_sheet(person, "kits", "/support/kits", body, given, fault, title)

    def add_picture(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        self._parts.kits.add_picture(
            person,
            given["theme_id"],
            form.files.get("picture", ("", b""))[1],
            alt={language: form.get(f"alt_{language}") for language in LANGUAGES},
            rights=form.get("rights"),
            people=form.get("people"),
            usable_until=form.day("until"),
        )
        return f"/support/kits/{quote(given['theme_id'])}?done=picture"

    def remove_picture(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        self._parts.kits.remove_picture(person, given["picture_id"])
        return "/support/kits?done=picture_gone"

    def _needs(self, one: Needs, experienced: list[tuple[str, str]], language: Language) -> str:
        about = text(f"support.kind.{one.about}", language) if one.about else ""
        step = text(f"support.next.{one.next}", language, about=about)
        lines = "".join(
            f"<li>{escape(text(f'support.kind.{item.kind}', language))}: {escape(self._state(item, language))}</li>"
            for item in one.items
        )
        told = [
            _say("lessons_own", language)
            if one.lessons is None
            else escape(text("support.lessons_done", language, count=one.lessons))
        ]
        if one.helps_others:
            told.append(_say("helps", language))
        fields = (
            forms.choice(
                "kind",
                text("support.what", language),
                [(kind, text(f"support.kind.{kind}", language)) for kind in KINDS],
                one.about or "",
            )
            + forms.choice(
                "state",
                text("support.how", language),
                [(state, text(f"support.set.{state}", language)) for state in STATES if state != "wished"],
            )
            + forms.line("day", text("support.day", language), kind="date")
            + forms.choice(
                "partner",
                text("support.partner", language),
                [("", "–"), *((key, name) for key, name in experienced if key != one.account_id)],
            )
        )
        planned = forms.form(f"/support/{one.account_id}/plan", fields, text("support.keep", language))
        answer = (
            f'<a class="small" href="/support/questions">{_say("to_questions", language)}</a>' if one.questions else ""
        )
        return (
            f'<section class="card"><h2>{escape(one.name)}</h2><p class="place">{escape(one.team)}</p>'
            f'<p class="decision">{escape(step)}</p>{answer}<ul>{lines}</ul><p class="calm">{"<br>".join(told)}</p>'
            f"<details><summary>{_say('plan', language)}</summary>{planned}</details></section>"
        )

    def _state(self, item: object, language: Language) -> str:
        state, day, partner = item.state, item.planned_on, item.partner  # type: ignore[attr-defined]
        words = text(
            f"support.state.{state}",
            language,
            day=shown.day(day, language) if day else text("support.no_day", language),
        )
        return f"{words} ({partner})" if partner else words


def officer_sheet(
    person: Person,
    name: str,
    address: str,
    body: str,
    given: Mapping[str, str],
    fault: str,
    title: str = "",
) -> str:
    """A page of support and engagement, with the tabs of both."""
    language = person.language
    pages = [(to, text(f"support.tab.{key}", language)) for to, key in TABS]
    return forms.sheet(
        person,
        title or text(f"support.{name}.title", language),
        text(f"support.{name}.intro", language),
        body,
        fault=fault,
        done=forms.done(given, "support", language, _DONE),
        tabs=forms.tabs(text("support.tab.label", language), pages, address),
        at="support",
    )


def _plain(key: str, language: Language) -> str:
    return text(f"support.{key}", language)


def _say(key: str, language: Language) -> str:
    return escape(_plain(key, language))
