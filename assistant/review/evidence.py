"""What a manager may see of a finding: all of it, unless its record is for others to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.checking.finding import Finding
from assistant.people.person import Person

_OPEN = ("score", "nearest_public")
"""What of the evidence is about the text and public passages only, and tells nothing of the record."""


def visible(person: Person, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings for this manager.

    Of a record that names others as its knowers stays what the draft itself says, how near it comes, and the author's
    message; of one whose existence is secret, the message alone.
    """
    return tuple(_visible(person, finding) for finding in findings)


def may_approve(person: Person, findings: Sequence[Finding]) -> bool:
    """Nobody approves what is blocked by a secret that they do not know: they cannot judge it."""
    return not any(
        finding.severity == "block" and _is_secret(finding.evidence) and not _knows(person, finding.evidence)
        for finding in findings
    )


def may_judge(person: Person, finding: Finding) -> bool:
    """Nobody says whether something is a leak of a secret that they do not know."""
    return not _is_secret(finding.evidence) or _knows(person, finding.evidence)


def is_withheld(person: Person, finding: Finding) -> bool:
    """Whether its record names others as its knowers."""
    return bool(finding.evidence.get("knowers")) and not _knows(person, finding.evidence)


def _visible(person: Person, finding: Finding) -> Finding:
    evidence = finding.evidence
    if _is_secret(evidence) and not _knows(person, evidence):
        return replace(_unnamed(finding), start=None, end=None, quote="", rewording={}, evidence={"withheld": True})
    if is_withheld(person, finding):
        kept = {name: evidence[name] for name in _OPEN if name in evidence}
        return replace(_unnamed(finding), evidence={**kept, "withheld": True})
    return finding


def _unnamed(finding: Finding) -> Finding:
    return replace(finding, ref="embargo", ref_version=0, source=None)


def _is_secret(evidence: dict[str, Any]) -> bool:
    return bool(evidence.get("existence_secret", False))


def _knows(person: Person, evidence: dict[str, Any]) -> bool:
    return person.name in evidence.get("knowers", ())
