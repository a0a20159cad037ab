"""The Write page: the chat on the left, the post on the right, one under the other on a phone."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.bootstrap import Services
from assistant.pages.notice_actions import NOTICES, NoticeActions
from assistant.pages.screen import Screen
from assistant.pages.version_actions import VersionActions
from assistant.pages.write_actions import CARDS, REPLIES, TONES, WriteActions
from assistant.web.labels import label

_PLAIN: dict[str, Any] = {"container": False, "latex_delimiters": []}


def build(services: Services) -> gr.Blocks:
    actions, screen = WriteActions(services), Screen("own.write")
    with gr.Blocks(title="Boegbeeld", analytics_enabled=False, delete_cache=(3600, 3600), fill_width=True) as page:
        screen.add(where=gr.State({}))
        with gr.Row(elem_classes="panes"):
            with gr.Column(scale=5, min_width=320, elem_classes="pane chat-pane"):
                _chat_side(screen)
            with gr.Column(scale=6, min_width=320, elem_classes="pane draft-pane"):
                screen.add(weekly=gr.Markdown(elem_id="weekly", visible=False, **_PLAIN))
                _notices_part(screen)
                _draft_side(screen)
        _wire(page, screen, actions)
        _wire_notices(page, screen, NoticeActions(services))
        _wire_versions(screen, VersionActions(services, actions))
    return page  # type: ignore[no-any-return]  # gradio has no types here


def _chat_side(screen: Screen) -> None:
    with gr.Row(elem_classes="tight history-row"):
        history = gr.Dropdown(
            label=label("write.chats"), choices=[], elem_id="history", filterable=False, scale=3, min_width=180
        )
        new_chat = gr.Button(label("write.new_chat"), elem_id="new-chat", scale=1, min_width=120, size="sm")
    chat = gr.Chatbot(
        label=label("write.chat"),
        show_label=False,
        elem_id="chat",
        height="min(52vh, 520px)",
        buttons=[],
        feedback_options=None,
        latex_delimiters=[],
        layout="bubble",
        allow_tags=False,
    )
    with gr.Row(elem_classes="tight replies"):
        replies = {
            f"reply{place}": gr.Button("", visible=False, size="sm", elem_id=f"reply-{place}", min_width=80)
            for place in range(REPLIES)
        }
    message = gr.Textbox(
        label=label("write.message"),
        placeholder=label("write.message_hint"),
        lines=1,
        max_lines=6,
        elem_id="message",
        max_length=20_000,
    )
    with gr.Row(elem_classes="tight"):
        send = gr.Button(label("write.send"), variant="primary", elem_id="send", min_width=120)
        stop = gr.Button(label("write.stop"), elem_id="stop", min_width=90, scale=0)
    with gr.Accordion(label("write.this_chat"), open=False, elem_classes="quiet"), gr.Row(elem_classes="tight"):
        chat_title = gr.Textbox(label=label("write.rename"), elem_id="chat-title", max_length=200)
        save_title = gr.Button(label("write.save_name"), size="sm", min_width=120, elem_id="save-title")
        delete_chat = gr.Button(label("write.delete_chat"), size="sm", min_width=120, elem_id="delete-chat")
        screen.add(chat_export=gr.Markdown(elem_id="chat-export", **_PLAIN))
    screen.add(history=history, new_chat=new_chat, chat=chat, message=message, send=send, stop=stop, **replies)
    screen.add(chat_title=chat_title, save_title=save_title, delete_chat=delete_chat)


def _draft_side(screen: Screen) -> None:
    draft = gr.Textbox(
        label=label("write.draft"),
        placeholder=label("write.draft_hint"),
        lines=9,
        max_lines=24,
        elem_id="draft",
        max_length=20_000,
    )
    with gr.Column(visible=False, elem_id="conflict", elem_classes="notice") as conflict:
        gr.Markdown(label("write.conflict"), **_PLAIN)
        with gr.Row(elem_classes="tight"):
            keep_mine = gr.Button(label("write.keep_mine"), size="sm", elem_id="keep-mine")
            load_other = gr.Button(label("write.load_other"), size="sm", elem_id="load-other")
    measures = gr.Markdown(elem_id="measures", visible=False, **_PLAIN)
    angle = gr.Radio(label=label("write.angle"), choices=[], visible=False, elem_id="angle", elem_classes="angles")
    screen.add(angle=angle)
    with gr.Row(visible=False, elem_classes="tight replies tones") as tones:
        for name in TONES:
            button = gr.Button(label(f"conversation.reply.{name}"), size="sm", elem_id=f"tone-{name}", min_width=70)
            screen.add(**{f"tone_{name}": button})
    with gr.Row(elem_classes="tight") as act:
        check = gr.Button(label("write.check"), elem_id="check", min_width=110)
        release = gr.Button(label("write.release"), variant="primary", elem_id="release", min_width=110)
        undo = gr.Button(label("write.undo"), elem_id="undo", min_width=160, scale=0)
    with gr.Accordion(label("write.versions"), open=False, elem_id="versions", elem_classes="quiet") as versions:
        version = gr.Dropdown(label=label("write.versions"), choices=[], elem_id="version", filterable=False)
        version_diff = gr.Markdown(elem_id="version-diff", visible=False, **_PLAIN)
        restore = gr.Button(label("write.restore"), size="sm", elem_id="restore")
    screen.add(undo=undo, versions=versions, version=version, version_diff=version_diff, restore=restore)
    decision = gr.Markdown(elem_id="decision", visible=False, **_PLAIN)
    with gr.Column(visible=False, elem_id="suggestion-group") as suggestion_group:
        suggestion = gr.Textbox(label=label("write.suggestion"), interactive=False, lines=4, elem_id="suggestion")
        accept = gr.Button(label("write.accept"), elem_id="accept", size="sm")
    verdict = gr.Markdown(elem_id="verdict", visible=False, **_PLAIN)
    screen.add(draft=draft, conflict=conflict, keep_mine=keep_mine, load_other=load_other, measures=measures)
    screen.add(tones=tones, actions=act, check=check, release=release, decision=decision)
    screen.add(suggestion_group=suggestion_group, suggestion=suggestion, accept=accept, verdict=verdict)
    _release_part(screen)
    screen.add(marked=gr.Markdown(elem_id="marked", visible=False, **_PLAIN))
    for place in range(CARDS):
        found = gr.Markdown(elem_id=f"card-{place}", visible=False, **_PLAIN)
        use = gr.Button("", visible=False, size="sm", elem_id=f"apply-{place}", elem_classes="apply")
        screen.add(**{f"card{place}": found, f"apply{place}": use})
    screen.add(more=gr.Markdown(elem_id="more", visible=False, **_PLAIN))
    with gr.Column(visible=False, elem_id="hand-in-group", elem_classes="notice") as hand_in_group:
        gr.Markdown(label("write.hand_in_intro"), **_PLAIN)
        note = gr.Textbox(label=label("write.note"), lines=2, elem_id="note", max_length=2000)
        hand_in = gr.Button(label("write.hand_in"), variant="primary", elem_id="hand-in")
    screen.add(hand_in_group=hand_in_group, note=note, hand_in=hand_in)
    screen.add(
        sources=gr.Markdown(elem_id="sources", visible=False, **_PLAIN),
        coach=gr.Markdown(elem_id="coach", visible=False, **_PLAIN),
    )


def _release_part(screen: Screen) -> None:
    with gr.Column(visible=False, elem_id="release-group", elem_classes="notice good") as release_group:
        with gr.Column(visible=False) as released_box:
            released = gr.Textbox(
                label=label("write.released_text"), interactive=False, lines=5, elem_id="released-text"
            )
            with gr.Row(elem_classes="tight"):
                gr.Button(label("write.copy"), size="sm", elem_id="copy-text", min_width=120)
                composer = gr.Markdown(elem_id="composer-link", **_PLAIN)
            gr.Markdown(label("write.post_it"), elem_classes="calm", **_PLAIN)
        with gr.Row(elem_classes="tight") as posted_row:
            address = gr.Textbox(label=label("write.address"), elem_id="address", max_length=2000, scale=3)
            posted = gr.Button(label("write.posted"), elem_id="posted", min_width=140, scale=1)
    screen.add(release_group=release_group, released_box=released_box, released=released, composer=composer)
    screen.add(posted_row=posted_row, address=address, posted=posted)


def _notices_part(screen: Screen) -> None:
    with gr.Column(visible=False, elem_id="notices", elem_classes="notice") as notices:
        screen.add(notices_title=gr.Markdown(elem_id="notices-title", **_PLAIN), notice_ids=gr.State([]))
        for place in range(NOTICES):
            with gr.Row(visible=False, elem_classes="tight") as row:
                words = gr.Markdown(elem_id=f"notice-{place}", **_PLAIN)
                read = gr.Button(label("write.read"), size="sm", elem_id=f"read-{place}", scale=0, min_width=100)
            screen.add(**{f"notice{place}": row, f"notice_text{place}": words, f"read{place}": read})
    screen.add(notices=notices)


def _wire_notices(page: gr.Blocks, screen: Screen, actions: NoticeActions) -> None:
    shown = ["notices", "notices_title", "notice_ids"]
    shown += [f"{part}{place}" for place in range(NOTICES) for part in ("notice", "notice_text")]
    screen.on(page.load, actions.load, outputs=shown)
    screen.on(screen["history"].input, actions.load, outputs=shown)
    for place in range(NOTICES):
        screen.on(screen[f"read{place}"].click, actions.read(place), ["notice_ids"], shown)


def _wire_versions(screen: Screen, actions: VersionActions) -> None:
    screen.on(screen["versions"].expand, actions.choices, ["where"])
    screen.on(screen["version"].input, actions.show, ["where", "version"])
    screen.on(screen["restore"].click, actions.restore, ["where", "draft", "version"])
    screen.on(screen["undo"].click, actions.undo, ["where", "draft"])


def _wire(page: gr.Blocks, screen: Screen, actions: WriteActions) -> None:
    on = screen.on
    on(page.load, actions.load)
    on(screen["history"].input, actions.open_chat, ["history", "where"])
    on(screen["new_chat"].click, actions.new_chat, ["where"])
    on(screen["save_title"].click, actions.rename_chat, ["where", "chat_title"])
    on(screen["delete_chat"].click, actions.delete_chat, ["where"])
    on(screen["message"].input, actions.keep_unsent, ["where", "message"], [], trigger_mode="always_last")
    turn = ["where", "message", "draft"]
    running = [
        on([screen["send"].click, screen["message"].submit], actions.send, turn, concurrency_id="turn"),
        *(
            on(screen[f"reply{place}"].click, actions.reply, ["where", f"reply{place}", "draft"], concurrency_id="turn")
            for place in range(REPLIES)
        ),
        on(screen["angle"].input, actions.reply, ["where", "angle", "draft"], concurrency_id="turn"),
        *(
            on(screen[f"tone_{name}"].click, actions.tone(name), ["where", "draft"], concurrency_id="turn")
            for name in TONES
        ),
    ]
    screen["stop"].click(None, cancels=running)
    state = ["where", "draft"]
    on(screen["draft"].input, actions.edit, state, trigger_mode="always_last")
    on(screen["keep_mine"].click, actions.keep_mine, state)
    on(screen["load_other"].click, actions.load_other, ["where"])
    on(screen["check"].click, actions.looking, state)
    on(screen["release"].click, actions.release, state)
    on(screen["posted"].click, actions.posted, ["where", "address", "draft"])
    on(screen["hand_in"].click, actions.hand_in, ["where", "note", "draft"])
    on(screen["accept"].click, actions.accept, ["where"])
    for place in range(CARDS):
        on(screen[f"apply{place}"].click, actions.apply(place + 1), state)
