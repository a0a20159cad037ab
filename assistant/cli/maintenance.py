"""`boegbeeld rebuild`, `backup` and `restore`: the care of the data folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.output import complain, tell, words
from assistant.cli.parts import DataFolder, services, settings_for


def rebuild(data: DataFolder = None) -> None:
    """Make the index anew from the documents in the database; needed after another embedder was chosen."""
    with services(data, index=True) as parts:
        parts.library.rebuild(_progress)
        tell(words("rebuilt"))


def backup(
    file: Annotated[Path, typer.Argument(help="File to write; it holds everything, so keep it safe.")],
    data: DataFolder = None,
) -> None:
    """Copy everything into one file while people work."""
    from assistant.backup import backup as copy

    with services(data) as parts:
        made = copy(parts, file)
    tell(words("backed_up", file=file, megabytes=round(made.size / 1_000_000, 1), hash=made.sha256))


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `boegbeeld backup` wrote.")],
    force: Annotated[bool, typer.Option("--force", help="Set aside what is in the data folder now.")] = False,
    data: DataFolder = None,
) -> None:
    """Check a backup, put it back into an empty data folder, and rebuild the index."""
    from assistant.backup import restore as put_back

    restored = put_back(settings_for(data), file, force=force, progress=_progress)
    if restored.kept_aside is not None:
        complain(words("kept_aside", folder=restored.kept_aside))
    if restored.erased_again:
        complain(words("privacy.again", count=restored.erased_again))
    tell(words("restored", file=file, made_at=restored.manifest.made_at))


def _progress(done: int, whole: int) -> None:
    complain(words("progress", done=done, whole=whole))
