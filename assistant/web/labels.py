"""Labels of the Gradio pages, from the same catalogue as all other words; the browser picks the person's language."""

from __future__ import annotations

from functools import cache
from typing import Any

import gradio as gr

from assistant.texts import catalogue

_PARTS = (
    "pages.", "write.", "voice_page.", "knowledge.", "rules_page.", "review_page.", "programme_page.",
    "conversation.reply.", "measure.",
)  # fmt: skip


@cache
def all_labels() -> gr.I18n:
    return gr.I18n(
        **{
            language: {_key(key): words for key, words in catalogue(language).items() if key.startswith(_PARTS)}
            for language in ("nl", "fr", "en")
        }
    )


def label(key: str) -> Any:
    """The words of `key` for a component: `gr.Button(label("write.send"))`. A key that is missing is a bug."""
    if key not in catalogue("nl"):
        raise KeyError(key)
    return all_labels()(_key(key))


def _key(key: str) -> str:
    return key.replace(".", "_")
