"""What the evaluation says of itself: sentences and tables out of goals, figures, moments and the survey."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from assistant.people.person import Person
from assistant.programme import shown
from assistant.programme.figures import Figure, Figures
from assistant.programme.goals import Goal, Goals, Progress
from assistant.programme.groups import FEWEST, REST
from assistant.programme.moments import Moments
from assistant.programme.report import Grid
from assistant.programme.survey import Outcome, Surveys
from assistant.programme.themes import Themes
from assistant.texts import Language, text

LOW: Final = 3.5
"""An average of the survey below this asks for something to change."""
SLOW: Final = 0.25
"""A share of decisions that took more than three days, above which something should change."""
FEW_FIGURES: Final = 0.5


@dataclass(frozen=True)
class Facts:
    """Where the evaluation gets what it tells."""

    goals: Goals
    figures: Figures
    surveys: Surveys
    moments: Moments
    themes: Themes


@dataclass(frozen=True)
class _Known:
    """Everything that was found, once."""

    goals: tuple[tuple[Goal, Progress], ...]
    posts: Figure | None
    by_theme: tuple[Figure, ...]
    by_month: tuple[Figure, ...]
    by_channel: tuple[Figure, ...]
    by_language: tuple[Figure, ...]
    verdicts: tuple[Figure, ...]
    caught: tuple[Figure, ...]
    waits: tuple[Figure, ...]
    lessons: Figure | None
    survey: Outcome | None
    moments: int
    came: int
    themes: dict[str, str]


def sections(
    facts: Facts, reader: Person, since: date, until: date
) -> tuple[dict[str, str], dict[str, tuple[Grid, ...]]]:
    """What each section says, and the tables that stand in it."""
    known = _look(facts, reader, since, until)
    language = reader.language
    written = {
        "aimed": _joined(_aimed(known, language), text("evaluation.no_goals", language)),
        "came": _joined(_came(known, language), text("evaluation.nothing_counted", language)),
        "said": _joined(_said(known, language), text("evaluation.no_survey", language)),
        "change": _joined(_change(known, language), text("evaluation.no_change", language)),
    }
    return written, {"came": tuple(_grids(known, language)), "said": tuple(_survey_grid(known, language))}


def silent_themes(by_theme: Iterable[Figure], themes: dict[str, str]) -> list[str]:
    """Titles of themes of which no figure can be shown: nobody wrote about them, or fewer than five did."""
    heard = {one.key for one in by_theme}
    return [title for theme, title in themes.items() if theme not in heard]


def _look(facts: Facts, reader: Person, since: date, until: date) -> _Known:
    figures = facts.figures
    figures.renew()

    def by(family: str, dimension: str) -> tuple[Figure, ...]:
        """What was counted since the first day: a result that came in late counts in the half that it came in."""
        return tuple(figures.by(reader, family, dimension, since=since))

    goals = [goal for goal in facts.goals.list(reader) if goal.started_on <= until]
    goals = [goal for goal in goals if goal.closed_on is None or goal.closed_on >= since]
    held = [one for one in facts.moments.list(reader) if not one.cancelled and since <= one.starts_at.date() <= until]
    surveys = [one for one in facts.surveys.outcomes(reader) if since <= one.survey.closes_on <= until]
    answered = [one for one in surveys if one.answers is not None]
    return _Known(
        goals=tuple((goal, facts.goals.progress(reader, goal.id)) for goal in goals),
        posts=figures.total(reader, "posts", since=since),
        by_theme=by("posts", "theme"),
        by_month=by("posts", "month"),
        by_channel=by("posts", "channel"),
        by_language=by("posts", "language"),
        verdicts=by("texts", "verdict"),
        caught=by("caught", "detector"),
        waits=by("decisions", "wait"),
        lessons=figures.total(reader, "lessons", since=since),
        survey=next(iter(answered), None),
        moments=len(held),
        came=sum(one.coming for one in held),
        themes={theme.id: theme.title[reader.language] for theme in facts.themes.list()},
    )


def _joined(lines: list[str], otherwise: str) -> str:
    return "\n".join(f"- {line}" for line in lines) if lines else otherwise


def _aimed(known: _Known, language: Language) -> list[str]:
    return [
        text(
            "evaluation.aim",
            language,
            what=goal.what,
            for_whom=goal.for_whom or "–",
            start=shown.number(goal.start_value, language, 1),
            target=shown.number(goal.target, language, 1),
            measure=text(f"programme.measure.{goal.measure}", language),
            due=shown.day(goal.due, language),
        )
        for goal, _ in known.goals
    ]


def _came(known: _Known, language: Language) -> list[str]:
    lines = [
        text(
            f"evaluation.goal_{_stand(goal, progress)}",
            language,
            what=goal.what,
            now=shown.number(progress.now, language, 1),
            target=shown.number(goal.target, language, 1),
        )
        for goal, progress in known.goals
    ]
    if known.posts is not None:
        lines.append(
            text(
                "evaluation.posts",
                language,
                posts=shown.number(known.posts["posts"], language),
                impressions=shown.number(known.posts["impressions"], language),
                told=shown.number(known.posts["with_figures"], language),
            )
        )
    silent = silent_themes(known.by_theme, known.themes)
    if known.by_theme and silent:
        lines.append(text("evaluation.silent", language, themes=", ".join(silent)))
    checked = sum(one["texts"] for one in known.verdicts)
    if checked:
        clear = sum(one["texts"] for one in known.verdicts if one.key in ("clear", "advice"))
        lines.append(_of(known.verdicts, "checked", checked, clear, language))
    decided = sum(one["decisions"] for one in known.waits)
    if decided:
        same_day = sum(one["decisions"] for one in known.waits if one.key in ("hours", "day"))
        lines.append(_of(known.waits, "decided", decided, same_day, language))
    if known.lessons is not None:
        lines.append(text("evaluation.lessons", language, lessons=shown.number(known.lessons["lessons"], language)))
    if known.moments:
        lines.append(
            text(
                "evaluation.moments",
                language,
                moments=known.moments,
                came=text("measure.fewer", language) if known.came < FEWEST else known.came,
            )
        )
    return lines


def _of(figures: Iterable[Figure], key: str, whole: int, part: int, language: Language) -> str:
    """How many of how many; "at least" where some could not be told apart, and nothing where none could."""
    told = {"whole": shown.number(whole, language), "part": shown.number(part, language)}
    if any(one.key == REST for one in figures):
        return text(f"evaluation.{key}_{'least' if part else 'all'}", language, **told)
    return text(f"evaluation.{key}", language, **told)


def _said(known: _Known, language: Language) -> list[str]:
    if known.survey is None:
        return []
    quoted = [text("evaluation.quote", language, words=" ".join(said.split())) for said in known.survey.said]
    return [text("evaluation.answers", language, answers=known.survey.answers), *quoted]


def _change(known: _Known, language: Language) -> list[str]:
    lines = [
        text("evaluation.change_goal", language, what=goal.what)
        for goal, progress in known.goals
        if _stand(goal, progress) in ("behind", "missed")
    ]
    lines += [
        text("evaluation.change_theme", language, theme=title)
        for title in (silent_themes(known.by_theme, known.themes) if known.by_theme else ())
    ]
    decided = sum(one["decisions"] for one in known.waits)
    slow = sum(one["decisions"] for one in known.waits if one.key == "longer")
    if decided and slow / decided > SLOW:
        lines.append(text("evaluation.change_slow", language))
    if known.posts is not None and known.posts["with_figures"] < known.posts["posts"] * FEW_FIGURES:
        lines.append(text("evaluation.change_figures", language))
    if known.survey is None:
        lines.append(text("evaluation.change_survey", language))
    else:
        low = [name for name, (average, _) in known.survey.averages.items() if average < LOW]
        lines += [text(f"evaluation.change_{name}", language) for name in low]
    return lines


def _stand(goal: Goal, progress: Progress) -> str:
    if progress.now is None:
        return "unknown"
    if progress.share is not None and progress.share >= 1:
        return "reached"
    if progress.expected >= 1:
        return "missed"
    return "on_track" if progress.on_track else "behind"


def _grids(known: _Known, language: Language) -> list[Grid]:
    grids = []
    for dimension, figures in (
        ("theme", known.by_theme),
        ("month", known.by_month),
        ("channel", known.by_channel),
        ("language", known.by_language),
    ):
        if figures:
            grids.append(posts_grid(dimension, figures, language, known.themes))
    for family, dimension, name, found in (
        ("texts", "verdict", "texts", known.verdicts),
        ("caught", "detector", "texts", known.caught),
        ("decisions", "wait", "decisions", known.waits),
    ):
        if found:
            rows = [(shown.group(dimension, one.key, language, {}), shown.number(one[name], language)) for one in found]
            columns = (text(f"measure.column.{dimension}", language), text(f"measure.column.{name}", language))
            grids.append(Grid(text(f"measure.caption.{family}", language), columns, tuple(rows), (1,)))
    return grids


def posts_grid(dimension: str, figures: Iterable[Figure], language: Language, themes: dict[str, str]) -> Grid:
    """Posts and what they brought, by theme, month, channel or language."""
    names = ("posts", "impressions", "reactions", "comments")
    columns = (
        text(f"measure.column.{dimension}", language),
        *(text(f"measure.column.{name}", language) for name in names),
    )
    rows = [
        (
            shown.group(dimension, one.key, language, themes),
            *(shown.number(one[name], language) for name in names),
        )
        for one in figures
    ]
    return Grid(text(f"measure.caption.{dimension}", language), columns, tuple(rows), (1, 2, 3, 4))


def _survey_grid(known: _Known, language: Language) -> list[Grid]:
    if known.survey is None or not known.survey.averages:
        return []
    rows = tuple(
        (text(f"survey.statement.{name}", language), shown.number(average, language, 1), str(answers))
        for name, (average, answers) in known.survey.averages.items()
    )
    columns = tuple(text(f"survey.column.{name}", language) for name in ("statement", "average", "answers"))
    return [Grid(text("survey.caption", language), columns, rows, (1, 2))]
