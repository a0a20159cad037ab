"""What the Write page does: each method is one handler, called with the person the server knows."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.bootstrap import Services
from assistant.errors import Conflict, InputError, NotFound
from assistant.pages import write_view as view
from assistant.pages.findings_view import card, marked, proposal, verdict_banner
from assistant.pages.windows import Seen
from assistant.people.person import Person
from assistant.review.release import NotCleared, Released
from assistant.review.status import PostStatus
from assistant.texts import LANGUAGES, text
from assistant.web.html import inert
from assistant.web.learn_pages import weekly_banner
from assistant.web.moments import shown
from assistant.writing.guided import ANGLES
from assistant.writing.model import Stop
from assistant.writing.post_check import StoredCheck

CARDS = 5
REPLIES = 5
TONES = ("shorter", "warmer", "language", "no_emoji", "opening")
Updates = dict[str, Any]
Where = dict[str, Any]
"""What the page has open: ids only, asked of the services again at each use."""


class WriteActions:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._saving = threading.Lock()
        self._seen = Seen()

    # Chats

    def load(self, person: Person) -> Updates:
        """The chat that was open last, as it was left."""
        chat = self._services.chats.last_open(person) or self._services.chats.new(person)
        weekly = _part(weekly_banner(self._services, person))
        return {**self.open_chat(person, chat.id, {"window": secrets.token_hex(8)}), "weekly": weekly}

    def open_chat(self, person: Person, chat_id: str, where: Where) -> Updates:
        info = self._services.chats.opened(person, chat_id)
        return {**self._screen(person, {**where, "chat": chat_id}), "message": info.unsent}

    def new_chat(self, person: Person, where: Where) -> Updates:
        """An empty chat; one that was never used is taken again."""
        chats = self._services.chats.list(person)
        empty = next((one for one in chats if not one.title and not one.unsent), None)
        if empty is not None and self._services.posts.of_chat(person, empty.id) is not None:
            empty = None
        return self.open_chat(person, (empty or self._services.chats.new(person)).id, where)

    def rename_chat(self, person: Person, where: Where, title: str) -> Updates:
        self._services.chats.rename(person, _chat(where), title)
        return {"history": self._history(person, _chat(where)), "chat_title": title}

    def delete_chat(self, person: Person, where: Where) -> Updates:
        self._services.chats.delete(person, _chat(where))
        gr.Info(text("write.deleted", person.language), title=text("pages.toast.done", person.language))
        return self.load(person)

    def keep_unsent(self, person: Person, where: Where, message: str) -> None:
        self._services.chats.keep_unsent(person, _chat(where), message)

    # A turn

    def send(self, person: Person, where: Where, message: str, draft: str) -> Iterator[Updates]:
        """One turn; what was changed by hand in the draft is kept first."""
        chat_id = _chat(where)
        where = self._keep_edit(person, where, draft)
        stop = Stop()
        try:
            for place, update in enumerate(self._services.conversation.turn(person, chat_id, message, stop)):
                shown_now: Updates = {"chat": view.conversation(update.messages, person)}
                if update.draft is not None:
                    shown_now["draft"] = update.draft.text
                if place == 0:
                    shown_now["message"] = ""
                yield self._screen(person, where) if update.done else shown_now
        finally:
            stop.set()

    def reply(self, person: Person, where: Where, label: str, draft: str) -> Iterator[Updates]:
        yield from self.send(person, where, label, draft)

    def tone(self, name: str) -> Any:
        """A handler that asks for one kind of change."""

        def change(person: Person, where: Where, draft: str) -> Iterator[Updates]:
            yield from self.send(person, where, text(f"conversation.reply.{name}", person.language), draft)

        return change

    # The draft

    def edit(self, person: Person, where: Where, draft: str) -> Updates:
        """Keep what was typed. Where another window saved meanwhile, both are kept and the person chooses."""
        before = int(where.get("number") or 0)
        try:
            where = self._keep_edit(person, where, draft)
        except Conflict:
            return {"conflict": gr.Column(visible=True)}
        if int(where.get("number") or 0) == before and before:
            return {}
        return {"where": where, **self._under(person, where, draft)}

    def keep_mine(self, person: Person, where: Where, draft: str) -> Updates:
        post_id = post_of(where)
        self._services.posts.save_draft(person, post_id, draft, "edit", force=True)
        return {**self._screen(person, where), "conflict": gr.Column(visible=False)}

    def load_other(self, person: Person, where: Where) -> Updates:
        return {**self._screen(person, where), "conflict": gr.Column(visible=False)}

    def looking(self, person: Person, where: Where, draft: str) -> Iterator[Updates]:
        """The check, with a word while it runs."""
        if draft.strip():
            yield {
                "verdict": _part(
                    f'<div class="verdict none"><strong>{text("write.checking", person.language)}</strong></div>'
                )
            }
        yield self.check(person, where, draft)

    def check(self, person: Person, where: Where, draft: str) -> Updates:
        where = self._keep_edit(person, where, draft)
        if not where.get("post"):
            raise InputError("write.nothing_to_save")
        self._services.posts.check(person, post_of(where))
        return {"where": where, **self._under(person, where, draft)}

    def apply(self, number: int) -> Any:
        """A handler that does what the card with this number proposes."""

        def use(person: Person, where: Where, draft: str) -> Updates:
            where = self._keep_edit(person, where, draft)
            stored = self._services.posts.last_check(person, post_of(where))
            if stored is None or number > len(stored.findings):
                return self.check(person, where, draft)
            changed = proposal(draft, stored.findings[number - 1], person.language)
            if changed is None:
                return self.check(person, where, draft)
            self._services.posts.save_draft(person, post_of(where), changed[1], "edit", force=True)
            self._services.posts.check(person, post_of(where))
            return self._screen(person, where)

        return use

    # Out of the house, or to the manager

    def release(self, person: Person, where: Where, draft: str) -> Updates:
        """Checked again, now, exactly this text; given out, or told why not."""
        where = self._keep_edit(person, where, draft)
        if not where.get("post"):
            raise InputError("write.nothing_to_save")
        try:
            released = self._services.releases.release(person, post_of(where))
        except NotCleared as problem:
            gr.Warning(problem.text(person.language), title=text("pages.toast.notice", person.language))
            return {"where": where, **self._under(person, where, draft)}
        return {"where": where, **self._under(person, where, draft), **_given_out(released, person)}

    def posted(self, person: Person, where: Where, address: str, draft: str) -> Updates:
        self._services.releases.published(person, post_of(where), address)
        gr.Info(text("write.published", person.language), title=text("pages.toast.done", person.language))
        return self._under(person, where, draft)

    def hand_in(self, person: Person, where: Where, note: str, draft: str) -> Updates:
        where = self._keep_edit(person, where, draft)
        self._services.hand_ins.hand_in(person, post_of(where), note)
        gr.Info(text("write.handed_in", person.language), title=text("pages.toast.done", person.language))
        return {"where": where, "note": "", **self._under(person, where, draft)}

    def accept(self, person: Person, where: Where) -> Updates:
        """Take over the manager's text as one's own newest draft."""
        status = self._services.releases.status(person, post_of(where))
        if status.decision is None:
            raise InputError("review.no_suggestion")
        self._services.hand_ins.accept_suggestion(person, status.decision.hand_in_id)
        self._services.posts.check(person, post_of(where))
        gr.Info(text("write.accepted", person.language), title=text("pages.toast.done", person.language))
        return self._screen(person, where)

    # What the page shows

    def _keep_edit(self, person: Person, where: Where, draft: str) -> Where:
        """Save the draft as it stands in the field; makes the post where somebody wrote one without the chat."""
        with self._saving:
            post_id = where.get("post") or self._services.chats.state(person, _chat(where)).post_id
            if not post_id:
                if not draft.strip():
                    return where
                post_id = self._services.posts.new(person, chat_id=_chat(where), language=person.language).id
                state = self._services.chats.state(person, _chat(where))
                self._services.chats.keep(person, _chat(where), state.changed(post_id=post_id))
            number = self._seen.number(person, where, post_id)
            saved = self._services.posts.save_draft(person, post_id, draft, "edit", expected_number=number)
            where = {**where, "post": post_id, "number": saved.number}
            self._seen.note(person, where)
            return where

    def _screen(self, person: Person, where: Where) -> Updates:
        """Everything of a chat, as the services have it now."""
        chat_id = _chat(where)
        opened = self._services.conversation.opened(person, chat_id)
        info = self._services.chats.get(person, chat_id)
        draft = opened.draft
        value = draft.text if draft is not None else ""
        where = {"window": where.get("window"), "chat": chat_id, "post": None, "number": 0}
        if draft is not None:
            where |= {"post": draft.post_id, "number": draft.number}
            self._seen.note(person, where)
        angle = self._services.chats.state(person, chat_id).wishes.angle
        elsewhere = (*TONES, *(f"angle_{one}" for one in ANGLES))
        said = {text(f"conversation.reply.{name}", spoken) for name in elsewhere for spoken in LANGUAGES}
        replies = [reply.message for reply in opened.replies if reply.message not in said][:REPLIES]
        buttons = {
            f"reply{place}": gr.Button(replies[place] if place < len(replies) else "", visible=place < len(replies))
            for place in range(REPLIES)
        }
        return {
            "where": where,
            "history": self._history(person, chat_id),
            "chat_title": info.title,
            "chat_export": view.chat_export(chat_id, person.language),
            "angle": view.angles(angle, person.language, visible=draft is not None),
            "chat": view.conversation(opened.messages, person),
            **buttons,
            "draft": value,
            **self._under(person, where, value),
        }

    def _history(self, person: Person, chat_id: str) -> Any:
        language = person.language
        choices = [(one.title or text("write.untitled", language), one.id) for one in self._services.chats.list(person)]
        return gr.Dropdown(choices=choices, value=chat_id)

    def _under(self, person: Person, where: Where, value: str) -> Updates:
        """All that stands under the draft."""
        opened = self._services.conversation.opened(person, _chat(where)).draft
        has_text = bool(value.strip()) and bool(where.get("post"))
        stored = self._services.posts.last_check(person, post_of(where)) if has_text else None
        status = self._services.releases.status(person, post_of(where)) if where.get("post") else None
        flagged = stored is not None and stored.verdict in ("review", "blocked")
        approved = status is not None and status.state == "approved"
        out = status is not None and status.state in ("released", "published")
        waiting = status is not None and status.state == "waiting"
        suggestion = self._suggestion(status)
        return {
            "measures": _part(view.measures(self._services, person, opened, value)),
            "tones": gr.Row(visible=has_text),
            "actions": gr.Row(visible=True),
            "verdict": _part(self._verdict(person, stored) if has_text else ""),
            **self._cards(person, value, stored if has_text else None),
            "sources": _part(view.draft_sources(opened.sources, person.language) if has_text and opened else ""),
            "coach": _part(view.coach(self._services, person, value) if has_text else ""),
            "release_group": gr.Column(visible=status is not None and status.state == "released"),
            "posted_row": gr.Row(visible=status is not None and status.state == "released"),
            "hand_in_group": gr.Column(visible=flagged and not approved and not waiting and not out),
            "decision": _part(self._decision(person, status, where)),
            "suggestion_group": gr.Column(visible=bool(suggestion)),
            "suggestion": suggestion,
            "released_box": gr.Column(visible=False),
            "released": "",
            "composer": "",
        }

    def _verdict(self, person: Person, stored: StoredCheck | None) -> str:
        language = person.language
        if stored is None or not stored.current:
            title, under = inert(text("write.not_checked", language)), inert(text("write.not_checked_hint", language))
            return f'<div class="verdict none"><strong>{title}</strong><small>{under}</small></div>'
        when = shown(stored.checked_at, self._services.settings.zone, language)
        return verdict_banner(stored.verdict, language, text("write.checked_at", language, when=when))

    def _cards(self, person: Person, value: str, stored: StoredCheck | None) -> Updates:
        findings = () if stored is None else stored.findings
        language = person.language
        updates: Updates = {"marked": _part(marked(value, findings, language) if findings else "")}
        for place in range(CARDS):
            finding = findings[place] if place < len(findings) else None
            offered = proposal(value, finding, language) if finding is not None else None
            words = text(f"write.{offered[0]}", language, number=place + 1) if offered else ""
            words_of = card(self._services, place + 1, finding, language) if finding is not None else ""
            updates[f"card{place}"] = _part(words_of)
            updates[f"apply{place}"] = gr.Button(words, visible=offered is not None)
        rest = len(findings) - CARDS
        updates["more"] = _part(inert(text("write.more_findings", language, count=rest)) if rest > 0 else "")
        return updates

    def _decision(self, person: Person, status: PostStatus | None, where: Where) -> str:
        if status is None:
            return ""
        mine = [one for one in self._services.hand_ins.mine(person) if one.post_id == where.get("post")]
        since = next((one.handed_in_at for one in mine if one.state == "waiting"), None)
        return view.decision(self._services, person, status, since)

    def _suggestion(self, status: PostStatus | None) -> str:
        if status is None or status.decision is None or status.state in ("released", "published", "waiting"):
            return ""
        return status.decision.suggestion


def _part(html: str) -> Any:
    """A piece of the page that takes no room while it is empty."""
    return gr.Markdown(html, visible=bool(html))


def _given_out(released: Released, person: Person) -> Updates:
    link = (
        f'<a class="primary" id="composer" href="{inert(released.composer_link)}" target="_blank">'
        f"{inert(text('write.open_channel', person.language))}</a>"
    )
    return {
        "release_group": gr.Column(visible=True),
        "released_box": gr.Column(visible=True),
        "posted_row": gr.Row(visible=True),
        "released": released.text,
        "composer": link,
    }


def _chat(where: Where) -> str:
    chat_id = where.get("chat") if isinstance(where, dict) else None
    if not isinstance(chat_id, str):
        raise NotFound("conversation.not_found")
    return chat_id


def post_of(where: Where) -> str:
    post_id = where.get("post") if isinstance(where, dict) else None
    if not isinstance(post_id, str):
        raise InputError("posts.no_text")
    return post_id
