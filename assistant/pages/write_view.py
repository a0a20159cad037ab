"""What the Write page shows, made of what the services say: words and pieces of HTML, no behaviour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import gradio as gr

from assistant.bootstrap import Services
from assistant.coaching.feedback import remarks
from assistant.coaching.lessons import FOR_REMARK, lesson
from assistant.conversation.chats import Message
from assistant.conversation.update import DraftView
from assistant.people.person import Person
from assistant.review.decisions import REASONS
from assistant.review.status import PostStatus
from assistant.texts import Language, text
from assistant.web.html import inert
from assistant.web.moments import shown
from assistant.writing.channels import channel, measure
from assistant.writing.guided import ANGLES, own_words_share
from assistant.writing.voice_match import compared


def conversation(messages: Sequence[Message], person: Person) -> list[dict[str, str]]:
    """The chat for `gr.Chatbot`; the greeting is never stored."""
    greeting = text("write.greeting", person.language, name=person.display_name.split(" ")[0])
    shown_messages = [{"role": "assistant", "content": inert(greeting)}]
    for message in messages:
        role = "user" if message.author == "person" else "assistant"
        content = inert(message.text)
        if message.sources and role == "assistant":
            content += "<br><br>" + sources(message.sources, quotes=False)
        shown_messages.append({"role": role, "content": content})
    return shown_messages


def sources(given: Iterable[Mapping[str, Any]], *, quotes: bool = True) -> str:
    """Links to passages, each opened (and asked for again) by the server."""
    lines = []
    for one in given:
        passage = one.get("passage") or one.get("passage_id") or ""
        name = inert(str(one.get("title") or one.get("file") or ""))
        number = f"[{one['number']}] " if one.get("number") else ""
        link = f'<a href="/source/{inert(str(passage))}" target="_blank">{inert(number)}{name}</a>' if passage else name
        quote = f"<br><small>{inert(_clip(str(one.get('quote') or '')))}</small>" if quotes and one.get("quote") else ""
        lines.append(f"<li>{link}{quote}</li>")
    return f'<ul class="sources">{"".join(lines)}</ul>' if lines else ""


def draft_sources(given: Sequence[Mapping[str, Any]], language: Language) -> str:
    title = f"<h3>{inert(text('write.sources', language))}</h3>"
    return title + (sources(given) or f'<p class="calm">{inert(text("write.no_sources", language))}</p>')


def measures(services: Services, person: Person, draft: DraftView | None, value: str, where: str = "linkedin") -> str:
    """Length, how much of it is in the person's own words, and where LinkedIn folds it."""
    if not value.strip():
        return ""
    language = person.language
    length = measure(value, where)
    key = "write.length" if length.fits else "write.length_too_long"
    words = text(key, language, used=length.used, limit=length.limit, channel=channel(where).title)
    line = f'<span class="{"fits" if length.fits else "too-long"}">{inert(words)}</span>'
    if draft is not None and draft.drawn_from:
        share = own_words_share(value, "\n".join(draft.drawn_from), language)
        line += f" · <span>{inert(text('write.own_words', language, percent=round(share * 100)))}</span>"
    card = services.voices.card(person)
    if card is not None:
        like = compared(card, value, language)
        line += f" · <span>{inert(text('write.voice_match', language, percent=round(like.score * 100)))}</span>"
        if like.differs:
            line += f"<br><small>{inert(text('write.differs', language, what='; '.join(like.differs)))}</small>"
    fold = ""
    if length.before_phone_fold.strip() != value.strip():
        fold = (
            f'<div class="fold"><small>{inert(text("write.fold", language))}</small>'
            f"<p>{inert(length.before_phone_fold.strip())}…</p></div>"
        )
    return f'<div class="measures">{line}</div>{fold}'


def coach(services: Services, person: Person, value: str, where: str = "linkedin") -> str:
    """At most three remarks, the most useful first, after what is good; nothing for who does not want them."""
    language = person.language
    if not value.strip() or not services.lessons.choices(person).remarks:
        return ""
    card = services.voices.card(person)
    found = remarks(value, language, where, card.edits.never if card else ())
    lines = [f"<li>{inert(found.praise)}</li>"] if found.praise else []
    for remark in found.remarks:
        about = f"<q>{inert(_clip(remark.sentence))}</q><br>" if remark.sentence else ""
        more = _lesson_link(FOR_REMARK[remark.kind], language) if remark.kind in FOR_REMARK else ""
        lines.append(f"<li>{about}{inert(remark.why)} <em>{inert(remark.try_this)}</em>{more}</li>")
    return f'<h3>{inert(text("write.coach", language))}</h3><ul class="coach">{"".join(lines)}</ul>'


def _lesson_link(name: str, language: Language) -> str:
    words = text("learn.more", language, title=lesson(name, language).title)
    return f' <a href="/learn/{name}" target="_blank">{inert(words)}</a>'


def angles(current: str, language: Language, *, visible: bool) -> Any:
    """The three ways a post can begin, the present one marked."""
    labels: dict[str, str] = {one: text(f"conversation.reply.angle_{one}", language) for one in ANGLES}
    return gr.Radio(choices=list(labels.values()), value=labels.get(current), visible=visible)


def chat_export(chat_id: str, language: Language) -> str:
    return f'<a href="/my-chats/{inert(chat_id)}.json" target="_blank">{inert(text("write.chat_export", language))}</a>'


def decision(services: Services, person: Person, status: PostStatus, waiting_since: Any) -> str:
    """Where the post stands with the manager and after release."""
    language, zone = person.language, services.settings.zone
    lines = []
    if status.state == "waiting" and waiting_since is not None:
        lines.append(("waiting", text("write.waiting", language, when=shown(waiting_since, zone, language))))
    made = status.decision
    if made is not None and status.state not in ("released", "published"):
        if made.kind == "approve":
            lapses = shown(made.lapses_at, zone, language)
            words = text("write.approved", language, name=made.decided_by, until=lapses)
        else:
            key = {"ask_for_changes": "changes_asked", "deny": "denied"}[made.kind]
            words = text(f"write.{key}", language, name=made.decided_by)
        lines.append((made.kind, words))
        reason = reason_words(made.reason, language)
        lines += [(made.kind, f"{reason}. {made.comment}".strip(". "))] if reason or made.comment else []
        if status.state in ("drafting", "clear", "flagged"):
            lines.append(("earlier", text("write.earlier", language)))
    if status.state == "published":
        words = text("write.published_at", language, address=status.address) if status.address else ""
        lines.append(("published", words or text("write.published", language)))
    return "".join(f'<p class="decision {kind}">{inert(words)}</p>' for kind, words in lines)


def _clip(value: str, most: int = 220) -> str:
    return value if len(value) <= most else f"{value[:most].rsplit(' ', 1)[0]}…"


def reason_words(reason: str, language: Language) -> str:
    """A reason from the list in words; another one, from before the list was fixed, as it was written."""
    return text(f"review.reasons.{reason}", language) if reason in REASONS else reason
