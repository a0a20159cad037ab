"""What a manager may see of a finding: all of it, unless it comes from a secret they do not share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.checking.finding import Finding
from assistant.people.person import Person


def visible(person: Person, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings for this manager. Of a secret record that they do not know, the author's message is left."""
    return tuple(finding if _may_see(person, finding.evidence) else _closed(finding) for finding in findings)


def may_approve(person: Person, findings: Sequence[Finding]) -> bool:
    """Nobody approves what is blocked by a record they may not know: they cannot judge it."""
    return all(finding.severity != "block" or _may_see(person, finding.evidence) for finding in findings)


def _may_see(person: Person, evidence: dict[str, Any]) -> bool:
    if not evidence.get("existence_secret", False):
        return True
    return person.name in evidence.get("knowers", ()) or person.id in evidence.get("knowers", ())


def _closed(finding: Finding) -> Finding:
    return replace(
        finding, ref="embargo", ref_version=0, start=None, end=None, quote="", rewording={}, source=None, evidence={}
    )
