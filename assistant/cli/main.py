"""Puts the commands together, and turns what went wrong into words and an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import typer

from assistant.cli import (
    account,
    audit,
    check,
    documents,
    draft,
    embargo,
    evaluate,
    maintenance,
    privacy,
    release,
    rule,
    sample,
    search,
    serve,
    voice,
)
from assistant.cli.output import complain, language
from assistant.errors import PersonError, SettingsError

app = typer.Typer(
    name="boegbeeld",
    help="Helps employees tell their organisation's story, and keeps news under embargo from going out with it."
    " Exit status: 0 done, 1 some items failed (each is named), 2 used wrongly.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("serve")(serve.serve)
app.add_typer(documents.app, name="documents")
app.add_typer(embargo.app, name="embargo")
app.add_typer(rule.app, name="rule")
app.command("check")(check.check)
app.command("search")(search.search)
app.command("ask")(search.ask)
app.command("draft")(draft.draft)
app.add_typer(voice.app, name="voice")
app.add_typer(account.app, name="account")
app.add_typer(release.app, name="release")
app.add_typer(audit.app, name="audit")
app.add_typer(privacy.app, name="privacy")
app.add_typer(sample.app, name="sample")
app.command("rebuild")(maintenance.rebuild)
app.command("backup")(maintenance.backup)
app.command("restore")(maintenance.restore)
app.command("evaluate")(evaluate.evaluate)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and end the process with its exit status."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy loads: see docs/decisions/0002-dependencies.md
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        app(args=None if arguments is None else list(arguments))
    except PersonError as problem:
        complain(problem.text(language()))
        used_wrongly = isinstance(problem, SettingsError) or problem.key.startswith("settings.")
        sys.exit(2 if used_wrongly else 1)
