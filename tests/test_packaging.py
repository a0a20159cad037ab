"""What is installed is what was tried: pins for every dependency, data files in the wheel, one version everywhere."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
DEPENDENCIES = [Requirement(line) for line in PROJECT["dependencies"]]
PINS = (ROOT / "requirements.txt").read_text("utf-8")


def pinned() -> dict[str, list[Version]]:
    found: dict[str, list[Version]] = {}
    for name, version in re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", PINS, re.MULTILINE | re.IGNORECASE):
        found.setdefault(name.lower().replace("_", "-"), []).append(Version(version))
    return found


@pytest.mark.parametrize("dependency", DEPENDENCIES, ids=lambda dependency: dependency.name)
def test_pin_answers_what_the_project_asks(dependency: Requirement) -> None:
    versions = pinned().get(dependency.name.lower().replace("_", "-"), [])
    assert versions, f"{dependency.name} is not pinned: see CONTRIBUTING.md, Dependencies"
    assert all(dependency.specifier.contains(version, prereleases=True) for version in versions)


def test_each_pin_has_hashes() -> None:
    pins = re.split(r"\n(?=[a-z0-9])", PINS, flags=re.IGNORECASE)
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_pins_name_no_server() -> None:
    assert not re.search(r"https?://|file:|index-url|find-links", PINS)


def test_malicious_releases_are_excluded() -> None:
    (litellm,) = (dependency for dependency in DEPENDENCIES if dependency.name == "litellm")
    assert not litellm.specifier.contains("1.82.7")
    assert not litellm.specifier.contains("1.82.8")


def test_data_files_are_not_ignored() -> None:
    """Hatchling leaves out what git ignores: a data file that is ignored would be missing from the wheel."""
    packages = ["assistant", "knowledge", "prompts"]
    asked = subprocess.run(
        ["git", "ls-files", "--others", "--ignored", "--exclude-standard", *packages],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if asked.returncode != 0:
        pytest.skip("not a git checkout")
    ignored = [line for line in asked.stdout.splitlines() if "__pycache__" not in line and not line.endswith(".pyc")]
    assert ignored == []


def test_command_of_the_package_is_there() -> None:
    from assistant.cli import main

    assert PROJECT["scripts"]["boegbeeld"] == "assistant.cli:main"
    assert callable(main)


def test_changelog_opens_with_this_version() -> None:
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == PROJECT["version"]
