"""The page "Accounts", for administrators: who there is, what they may, how they get in, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant.bootstrap import Services
from assistant.errors import NotFound, PersonError
from assistant.people.accounts import AccountInfo
from assistant.people.person import ROLES, Person
from assistant.texts import LANGUAGES, text
from assistant.web import forms
from assistant.web.deputies_part import add_deputy, deputies_part, remove_deputy
from assistant.web.forms import NOTHING, Form, Pages, signed_in

HERE = "/accounts"
MOST = 60
"""As many as are shown at once; who has more searches."""
_DONE = ("added", "saved", "disabled", "enabled", "signed_out", "linkable", "deputy", "no_deputy")


def router(services: Services) -> APIRouter:
    pages = Pages(services, "accounts.manage")
    page = _Page(services)
    pages.show(HERE, page.render)
    pages.take(f"{HERE}/add", page.add, page.render)
    pages.take(f"{HERE}/deputies/add", page.deputy, page.render)
    pages.take(f"{HERE}/deputies/remove", page.no_deputy, page.render)
    for name in ("change", "disable", "enable", "sign_out", "let_link"):
        pages.take(f"{HERE}/{{account_id}}/{name.replace('_', '-')}", getattr(page, name), page.render)

    @pages.routes.post(f"{HERE}/{{account_id}}/invite", response_class=HTMLResponse)
    async def invite(request: Request, account_id: str) -> Response:
        """Not a redirect: the link is shown once, and stands in no address and no history."""
        person = await run_in_threadpool(signed_in, services, request, "accounts.manage")
        try:
            return HTMLResponse(await run_in_threadpool(page.invited, person, account_id, request))
        except PersonError as fault:
            again = page.render(person, {}, fault.text(person.language), NOTHING)
            return HTMLResponse(again, 422)

    return pages.routes


class _Page:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._accounts = services.accounts

    def render(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        language = person.language
        search = given.get("q", "").strip().casefold()
        everybody = self._accounts.list(person)
        found = [one for one in everybody if search in f"{one.name} {one.display_name} {one.team}".casefold()]
        cards = "".join(
            self._card(one, person, form if fault and given.get("account_id") == one.id else NOTHING)
            for one in found[:MOST]
        )
        more = len(found) - MOST
        if more > 0:
            cards += f"<p class='calm'>{escape(text('accounts.more', language, count=more))}</p>"
        looking = (
            f'<form method="get" action="{HERE}" class="fields" role="search">'
            f"{forms.line('q', text('accounts.search', language), given.get('q', ''), maxlength=100)}"
            f'<button class="small">{escape(text("accounts.find", language))}</button></form>'
        )
        adding = given.get("account_id") is None and fault and form.get("new")
        body = (
            f"{looking}<div id='accounts'>{cards or forms.empty(text('accounts.nobody', language))}</div>"
            f"<details{' open' if adding or not everybody else ''}><summary>{escape(text('accounts.add', language))}"
            f"</summary>{self._add_form(person, form if adding else NOTHING)}</details>"
            f"{deputies_part(self._services, person, HERE)}"
        )
        return forms.sheet(
            person,
            text("accounts.title", language),
            text("accounts.intro", language),
            body,
            fault=fault,
            done=forms.done(given, "accounts", language, _DONE),
            at="accounts",
        )

    def add(self, person: Person, form: Form, _: Mapping[str, str]) -> str:
        self._accounts.add(
            person,
            form.get("name"),
            form.get("display_name"),
            form.get("role"),  # type: ignore[arg-type]  # the service refuses what is no role
            team=form.get("team"),
            job=form.get("job"),
            language=form.get("language", self._services.settings.language),
            email=form.get("email").strip() or None,
            manages=_teams(form.get("manages")),
        )
        return f"{HERE}?done=added"

    def change(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        account = self._named(person, given)
        role = form.get("role", account.role)
        self._accounts.change(
            person,
            account.name,
            role=role,  # type: ignore[arg-type]  # the service refuses what is no role
            display_name=form.get("display_name", account.display_name).strip()[:120] or account.name,
            team=form.get("team", account.team),
            job=form.get("job", account.job),
            email=form.get("email", account.email or "").strip(),
            manages=_teams(form.get("manages", ", ".join(account.manages))),
        )
        if "address" in form.words and form.get("address").strip() != self._shown_address(account):
            self._services.notifier.set_address(person, account.name, form.get("address"))
        return f"{HERE}?done=saved"

    def disable(self, person: Person, _: Form, given: Mapping[str, str]) -> str:
        self._accounts.disable(person, self._named(person, given).name)
        return f"{HERE}?done=disabled"

    def enable(self, person: Person, _: Form, given: Mapping[str, str]) -> str:
        self._accounts.enable(person, self._named(person, given).name)
        return f"{HERE}?done=enabled"

    def sign_out(self, person: Person, _: Form, given: Mapping[str, str]) -> str:
        self._accounts.sign_out(person, self._named(person, given).name)
        return f"{HERE}?done=signed_out"

    def let_link(self, person: Person, _: Form, given: Mapping[str, str]) -> str:
        self._services.identities.let_link(person, self._named(person, given).name)
        return f"{HERE}?done=linkable"

    def deputy(self, person: Person, form: Form, _: Mapping[str, str]) -> str:
        add_deputy(self._services, person, form)
        return f"{HERE}?done=deputy"

    def no_deputy(self, person: Person, form: Form, _: Mapping[str, str]) -> str:
        remove_deputy(self._services, person, form)
        return f"{HERE}?done=no_deputy"

    def invited(self, person: Person, account_id: str, request: Request) -> str:
        language = person.language
        account = self._named(person, {"account_id": account_id})
        base = self._services.settings.public_url or str(request.base_url)
        link = f"{base.rstrip('/')}/invite/{self._accounts.invite(person, account.name)}"
        body = (
            f"<p>{escape(text('accounts.link_for', language, name=account.display_name))}</p>"
            f'<pre class="copy" id="link">{escape(link)}</pre>'
            f'<p><a class="small" href="{HERE}">{escape(text("accounts.back", language))}</a></p>'
        )
        return forms.sheet(person, text("accounts.link", language), text("accounts.link_intro", language), body)

    def _named(self, person: Person, given: Mapping[str, str]) -> AccountInfo:
        wanted = given.get("account_id", "")
        found = next((one for one in self._accounts.list(person) if one.id == wanted), None)
        if found is None:
            raise NotFound("people.no_account", name="–")
        return found

    def _card(self, one: AccountInfo, person: Person, form: Form) -> str:
        language = person.language
        off = one.disabled_at is not None
        local = self._services.settings.local_accounts
        state = "disabled" if off else "" if one.has_password or not local else "invited"
        tag = f' <span class="tag draft">{escape(text(f"accounts.state.{state}", language))}</span>' if state else ""
        leads = text("accounts.leads", language, teams=", ".join(one.manages)) if one.manages else ""
        who = " · ".join(filter(None, (text(f"accounts.role.{one.role}", language), one.team, one.job, leads)))
        where = f"{HERE}/{one.id}"
        buttons = []
        if not off and local:
            key = "accounts.new_link" if one.has_password else "accounts.invite"
            buttons.append(forms.form(f"{where}/invite", "", text(key, language), quiet=True))
        if not off:
            buttons.append(forms.form(f"{where}/sign-out", "", text("accounts.sign_out", language), quiet=True))
        if not off and self._services.settings.openid_issuer:
            buttons.append(forms.form(f"{where}/let-link", "", text("accounts.let_link", language), quiet=True))
        if one.id != person.id:
            word = "enable" if off else "disable"
            buttons.append(forms.form(f"{where}/{word}", "", text(f"accounts.{word}", language), quiet=True))
        fields = forms.form(f"{where}/change", self._fields(person, one, form), text("accounts.save", language))
        opened = " open" if form is not NOTHING else ""
        return (
            f'<div class="card" id="account-{one.id}"><h2>{escape(one.display_name)}{tag}</h2>'
            f"<p class='calm'>{escape(one.name)} · {escape(who)}</p>"
            f"<details{opened}><summary>{escape(text('accounts.change', language))}</summary>{fields}"
            f'<div class="row">{"".join(buttons)}</div></details></div>'
        )

    def _fields(self, person: Person, one: AccountInfo | None, form: Form) -> str:
        """The fields of an account, as they were sent where something was wrong, else as they are."""
        language = person.language

        def field(name: str, value: str, most: int, hint: str = "") -> str:
            shown = form.get(name, value)
            return forms.line(name, text(f"accounts.{name}", language), shown, hint=hint, maxlength=most)

        roles = [(role, text(f"accounts.role.{role}", language)) for role in ROLES]
        role = form.get("role", one.role if one else "employee")
        parts = [
            field("display_name", one.display_name if one else "", 120),
            forms.choice("role", text("accounts.role_label", language), roles, role),
            field("team", one.team if one else "", 120),
            field("job", one.job if one else "", 120),
            field("email", (one.email or "") if one else "", 320),
            field("manages", ", ".join(one.manages) if one else "", 500, text("accounts.manages_hint", language)),
        ]
        if one is not None:
            shown, hint = self._shown_address(one), text("accounts.address_hint", language)
            parts.append(field("address", shown, 1000, hint))
        return "".join(parts)

    def _add_form(self, person: Person, form: Form) -> str:
        language = person.language
        languages = [(code, text("pages.this_language", code)) for code in LANGUAGES]
        inner = (
            '<input type="hidden" name="new" value="yes">'
            + forms.line("name", text("accounts.name", language), form.get("name"), required="required", maxlength=64)
            + self._fields(person, None, form)
            + forms.choice("language", text("pages.language", language), languages, form.get("language", language))
        )
        return forms.form(f"{HERE}/add", inner, text("accounts.add", language), id_="add-account")

    def _shown_address(self, one: AccountInfo) -> str:
        return self._services.notifier.address_of(one.id)


def _teams(value: str) -> list[str]:
    return [team.strip() for team in value.split(",") if team.strip()]
