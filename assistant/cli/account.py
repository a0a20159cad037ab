"""`boegbeeld account`: who there is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.cli.output import tell, tell_json, words
from assistant.cli.parts import AsJson, DataFolder, services
from assistant.people.person import OPERATOR

if TYPE_CHECKING:
    from assistant.bootstrap import Services

app = typer.Typer(help="Who there is.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Name to sign in with.")]


@app.command("add")
def add(
    name: Name,
    role: Annotated[
        Literal["employee", "communications", "manager", "administrator"],
        typer.Option("--role", help="What they may do."),
    ] = "employee",
    display_name: Annotated[str, typer.Option("--display-name", help="Name as colleagues read it.")] = "",
    team: Annotated[str, typer.Option("--team", help="Team they belong to.")] = "",
    job: Annotated[str, typer.Option("--job", help="What they do.")] = "",
    language: Annotated[
        Literal["nl", "fr", "en"] | None, typer.Option("--language", help="Language of their pages.")
    ] = None,
    email: Annotated[str | None, typer.Option("--email", help="Their address.")] = None,
    manages: Annotated[
        list[str] | None, typer.Option("--manages", metavar="TEAM", help="Team a manager decides for; may be repeated.")
    ] = None,
    ambassador: Annotated[bool, typer.Option("--ambassador", help="Takes part in the ambassador programme.")] = False,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input instead of giving a link.")
    ] = False,
    data: DataFolder = None,
) -> None:
    """Add an account. Prints a link, good for one time and three days, with which its owner chooses a password."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    with services(data) as parts:
        parts.accounts.add(
            OPERATOR,
            name,
            display_name or name,
            role,
            team=team,
            job=job,
            language=language or parts.settings.language,
            email=email,
            password=password,
            ambassador=ambassador,
            manages=manages or (),
        )
        tell(words("account.added", name=name, role=role))
        if password is None:
            tell(_link(parts, name))


@app.command("invite")
def invite(name: Name, data: DataFolder = None) -> None:
    """Print a new link with which somebody chooses a password. An earlier link no longer works."""
    with services(data) as parts:
        tell(_link(parts, name))


@app.command("list")
def list_all(as_json: AsJson = False, data: DataFolder = None) -> None:
    """Every account. --json adds language, ambassador, manages, has_password and disabled_at."""
    with services(data) as parts:
        for info in parts.accounts.list(OPERATOR):
            if as_json:
                tell_json(
                    {
                        "name": info.name,
                        "display_name": info.display_name,
                        "role": info.role,
                        "team": info.team,
                        "language": info.language,
                        "ambassador": info.ambassador,
                        "manages": list(info.manages),
                        "has_password": info.has_password,
                        "disabled_at": info.disabled_at.isoformat() if info.disabled_at else None,
                    }
                )
            else:
                state = words("account.disabled") if info.disabled_at else ""
                tell(f"{info.name:20} {info.role:15} {info.display_name:28} {info.team:20} {state}".rstrip())


@app.command("disable")
def disable(name: Name, data: DataFolder = None) -> None:
    """Sign somebody out everywhere and let them in no more. What they wrote stays."""
    with services(data) as parts:
        parts.accounts.disable(OPERATOR, name)
    tell(words("account.was_disabled", name=name))


@app.command("enable")
def enable(name: Name, data: DataFolder = None) -> None:
    """Let somebody in again."""
    with services(data) as parts:
        parts.accounts.enable(OPERATOR, name)
    tell(words("account.was_enabled", name=name))


def _link(parts: Services, name: str) -> str:
    settings = parts.settings
    base = settings.public_url.rstrip("/") or f"http://{settings.host}:{settings.port}"
    return f"{base}/invite/{parts.accounts.invite(OPERATOR, name)}"
