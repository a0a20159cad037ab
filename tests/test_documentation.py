"""The documentation says what the program does: settings, commands, dependencies, links, and the README's commands."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

from assistant.settings import Settings

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")])
GUIDES = ("employee", "communications", "manager", "administrator")


@cache
def writer() -> ModuleType:
    specification = importlib.util.spec_from_file_location("write_docs", ROOT / "scripts" / "write_docs.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_each_setting_is_documented() -> None:
    page = (DOCS / "settings.md").read_text("utf-8")
    assert writer().settings_table() in page, "run: uv run python scripts/write_docs.py"
    for name in Settings.model_fields:
        assert f"`BOEGBEELD_{name.upper()}`" in page


def test_each_command_is_documented() -> None:
    assert (DOCS / "command-line.md").read_text("utf-8") == writer().command_line(), (
        "run: uv run python scripts/write_docs.py"
    )


def test_each_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    lines = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    lines += [line for extra in project["project"]["optional-dependencies"].values() for line in extra]
    wanted = {Requirement(line).name.lower() for line in lines}
    told = re.findall(
        r"^\| `([^`]+)` \|", (DOCS / "decisions" / "0002-dependencies.md").read_text("utf-8"), re.MULTILINE
    )
    assert sorted({name.lower() for name in told}) == sorted(wanted)


@pytest.mark.parametrize("guide", GUIDES)
def test_there_is_a_guide_for_each_person(guide: str) -> None:
    page = (DOCS / f"guide-{guide}.md").read_text("utf-8")
    assert page.startswith("# ")
    assert f"docs/guide-{guide}.md" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    local = [target for target in targets if not re.match(r"https?:|mailto:", target)]
    assert [target for target in local if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_that_are_named_exist(page: Path) -> None:
    named = set(re.findall(r"`boegbeeld ([a-z]+(?: [a-z]+)?)", page.read_text("utf-8")))
    known = set(re.findall(r"^## ([a-z ]+)$", writer().command_line(), re.MULTILINE))
    first_words = {command.split(" ")[0] for command in known}
    groups = {command.split(" ")[0] for command in known if " " in command}
    wrong = [
        command
        for command in named
        if command not in known
        and (command.split(" ")[0] not in first_words or (command.split(" ")[0] in groups and " " in command))
    ]
    assert wrong == []


@pytest.mark.parametrize("ending", ["uv run app.py --demo", "uv run pytest"])
def test_readme_has_the_commands_that_ci_runs(ending: str) -> None:
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert f"python -m pip install uv && python -m {ending}" in lines


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(file.name[:4]) for file in (DOCS / "decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
