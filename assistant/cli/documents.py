"""`boegbeeld documents`: what the organisation has to say."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.lines import text_lines
from assistant.cli.output import Failures, complain, language, tell, tell_json, words
from assistant.cli.parts import AsJson, DataFolder, services
from assistant.errors import PersonError
from assistant.people.person import OPERATOR

if TYPE_CHECKING:
    from assistant.bootstrap import Services
    from knowledge.manifest import Entry
    from knowledge.records import DocumentInfo, LoadedDocument, LoadItem

app = typer.Typer(help="What the organisation has to say.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="FILE", help="The document's file name, or its id.")]


@app.command("load")
def load(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH...", help="Files, and folders with files.")
    ] = None,
    manifest: Annotated[
        Path | None, typer.Option("--manifest", metavar="M.jsonl", help="What is known about each file, one a line.")
    ] = None,
    approve: Annotated[bool, typer.Option("--approve", help="Let them answer at once.")] = False,
    data: DataFolder = None,
) -> None:
    """Load documents: Word, PDF, PowerPoint, Excel, HTML, Markdown, text, mail, zip. One line out for each file.

    Without a manifest, kind and language are proposed. A file of a manifest is looked for in PATH, else beside the
    manifest. The same file name again is a new version.
    """
    if not paths and manifest is None:
        raise typer.BadParameter(words("documents.what"))
    failures = Failures()
    with services(data, index=True) as parts:
        for item in _items(paths or [], manifest, approve, failures):
            loaded = parts.library.load(OPERATOR, item, partial(_progress, item.file))
            if loaded.failure is not None:
                failures.add(item.file, loaded.failure)
            else:
                tell(_loaded(item.file, loaded))
    failures.finish()


@app.command("list")
def list_all(as_json: AsJson = False, data: DataFolder = None) -> None:
    """Every document. --json: the lines of a manifest, with version, state and passages' shelf added."""
    with services(data) as parts:
        for info in parts.library.list(OPERATOR):
            if as_json:
                tell_json(_as_line(info))
            else:
                tell(f"{info.status:9} {info.kind:10} {info.language}  {info.file:48} {info.title}")


@app.command("show")
def show(
    name: Name,
    passages: Annotated[bool, typer.Option("--passages", help="The passages instead of the whole text.")] = False,
    data: DataFolder = None,
) -> None:
    """One document: what is known about it, and its text."""
    with services(data) as parts:
        view = parts.library.show(OPERATOR, _named(parts, name).id)
    for field, value in _as_line(view.info).items():
        tell(f"{field}: {', '.join(value) if isinstance(value, list) else value if value is not None else '-'}")
    if not passages:
        tell(f"\n{view.text}")
        return
    for number, passage in enumerate(view.passages, 1):
        where = passage.section if passage.page is None else f"{passage.section} ({passage.page})".strip()
        tell(f"\n[{number}] {passage.start}-{passage.end} {where}\n{passage.text}")


@app.command("approve")
def approve(names: Annotated[list[str], typer.Argument(metavar="FILE...")], data: DataFolder = None) -> None:
    """Let documents answer."""
    with services(data, index=True) as parts:
        for name in names:
            parts.library.approve(OPERATOR, _named(parts, name).id)
            tell(words("documents.approved", name=name))


@app.command("withdraw")
def withdraw(names: Annotated[list[str], typer.Argument(metavar="FILE...")], data: DataFolder = None) -> None:
    """Let documents answer no more. They stay in the history."""
    with services(data, index=True) as parts:
        for name in names:
            parts.library.withdraw(OPERATOR, _named(parts, name).id)
            tell(words("documents.withdrawn", name=name))


def _items(paths: list[Path], manifest: Path | None, approve: bool, failures: Failures) -> Iterator[LoadItem]:
    """What is to be loaded, one file at a time; what cannot be read is named and passed over."""
    from knowledge.manifest import loaded

    for entry in _entries(paths, manifest, failures):
        try:
            for item in loaded(entry):
                yield replace(item, status="approved") if approve and item.status == "draft" else item
        except PersonError as problem:
            failures.add(entry.item.file, problem)
        except OSError as problem:
            failures.add(entry.item.file, words("no_file", file=entry.path, problem=problem.strerror))


def _entries(paths: list[Path], manifest: Path | None, failures: Failures) -> list[Entry]:
    from knowledge.manifest import read_folder, read_manifest

    for path in paths:
        if not path.exists():
            raise typer.BadParameter(words("no_file", file=path, problem=os.strerror(errno.ENOENT)))
    if manifest is None:
        found = [entry for path in paths for entry in read_folder(path)]
        if not found:
            failures.add(", ".join(map(str, paths)), words("documents.nothing"))
        return found
    lines = text_lines(str(manifest))
    folders = dict.fromkeys([*(path if path.is_dir() else path.parent for path in paths), manifest.parent])
    entries, errors = min((read_manifest(lines, folder) for folder in folders), key=lambda read: len(read[1]))
    for error in errors:
        failures.add_line(error.number, error.problem)
    return entries


def _named(parts: Services, name: str) -> DocumentInfo:
    found = next((info for info in parts.library.list(OPERATOR) if name in (info.file, info.id)), None)
    if found is None:
        raise typer.BadParameter(words("documents.unknown", name=name))
    return found


def _progress(file: str, state: str) -> None:
    complain(f"{file}: {words(f'documents.state_{state}')}")


def _loaded(file: str, loaded: LoadedDocument) -> str:
    if loaded.same_as is not None:
        return words("documents.same", file=file, other=loaded.same_as)
    return words(
        "documents.line",
        state=words("documents.state_ready"),
        file=file,
        title=loaded.title,
        kind=loaded.kind,
        spoken=loaded.language,
        version=loaded.version,
        passages=loaded.passages,
    )


def _as_line(info: DocumentInfo) -> dict[str, object]:
    instants = {name: getattr(info, name) for name in ("valid_from", "expires", "embargo_until")}
    return {
        "file": info.file,
        "title": info.title,
        "kind": info.kind,
        "language": info.language,
        "themes": list(info.themes),
        "status": info.status,
        **{name: at.isoformat() if at else None for name, at in instants.items()},
        "audience": info.audience,
        "version": info.version,
        "state": info.state,
        "shelf": info.shelf,
        "failure": info.failure.text(language()) if info.failure else None,
    }
