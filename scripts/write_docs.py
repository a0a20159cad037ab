"""Write the tables of `docs/settings.md` and the whole of `docs/command-line.md` from the program itself.

Run `uv run python scripts/write_docs.py` after a setting or a command changed; a test fails until it was.
"""

from __future__ import annotations

import inspect
import json
import sys
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from typer.models import ArgumentInfo

from assistant.cli.main import app
from assistant.privacy.kinds import lines
from assistant.settings import Settings

DOCS = Path(__file__).parent.parent / "docs"
BEGIN, END = "<!-- written by scripts/write_docs.py: begin -->", "<!-- end -->"
COMMAND_LINE_INTRODUCTION = """# The command line

`boegbeeld` does the same work as the pages, without a browser, through the same services. Whoever can read the data
folder may run it: it asks for no password.

- Every command takes `--data DIR`; a folder that is not there is made. Without it: `BOEGBEELD_DATA`, else `data`.
- Exit status: **0** done, **1** some items failed (each is named on standard error), **2** used wrongly.
- JSON Lines go in and out as described in [formats.md](formats.md): UTF-8, one object a line. `-` reads standard input.
- Progress and complaints go to standard error, in the language of the terminal (`LANG`): Dutch, French, else English.
- One process owns the index. While a server runs on a folder, commands that search, check, draft or load say so
  and end with 2; accounts, embargoes, rules, voices, `backup`, `audit` and `release` work beside it.
"""


def settings_table() -> str:
    rows = ["| variable | takes | default | |", "| --- | --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        rows.append(f"| `BOEGBEELD_{name.upper()}` | {_kind(field)} | {_default(field)} | {field.description} |")
    return "\n".join(rows)


def privacy_table() -> str:
    """What is kept, from the list that carries it out, with the periods that are set unless somebody sets others."""
    rows = ["| what | why | until when | who sees it |", "| --- | --- | --- | --- |"]
    for line in lines(Settings(_env_file=None), "en"):  # type: ignore[call-arg]
        rows.append(f"| {line.what} | {line.why} | {line.until} | {line.seen_by} |")
    return "\n".join(rows)


def command_line() -> str:
    """Every command with its help, its arguments and its options."""
    commands = {entry.name: entry.callback for entry in app.registered_commands}
    for group in app.registered_groups:
        inner = group.typer_instance.registered_commands
        commands |= {f"{group.name} {entry.name}": entry.callback for entry in inner}
    parts = [_command(str(name), commands[name]) for name in sorted(commands, key=str)]
    return "\n".join([COMMAND_LINE_INTRODUCTION, *parts])


def with_table(page: str, table: str) -> str:
    """The page with the table between its two marks."""
    before, rest = page.split(BEGIN)
    return f"{before}{BEGIN}\n{table}\n{END}{rest.split(END, 1)[1]}"


def _command(name: str, callback: Any) -> str:
    usage, rows = [f"boegbeeld {name}"], []
    hints = get_type_hints(callback, include_extras=True)
    for parameter in inspect.signature(callback).parameters.values():
        annotation, info = get_args(hints[parameter.name])
        required = parameter.default is inspect.Parameter.empty
        if isinstance(info, ArgumentInfo):
            shown = info.metavar or parameter.name.upper()
            usage.append(shown if required else f"[{shown.strip('[]')}]" if "..." not in shown else shown)
            rows += [f"- `{shown}`: {info.help}"] if info.help else []
        else:
            flag = next(name for name in (*info.param_decls, info.default) if str(name).startswith("--"))
            option = f"{flag} {info.metavar or _takes(annotation)}".strip()
            usage += [option] if required else []
            rows.append(f"- `{option}`: {info.help}")
    told = "\n\n".join(" ".join(part.split()) for part in inspect.getdoc(callback).split("\n\n"))
    return f"## {name}\n\n`{' '.join(usage)}`\n\n{told}\n\n" + "\n".join(rows) + "\n"


def _takes(annotation: Any) -> str:
    kinds = [kind for kind in get_args(annotation) or (annotation,) if kind is not type(None)]
    choices = [choice for kind in kinds for choice in (get_args(kind) or (kind,)) if isinstance(choice, str)]
    if choices:
        return "|".join(choices)
    return {bool: "", int: "NUMBER"}.get(kinds[0], "TEXT")


def _kind(field: FieldInfo) -> str:
    if get_args(field.annotation) and all(isinstance(value, str) for value in get_args(field.annotation)):
        return ", ".join(f"`{value}`" for value in get_args(field.annotation))
    names = {"str": "text", "bool": "true or false", "int": "number", "float": "number", "Path": "path"}
    if field.annotation is SecretStr:
        return "secret"
    if get_origin(field.annotation) is dict:
        return "JSON object"
    return "JSON list" if get_args(field.annotation) else names[getattr(field.annotation, "__name__", "")]


def _default(field: FieldInfo) -> str:
    value = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
    if value in ("", [], {}):
        return "none"
    return f"`{json.dumps(value) if isinstance(value, bool) else value}`"


def main() -> int:
    settings = DOCS / "settings.md"
    settings.write_text(with_table(settings.read_text("utf-8"), settings_table()), "utf-8")
    privacy = DOCS / "privacy.md"
    privacy.write_text(with_table(privacy.read_text("utf-8"), privacy_table()), "utf-8")
    (DOCS / "command-line.md").write_text(command_line(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
