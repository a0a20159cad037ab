"""What the Knowledge page does: listing and keeping documents, asking as somebody else would."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.bootstrap import Services
from assistant.errors import InputError, NotAllowed
from assistant.pages import knowledge_view as view
from assistant.pages.knowledge_keeping import KeepingActions
from assistant.pages.knowledge_loading import LoadingActions
from assistant.people.permissions import require
from assistant.people.person import OPERATOR, Person
from assistant.texts import text
from assistant.web.moments import read, shown, written
from knowledge.answer import answer
from knowledge.records import KINDS

Updates = dict[str, Any]
DESCRIBED = ("title", "kind", "themes", "language", "audience", "valid_from", "expires", "embargo_until", "embargo_id")
_LANGUAGES = ("nl", "fr", "en")
_ORDINARY = Person(id="", name="", display_name="", role="employee")


class KnowledgeActions:
    def __init__(self, services: Services) -> None:
        self._services = services
        self.loading = LoadingActions(services, self.listed)
        self.keeping = KeepingActions(services, self._done)

    def load(self, person: Person) -> Updates:
        colleagues = [("", text("knowledge.ordinary", person.language))]
        colleagues += [
            (one.name, one.display_name)
            for one in self._services.accounts.list(OPERATOR)
            if one.role == "employee" and one.disabled_at is None
        ]
        whom = gr.Dropdown(choices=[(shown, name) for name, shown in colleagues], value="")
        return {"whom": whom, **self.listed(person, "", "all", None)}

    # Keeping

    def listed(self, person: Person, search: str, which: str, chosen: str | None) -> Updates:
        """The documents that match, and the chosen one beside them."""
        language = person.language
        wanted = search.casefold().strip()
        found = [
            info
            for info in self._services.library.list(person)
            if (which == "all" or info.status == which) and wanted in f"{info.title} {info.file}".casefold()
        ]
        choices = [
            (f"{info.title} · {text(f'knowledge.kind_{info.kind}', language)} · "
             f"{text(f'knowledge.status_{info.status}', language)}", info.id)
            for info in found
        ]  # fmt: skip
        ids = [info.id for info in found]
        chosen = chosen if chosen in ids else (ids[0] if ids else None)
        listed: Updates = {"document": gr.Radio(choices=choices, value=chosen)}
        if chosen is None:
            empty = f'<div class="empty">{text("knowledge.none", language)}</div>'
            return {**listed, "facts": empty, "keep": gr.Column(visible=False), "preview": "", "passages": ""}
        return {**listed, **self.show(person, chosen)}

    def show(self, person: Person, document_id: str) -> Updates:
        document = self._services.library.show(person, document_id)
        info, language, zone = document.info, person.language, self._services.settings.zone
        versions = self._services.library.versions(person, document_id)
        numbers = [(text("knowledge.version", language, number=one.number), one.number) for one in versions]
        return {
            "facts": view.facts(self._services, person, info),
            "keep": gr.Column(visible=True),
            "title": info.title,
            "kind": gr.Dropdown(
                choices=[(text(f"knowledge.kind_{kind}", language), kind) for kind in KINDS], value=info.kind
            ),
            "themes": gr.Dropdown(
                choices=[(theme.title.get(language, theme.id), theme.id) for theme in self._services.themes.list()],
                value=list(info.themes),
                multiselect=True,
            ),
            "language": gr.Dropdown(
                choices=[(text(f"knowledge.language_{code}", language), code) for code in _LANGUAGES],
                value=info.language,
            ),
            "audience": gr.Dropdown(choices=self._audiences(person, info.audience), value=info.audience),
            "valid_from": written(info.valid_from, zone),
            "expires": written(info.expires, zone),
            "embargo_until": written(info.embargo_until, zone),
            "embargo_id": gr.Dropdown(choices=self._embargoes(person), value=info.embargo_id or ""),
            "part": gr.Radio(value="asked", visible=False),
            "used": "",
            "facts_text": "",
            "protect": gr.Button(interactive=info.embargo_id is None),
            "replaced": self.keeping.others(person, document_id),
            "approve": gr.Button(visible=info.status != "approved"),
            "withdraw": gr.Button(visible=info.status != "retired"),
            "preview": view.whole(document),
            "passages": view.passages(document, language),
            "versions": view.versions(self._services, person, versions),
            "version": gr.Dropdown(choices=numbers, value=numbers[0][1] if numbers else None, visible=len(numbers) > 1),
            "activate": gr.Button(visible=len(numbers) > 1),
        }  # fmt: skip

    def describe(self, person: Person, document_id: str, part: str, *values: Any) -> Updates:
        """Save the properties; a time that can mean two things is asked about, and nothing is saved."""
        given = dict(zip(DESCRIBED, values, strict=True))
        zone = self._services.settings.zone
        before = self._services.library.info(person, document_id)
        for name in ("valid_from", "expires", "embargo_until"):
            same = given[name].strip() == written(getattr(before, name), zone)
            try:
                given[name] = getattr(before, name) if same else read(given[name], zone, part)
            except InputError as problem:
                if problem.key != "pages.moment.which":
                    raise
                gr.Warning(problem.text(person.language), title=text("pages.toast.notice", person.language))
                return {"part": gr.Radio(visible=True)}
        given["themes"] = tuple(given["themes"] or ())
        given["embargo_id"] = given["embargo_id"] or None
        self._services.library.describe(person, document_id, **given)
        return self._done(person, document_id, "knowledge.saved")

    def approve(self, person: Person, document_id: str, *given: Any) -> Updates:
        """What stands in the fields is kept first: what is approved is what is seen."""
        kept = self.describe(person, document_id, *given)
        if "facts" not in kept:
            return kept
        self._services.library.approve(person, document_id)
        return self._done(person, document_id, "knowledge.approved")

    def activate(self, person: Person, document_id: str, number: int) -> Updates:
        self._services.library.activate(person, document_id, int(number))
        return self._done(person, document_id, "knowledge.saved")

    def ask(self, person: Person, whom: str, question: str, moment: str, part: str) -> Updates:
        """The answer as a named employee, or an ordinary one, would get it: now, or at a moment."""
        require(person, "library.manage")
        asker = self._services.accounts.by_name(whom) if whom else _ORDINARY
        if asker is None or asker.role != "employee":
            raise NotAllowed("people.not_allowed")
        zone = self._services.settings.zone
        try:
            at = read(moment, zone, part)
        except InputError as problem:
            if problem.key != "pages.moment.which":
                raise
            gr.Warning(problem.text(person.language), title=text("pages.toast.notice", person.language))
            return {"ask_part": gr.Radio(visible=True)}
        found = answer(self._services.library, asker, question, person.language, at=at)
        when = f"<p>{text('knowledge.as_at', person.language, at=shown(at, zone, person.language))}</p>" if at else ""
        return {"answer": when + view.answered(found), "ask_part": gr.Radio(value="asked", visible=False)}

    def _done(self, person: Person, document_id: str, key: str) -> Updates:
        gr.Info(text(key, person.language), title=text("pages.toast.done", person.language))
        return self.listed(person, "", "all", document_id)

    def _audiences(self, person: Person, present: str) -> list[tuple[str, str]]:
        language = person.language
        teams = {one.team for one in self._services.accounts.list(OPERATOR) if one.team}
        teams |= {present.removeprefix("team:")} if present.startswith("team:") else set()
        fixed = [
            (text("knowledge.everybody", language), "everybody"),
            (text("knowledge.ambassadors", language), "ambassadors"),
        ]
        return fixed + [(text("knowledge.team", language, name=team), f"team:{team}") for team in sorted(teams)]

    def _embargoes(self, person: Person) -> list[tuple[str, str]]:
        none = [(text("knowledge.no_embargo", person.language), "")]
        return none + [(info.record.title, info.record.id) for info in self._services.embargoes.list(person)]
