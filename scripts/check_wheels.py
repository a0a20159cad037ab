"""Ask whether every pinned dependency has a wheel for each platform and Python that Boegbeeld runs on.

Run `python scripts/check_wheels.py` where `uv` is on the path. It resolves `requirements.txt` with source distributions
forbidden, names what has no wheel, and exits 1 when a platform of `SUPPORTED` misses one. Nothing is installed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PYTHONS = ("3.11", "3.12", "3.13")
SUPPORTED = (  # macOS 14 and later on Apple silicon, 13 and later on Intel
    "x86_64-manylinux_2_28",
    "aarch64-manylinux_2_28",
    "aarch64-apple-darwin",
    "x86_64-apple-darwin",
    "x86_64-pc-windows-msvc",
)
_NO_WHEEL = re.compile(r"(?:Because|And because) (?:only )?([a-z0-9._-]+)[=<> ]", re.IGNORECASE)


def pins(requirements: str) -> list[str]:
    """The pinned lines without their hashes: "name==1.2 ; marker"."""
    return [line.rstrip(" \\") for line in requirements.splitlines() if re.match(r"[a-z0-9]", line, re.IGNORECASE)]


def without_wheel(lines: list[str], platform: str, python: str) -> list[str]:
    """The pins that have no wheel for this platform and Python."""
    missing: list[str] = []
    while True:
        kept = [line for line in lines if line not in missing]
        problem = _resolve(kept, platform, python)
        if problem is None:
            return missing
        named = {name.lower() for name in _NO_WHEEL.findall(problem)}
        culprits = [line for line in kept if line.split("==")[0].lower() in named]
        if not culprits:
            raise SystemExit(f"{platform}, Python {python}: uv failed for another reason:\n{problem}")
        missing += culprits[:1]


def _resolve(lines: list[str], platform: str, python: str) -> str | None:
    command = ["uv", "pip", "compile", "-", "--quiet", "--no-deps", "--only-binary", ":all:", "--no-header"]
    command += ["--python-platform", platform, "--python-version", python]
    system = {**os.environ, "MACOSX_DEPLOYMENT_TARGET": "14.0" if platform.startswith("aarch64") else "13.0"}
    done = subprocess.run(
        command, input="\n".join(lines), capture_output=True, text=True, check=False, cwd=ROOT, env=system
    )
    return None if done.returncode == 0 else done.stderr


def main() -> int:
    lines = pins((ROOT / "requirements.txt").read_text("utf-8"))
    gaps = 0
    for platform in SUPPORTED:
        for python in PYTHONS:
            missing = without_wheel(lines, platform, python)
            gaps += len(missing)
            sys.stdout.write(f"{platform:24} {python}  {', '.join(missing) or 'complete'}\n")
            sys.stdout.flush()
    return 1 if gaps else 0


if __name__ == "__main__":
    sys.exit(main())
