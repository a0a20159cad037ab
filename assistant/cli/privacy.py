"""`boegbeeld privacy`: what is kept how long, somebody's own copy, and their erasure."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from assistant.cli.lines import lines as read_lines
from assistant.cli.lines import string
from assistant.cli.output import complain, language, tell, tell_json, words
from assistant.cli.parts import AsJson, DataFolder, services
from assistant.people.person import OPERATOR

app = typer.Typer(help="What is kept of people.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Name to sign in with; a disabled account too.")]


@app.command("list")
def list_all(data: DataFolder = None) -> None:
    """What is kept, why, until when, and who sees it, as JSON Lines: what the page /privacy says."""
    from assistant.privacy.kinds import lines

    with services(data) as parts:
        for line in lines(parts.settings, language()):
            tell_json(asdict(line))


@app.command("sweep")
def sweep(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count; nothing is removed.")] = False,
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Remove what is kept long enough. A running server does this each day by itself."""
    with services(data) as parts:
        found = parts.privacy.retention.sweep(OPERATOR, dry_run=dry_run)
    if as_json:
        tell_json(found)
    elif not any(found.values()):
        tell(words("privacy.nothing"))
    else:
        tell(words("privacy.would" if dry_run else "privacy.removed"))
        for kind, count in found.items():
            if count:
                tell(words("privacy.kind", kind=kind, count=count))


@app.command("export")
def export(name: Name, data: DataFolder = None) -> None:
    """All that is kept of one person, as JSON, for that person."""
    with services(data) as parts:
        tell(json.dumps(parts.privacy.own_copy.named(OPERATOR, name), ensure_ascii=False, indent=2))


@app.command("erase")
def erase(
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", help="Really erase; it cannot be undone.")] = False,
    data: DataFolder = None,
) -> None:
    """Erase a person: their texts go, the hashes of the record and the counts stay."""
    from assistant.privacy.own_copy import account_called

    if not yes:
        raise typer.BadParameter(words("privacy.sure"))
    with services(data) as parts:
        done = parts.privacy.erasure.erase(OPERATOR, account_called(parts.store, name))
    tell(words("privacy.erased", name=name, count=sum(done.removed.values())))
    complain(words("privacy.backups"))


@app.command("erased")
def erased(data: DataFolder = None) -> None:
    """Who was erased, as JSON Lines of numbers that lead nowhere. Keep it beside your backups."""
    with services(data) as parts:
        for one in parts.privacy.erasure.all():
            tell_json({"account_id": one.account_id, "at": one.at.isoformat(), "removed": one.removed})


@app.command("erase-again")
def erase_again(
    file: Annotated[str, typer.Argument(help="What `boegbeeld privacy erased` printed; - is standard input.")],
    data: DataFolder = None,
) -> None:
    """Erase again whoever came back with an older backup."""
    wanted = [string(line.body(), "account_id") for line in read_lines(file)]
    with services(data) as parts:
        done = parts.privacy.erasure.again(OPERATOR, wanted)
    tell(words("privacy.again", count=len(done)))
