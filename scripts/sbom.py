"""Write the software bill of materials: every pinned dependency with its version, hashes and licence, as CycloneDX 1.6.

python scripts/sbom.py [FILE]

Without a file it is printed. Nothing is asked over the network: versions and hashes stand in requirements.txt, licences
in the metadata of what is installed; of a package for another platform the licence is left out.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
import uuid
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)\s*(?:;\s*([^\\]*))?", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def bill() -> dict[str, Any]:
    """The same requirements give the same bill, byte for byte: it has no time, and its number is made of them."""
    raw = (ROOT / "requirements.txt").read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    components = sorted(_components(raw), key=lambda one: (one["name"], one["version"]))
    digest = hashlib.sha256(raw.encode()).hexdigest()
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, digest)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "boegbeeld",
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": components,
        "dependencies": [{"ref": "boegbeeld", "dependsOn": [one["bom-ref"] for one in components]}],
    }


def _components(raw: str) -> list[dict[str, Any]]:
    pinned = list(_PINNED.finditer(raw))
    ends = [one.start() for one in pinned[1:]] + [len(raw)]
    return [_component(one, raw[one.start() : end]) for one, end in zip(pinned, ends, strict=True)]


def _component(pinned: re.Match[str], block: str) -> dict[str, Any]:
    name, version, marker = pinned[1], pinned[2], (pinned[3] or "").strip()
    address = f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": address + (f"#{marker}" if marker else ""),
        "name": name,
        "version": version,
        "purl": address,
        # One a file that may be installed: the wheels of each platform, and the source.
        "properties": [{"name": "boegbeeld:sha256", "value": found} for found in _HASH.findall(block)],
    }
    if marker:
        component["properties"].append({"name": "boegbeeld:only-where", "value": marker})
    licence = _licence(name)
    if licence:
        component["licenses"] = [{"license": {"name": licence}}]
    return component


def _licence(name: str) -> str:
    """As the package says it itself: an expression, else its classifiers, else a short text."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ""
    given = told.get("License-Expression")
    if given:
        return str(given)
    classified = [one.rsplit(" :: ", 1)[1] for one in told.get_all("Classifier") or () if one.startswith("License ::")]
    free = str(told.get("License") or "").strip()
    return ", ".join(classified) or (free if len(free) <= 80 and "\n" not in free else "")


def main(arguments: list[str]) -> int:
    whole = json.dumps(bill(), indent=2, ensure_ascii=False) + "\n"
    if arguments:
        Path(arguments[0]).write_text(whole, "utf-8")
    else:
        sys.stdout.write(whole)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
