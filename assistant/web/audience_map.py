"""The map of the outside world: audiences against the channels they are on, drawn as a picture with its own words."""

from __future__ import annotations

from html import escape

from assistant.programme.audiences import Map, Spot
from assistant.texts import Language, text

_LEFT, _TOP, _WIDE, _HIGH = 230, 130, 86, 56


def svg(found: Map, language: Language) -> str:
    """A full circle is where we are too, larger with more colleagues; an open ring is where nobody of us is yet."""
    width = _LEFT + _WIDE * max(len(found.channels), 1) + 110
    height = _TOP + _HIGH * max(len(found.audiences), 1) + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" width="{width}"'
        f' height="{height}" font-family="sans-serif" font-size="15">',
        f"<title>{escape(text('programme_page.map.title', language))}</title>",
        f"<desc>{escape(described(found, language))}</desc>",
        f'<rect width="{width}" height="{height}" rx="14" fill="#ffffff"/>',
    ]
    for column, channel in enumerate(found.channels):
        x = _LEFT + _WIDE * column + _WIDE // 2
        parts.append(
            f'<text x="{x}" y="{_TOP - 14}" transform="rotate(-38 {x} {_TOP - 14})" fill="#2c3a3f">'
            f"{escape(_short(channel, 17))}</text>"
        )
    for row, audience in enumerate(found.audiences):
        y = _TOP + _HIGH * row + _HIGH // 2
        parts.append(f'<line x1="{_LEFT}" x2="{width - 100}" y1="{y}" y2="{y}" stroke="#e5e2da"/>')
        parts.append(f'<text x="16" y="{y + 5}" fill="#1f2a2e">{escape(_short(audience, 27))}</text>')
        for column, channel in enumerate(found.channels):
            parts.append(_spot(found.at(audience, channel), _LEFT + _WIDE * column + _WIDE // 2, y))
    return "".join(parts) + "</svg>"


def described(found: Map, language: Language) -> str:
    """The same in words: for who does not see the picture."""
    lines = []
    for audience in found.audiences:
        here = [found.at(audience, channel) for channel in found.channels]
        told = ", ".join(
            f"{spot.channel} ({spot.near})"
            if spot.near
            else f"{spot.channel} ({text('programme_page.map.nobody', language)})"
            for spot in here
            if spot.here
        )
        lines.append(f"{audience}: {told or text('programme_page.map.nowhere', language)}")
    return ". ".join(lines)


def _spot(spot: Spot, x: int, y: int) -> str:
    if not spot.here:
        return ""
    if not spot.near:
        ring = 'fill="#fbf6ea" stroke="#8f6220" stroke-width="2.5" stroke-dasharray="4 3"'
        return f'<circle cx="{x}" cy="{y}" r="11" {ring}/>'
    size = min(12 + 3 * spot.near, 25)
    return (
        f'<circle cx="{x}" cy="{y}" r="{size}" fill="#0f5563"/>'
        f'<text x="{x}" y="{y + 5}" text-anchor="middle" fill="#ffffff" font-weight="bold">{spot.near}</text>'
    )


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"
