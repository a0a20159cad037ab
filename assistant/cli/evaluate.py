"""`boegbeeld evaluate`: how well it finds, writes and answers, measured on the labelled sets of a source checkout."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

import assistant
from assistant.cli.output import Failures, complain, tell, words

SETS = ("embargo", "rules", "library", "voices")


def evaluate(
    which: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SET]...", help=f"What to measure: {', '.join(SETS)}. All when none is named."),
    ] = None,
) -> None:
    """Print the evaluation tables: each figure with its number of cases and a 95 % interval."""
    folder = Path(assistant.__file__).parent.parent / "tests" / "evaluation"
    if not folder.is_dir():
        complain(words("evaluate.no_sets"))
        raise typer.Exit(2)
    if unknown := [name for name in which or () if name not in SETS]:
        raise typer.BadParameter(words("evaluate.unknown", name=unknown[0], sets=", ".join(SETS)))
    failures = Failures()
    for name in which or SETS:
        tell(f"\n## {name}\n")
        done = subprocess.run(  # noqa: S603  (our own scripts)
            [sys.executable, str(folder / f"{name}.py")], cwd=folder.parent.parent, check=False
        )
        if done.returncode:
            failures.add(name, words("evaluate.failed", status=done.returncode))
    failures.finish()
