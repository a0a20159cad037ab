"""What the Programme page shows, in words and simple tables: everything of people made inert."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import gradio as gr

from assistant.programme.agreements import Remark
from assistant.programme.ambassadors import Ambassador
from assistant.programme.audiences import Audience, Map
from assistant.programme.colleagues import Colleague
from assistant.programme.finder import Candidate
from assistant.programme.goals import Goal, Line, Progress
from assistant.programme.groups import FEWEST
from assistant.programme.inventory import About, Overview
from assistant.programme.smart import Question, figure
from assistant.programme.table_file import Row
from assistant.programme.tiles import Tile
from assistant.texts import Language, text
from assistant.web.audience_map import described
from assistant.web.html import inert
from assistant.web.moments import shown
from assistant.writing.channels import channels

Updates = dict[str, Any]


def say(key: str, language: Language, **given: object) -> str:
    return inert(text(f"programme_page.{key}", language, **given))


def tiles(found: Sequence[Tile], language: Language) -> str:
    cards = "".join(
        f'<a class="tile{" done" if tile.done else ""}" href="{inert(tile.to)}"><b>{tile.step}</b>'
        f"<strong>{inert(text(f'programme.step.{tile.step}', language))}</strong>"
        f"<span>{inert(tile.state)}</span><em>{inert(tile.next_step)}</em></a>"
        for tile in found
    )
    return (
        f'<div class="tiles">{cards}</div><p class="calm">'
        f'<a href="/agreements">{say("agreements", language)}</a> · '
        f'<a href="/ambassador">{say("own_page", language)}</a></p>'
    )


def day(value: date, language: Language) -> str:
    return f"{value.day} {text(f'pages.month.m{value.month}', language)} {value.year}"


def done(key: str, language: Language) -> None:
    gr.Info(text(key, language), title=text("pages.toast.done", language))


def calm(key: str, language: Language, **given: object) -> str:
    return f'<p class="calm">{inert(text(key, language, **given))}</p>'


def empty(what: str, language: Language) -> str:
    """What to do first, where there is nothing yet."""
    return f'<p class="empty">{say(f"empty.{what}", language)}</p>'


def remarks(said: Sequence[str]) -> str:
    return f'<ul class="said">{"".join(f"<li>{inert(one)}</li>" for one in said)}</ul>' if said else ""


def goal_line(goal: Goal, language: Language) -> str:
    state = text("programme_page.goal.is_closed", language) if goal.closed_on else day(goal.due, language)
    return f"{goal.what[:110]} · {state}"


def goal(one: Goal, progress: Progress, line: Line, language: Language) -> str:
    """From where to where, how it stands, and its line."""
    measure = text(f"programme.measure.{one.measure}", language)
    way = say(
        "goal.way", language, start=figure(one.start_value), target=figure(one.target), due=day(one.due, language)
    )
    if progress.now is None:
        state = say("goal.unknown", language, fewest=FEWEST)
    else:
        key = {True: "goal.well", False: "goal.behind", None: "goal.now"}[progress.on_track]
        state = say(key, language, now=figure(progress.now))
    owner = one.owner_name or text("programme_page.goal.nobody", language)
    facts = say("goal.facts", language, owner=owner, review=day(one.review_on, language), whom=one.for_whom)
    alt = ", ".join(f"{day(at, language)}: {figure(value)}" for at, value in line)
    stamp = f"{one.id}.svg?{len(line)}-{figure(line[-1][1])}-{figure(one.target)}"
    return (
        f'<p class="kind">{inert(measure)}</p><p><strong>{way}</strong></p><p>{state}</p>'
        f'<img class="plot" src="/programme-goal/{stamp}" alt="{inert(alt)}"><p class="calm">{facts}</p>'
    )


def asked(questions: Sequence[Question], start: float | None, language: Language, *, fresh: bool = False) -> str:
    """The next question, one at a time; or that all is clear."""
    if fresh:
        return f"<p>{say('goal.begin', language)}</p>"
    counted = f'<p class="calm">{say("goal.counted", language, start=figure(start))}</p>' if start is not None else ""
    if not questions:
        return f"<p><strong>{say('goal.clear', language)}</strong></p>{counted}"
    left = f' <span class="calm">({len(questions)})</span>' if len(questions) > 1 else ""
    return f"<p><strong>{inert(questions[0].text)}</strong>{left}</p>{counted}"


def fact(words: str, title: str) -> str:
    return f"{' '.join(words.split())[:240]} ({title[:60]})"


def colleague(one: Colleague) -> str:
    return " · ".join(filter(None, (one.display_name, one.job, one.team)))


def candidate(one: Candidate, zone: str, language: Language) -> str:
    state = text("programme.state.candidate", language)
    if one.invited_at is not None:
        state = f"{text('programme.state.invited', language)} {shown(one.invited_at, zone, language).split(',')[0]}"
    return f"{one.who.display_name} · {text(f'programme.kind.{one.kind}', language)} · {state}\n{one.note}"


def ambassadors(found: Sequence[Ambassador], themes: Mapping[str, str], zone: str, language: Language) -> str:
    head = f"<h3>{say('people.joined', language, count=len(found))}</h3>"
    if not found:
        return head + empty("people", language)
    rows = "".join(_ambassador(one, themes, zone, language) for one in found)
    return f'{head}<ul class="passages">{rows}</ul>'


def _ambassador(one: Ambassador, themes: Mapping[str, str], zone: str, language: Language) -> str:
    since = text("programme_page.people.since", language, when=shown(one.joined_at, zone, language).split(",")[0])
    about = one.about
    told = [
        ", ".join(themes.get(theme, theme) for theme in about.themes),
        _channels(about.channels),
        text(f"ambassador.network.{about.network}", language) if about.network else "",
        ", ".join(code.upper() for code in about.languages),
        text("programme_page.people.minutes", language, minutes=about.minutes) if about.minutes else "",
        about.blog,
    ]
    words = " · ".join(inert(part) for part in told if part) or say("people.told_nothing", language)
    who = " · ".join(filter(None, (one.who.job, one.who.team, since)))
    return f"<li><strong>{inert(one.who.display_name)}</strong><small>{inert(who)}</small>{words}</li>"


def inventory(overview: Overview, named: Sequence[tuple[Colleague, About]], language: Language) -> str:
    """Which channels colleagues use: in numbers from five on, with names only of who agreed."""
    head = f"<h3>{say('inventory.title', language)}</h3>"
    if overview.people < FEWEST:
        body = f'<p class="calm">{say("inventory.few", language, fewest=FEWEST, people=overview.people)}</p>'
    else:
        most = max(overview.channels.values(), default=1)
        bars = "".join(
            f'<li><span>{inert(_channels((name,)))}</span><meter min="0" max="{most}" value="{number}"></meter>'
            f"<b>{number}</b></li>"
            for name, number in overview.channels.items()
        )
        counted = say("inventory.counted", language, people=overview.people, blogs=overview.blogs or 0)
        body = f'<ul class="bars">{bars}</ul><p class="calm">{counted}</p>'
    blogs = [f"{inert(who.display_name)}: {inert(about.blog)}" for who, about in named if about.blog]
    if blogs:
        body += f"<p>{say('inventory.blogs', language)}<br>{'<br>'.join(blogs)}</p>"
    return f'{head}{body}<p class="calm">{say("inventory.form", language)}</p>'


def finder_guide(language: Language) -> str:
    lines = "".join(f"<li>{say(f'finder.guide_{number}', language)}</li>" for number in (1, 2, 3, 4))
    return f"<h3>{say('finder.title', language)}</h3><p>{say('finder.intro', language)}</p><ul>{lines}</ul>"


def remark(one: Remark, language: Language) -> str:
    state = "answered_at" if one.answered_at else "open"
    return f"{one.author} · {text(f'programme_page.remarks.{state}', language)}\n{one.text[:300]}"


def audience_line(one: Audience) -> str:
    return f"{one.name}\n{', '.join(one.channels)}" if one.channels else one.name


def audience_map(found: Map, language: Language) -> str:
    """The picture, and under it the same in words and what stands out."""
    stamp = f"{len(found.audiences)}-{len(found.spots)}-{sum(spot.near for spot in found.spots)}"
    head = f"<h3>{say('map.title', language)}</h3>"
    if not found.channels:
        return f'{head}<p class="calm">{say("map.no_channels", language)}</p>'
    gaps = [f"{inert(spot.audience)}: {inert(spot.channel)}" for spot in found.gaps]
    told = (
        f"<p>{say('map.gaps', language)}</p><ul>{''.join(f'<li>{gap}</li>' for gap in gaps[:6])}</ul>" if gaps else ""
    )
    return (
        f'{head}<div class="map"><img src="/programme-map.svg?{stamp}" alt="{inert(described(found, language))}"></div>'
        f'<p class="calm">{say("map.legend", language)}</p>{told}'
    )


def download(address: str, language: Language) -> str:
    return f'<a href="{inert(address)}" download>{say("table.download", language)}</a> · {say("table.info", language)}'


def table_seen(letter: str, rows: Sequence[Row], language: Language) -> Updates:
    """What the file would do; the button to do it only where there is something to do."""
    useful = any(row.change in ("new", "changed") for row in rows)
    head = say("table.seen" if useful else "table.nothing", language)
    return {
        f"{letter}_seen": f"<p><strong>{head}</strong></p>{table_rows(rows, language)}",
        f"{letter}_confirm": gr.Button(visible=useful),
        f"{letter}_cancel": gr.Button(visible=True),
    }


def table_done(letter: str, rows: Sequence[Row], language: Language) -> Updates:
    counted = {change: sum(1 for row in rows if row.change == change) for change in ("new", "changed", "wrong")}
    words = say("table.done", language, **counted)
    return {**table_gone(letter), f"{letter}_seen": f"<p><strong>{words}</strong></p>"}


def table_gone(letter: str) -> Updates:
    return {
        f"{letter}_seen": "",
        f"{letter}_data": b"",
        f"{letter}_file": None,
        f"{letter}_confirm": gr.Button(visible=False),
        f"{letter}_cancel": gr.Button(visible=False),
    }


def table_rows(rows: Sequence[Row], language: Language) -> str:
    marks = {"new": "good", "changed": "review", "same": "", "wrong": "failed"}
    lines = "".join(
        f"<tr><td>{row.line}</td><td>{inert(row.name)}"
        + "".join(f"<br><small>{inert(problem.text(language))}</small>" for problem in row.problems)
        + f'</td><td><span class="tag {marks[row.change]}">{say(f"table.{row.change}", language)}</span></td></tr>'
        for row in rows
    )
    return f'<table class="rows">{lines}</table>'


def _channels(names: Sequence[str]) -> str:
    known = channels()
    return ", ".join(known[name].title if name in known else name for name in names)
