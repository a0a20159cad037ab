"""`boegbeeld release`: stop every release at once, and start again."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.output import tell, words
from assistant.cli.parts import DataFolder, services
from assistant.people.person import OPERATOR

app = typer.Typer(help="Stop every release at once, and start again.", no_args_is_help=True)


@app.command("pause")
def pause(
    message: Annotated[str, typer.Argument(help="What employees read meanwhile.")], data: DataFolder = None
) -> None:
    """From now on no text is given out, whatever its verdict."""
    with services(data) as parts:
        parts.releases.pause(OPERATOR, message)
    tell(words("release.paused"))


@app.command("resume")
def resume(data: DataFolder = None) -> None:
    """Texts that may go out are given out again."""
    with services(data) as parts:
        parts.releases.resume(OPERATOR)
    tell(words("release.resumed"))
