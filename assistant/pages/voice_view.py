"""What the page "My voice" shows: the card in plain words, the posts behind it, and what came of giving some."""

from __future__ import annotations

from assistant.bootstrap import Services
from assistant.clock import zone as zone_named
from assistant.people.person import Person
from assistant.texts import LANGUAGES, Language, text
from assistant.web.html import inert
from assistant.web.moments import shown
from assistant.writing.earlier_posts import Given
from assistant.writing.voice_words import with_examples
from assistant.writing.voices import FEWEST_POSTS, Added, KeptPost

DOWNLOAD = "/my-voice.json"
_LINES_SHOWN = 10
_START = 90


def card(services: Services, person: Person, posts: int) -> str:
    """The card, a line a habit with an example beneath; or how many posts are still needed."""
    language = person.language
    private = f'<p class="decision approve">{inert(text("voice_page.private", language))}</p>'
    change = f'<p><a href="/my-voice">{inert(text("voice_card.title", language))}</a></p>'
    start = f'<p><a href="/my-voice/interview">{inert(text("voice_card.interview", language))}</a></p>'
    made = services.voices.dated_card(person)
    if made is None:
        missing = FEWEST_POSTS - posts
        key = "none_yet" if not posts else "one_more" if missing == 1 else "too_few"
        words = text(f"voice_page.{key}", language, posts=posts, missing=missing, fewest=FEWEST_POSTS)
        return f'{private}<div class="empty">{inert(words)}{start}</div>'
    at, learned = made
    when = shown(at, services.settings.zone, language)
    facts = (
        text("voice_page.version", language, number=learned.version),
        text("voice_page.made", language, when=when),
        _counted("voice_page.learned_from", len(learned.posts), language),
    )
    private += change
    spans = "".join(f"<span>{inert(fact)}</span>" for fact in facts)
    parts = [f'{private}<h2>{inert(text("voice_page.card", language))}</h2><div class="facts">{spans}</div>']
    for spoken in (one for one in LANGUAGES if one in learned.habits):
        many = learned.habits[spoken].posts
        name = text(f"voice_page.in_{spoken}", language)
        parts.append(f"<h3>{inert(name)} · {inert(_counted('voice_page.count', many, language))}</h3>")
        lines = "".join(
            f"<li>{inert(one.words)}"
            + (f'<small lang="{spoken}">“{inert(one.example)}”</small>' if one.example else "")
            + "</li>"
            for one in with_examples(learned, spoken, language)
        )
        parts.append(f'<ul class="passages">{lines}</ul>')
    return "".join(parts)


def line(post: KeptPost, zone: str, language: Language) -> str:
    """A post in a list to choose from: its day where that is known, and how it starts."""
    start = " ".join(post.text.split())
    start = start if len(start) <= _START else f"{start[:_START].rsplit(' ', 1)[0]}…"
    if post.posted_at is None:
        return start
    day = post.posted_at.astimezone(zone_named(zone))
    return f"{day.day} {text(f'pages.month.m{day.month}', language)} {day.year} · {start}"


def whole(post: KeptPost) -> str:
    return f'<div class="whole" lang="{post.language}">{inert(post.text)}</div>'


def download(language: Language) -> str:
    words = f'<p class="calm">{inert(text("voice_page.data", language))}</p>'
    return f'{words}<a href="{DOWNLOAD}" target="_blank">{inert(text("voice_page.download", language))}</a>'


def given(found: Given, added: Added, language: Language) -> str:
    """What came of giving posts: how many are new, and what was passed over and why."""
    lines = [_counted("voice_page.new", added.new, language)]
    if added.known:
        lines.append(_counted("voice_page.known", added.known, language))
    if found.without_text:
        lines.append(_counted("voice_page.without_text", found.without_text, language))
    if found.unreadable:
        numbers = ", ".join(map(str, found.unreadable[:_LINES_SHOWN]))
        numbers += "…" if len(found.unreadable) > _LINES_SHOWN else ""
        lines.append(text("voice_page.unreadable", language, numbers=numbers))
    if added.left_out:
        lines.append(_counted("voice_page.left_out", added.left_out, language))
    return f'<ul class="progress" role="status">{"".join(f"<li>{inert(one)}</li>" for one in lines)}</ul>'


def _counted(key: str, count: int, language: Language) -> str:
    form = "none" if count == 0 else "one" if count == 1 else "many"
    return text(f"{key}.{form}", language, count=count)
