"""The bill of materials names what is pinned, and the audit of dependencies never passes for one that was not made."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 24)


def script(name: str) -> ModuleType:
    specification = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module
    specification.loader.exec_module(module)
    return module


def test_the_bill_names_every_pin_with_its_version_hash_and_mostly_its_licence(tmp_path: Path) -> None:
    sbom = script("sbom")
    sbom.main([str(tmp_path / "bom.json")])
    bill = json.loads((tmp_path / "bom.json").read_text("utf-8"))
    pins = re.findall(r"^([a-zA-Z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", (ROOT / "requirements.txt").read_text("utf-8"), re.M)
    assert sorted((one["name"], one["version"]) for one in bill["components"]) == sorted(pins)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert all(one["properties"] and one["purl"].startswith("pkg:pypi/") for one in bill["components"])
    licensed = [one for one in bill["components"] if "licenses" in one]
    assert len(licensed) > 0.85 * len(bill["components"])
    assert len({one["bom-ref"] for one in bill["components"]}) == len(bill["components"])


def test_the_same_requirements_give_the_same_bill() -> None:
    assert script("sbom").bill() == script("sbom").bill()


def package(name: str, *holes: str) -> dict[str, object]:
    vulns = [{"id": hole, "aliases": [f"CVE-{hole}"], "fix_versions": ["9.9"]} for hole in holes]
    return {"name": name, "version": "1.0", "vulns": vulns}


def exemption(audit: ModuleType, until: date, package: str = "a") -> object:
    return audit.Exemption("CVE-H1", package, "not reachable here", until)


def test_a_hole_counts_unless_it_is_let_through_with_a_date() -> None:
    audit = script("audit_dependencies")
    report = {"dependencies": [package("a", "H1"), package("b")]}
    assert audit.judge(report, [], TODAY).holes == ("a 1.0: H1, mended in 9.9",)
    through = audit.judge(report, [exemption(audit, date(2026, 12, 1))], TODAY)
    assert (through.holes, through.wrong) == ((), ())
    assert "not reachable here" in through.let_through[0]
    ended = audit.judge(report, [exemption(audit, date(2026, 11, 1))], TODAY)
    assert ended.holes and "ended" in ended.wrong[0]
    other = audit.judge(report, [exemption(audit, date(2026, 12, 1), "b")], TODAY)
    assert other.holes and "about nothing" in other.wrong[0]


@pytest.mark.parametrize("answer", [None, {"dependencies": []}, {"dependencies": [{"name": "a", "skip_reason": "no"}]}])
def test_an_audit_that_asked_nothing_says_so(
    answer: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    audit = script("audit_dependencies")
    monkeypatch.setattr(audit, "report", lambda: answer)
    assert audit.main([]) == 0
    assert "NOT AUDITED" in capsys.readouterr().out
    assert audit.main(["--require"]) == 1


def test_one_that_asked_about_a_part_is_no_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    audit = script("audit_dependencies")
    answer = {"dependencies": [package("a"), {"name": "b", "skip_reason": "no"}]}
    monkeypatch.setattr(audit, "report", lambda: answer)
    assert audit.main([]) == 1


def test_the_exceptions_are_dated_and_reasoned() -> None:
    for one in script("audit_dependencies").exemptions():
        assert len(one.reason) > 20
        assert isinstance(one.until, date)
