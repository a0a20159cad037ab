"""The colours and letters of Boegbeeld: sea, wood and brass on paper. The rest is in static/style.css."""

from __future__ import annotations

import gradio as gr

SEA = gr.themes.Color(
    name="sea", c50="#eef7f8", c100="#d6ebee", c200="#add7dc", c300="#79bbc4", c400="#4199a5", c500="#1f7d8b",
    c600="#136878", c700="#0f5563", c800="#0d4450", c900="#0a343e", c950="#06222a",
)  # fmt: skip
BRASS = gr.themes.Color(
    name="brass", c50="#fbf6ea", c100="#f5e8c8", c200="#ecd296", c300="#e0b75f", c400="#d09c3b", c500="#b07d2b",
    c600="#8f6220", c700="#70491a", c800="#553816", c900="#3d2911", c950="#261909",
)  # fmt: skip
PAPER = gr.themes.Color(
    name="paper", c50="#fbfaf7", c100="#f3f1ec", c200="#e5e2da", c300="#cfcbc1", c400="#98968e", c500="#6b6b66",
    c600="#50524f", c700="#3c3f3e", c800="#282c2c", c900="#1a1e1f", c950="#101314",
)  # fmt: skip
FONT = ["Source Sans Pro", "ui-sans-serif", "system-ui", "sans-serif"]

THEME = gr.themes.Base(
    primary_hue=SEA, secondary_hue=BRASS, neutral_hue=PAPER, font=FONT, radius_size=gr.themes.sizes.radius_lg
).set(
    body_background_fill="#fbfaf7",
    body_text_color="#1f2a2e",
    body_text_color_subdued="#5a6468",
    block_background_fill="#ffffff",
    block_border_color="#e5e2da",
    block_border_width="1px",
    block_shadow="none",
    block_label_background_fill="transparent",
    block_label_border_width="0px",
    block_label_text_color="#50524f",
    block_title_text_color="#2c3a3f",
    block_title_text_weight="600",
    input_border_width="1px",
    button_border_width="1px",
    input_background_fill="#ffffff",
    input_border_color="#cfcbc1",
    input_border_color_focus="#1f7d8b",
    input_placeholder_color="#6b6b66",
    button_primary_background_fill="#0f5563",
    button_primary_background_fill_hover="#0d4450",
    button_primary_text_color="#ffffff",
    button_secondary_background_fill="#ffffff",
    button_secondary_background_fill_hover="#eef7f8",
    button_secondary_border_color="#cfcbc1",
    button_secondary_text_color="#0f5563",
    button_transition="none",
    link_text_color="#0f5c6b",
    link_text_color_hover="#0a343e",
)
