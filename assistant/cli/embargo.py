"""`boegbeeld embargo`: the news that is not public yet."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.lines import text_lines
from assistant.cli.output import Failures, tell, tell_json, words
from assistant.cli.parts import AsJson, DataFolder, services
from assistant.people.person import OPERATOR

app = typer.Typer(help="News that is not public yet.", no_args_is_help=True)


@app.command("load")
def load(
    file: Annotated[str, typer.Argument(help="JSON Lines, one embargo a line; - reads standard input.")],
    data: DataFolder = None,
) -> None:
    """Load embargoes, each line a new one or a new version. With a wrong line nothing is loaded."""
    read, failures = text_lines(file), Failures()
    with services(data) as parts:
        for error in parts.embargoes.load(OPERATOR, read):
            failures.add_line(error.line, error.error)
    failures.finish()
    tell(words("loaded", count=sum(1 for line in read if line.strip())))


@app.command("list")
def list_all(as_json: AsJson = False, data: DataFolder = None) -> None:
    """Every embargo with its window and whether it protects now. --json: the lines as they are loaded."""
    from assistant.checking.embargoes import as_line

    with services(data) as parts:
        now = parts.clock.now()
        for info in parts.embargoes.list(OPERATOR):
            line = as_line(info.record)
            if as_json:
                tell_json(line)
                continue
            state = "cancelled" if info.cancelled_at else "live" if now in info.record.window else "not_live"
            window = f"{line['embargoed_from'] or '…'} → {line['lifts_at'] or '…'}"
            tell(f"{words(f'embargo.{state}'):12} {info.record.id:28} {window}  {info.record.title}")


@app.command("cancel")
def cancel(name: Annotated[str, typer.Argument(metavar="ID")], data: DataFolder = None) -> None:
    """From now on nothing of it is protected; it stays in the history."""
    with services(data) as parts:
        parts.embargoes.cancel(OPERATOR, name)
    tell(words("embargo.was_cancelled", name=name))
