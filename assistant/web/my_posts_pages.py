"""The page "My posts": I posted it, what it brought, LinkedIn's file, sharing with colleagues. All of it one's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from fastapi import APIRouter
from fastapi.responses import Response

from assistant.bootstrap import Services
from assistant.people.person import Person
from assistant.programme import shown, table_file
from assistant.programme.linkedin_file import COUNTS, FILE_TYPES
from assistant.programme.results import Import, Planned, Result, start_of
from assistant.texts import LANGUAGES, Language, text
from assistant.web import forms
from assistant.web.forms import NOTHING, Form, Pages
from assistant.web.together import own_tabs
from assistant.writing.channels import channels

HERE = "/my-posts"
_DONE = ("posted", "figures", "told", "untold", "removed", "added", "imported", "story", "unstory", "forgotten")
_ROWS_SHOWN = 40


def router(services: Services) -> APIRouter:
    pages = Pages(services, "own.write")
    page = _Page(services)
    pages.show(HERE, page.render)
    pages.take(f"{HERE}/posted", page.posted, page.render)
    pages.take(f"{HERE}/add", page.add, page.render)
    pages.take(f"{HERE}/file", page.look, page.render)
    pages.show(f"{HERE}/file/{{import_id}}", page.preview)
    pages.take(f"{HERE}/file/{{import_id}}/confirm", page.confirm, page.preview)
    pages.take(f"{HERE}/file/{{import_id}}/forget", page.forget, page.preview)
    for name in ("figures", "tell", "remove", "story"):
        pages.take(f"{HERE}/{{result_id}}/{name}", getattr(page, name), page.render)
    pages.give("/my-posts.csv", page.table)
    return pages.routes


class _Page:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._results = services.engagement.results
        self._stories = services.engagement.stories

    def render(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        language = person.language
        results = self._results.list(person)
        shared = {one.post_id for one in self._stories.list(person) if one.account_id == person.id}
        tried = given.get("result_id", "") if fault else ""
        cards = "".join(
            self._card(one, person, one.post_id in shared, form if one.id == tried else NOTHING) for one in results
        )
        if not results:
            cards = forms.empty(text("my_posts.empty", language), "/write/", text("my_posts.write_one", language))
        body = (
            f"{self._thanked(person)}{self._waiting(person)}"
            f'<h2 class="part">{_say("online", language)}</h2>{cards}{self._more(person, form)}'
        )
        return forms.sheet(
            person,
            text("my_posts.title", language),
            text("my_posts.intro", language),
            body,
            fault=fault,
            done=forms.done(given, "my_posts", language, _DONE),
            tabs=own_tabs(self._services, person, HERE),
            at="my-posts",
        )

    def posted(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        self._services.releases.published(person, form.get("post"), form.get("address"))
        return f"{HERE}?done=posted"

    def add(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        self._results.add(
            person, form.get("address"), form.get("day"), form.get("channel"), form.get("theme"), form.get("language")
        )
        return f"{HERE}?done=added"

    def figures(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        written = {name: form.get(name) for name in COUNTS if name in form.words}
        self._results.type(person, given["result_id"], written)
        if "theme" in form.words:
            self._results.set_theme(person, given["result_id"], form.get("theme"))
        return f"{HERE}?done=figures"

    def tell(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        told = form.get("told") == "yes"
        self._results.tell(person, given["result_id"], told)
        return f"{HERE}?done={'told' if told else 'untold'}"

    def remove(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        self._results.remove(person, given["result_id"])
        return f"{HERE}?done=removed"

    def story(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        if form.get("share") == "yes":
            self._stories.share(person, form.get("post"), form.get("why"))
            return f"{HERE}?done=story"
        self._stories.take_back(person, form.get("post"))
        return f"{HERE}?done=unstory"

    def look(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        name, data = form.files.get("file", ("", b""))
        return f"{HERE}/file/{self._results.look(person, name, data).id}"

    def preview(self, person: Person, given: Mapping[str, str], fault: str, form: Form) -> str:
        language = person.language
        found = self._results.looked(person, given["import_id"])
        return forms.sheet(
            person,
            text("my_posts.preview.title", language),
            text("my_posts.preview.intro", language, file=found.file),
            _preview(found, language),
            fault=fault,
            tabs=own_tabs(self._services, person, HERE),
        )

    def confirm(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        self._results.confirm(person, given["import_id"])
        return f"{HERE}?done=imported"

    def forget(self, person: Person, form: Form, given: Mapping[str, str]) -> str:
        self._results.forget_import(person, given["import_id"])
        return f"{HERE}?done=forgotten"

    def table(self, person: Person, given: Mapping[str, str]) -> Response:
        """One's own results, to take along."""
        language = person.language
        names = ("day", "channel", "theme", "start", "address", *COUNTS)
        titles = self._themes(language)
        rows = [[text(f"my_posts.column.{name}", language) for name in names]]
        for one in self._results.list(person):
            counts = ["" if one.numbers[name] is None else str(one.numbers[name]) for name in COUNTS]
            theme = titles.get(one.theme or "", "")
            rows.append([one.posted_on.isoformat(), one.channel, theme, one.start, one.address, *counts])
        return csv_answer(table_file.write(rows, language), "my-posts.csv")

    def _themes(self, language: Language) -> dict[str, str]:
        return {theme.id: theme.title[language] for theme in self._services.themes.list()}

    def _thanked(self, person: Person) -> str:
        thanks = self._services.engagement.thanks.own(person)
        cards = "".join(
            f'<blockquote class="passage">{escape(one.words)}<p class="place">{escape(one.by)}</p></blockquote>'
            for one in thanks[:3]
        )
        return f'<h2 class="part">{_say("thanked", person.language)}</h2>{cards}' if cards else ""

    def _waiting(self, person: Person) -> str:
        """Texts that were given out and of which nothing was said yet."""
        language = person.language
        cards = ""
        for post in self._services.posts.list(person):
            status = self._services.releases.status(person, post.id)
            if status.state != "released":
                continue
            inner = f'<input type="hidden" name="post" value="{escape(post.id)}">' + forms.line(
                "address", text("my_posts.address", language), hint=text("my_posts.address_hint", language)
            )
            sent = forms.form(f"{HERE}/posted", inner, text("my_posts.posted", language))
            cards += f'<div class="card"><p>{escape(start_of(post.text, 160))}</p>{sent}</div>'
        return f'<h2 class="part">{_say("waiting", language)}</h2>{cards}' if cards else ""

    def _card(self, one: Result, person: Person, is_shared: bool, form: Form) -> str:
        language = person.language
        title = one.start or one.address
        where = channels()[one.channel].title if one.channel in channels() else one.channel
        link = f' · <a href="{escape(one.address)}" rel="noopener noreferrer">{_say("open", language)}</a>'
        about = (
            f'<p class="place">{escape(shown.day(one.posted_on, language))} · {escape(where)}'
            f"{link if one.address.startswith('https://') else ''}</p>"
        )
        counts = "".join(
            f"<li><strong>{escape(shown.number(one.numbers[name], language))}</strong>{_say(name, language)}</li>"
            for name in COUNTS
            if one.numbers[name] is not None
        )
        brought = (
            f'<ul class="numbers">{counts}</ul>' if counts else f'<p class="calm">{_say("no_figures", language)}</p>'
        )
        return (
            f'<section class="card" id="post-{escape(one.id)}"><h3>{escape(title)}</h3>{about}{brought}'
            f"{self._figures_form(one, language, form)}{self._choices(one, language, is_shared)}</section>"
        )

    def _figures_form(self, one: Result, language: Language, form: Form) -> str:
        fields = "".join(
            forms.line(
                name,
                text(f"my_posts.{name}", language),
                form.get(name, shown.number(one.numbers[name], language) if one.numbers[name] is not None else ""),
                inputmode="numeric",
            )
            for name in COUNTS
        )
        themes = [("", text("my_posts.no_theme", language)), *self._themes(language).items()]
        fields += forms.choice("theme", text("my_posts.theme", language), themes, form.get("theme", one.theme or ""))
        inner = forms.form(f"{HERE}/{one.id}/figures", fields, text("my_posts.keep", language))
        return f"<details{' open' if form.words else ''}><summary>{_say('type', language)}</summary>{inner}</details>"

    def _choices(self, one: Result, language: Language, is_shared: bool) -> str:
        tell = forms.form(
            f"{HERE}/{one.id}/tell",
            f'<input type="hidden" name="told" value="{"no" if one.told else "yes"}">',
            text("my_posts.untell" if one.told else "my_posts.tell", language),
            quiet=True,
        )
        removed = forms.form(f"{HERE}/{one.id}/remove", "", text("my_posts.remove", language), quiet=True)
        story = ""
        if one.post_id:
            hidden = (
                f'<input type="hidden" name="post" value="{escape(one.post_id)}">'
                f'<input type="hidden" name="share" value="{"no" if is_shared else "yes"}">'
            )
            if is_shared:
                label = text("my_posts.unshare", language)
                story = forms.form(f"{HERE}/{one.id}/story", hidden, label, quiet=True)
            else:
                why = forms.line("why", text("my_posts.why", language), hint=text("my_posts.why_hint", language))
                inner = forms.form(f"{HERE}/{one.id}/story", hidden + why, text("my_posts.share", language), quiet=True)
                story = f"<details><summary>{_say('share_inside', language)}</summary>{inner}</details>"
        known = f'<p class="calm">{_say("told" if one.told else "not_told", language)}</p>'
        return f'{known}<div class="row">{tell}{removed}</div>{story}'

    def _more(self, person: Person, form: Form) -> str:
        language = person.language
        upload = forms.form(
            f"{HERE}/file",
            forms.file(
                "file", text("my_posts.file", language), ",".join(FILE_TYPES), hint=_plain("file_hint", language)
            ),
            text("my_posts.read_file", language),
            files=True,
        )
        adding = "".join(
            (
                forms.line("address", text("my_posts.address", language), form.get("address"), kind="url"),
                forms.line("day", text("my_posts.column.day", language), form.get("day"), kind="date"),
                forms.choice(
                    "channel",
                    text("my_posts.column.channel", language),
                    [(one.id, one.title) for one in channels().values()],
                    form.get("channel", "linkedin"),
                ),
                forms.choice(
                    "language",
                    text("my_posts.language", language),
                    [(code, text(f"knowledge.language_{code}", language)) for code in LANGUAGES],
                    form.get("language", language),
                ),
                forms.choice(
                    "theme",
                    text("my_posts.theme", language),
                    [("", text("my_posts.no_theme", language)), *self._themes(language).items()],
                    form.get("theme"),
                ),
            )
        )
        other = forms.form(f"{HERE}/add", adding, text("my_posts.add", language))
        return (
            f'<h2 class="part">{_say("file_title", language)}</h2><div class="card">{upload}</div>'
            f"<details{' open' if form.get('day') else ''}><summary>{_say('elsewhere', language)}</summary>"
            f'<div class="card">{other}</div></details>'
            f'<p><a class="small" href="/my-posts.csv" download>{_say("take_along", language)}</a></p>'
        )


def _preview(found: Import, language: Language) -> str:
    """Row by row what would change, and what was not understood. Nothing changed yet."""
    use = [one for one in found.planned if one.change != "same"]
    head = "".join(f'<th scope="col">{_say(f"column.{name}", language)}</th>' for name in ("day", "address"))
    head += "".join(f'<th scope="col" class="figure">{_say(name, language)}</th>' for name in COUNTS)
    rows = "".join(_planned(one, language) for one in found.planned[:_ROWS_SHOWN])
    body = f"<p><strong>{escape(text('my_posts.preview.nothing_yet', language))}</strong></p>"
    if found.reading.day_order is not None:
        body += f'<p class="fault">{_say(f"preview.order_{found.reading.day_order}", language)}</p>'
    if rows:
        counted = text(
            "my_posts.preview.counted",
            language,
            new=sum(1 for one in found.planned if one.change == "new"),
            changed=sum(1 for one in found.planned if one.change == "changed"),
            same=sum(1 for one in found.planned if one.change == "same"),
        )
        body += (
            f'<p>{escape(counted)}</p><div class="scroll"><table class="plain"><thead><tr>'
            f'<th scope="col">{_say("preview.change", language)}</th>{head}</tr></thead>'
            f"<tbody>{rows}</tbody></table></div>"
        )
    body += _not_understood(found, language)
    here = f"{HERE}/file/{found.id}"
    if use:
        body += forms.form(f"{here}/confirm", "", text("my_posts.preview.confirm", language))
    return body + forms.form(f"{here}/forget", "", text("my_posts.preview.forget", language), quiet=True)


def _planned(one: Planned, language: Language) -> str:
    counts = "".join(
        f'<td class="figure">{escape(shown.number(getattr(one.line, name), language))}</td>' for name in COUNTS
    )
    return (
        f'<tr><td><span class="tag">{_say(f"preview.{one.change}", language)}</span></td>'
        f"<td>{escape(shown.day(one.line.posted_on, language))}</td>"
        f"<td>{escape(one.start or one.line.address)}</td>{counts}</tr>"
    )


def _not_understood(found: Import, language: Language) -> str:
    reading = found.reading
    lines: list[str] = [
        text(f"my_posts.not_understood.{one.reason}", language, sheet=one.sheet, row=one.row, value=one.value or "–")
        for one in reading.not_understood[:_ROWS_SHOWN]
    ]
    left = len(reading.not_understood) - len(lines)
    if left:
        lines.append(text("my_posts.preview.more", language, count=left))
    if reading.passed_sheets:
        lines.append(text("my_posts.preview.sheets", language, names=", ".join(reading.passed_sheets)))
    if reading.unused_columns:
        lines.append(text("my_posts.preview.columns", language, names=", ".join(reading.unused_columns)))
    if not lines:
        return ""
    return f'<h2 class="part">{_say("preview.not_used", language)}</h2>{_listed(lines)}'


def _listed(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(one)}</li>' for one in lines)}</ul>"


def csv_answer(body: bytes, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


def _plain(key: str, language: Language) -> str:
    return text(f"my_posts.{key}", language)


def _say(key: str, language: Language) -> str:
    return escape(_plain(key, language))
