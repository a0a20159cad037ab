"""`boegbeeld rule`: what may not be shared, and whether the rules do what their examples say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.lines import text_lines
from assistant.cli.output import Failures, complain, language, tell, tell_json, words
from assistant.cli.parts import AsJson, DataFolder, services
from assistant.errors import NotFound
from assistant.people.person import OPERATOR

if TYPE_CHECKING:
    from assistant.checking.rule_book import ExampleOutcome

app = typer.Typer(help="What may not be shared.", no_args_is_help=True)


@app.command("load")
def load(
    file: Annotated[str, typer.Argument(help="JSON Lines, one rule a line; - reads standard input.")],
    data: DataFolder = None,
) -> None:
    """Load rules, each line a new one or a new version. With a wrong line nothing is loaded.

    A rule that fails its own examples is wrong.
    """
    read, failures = text_lines(file), Failures()
    with services(data) as parts:
        for error in parts.rule_book.load(OPERATOR, read):
            failures.add_line(error.line, error.error)
    failures.finish()
    tell(words("loaded", count=sum(1 for line in read if line.strip())))


@app.command("list")
def list_all(as_json: AsJson = False, data: DataFolder = None) -> None:
    """Every rule with its severity. --json: the lines as they are loaded."""
    with services(data) as parts:
        for info in parts.rule_book.list():
            if as_json:
                tell_json(info.rule.as_body())
            else:
                state = words("rule.active") if info.active else words("rule.cancelled")
                title = info.rule.title if isinstance(info.rule.title, str) else info.rule.title.get(language(), "")
                tell(f"{state:12} {info.rule.severity:8} {info.rule.id:32} {title}")


@app.command("test")
def test(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Rules to try; all when none is named.")
    ] = None,
    data: DataFolder = None,
) -> None:
    """Try rules on their own examples. Exit status 1 when one is not as it should be."""
    failures = Failures()
    with services(data) as parts:
        known = {info.rule.id: info for info in parts.rule_book.list()}
        for name in names or [name for name, info in known.items() if info.active]:
            if name not in known:
                failures.add(name, NotFound("checking.no_such_rule", name=name))
                continue
            outcomes = parts.rule_book.test(known[name].rule)
            bad = [outcome for outcome in outcomes if not outcome.ok]
            tell(words("rule.tested", name=name, good=len(outcomes) - len(bad), all=len(outcomes)))
            for outcome in bad:
                failures.add(name, _wrong(outcome))
    failures.finish()
    if not known:
        complain(words("rule.none"))


def _wrong(outcome: ExampleOutcome) -> str:
    return words(f"rule.should_{outcome.expected}", example=outcome.text)
