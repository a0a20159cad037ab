"""Step 1 on the Programme page: a goal told in a sentence or filled in, asked about until it is clear, and followed."""

from __future__ import annotations

from datetime import date
from typing import Any

import gradio as gr

from assistant.bootstrap import Services
from assistant.errors import InputError
from assistant.pages import programme_view as view
from assistant.pages.screen import Screen
from assistant.people.person import Person
from assistant.programme.days import read_day
from assistant.programme.goal_talk import heard, read_number
from assistant.programme.goals import Goal, Step
from assistant.programme.measures import MEASURES
from assistant.programme.smart import GoalWords, figure
from assistant.texts import text
from assistant.web.labels import label

Updates = dict[str, Any]
FIELDS = ("g_what", "g_for_whom", "g_measure", "g_start", "g_target", "g_due", "g_owner")
_PLAIN: dict[str, Any] = {"container": False, "latex_delimiters": []}


def part(screen: Screen) -> None:
    with gr.Row(elem_classes="panes"):
        with gr.Column(scale=4, min_width=300):
            new = gr.Button(label("programme_page.goal.new"), size="sm", elem_id="new-goal")
            screen.add(g_empty=gr.Markdown(elem_id="no-goals", **_PLAIN), g_new=new)
            goal = gr.Radio(label=label("programme_page.goal.list"), choices=[], elem_id="goal", elem_classes="stacked")
            screen.add(g_goal=goal, g_about=gr.Markdown(elem_id="goal-about", **_PLAIN))
            with gr.Column(visible=False, elem_id="typed", elem_classes="notice") as typed:
                day = gr.Textbox(label=label("programme_page.goal.value_day"), elem_id="value-day", max_length=40)
                value = gr.Textbox(label=label("programme_page.goal.value"), elem_id="value", max_length=20)
                keep = gr.Button(label("programme_page.goal.keep_value"), size="sm", elem_id="keep-value")
            screen.add(g_typed=typed, g_day=day, g_value=value, g_keep=keep)
        with gr.Column(scale=7, min_width=320):
            with gr.Column(elem_classes="notice"):
                screen.add(g_asked=gr.Markdown(elem_id="asked", **_PLAIN))
                with gr.Row(elem_classes="tight"):
                    said = gr.Textbox(
                        label=label("programme_page.goal.say"), elem_id="say", max_length=1000, scale=5, lines=2
                    )
                    tell = gr.Button(label("programme_page.goal.tell"), elem_id="tell", scale=1, min_width=110)
            screen.add(g_said=said, g_tell=tell)
            _fields(screen)


def _fields(screen: Screen) -> None:
    fields: dict[str, Any] = {}
    for name, most in (("what", 500), ("for_whom", 300)):
        fields[f"g_{name}"] = gr.Textbox(
            label=label(f"programme_page.goal.{name}"), elem_id=f"goal-{name.replace('_', '-')}", max_length=most
        )
    fields["g_measure"] = gr.Dropdown(
        label=label("programme_page.goal.measure"), choices=[], elem_id="goal-measure", filterable=False
    )
    with gr.Row():
        fields["g_start"] = gr.Textbox(
            label=label("programme_page.goal.start"), elem_id="goal-start", max_length=20, min_width=130, visible=False
        )
        for name in ("target", "due"):
            fields[f"g_{name}"] = gr.Textbox(
                label=label(f"programme_page.goal.{name}"), elem_id=f"goal-{name}", max_length=40, min_width=130
            )
        fields["g_owner"] = gr.Dropdown(
            label=label("programme_page.goal.owner"), choices=[], elem_id="goal-owner", min_width=180
        )
    fields["g_steps"] = gr.Textbox(
        label=label("programme_page.goal.steps"),
        info=label("programme_page.goal.steps_info"),
        elem_id="goal-steps",
        lines=3,
        max_length=3000,
    )
    done = gr.CheckboxGroup(label=label("programme_page.goal.done"), choices=[], visible=False, elem_id="steps-done")
    with gr.Row(elem_classes="tight"):
        save = gr.Button(label("programme_page.save"), variant="primary", elem_id="goal-save", min_width=110)
        close = gr.Button(label("programme_page.goal.close"), elem_id="goal-close", min_width=110, visible=False)
    screen.add(**fields, g_done=done, g_save=save, g_close=close)


def wire(screen: Screen, shown: list[Any], services: Services) -> None:
    actions = GoalActions(services)
    outputs = [name for name in screen.parts if name.startswith("g_")]

    def on(events: Any, handler: Any, inputs: tuple[str, ...] = ()) -> None:
        screen.on(events, handler, inputs, outputs)

    on(shown, actions.load, ("g_goal",))
    on(screen["g_goal"].input, actions.show, ("g_goal",))
    on(screen["g_new"].click, actions.new)
    on([screen["g_tell"].click, screen["g_said"].submit], actions.tell, ("g_goal", "g_said", *FIELDS))
    on([screen["g_measure"].input, screen["g_target"].blur, screen["g_due"].blur], actions.ask, ("g_goal", *FIELDS))
    on(screen["g_save"].click, actions.save, ("g_goal", "g_steps", *FIELDS))
    on(screen["g_close"].click, actions.close, ("g_goal",))
    on(screen["g_done"].input, actions.tick, ("g_goal", "g_done"))
    on(screen["g_keep"].click, actions.keep_value, ("g_goal", "g_day", "g_value"))


class GoalActions:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._goals = services.programme.goals

    def load(self, person: Person, chosen: str | None) -> Updates:
        goals = self._goals.list(person)
        ids = [goal.id for goal in goals]
        chosen = chosen if chosen in ids else (ids[0] if ids else None)
        listed = gr.Radio(
            choices=[(view.goal_line(goal, person.language), goal.id) for goal in goals],
            value=chosen,
            visible=bool(ids),
        )
        empty = "" if ids else view.empty("goals", person.language)
        return {**(self.show(person, chosen) if chosen else self.new(person)), "g_goal": listed, "g_empty": empty}

    def show(self, person: Person, goal_id: str | None) -> Updates:
        goal = self._goals.get(person, goal_id or "")
        typed = MEASURES[goal.measure].kind == "typed"
        return {
            **self._filled(person, goal.words, goal.start_value if typed else None),
            "g_about": view.goal(
                goal,
                self._goals.progress(person, goal.id),
                self._goals.line(person, goal.id),
                person.language,
            ),
            "g_asked": view.asked(self._goals.questions(person, goal.words, goal_id=goal.id), None, person.language),
            "g_steps": "\n".join(_step_line(step) for step in goal.steps),
            "g_done": _done(goal),
            "g_close": gr.Button(visible=goal.closed_on is None),
            "g_typed": gr.Column(visible=typed and goal.closed_on is None),
            "g_said": "",
        }

    def new(self, person: Person) -> Updates:
        return {
            **self._filled(person, GoalWords(owner=person.name), None),
            "g_goal": gr.Radio(value=None),
            "g_about": "",
            "g_asked": view.asked(self._goals.questions(person, GoalWords()), None, person.language, fresh=True),
            "g_steps": "",
            "g_done": gr.CheckboxGroup(choices=[], visible=False),
            "g_close": gr.Button(visible=False),
            "g_typed": gr.Column(visible=False),
            "g_said": "",
        }

    def tell(self, person: Person, goal_id: str | None, said: str, *values: Any) -> Updates:
        """An answer in one's own words: it fills in the fields below, and the next question comes."""
        if not (said or "").strip():
            raise InputError("programme_page.goal.nothing_said")
        words = _words(values, self._goals.today)
        asked = self._goals.questions(person, words, goal_id=goal_id)
        nothing = not words.what and words.measure == "" and words.target is None
        field = None if nothing else (asked[0].field if asked else "what")
        people = self._services.programme.finder.everybody(person)
        words = heard(words, field, said, self._goals.today, people, person.name, list(MEASURES))
        return {**self._filled(person, words, words.start), **self._asked(person, goal_id, words), "g_said": ""}

    def ask(self, person: Person, goal_id: str | None, *values: Any) -> Updates:
        """What is still to be asked, after a field was filled in."""
        return self._asked(person, goal_id, _words(values, self._goals.today))

    def save(self, person: Person, goal_id: str | None, steps: str, *values: Any) -> Updates:
        before = {step.title: step for step in self._goals.get(person, goal_id).steps} if goal_id else {}
        kept = [_step(line, before, self._goals.today) for line in (steps or "").splitlines() if line.strip()]
        goal = self._goals.save(person, _words(values, self._goals.today), goal_id=goal_id or None, steps=kept)
        view.done("programme_page.goal.saved", person.language)
        return self.load(person, goal.id)

    def close(self, person: Person, goal_id: str | None) -> Updates:
        self._goals.close(person, goal_id or "")
        view.done("programme_page.goal.closed", person.language)
        return self.load(person, goal_id)

    def tick(self, person: Person, goal_id: str | None, ticked: list[str] | None) -> Updates:
        goal = self._goals.get(person, goal_id or "")
        for position, step in enumerate(goal.steps):
            done = str(position) in (ticked or [])
            if done != (step.done_on is not None):
                goal = self._goals.step_done(person, goal.id, position, done)
        return {"g_done": _done(goal)}

    def keep_value(self, person: Person, goal_id: str | None, day: str, value: str) -> Updates:
        at, number = read_day(day or "", self._goals.today), read_number(value or "")
        if not (day or "").strip():
            at = self._goals.today
        if at is None or number is None:
            raise InputError("programme.bad_value")
        self._goals.type_value(person, goal_id or "", at, number)
        return {**self.load(person, goal_id), "g_day": "", "g_value": ""}

    def _asked(self, person: Person, goal_id: str | None, words: GoalWords) -> Updates:
        start = self._goals.start_value(words.measure)
        questions = self._goals.questions(person, words, goal_id=goal_id)
        return {
            "g_asked": view.asked(questions, start, person.language),
            "g_start": gr.Textbox(visible=words.measure in MEASURES and start is None),
        }

    def _filled(self, person: Person, words: GoalWords, start: float | None) -> Updates:
        language = person.language
        people = self._services.programme.finder.everybody(person)
        names = [one.name for one in people]
        return {
            "g_what": words.what,
            "g_for_whom": words.for_whom,
            "g_measure": gr.Dropdown(
                choices=[(text(f"programme.measure.{name}", language), name) for name in MEASURES],
                value=words.measure or None,
            ),
            "g_start": gr.Textbox(
                value="" if start is None else figure(start),
                visible=words.measure in MEASURES and self._goals.start_value(words.measure) is None,
            ),
            "g_target": "" if words.target is None else figure(words.target),
            "g_due": "" if words.due is None else f"{words.due:%d/%m/%Y}",
            "g_owner": gr.Dropdown(
                choices=[(one.display_name, one.name) for one in people],
                value=words.owner if words.owner in names else None,
            ),
        }


def _words(values: tuple[Any, ...], today: date) -> GoalWords:
    what, for_whom, measure, start, target, due, owner = (value or "" for value in values)
    return GoalWords(
        str(what), str(for_whom), str(measure), read_number(str(target)), read_day(str(due), today), str(owner),
        read_number(str(start)),
    )  # fmt: skip


def _step(line: str, before: dict[str, Step], today: date) -> Step:
    """ "Ask five people | 15/01/2027", with what was ticked off kept."""
    title, _, day = (cell.strip() for cell in line.partition("|"))
    due = read_day(day, today) if day else None
    if day and due is None:
        raise InputError("programme_page.goal.bad_step", line=line[:80])
    return Step(title, due, before[title].done_on if title in before else None)


def _step_line(step: Step) -> str:
    return f"{step.title} | {step.due:%d/%m/%Y}" if step.due else step.title


def _done(goal: Goal) -> Any:
    choices = [(_step_line(step).replace(" | ", " · "), str(position)) for position, step in enumerate(goal.steps)]
    ticked = [str(position) for position, step in enumerate(goal.steps) if step.done_on]
    return gr.CheckboxGroup(choices=choices, value=ticked, visible=bool(choices))
