"""The line of a goal: how it went since the start, against where it has to be."""

from __future__ import annotations

from datetime import date
from html import escape

from assistant.programme.goals import Goal, Line
from assistant.programme.smart import figure
from assistant.texts import Language, text

_WIDE, _HIGH, _LEFT, _TOP, _RIGHT, _BOTTOM = 560, 250, 52, 24, 24, 40


def svg(goal: Goal, line: Line, language: Language) -> str:
    last = max(goal.due, line[-1][0])
    days = max((last - goal.started_on).days, 1)
    top = max([goal.target, *(value for _, value in line), 1.0]) * 1.1

    def x(at: date) -> float:
        return _LEFT + (_WIDE - _LEFT - _RIGHT) * (at - goal.started_on).days / days

    def y(value: float) -> float:
        return _HIGH - _BOTTOM - (_HIGH - _TOP - _BOTTOM) * value / top

    def words(at: date) -> str:
        return f"{at.day} {text(f'pages.month.m{at.month}', language)} {at.year}"

    points = " ".join(f"{x(at):.1f},{y(value):.1f}" for at, value in line)
    dots = "".join(f'<circle cx="{x(at):.1f}" cy="{y(value):.1f}" r="4" fill="#0f5563"/>' for at, value in line)
    levels = sorted({goal.start_value, goal.target, line[-1][1]})
    marks, before = "", 1000.0
    for value in levels:
        place = y(value)
        if before - place >= 16:
            marks += (
                f'<text x="{_LEFT - 8}" y="{place + 5:.1f}" text-anchor="end" fill="#50524f">{figure(value)}</text>'
            )
            before = place
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" role="img" font-family="sans-serif"'
        f' font-size="14"><title>{escape(goal.what)}</title>'
        f'<rect width="{_WIDE}" height="{_HIGH}" rx="12" fill="#ffffff"/>'
        f'<line x1="{_LEFT}" x2="{_WIDE - _RIGHT}" y1="{y(0):.1f}" y2="{y(0):.1f}" stroke="#cfcbc1"/>'
        f'<line x1="{_LEFT}" x2="{_WIDE - _RIGHT}" y1="{y(goal.target):.1f}" y2="{y(goal.target):.1f}" stroke="#8f6220"'
        f' stroke-width="2" stroke-dasharray="7 5"/>'
        f'<line x1="{_LEFT}" y1="{y(goal.start_value):.1f}" x2="{x(goal.due):.1f}" y2="{y(goal.target):.1f}"'
        f' stroke="#add7dc" stroke-width="2"/>'
        f'<polyline points="{points}" fill="none" stroke="#0f5563" stroke-width="3"/>{dots}{marks}'
        f'<text x="{_LEFT}" y="{_HIGH - 14}" fill="#50524f">{words(goal.started_on)}</text>'
        f'<text x="{_WIDE - _RIGHT}" y="{_HIGH - 14}" text-anchor="end" fill="#50524f">{words(last)}</text></svg>'
    )
