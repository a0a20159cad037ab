"""Ask whether a pinned dependency has a known hole; what is let through for now stands in a file, with reason and date.

python scripts/audit_dependencies.py [--require]

The list of holes is asked over the network. Where that cannot be reached it says so plainly, and ends well: a machine
without a network proves nothing. With `--require` it then ends with 1, for where there must be one.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
EXCEPTIONS = ROOT / "docs" / "dependency-exceptions.toml"
COMMAND = (
    "-m",
    "pip_audit",
    "-r",
    "requirements.txt",
    "--no-deps",
    "--disable-pip",
    "--progress-spinner",
    "off",
    "-f",
    "json",
)
SECONDS = 600


@dataclass(frozen=True)
class Exemption:
    """A known hole that does not count until `until`, and why."""

    id: str
    package: str
    reason: str
    until: date


@dataclass(frozen=True)
class Outcome:
    asked: int
    """Dependencies of which the list of holes could be asked."""
    holes: tuple[str, ...]
    let_through: tuple[str, ...]
    wrong: tuple[str, ...]
    """Exceptions that ended, or that are about nothing any more."""


def exemptions(file: Path = EXCEPTIONS) -> list[Exemption]:
    return [Exemption(**one) for one in tomllib.loads(file.read_text("utf-8")).get("exception", [])]


def judge(report: dict[str, Any], known: list[Exemption], today: date) -> Outcome:
    """What a report of pip-audit says, with the exceptions that still hold."""
    asked, holes, through, used = 0, [], [], set()
    for package in report["dependencies"]:
        if "skip_reason" in package:
            continue
        asked += 1
        for hole in package["vulns"]:
            names = {hole["id"], *hole.get("aliases", ())}
            held = next((one for one in known if one.id in names and one.package == package["name"]), None)
            line = f"{package['name']} {package['version']}: {hole['id']}"
            if held is not None and held.until >= today:
                used.add(held.id)
                through.append(f"{line}, until {held.until}: {held.reason}")
            else:
                fixed = ", ".join(hole.get("fix_versions", ())) or "no version yet"
                holes.append(f"{line}, mended in {fixed}")
    wrong = [f"{one.id} ({one.package}): ended on {one.until}" for one in known if one.until < today]
    if asked:
        wrong += [
            f"{one.id} ({one.package}): about nothing" for one in known if one.until >= today and one.id not in used
        ]
    return Outcome(asked, tuple(holes), tuple(through), tuple(wrong))


def report() -> dict[str, Any] | None:
    """What pip-audit says; None when it could say nothing."""
    try:
        done = subprocess.run(
            [sys.executable, *COMMAND], cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        found = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return None
    return found if isinstance(found, dict) else None


def main(arguments: list[str]) -> int:
    today = datetime.now(UTC).date()
    found = report()
    outcome = judge(found or {"dependencies": []}, exemptions(), today)
    for line in (*outcome.let_through, *outcome.wrong, *outcome.holes):
        sys.stdout.write(f"{line}\n")
    if not outcome.asked:
        sys.stdout.write("NOT AUDITED: the list of known holes cannot be reached from here; run this where it can.\n")
        return 1 if outcome.wrong or "--require" in arguments else 0
    skipped = len((found or {})["dependencies"]) - outcome.asked
    sys.stdout.write(f"Asked about {outcome.asked} dependencies, {len(outcome.holes)} holes; not asked: {skipped}.\n")
    return 1 if outcome.holes or outcome.wrong or skipped else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
