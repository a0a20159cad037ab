"""The part of a page where deputies are named: for administrators about anybody, for a manager about themselves."""

from __future__ import annotations

from html import escape

from assistant.bootstrap import Services
from assistant.errors import InputError
from assistant.people.permissions import may
from assistant.people.person import OPERATOR, Person
from assistant.texts import text
from assistant.web import forms
from assistant.web.forms import Form
from assistant.web.moments import shown


def deputies_part(services: Services, person: Person, address: str) -> str:
    """Who stands in for whom, and a form for one more; nothing where there is nobody to choose."""
    language, zone = person.language, services.settings.zone
    managers = [
        (one.name, one.display_name)
        for one in services.accounts.list(OPERATOR)
        if one.role == "manager" and one.disabled_at is None
    ]
    rows = ""
    for one in services.deputies.list(person):
        until = shown(one.ends_at, zone, language) if one.ends_at else text("deputies.no_end", language)
        when = text("deputies.period", language, start=shown(one.starts_at, zone, language), end=until)
        names = text("deputies.line", language, manager=one.manager_shown, deputy=one.deputy_shown)
        hidden = f'<input type="hidden" name="deputy" value="{escape(one.id)}">'
        button = forms.form(f"{address}/deputies/remove", hidden, text("deputies.remove", language), quiet=True)
        rows += f'<li><span>{escape(names)}<br><small class="calm">{escape(when)}</small></span>{button}</li>'
    if len(managers) < 2 and not rows:
        return ""
    whose = (
        forms.choice("manager", text("deputies.manager", language), managers)
        if may(person, "accounts.manage")
        else f'<input type="hidden" name="manager" value="{escape(person.name)}">'
    )
    others = [one for one in managers if one[0] != person.name]
    inner = (
        f"{whose}{forms.choice('deputy', text('deputies.deputy', language), others)}"
        f"{forms.line('starts', text('deputies.starts', language), kind='datetime-local')}"
        f"{forms.line('ends', text('deputies.ends', language), kind='datetime-local')}"
    )
    return (
        f"<h2 class='part' id='deputies'>{escape(text('deputies.title', language))}</h2>"
        f"<p class='calm'>{escape(text('deputies.intro', language, zone=zone))}</p>"
        f"<ul class='sessions'>{rows}</ul>"
        f"<div>{forms.form(f'{address}/deputies/add', inner, text('deputies.add', language), id_='add-deputy')}</div>"
    )


def add_deputy(services: Services, person: Person, form: Form) -> None:
    zone = services.settings.zone
    if not form.get("deputy"):
        raise InputError("deputies.choose")
    services.deputies.add(
        person,
        form.get("manager"),
        form.get("deputy"),
        form.moment("starts", zone) if form.get("starts").strip() else None,
        form.moment("ends", zone) if form.get("ends").strip() else None,
    )


def remove_deputy(services: Services, person: Person, form: Form) -> None:
    services.deputies.remove(person, form.get("deputy"))
