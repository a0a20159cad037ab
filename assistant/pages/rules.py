"""Placeholder."""
from __future__ import annotations
import gradio as gr
from assistant.bootstrap import Services
def build(services: Services) -> gr.Blocks:
    with gr.Blocks() as page:
        gr.Markdown("x")
    return page
