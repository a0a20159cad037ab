"""`boegbeeld voice`: learn how somebody writes, and tell whose voice a text is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.check import string_id
from assistant.cli.lines import lines, string
from assistant.cli.output import Failures, complain, tell, tell_json, words
from assistant.cli.parts import DataFolder, services
from assistant.errors import PersonError
from assistant.people.person import OPERATOR

if TYPE_CHECKING:
    from assistant.bootstrap import Services
    from assistant.people.person import Person
    from assistant.writing.voice import VoiceCard

app = typer.Typer(help="How people write.", no_args_is_help=True)


@app.command("learn")
def learn(
    name: Annotated[
        str, typer.Argument(help="Account whose posts these are; an employee is added when there is none.")
    ],
    file: Annotated[str, typer.Argument(help="JSON Lines with text, one earlier post a line; - reads standard input.")],
    data: DataFolder = None,
) -> None:
    """Learn somebody's voice from earlier posts, in place of the ones before."""
    failures, posts = Failures(), []
    for line in lines(file):
        try:
            posts.append(string(line.body(), "text"))
        except PersonError as problem:
            failures.add_line(line.number, problem)
    with services(data) as parts:
        card = parts.voices.learn(_employee(parts, name), posts)
        tell(words("voice.learned", name=name, count=len(card.posts), languages=", ".join(card.habits)))
    failures.finish()


@app.command("match")
def match(
    file: Annotated[str, typer.Argument(help="JSON Lines with id and text; - reads standard input.")] = "-",
    data: DataFolder = None,
) -> None:
    """For each text, how much it reads like each person whose voice was learned: id, scores{name: 0..1}."""
    from assistant.writing.voice import Panel

    failures = Failures()
    with services(data) as parts:
        cards = _cards(parts)
        if not cards:
            complain(words("voice.none"))
        panel = Panel(cards)
        for line in lines(file):
            try:
                body = line.body()
                string_id(body)
                found = panel.scores(string(body, "text"))
            except PersonError as problem:
                failures.add_line(line.number, problem)
                continue
            tell_json({"id": body["id"], "scores": {name: round(score, 4) for name, score in found.items()}})
    failures.finish()


def _employee(parts: Services, name: str) -> Person:
    """The account of that name; added as an employee who cannot sign in yet where there was none."""
    person = parts.accounts.by_name(name)
    if person is None:
        person = parts.accounts.add(OPERATOR, name, name, "employee")
        complain(words("voice.added", name=name))
    return person


def _cards(parts: Services) -> dict[str, VoiceCard]:
    people = [parts.accounts.by_name(info.name) for info in parts.accounts.list(OPERATOR)]
    cards = {person.name: parts.voices.card(person) for person in people if person is not None}
    return {name: card for name, card in cards.items() if card is not None}
