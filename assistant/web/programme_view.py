"""The ambassador's page and the agreements, as the server writes them: forms that work without a script."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from html import escape

from assistant.people.person import Person
from assistant.programme.agreements import AgreedRule, Agreements, Remark
from assistant.programme.ambassadors import Standing
from assistant.programme.inventory import MINUTES, NETWORKS, About
from assistant.texts import LANGUAGES, Language, text
from assistant.web.moments import shown
from assistant.writing.channels import channels

Choices = Sequence[tuple[str, str]]


def ambassador(
    person: Person,
    standing: Standing,
    about: About,
    agreed: str,
    themes: Choices,
    audiences: Choices,
    zone: str,
    said: str = "",
    fault: str = "",
) -> str:
    """Where somebody stands, and what they told about themselves."""
    language = person.language
    body = f"<h1>{_t('title', language)}</h1><p>{_t('intro', language)}</p>"
    if fault:
        body += f'<p class="fault" role="alert">{escape(fault)}</p>'
    elif said:
        body += f'<p class="good" role="status">{escape(said)}</p>'
    body += _in(standing, zone, language) if standing.is_in else _out(standing, agreed, zone, language)
    body += f'<p><a href="/agreements">{_t("agreements", language)}</a></p>'
    return body + _about(about, standing.is_in, themes, audiences, language)


def _in(standing: Standing, zone: str, language: Language) -> str:
    when = shown(standing.joined_at, zone, language)
    return (
        f'<p class="good">{escape(text("ambassador.page.joined", language, when=when))}</p>'
        f"<details><summary>{_t('agreed', language)}</summary>{_paragraphs(standing.agreed)}</details>"
        f"<details><summary>{_t('leave', language)}</summary><p>{_t('leave_info', language)}</p>"
        f'<form method="post" action="/ambassador/leave"><button>{_t("leave", language)}</button></form></details>'
    )


def _out(standing: Standing, agreed: str, zone: str, language: Language) -> str:
    body = ""
    if standing.left_at is not None:
        when = shown(standing.left_at, zone, language)
        body += f"<p>{escape(text('ambassador.page.left', language, when=when))}</p>"
    if standing.note:
        body += (
            f"<h2>{_t('note', language)}</h2><blockquote>{escape(standing.note)}</blockquote>"
            f"<p><small>{_t('note_info', language)}</small></p>"
        )
    return body + (
        f'<form method="post" action="/ambassador/join" class="card">{_paragraphs(agreed)}'
        f'<label class="tick"><input type="checkbox" name="agree" value="yes"> {_t("agree", language)}</label>'
        f'<button class="primary">{_t("join", language)}</button></form>'
    )


def _about(about: About, joined: bool, themes: Choices, audiences: Choices, language: Language) -> str:
    kinds = [(one.id, one.title) for one in channels().values()]
    spoken = [(code, text(f"conversation.language.{code}", language)) for code in LANGUAGES]
    network = [(name, _t(f"../network.{name}", language) if name else _t("no_answer", language)) for name in NETWORKS]
    minutes = [
        (str(one), text("ambassador.page.minutes_value", language, minutes=one) if one else _t("no_answer", language))
        for one in MINUTES
    ]
    fields = (
        ticks("themes", _t("themes", language), themes, about.themes)
        + ticks("channels", _t("channels", language), kinds, about.channels)
        + f'<label for="blog">{_t("blog", language)}</label>'
        f'<input id="blog" name="blog" inputmode="url" maxlength="300" value="{escape(about.blog)}">'
        + select("network", _t("network", language), network, about.network)
        + ticks("languages", _t("languages", language), spoken, about.languages)
        + select("minutes", _t("minutes", language), minutes, str(about.minutes))
        + ticks("audiences", _t("audiences", language), audiences, about.audiences)
    )
    if not joined:
        fields += (
            f'<label class="tick"><input type="checkbox" name="by_name" value="yes"'
            f"{' checked' if about.by_name else ''}> {_t('by_name', language)}</label>"
            f"<p><small>{_t('by_name_info', language)}</small></p>"
        )
    return (
        f'<h2 id="about">{_t("about", language)}</h2><p>{_t("about_info", language)}</p>'
        f'<form method="post" action="/ambassador/about">{fields}'
        f'<button class="primary">{_t("save", language)}</button></form>'
        '<form method="post" action="/ambassador/forget">'
        f'<button class="quiet">{_t("forget", language)}</button></form>'
    )


def ticks(name: str, title: str, choices: Choices, chosen: Collection[str]) -> str:
    """Several of these; nothing at all where there is nothing to choose from."""
    if not choices:
        return ""
    boxes = "".join(
        f'<label class="tick"><input type="checkbox" name="{escape(name)}" value="{escape(value)}"'
        f"{' checked' if value in chosen else ''}> {escape(words)}</label>"
        for value, words in choices
    )
    return f'<fieldset class="ticks"><legend>{escape(title)}</legend>{boxes}</fieldset>'


def select(name: str, title: str, choices: Choices, chosen: str) -> str:
    options = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(words)}</option>'
        for value, words in choices
    )
    return (
        f'<label for="{escape(name)}">{escape(title)}</label>'
        f'<select id="{escape(name)}" name="{escape(name)}">{options}</select>'
    )


def agreements(
    read: Agreements, remarks: Iterable[Remark], zone: str, language: Language, said: str, fault: str
) -> str:
    """The agreements as they count now, to read and to print."""
    when = escape(text("agreements.as_of", language, when=shown(read.at, zone, language)))
    body = (
        f"<article class='paper'><h1>{_a('heading', language)}</h1><p>{_a('intro', language)}</p><p class='kind'>{when}"
    )
    if read.changed_at is not None:
        changed = text("agreements.changed", language, when=shown(read.changed_at, zone, language))
        body += f" {escape(changed)}"
    body += f"</p><h2>{_a('free', language)}</h2><p>{_a('free_words', language)}</p>"
    body += f"<h2>{_a('gladly', language)}</h2>{_themes(read, language)}"
    always = "".join(f"<li>{_a(f'always_{number}', language)}</li>" for number in (1, 2, 3))
    body += f"<h2>{_a('always', language)}</h2><ul>{always}</ul>"
    body += _rules(read.rules, language)
    body += f"<h2>{_a('not_public', language)}</h2><p>{_a('not_public_words', language)}</p>"
    if read.contacts:
        listed = "".join(f"<li>{escape(one)}</li>" for one in read.contacts)
        body += f"<p>{_a('ask', language)}</p><ul>{listed}</ul>"
    return f"{body}</article>{_remarks(remarks, language, said, fault)}"


def _themes(read: Agreements, language: Language) -> str:
    if not read.themes:
        return f"<p>{_a('nothing_yet', language)}</p>"
    lines = "".join(
        f"<li><strong>{escape(title)}</strong>{': ' + escape(words) if words else ''}</li>"
        for title, words in read.themes
    )
    return f"<ul>{lines}</ul>"


def _rules(rules: Sequence[AgreedRule], language: Language) -> str:
    if not rules:
        return f"<p>{_a('no_rules', language)}</p>"
    body = ""
    for severity in ("block", "review", "advice"):
        mine = [rule for rule in rules if rule.severity == severity]
        if mine:
            lines = "".join(_rule(rule, language) for rule in mine)
            body += (
                f"<h2>{_a(severity, language)}</h2><p>{_a(f'{severity}_words', language)}</p>"
                f'<ul class="agreed">{lines}</ul>'
            )
    return body


def _rule(rule: AgreedRule, language: Language) -> str:
    line = f"<li><strong>{escape(rule.title)}</strong>"
    if rule.words:
        line += f"<br>{escape(rule.words)}"
    if rule.instead:
        line += f"<br><em>{escape(text('agreements.instead', language, words=rule.instead))}</em>"
    return f"{line}</li>"


def _remarks(remarks: Iterable[Remark], language: Language, said: str, fault: str) -> str:
    told = f'<p class="fault" role="alert">{escape(fault)}</p>' if fault else ""
    told += f'<p class="good" role="status">{escape(said)}</p>' if said and not fault else ""
    mine = "".join(
        f"<li>{escape(one.text)}<br><small>"
        + escape(
            text("agreements.answer", language, words=one.answer)
            if one.answer
            else text("agreements.waiting", language)
        )
        + "</small></li>"
        for one in remarks
    )
    yours = f"<h3>{_a('yours', language)}</h3><ul>{mine}</ul>" if mine else ""
    return (
        f'<section class="no-print"><p><small>{_a("print", language)}</small></p>'
        f'<h2 id="remark">{_a("remark", language)}</h2><p>{_a("remark_info", language)}</p>{told}'
        f'<form method="post" action="/agreements/remark"><textarea name="remark" rows="3" maxlength="2000"'
        f' aria-label="{_a("remark", language)}"></textarea>'
        f'<button class="primary">{_a("send", language)}</button></form>{yours}</section>'
    )


def _paragraphs(words: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in words.splitlines() if line.strip())


def _t(key: str, language: Language) -> str:
    return escape(text(f"ambassador.{key[3:]}" if key.startswith("../") else f"ambassador.page.{key}", language))


def _a(key: str, language: Language) -> str:
    return escape(text(f"agreements.{key}", language))
