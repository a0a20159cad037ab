"""What the Measure page shows: figures of groups of five and more, as plots and as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import gradio as gr

from assistant.bootstrap import Services
from assistant.errors import NotFound
from assistant.people.person import Person
from assistant.programme import shown
from assistant.programme.evaluation_words import posts_grid, silent_themes
from assistant.programme.figures import Figure
from assistant.programme.goals import Goal, months_on
from assistant.programme.groups import FEWEST
from assistant.programme.report import Grid
from assistant.texts import Language, text
from assistant.web.evaluation_pages import measure_tabs
from assistant.web.html import inert
from assistant.web.moments import shown as shown_moment

Updates = dict[str, Any]
BY: Final = ("theme", "month", "channel", "language")
COUNTS: Final = ("posts", "impressions", "reactions", "comments")
MOST_MONTHS: Final = 60
_LABEL: Final = 26


class MeasureActions:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._figures = services.engagement.figures

    def load(self, person: Person) -> Updates:
        """Renew the figures, and show all of them; or what to do first."""
        self._figures.renew()
        language = person.language
        goals = [goal for goal in self._services.programme.goals.list(person) if goal.closed_on is None]
        first = goals[0].id if goals else None
        updates = {
            "head": self._head(person),
            "figures": gr.Column(visible=self._figures.renewed_at(person) is not None or bool(goals)),
            **self.posts(person, BY[0], COUNTS[0]),
            **self._checks(person),
            "goal": gr.Radio(choices=[(goal.what, goal.id) for goal in goals], value=first, visible=len(goals) > 1),
            "goals_head": f"<h2>{inert(text('measure.goals', language))}</h2>{self._take_part(person)}",
        }
        if first is None:
            empty = f'<p class="calm">{inert(text("measure.no_goals", language))}</p>'
            return {**updates, "goal_plot": gr.LinePlot(visible=False), "goal_table": empty}
        return {**updates, **self.goal(person, first)}

    def posts(self, person: Person, dimension: str, number: str) -> Updates:
        """Posts by theme, month, channel or language: one count as a plot, all of them as a table."""
        dimension = dimension if dimension in BY else BY[0]
        number = number if number in COUNTS else COUNTS[0]
        language = person.language
        themes = self._themes(language)
        figures = self._figures.by(person, "posts", dimension)
        named = [(shown.group(dimension, one.key, language, themes), one) for one in figures]
        heard = [title for theme, title in themes.items() if any(one.key == theme for one in figures)]
        said = ""
        if dimension == "theme" and figures:
            silent = silent_themes(figures, themes)
            lines = [text("measure.covered", language, themes=", ".join(heard))] if heard else []
            lines += [text("measure.silent", language, themes=", ".join(silent))] if silent else []
            said = "".join(f"<p>{inert(line)}</p>" for line in lines)
        return {
            "posts_plot": _bars(
                [(_short(name), one[number]) for name, one in named],
                text(f"measure.column.{dimension}", language),
                text(f"measure.column.{number}", language),
            ),
            "posts_table": table(posts_grid(dimension, figures, language, themes)),
            "heard": said,
        }

    def goal(self, person: Person, goal_id: str) -> Updates:
        """How one goal went, month by month, against the line to its target."""
        language = person.language
        try:
            goal = self._services.programme.goals.get(person, goal_id or "")
        except NotFound:
            return {}
        points = self._services.programme.goals.line(person, goal.id)
        now = self._services.programme.goals.progress(person, goal.id).now
        measured, wanted = text("measure.line_goal", language), text("measure.line_target", language)
        rows = [(month, value, measured) for month, value in {f"{day:%Y-%m}": value for day, value in points}.items()]
        rows += [(month, value, wanted) for month, value in _way(goal)]
        top = max([value for _, value, _ in rows] or [1.0])
        columns = (text("measure.date", language), measured)
        cells = tuple((shown.day(day, language), shown.number(value, language, 1)) for day, value in points)
        return {
            "goal_plot": gr.LinePlot(
                value=_frame(rows, ("date", "value", "line")),
                x_title=text("measure.date", language),
                y_title=text("measure.value", language),
                color_title=text("measure.lines", language),
                y_lim=[0, top * 1.1 or 1],
                x_label_angle=-45,
                visible=True,
            ),
            "goal_table": self._told(goal, now, language) + table(Grid(goal.what, columns, cells, (1,))),
        }

    def _told(self, goal: Goal, now: float | None, language: Language) -> str:
        words = text(
            "measure.goal_now",
            language,
            now=shown.number(now, language, 1),
            target=shown.number(goal.target, language, 1),
            due=shown.day(goal.due, language),
        )
        return f"<p>{inert(words)}</p>"

    def _checks(self, person: Person) -> Updates:
        language = person.language
        grids = []
        verdicts = self._figures.by(person, "texts", "verdict")
        for family, dimension, name in (
            ("texts", "verdict", "texts"),
            ("caught", "detector", "texts"),
            ("decisions", "wait", "decisions"),
            ("lessons", "lesson", "lessons"),
        ):
            found = self._figures.by(person, family, dimension)
            if found:
                grids.append(self._grid(family, dimension, name, found, language))
        bars = [(_short(shown.group("verdict", one.key, language, {})), one["texts"]) for one in verdicts]
        x, y = text("measure.column.verdict", language), text("measure.column.texts", language)
        return {"check_plot": _bars(bars, x, y), "check_table": "".join(table(grid) for grid in grids)}

    def _grid(self, family: str, dimension: str, name: str, found: Sequence[Figure], language: Language) -> Grid:
        rows = tuple(
            (shown.group(dimension, one.key, language, {}), shown.number(one[name], language)) for one in found
        )
        columns = (text(f"measure.column.{dimension}", language), text(f"measure.column.{name}", language))
        return Grid(text(f"measure.caption.{family}", language), columns, rows, (1,))

    def _head(self, person: Person) -> str:
        language = person.language
        at = self._figures.renewed_at(person)
        tabs = measure_tabs(language, "/measure/").replace('class="tabs"', 'class="plain-tabs"')
        if at is None:
            return f'{tabs}<div class="empty">{inert(text("measure.empty", language))}</div>'
        when = shown_moment(at, self._services.settings.zone, language)
        told = inert(text("measure.renewed", language, when=when))
        link = f'<a href="/figures.csv" target="_blank">{inert(text("measure.download", language))}</a>'
        return f'{tabs}<p class="calm">{told}</p><p>{link}</p>'

    def _take_part(self, person: Person) -> str:
        """How many take part; never so exactly that somebody who does not could be told."""
        language = person.language
        now = self._services.clock.now()
        ambassadors = self._services.programme.measures.count("ambassadors", now)
        active = self._services.programme.measures.count("ambassadors_active", now)
        few = text("measure.fewer", language)
        joined = few if ambassadors is None or ambassadors < FEWEST else shown.number(ambassadors, language)
        if active is None or active < FEWEST:
            sharing = few
        elif ambassadors is not None and ambassadors - active < FEWEST:
            sharing = text("measure.nearly_all", language)
        else:
            sharing = shown.number(active, language)
        return f"<p>{inert(text('measure.take_part', language, ambassadors=joined, active=sharing))}</p>"

    def _themes(self, language: Language) -> dict[str, str]:
        return {theme.id: theme.title[language] for theme in self._services.themes.list()}


def table(grid: Grid) -> str:
    """A table for whoever does not see the plot."""

    def cell(tag: str, column: int, words: str, more: str = "") -> str:
        side = ' style="text-align: right"' if column in grid.figures else ""
        return f"<{tag}{more}{side}>{inert(words)}</{tag}>"

    head = "".join(cell("th", column, words, ' scope="col"') for column, words in enumerate(grid.columns))
    rows = "".join(
        "<tr>" + "".join(cell("td", column, words) for column, words in enumerate(row)) + "</tr>" for row in grid.rows
    )
    caption = f"<caption>{inert(grid.caption)}</caption>"
    inner = f"{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
    return f'<div class="scroll"><table class="outcomes">{inner}</table></div>'


def _way(goal: Goal) -> list[tuple[str, float]]:
    """The straight line from the start of a goal to its target, by month, as every language writes those."""
    whole = max((goal.due - goal.started_on).days, 1)
    days = [goal.started_on, *(months_on(goal.started_on, number) for number in range(1, MOST_MONTHS)), goal.due]
    way = goal.target - goal.start_value
    points = {
        f"{day:%Y-%m}": goal.start_value + way * (day - goal.started_on).days / whole for day in days if day <= goal.due
    }
    return list(points.items())


def _bars(values: Sequence[tuple[str, int]], x: str, y: str) -> Any:
    """Bars from zero, in the order given."""
    top = max([value for _, value in values] or [0])
    return gr.BarPlot(
        value=_frame(values, ("group", "value")),
        x_title=x,
        y_title=y,
        y_lim=[0, max(top, 1)],
        sort=[name for name, _ in values] or None,
        x_label_angle=-30 if any(len(name) > 12 for name, _ in values) else 0,
        visible=bool(values),
    )


def _short(name: str) -> str:
    return name if len(name) <= _LABEL else f"{name[: _LABEL - 1].rstrip()}…"


def _frame(rows: Iterable[Sequence[Any]], columns: Sequence[str]) -> Any:
    import pandas  # type: ignore[import-untyped]  # it comes with Gradio, whose plots ask for it

    return pandas.DataFrame([list(row) for row in rows], columns=list(columns))
