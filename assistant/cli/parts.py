"""Opens the data folder for one command: settings, services, and the people a command speaks for."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.output import language, words
from assistant.clock import parse_instant
from assistant.errors import InputError, SettingsError
from assistant.people.person import Person

if TYPE_CHECKING:
    from assistant.bootstrap import Services
    from assistant.settings import Settings

DataFolder = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", help="Data folder; made when it is not there. [default: data]")
]
PersonName = Annotated[
    str | None, typer.Option("--person", metavar="NAME", help="Account to answer as; an ordinary employee otherwise.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON Lines, for other programs.")]
AtInstant = Annotated[
    str | None, typer.Option("--at", metavar="INSTANT", help="As if it were then: 2026-12-01T09:00:00+01:00.")
]

DEMO_FOLDER = Path("demo-data")
ANYBODY = Person(id="", name="", display_name="", role="employee")
"""An ordinary employee: what everybody in the house may see, and nothing more."""


def settings_for(data: Path | None, **given: object) -> Settings:
    """The settings, with the data folder made where it was not there yet."""
    from assistant.settings import load

    settings = load(data=data, **given)
    if settings.demo and "data" not in settings.model_fields_set:
        settings = load(data=DEMO_FOLDER, **given)  # the sample organisation never comes among real documents
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.data):
            pass
    except OSError as problem:
        raise SettingsError("settings.data_not_writable", folder=settings.data, problem=problem.strerror) from None
    return settings


@contextmanager
def services(data: Path | None, *, index: bool = False, **given: object) -> Iterator[Services]:
    """Every service, closed at the end. `index`: this command searches or loads, so the folder must be its own."""
    from assistant.bootstrap import build

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    settings = settings_for(data, **given)
    if index:
        refuse_folder_in_use(settings)
    parts = build(settings)
    try:
        yield parts
    finally:
        parts.close()


def refuse_folder_in_use(settings: Settings) -> None:
    """Another process owns the index: say so before anything starts, rather than fail at each line."""
    from knowledge.lock import FolderLock

    folder = settings.data / "index"
    folder.mkdir(exist_ok=True)
    lock = FolderLock(folder / "owner.lock")
    owner = lock.acquire()
    lock.release()
    if owner is not None:
        raise SettingsError("settings.data_in_use", folder=settings.data, pid=owner)


def person_named(parts: Services, name: str | None) -> Person:
    """The account called `name`; an ordinary employee when none is named."""
    if not name:
        return ANYBODY
    person = parts.accounts.by_name(name)
    if person is None:
        raise typer.BadParameter(words("no_account", name=name))
    return person


def instant(value: str | None) -> datetime | None:
    """The instant of an `--at` option, in UTC."""
    if value is None:
        return None
    try:
        return parse_instant(value)
    except InputError as problem:
        raise typer.BadParameter(problem.text(language())) from None
