"""`boegbeeld sample`: the sample organisation, to try things with."""

from __future__ import annotations

import typer

from assistant.cli.output import complain, tell, words
from assistant.cli.parts import DataFolder, services
from assistant.people.person import OPERATOR

app = typer.Typer(help="The sample organisation, to try things with.", no_args_is_help=True)


@app.command("load")
def load(data: DataFolder = None) -> None:
    """Load Zorggroep Leiebocht, a fictional group of hospitals: documents, embargoes, rules, themes and people."""
    from assistant.demo import load_sample

    with services(data, index=True) as parts:
        load_sample(parts, complain)
        tell(words("sample_loaded", count=len(parts.library.list(OPERATOR))))


@app.callback()
def _group() -> None:
    """Keeps `load` a command of its own while there is only one."""
