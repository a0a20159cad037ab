"""Small building blocks of the pages that the server writes itself: escaping, the page around them, the bar on top."""

from __future__ import annotations

from html import escape
from typing import Final

from assistant.people.permissions import may
from assistant.people.person import Person
from assistant.texts import LANGUAGES, Language, text

PAGES: Final[tuple[tuple[str, str], ...]] = (
    ("write", "own.write"),
    ("voice", "own.write"),
    ("knowledge", "library.manage"),
    ("rules", "sharing.manage"),
    ("programme", "programme.manage"),
    ("measure", "programme.manage"),
    ("review", "review.decide"),
)
"""Every page with what a person must be allowed to do to open it, in the order of the bar."""
FOR_EVERYBODY: Final = ("learn", "my-posts", "ambassador", "agreements")
"""Pages of the server's own that stand in the bar too; whoever runs the programme finds them on its page."""
FOR_THE_OFFICER: Final = ("learn", "support", "my-posts")
OF_THE_HOUSE: Final[tuple[tuple[str, str], ...]] = (
    ("where", "own.write"),
    ("accounts", "accounts.manage"),
    ("safety", "release.pause"),
)
"""Pages of the server's own in the bar, each for who may do what stands beside it."""
_INERT: Final = {ord(sign): f"&#{ord(sign)};" for sign in "!\"#$&'()*+-./:<=>?@[\\]^_`{|}~"}


def inert(value: str) -> str:
    """Text of people that neither HTML nor Markdown finds anything in; line breaks stay."""
    return value.translate(_INERT).replace("\r\n", "\n").replace("\n", "<br>")


def page(
    title: str, body: str, language: Language, *, person: Person | None = None, wide: bool = False, at: str = ""
) -> str:
    """A whole page of the server's own; `at` is its name in the bar."""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · Boegbeeld</title>{head()}</head>"
        f'<body class="own">{bar(person, at, language) if person else ""}'
        f'<main id="main" class="{"wide" if wide else "narrow"}">{body}</main></body></html>'
    )


def head() -> str:
    """What every page has in its head."""
    return (
        '<link rel="icon" href="/static/logo.svg" type="image/svg+xml">'
        '<link rel="stylesheet" href="/static/style.css"><link rel="stylesheet" href="/static/forms.css">'
        '<script src="/static/page.js" defer></script>'
    )


def bar(person: Person, current: str, language: Language) -> str:
    """The bar on top: the pages this person may open, who they are, their language, and the way out."""
    links = "".join(
        f'<a href="/{name}/"{" aria-current=page" if name == current else ""}>'
        f"{escape(text(f'pages.nav.{name}', language))}</a>"
        for name, action in PAGES
        if may(person, action)
    )
    links += "".join(
        f'<a href="/{name}"{" aria-current=page" if name == current else ""}>'
        f"{escape(text(f'pages.nav.{name}', language))}</a>"
        for name in (FOR_THE_OFFICER if may(person, "programme.manage") else FOR_EVERYBODY)
    )
    links += "".join(
        f'<a href="/{name}"{" aria-current=page" if name == current else ""}>'
        f"{escape(text(f'pages.nav.{name}', language))}</a>"
        for name, action in OF_THE_HOUSE
        if may(person, action)
    )
    return (
        f'<a class="skip" href="#main">{escape(text("pages.skip", language))}</a>'
        '<header class="bar"><a class="brand" href="/" aria-label="Boegbeeld">'
        '<img src="/static/logo.svg" alt="" width="34" height="34"><span>Boegbeeld</span></a>'
        f'<nav aria-label="{escape(text("pages.nav.label", language))}">{links}</nav>'
        f'<div class="me"><a class="name" href="/account">{escape(person.display_name)}</a>'
        f"{language_form(language)}"
        '<form method="post" action="/logout">'
        f'<button class="quiet">{escape(text("pages.sign_out", language))}</button></form></div></header>'
    )


def language_form(language: Language) -> str:
    """The choice of language, as buttons: works without a script."""
    buttons = "".join(
        f'<button name="language" value="{code}" lang="{code}"{" aria-pressed=true" if code == language else ""}'
        f' aria-label="{code.upper()}: {escape(text("pages.this_language", code))}">{code.upper()}</button>'
        for code in LANGUAGES
    )
    return (
        f'<form method="post" action="/language" class="languages" role="group"'
        f' aria-label="{escape(text("pages.language", language))}">{buttons}</form>'
    )
