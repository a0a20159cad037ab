"""`boegbeeld audit`: whether the record of who did what is whole, and all of it for an auditor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.output import Failures, language, tell, tell_json, words
from assistant.cli.parts import DataFolder, services

app = typer.Typer(help="The record of who did what.", no_args_is_help=True)


@app.command("verify")
def verify(
    anchor: Annotated[
        list[str] | None,
        typer.Option(
            "--anchor", metavar="NUMBER:HASH", help="An entry's hash that was kept elsewhere; may be repeated."
        ),
    ] = None,
    anchors: Annotated[
        Path | None, typer.Option("--anchors", metavar="FILE", help="Anchors that were kept in a file elsewhere.")
    ] = None,
    data: DataFolder = None,
) -> None:
    """Recompute the chain of hashes; exit status 1 and a line for each entry that was changed, moved or taken out.

    Prints the newest entry as NUMBER:HASH. Keep it elsewhere, and give it with --anchor the next time; the setting
    BOEGBEELD_AUDIT_ANCHORS does so each day, for --anchors.
    """
    from assistant.anchors import read

    kept = [*map(_anchor, anchor or []), *(read(anchors) if anchors else [])]
    failures = Failures()
    with services(data) as parts:
        for problem in parts.audit.verify(kept):
            failures.add(words("audit.entry", number=problem.number), problem.text(language()))
        head = parts.audit.head()
    failures.finish()
    tell(words("audit.whole", count=head.number))
    tell(f"{head.number}:{head.hash}")


@app.command("anchor")
def anchor(
    to: Annotated[
        str | None, typer.Option("--to", metavar="WHERE", help="File or https address. [default: the setting]")
    ] = None,
    data: DataFolder = None,
) -> None:
    """Keep the newest hash elsewhere, now: a line at the end of a file, or posted to an address."""
    from assistant.anchors import keep

    with services(data) as parts:
        where = to or parts.settings.audit_anchors
        if not where:
            raise typer.BadParameter(words("audit.nowhere"))
        head = parts.audit.head()
        keep(head, where, parts.clock.now())
    tell(f"{head.number}:{head.hash}")


@app.command("export")
def export(data: DataFolder = None) -> None:
    """Every entry, oldest first, as JSON Lines: number, at, actor, role, action, subject, data, previous_hash, hash."""
    with services(data) as parts:
        for entry in parts.audit.export():
            tell_json(entry)


def _anchor(value: str) -> tuple[int, str]:
    number, _, known = value.partition(":")
    if not number.isdigit() or len(known) != 64:
        raise typer.BadParameter(words("audit.bad_anchor", value=value))
    return int(number), known.lower()
