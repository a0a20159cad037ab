"""What a check gives back: findings, and the verdict they add up to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from assistant.texts import Language

Severity = Literal["advice", "review", "block"]
Verdict = Literal["clear", "advice", "review", "blocked"]
_VERDICTS: dict[Severity, Verdict] = {"advice": "advice", "review": "review", "block": "blocked"}
_ORDER: tuple[Verdict, ...] = ("clear", "advice", "review", "blocked")


@dataclass(frozen=True)
class Finding:
    """One reason not to publish a text as it stands."""

    detector: str
    """Name of the detector's file: phrase, personal_data, figures, embargo, ..."""
    ref: str
    """Id of the rule or embargo, or of the detector's own kind of finding ("personal_data.email")."""
    ref_version: int
    severity: Severity
    start: int | None
    end: int | None
    """Span in the text as it was given, in characters; None where there is none or it may not be shown."""
    quote: str
    """text[start:end]; empty where there is no span."""
    message: dict[Language, str]
    """To the author, without the secret."""
    reason: dict[Language, str] = field(default_factory=dict)
    rewording: dict[Language, str] = field(default_factory=dict)
    source: dict[str, Any] | None = None
    """The passage that says why: file, title, passage."""
    evidence: dict[str, Any] = field(default_factory=dict)
    """Only for those who may see it: never shown to the author."""

    @property
    def is_failure(self) -> bool:
        """A part of the check that did not work: what it would have found is not known, so nobody can approve it."""
        return self.detector == "check"

    @property
    def identity(self) -> str:
        """What an approval covers: the same finding about the same words, by the same version of the rule."""
        return f"{self.detector}:{self.ref}:{self.ref_version}:{self.quote}"

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Finding:
        return cls(**body)


@dataclass(frozen=True)
class CheckResult:
    verdict: Verdict
    findings: tuple[Finding, ...]
    embargo_score: float
    """0 to 1: how near the text comes to a live embargo, the nearest one counting."""
    revision: int
    """The state of rules, embargoes and documents it was checked against."""
    took_ms: dict[str, float]
    """Per detector; "whole" is all together."""


def verdict_of(findings: Iterable[Finding]) -> Verdict:
    """The highest severity decides."""
    verdicts = [_VERDICTS[finding.severity] for finding in findings]
    return max(verdicts, key=_ORDER.index, default="clear")
