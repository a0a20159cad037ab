"""`boegbeeld check`: what may not go out of each text of a JSON Lines file."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.lines import Line, lines, optional_string, string
from assistant.cli.output import Failures, language, tell_json, words
from assistant.cli.parts import ANYBODY, AtInstant, DataFolder, instant, services
from assistant.clock import parse_instant
from assistant.errors import PersonError
from assistant.texts import Language

if TYPE_CHECKING:
    from assistant.bootstrap import Services
    from assistant.checking.finding import CheckResult, Finding
    from assistant.people.person import Person


def check(
    file: Annotated[str, typer.Argument(help="JSON Lines with id and text; - reads standard input.")] = "-",
    at: AtInstant = None,
    data: DataFolder = None,
) -> None:
    """Check texts against the rules and the embargoes: one line of JSON out for each line in, in the same order.

    In: id, text and optionally lang, channel, written_at (the clock for that line), person.
    Out: id, verdict, embargo_score, findings, took_ms. What cannot be checked needs review, and counts as failed.
    """
    moment = instant(at)
    failures = Failures()
    with services(data, index=True) as parts:
        parts.checker.warm()
        for line in lines(file):
            tell_json(_checked(parts, line, moment, failures))
    failures.finish()


def _checked(parts: Services, line: Line, moment: datetime | None, failures: Failures) -> dict[str, Any]:
    body: dict[str, Any] = {}
    try:
        body = line.body()
        string_id(body)
        text = string(body, "text")
        spoken = _language(optional_string(body, "lang"))
        written_at = optional_string(body, "written_at")
        result = parts.checker.check(
            text,
            language=spoken,
            channel=optional_string(body, "channel") or "linkedin",
            at=parse_instant(written_at) if written_at else moment,
            person=_author(parts, line, optional_string(body, "person"), failures),
        )
    except PersonError as problem:
        failures.add_line(line.number, problem)
        return _unchecked(body.get("id"), problem)
    for finding in result.findings:
        if finding.detector == "check":
            failures.add_line(line.number, finding.message[language()])
    return _as_line(body["id"], result, spoken or _detected(text))


def string_id(body: dict[str, Any]) -> None:
    """An id may be text or a number; it comes back as it was given."""
    if not isinstance(body.get("id"), int):
        string(body, "id")


def _author(parts: Services, line: Line, name: str | None, failures: Failures) -> Person:
    if not name:
        return ANYBODY
    person = parts.accounts.by_name(name)
    if person is None:
        failures.add_line(line.number, words("no_account_so_employee", name=name))
        return ANYBODY
    return person


def _as_line(name: Any, result: CheckResult, spoken: Language) -> dict[str, Any]:
    return {
        "id": name,
        "verdict": result.verdict,
        "embargo_score": round(result.embargo_score, 4),
        "findings": [_finding(finding, spoken) for finding in result.findings],
        "took_ms": round(result.took_ms.get("whole", 0.0), 1),
    }


def _finding(finding: Finding, spoken: Language) -> dict[str, Any]:
    return {
        "detector": finding.detector,
        "ref": finding.ref,
        "severity": finding.severity,
        "start": finding.start,
        "end": finding.end,
        "quote": finding.quote,
        "message": finding.message[spoken],
    }


def _unchecked(name: Any, problem: PersonError) -> dict[str, Any]:
    """What could not be checked may not go out."""
    finding = {"detector": "check", "ref": "check.line", "severity": "review", "start": None, "end": None, "quote": ""}
    return {
        "id": name,
        "verdict": "review",
        "embargo_score": 0.0,
        "findings": [{**finding, "message": problem.text(language())}],
        "took_ms": 0.0,
    }


def _language(code: str | None) -> Language | None:
    """One of ours; another, or none, is left to be recognised."""
    found = (code or "").lower()[:2]
    return found if found in ("nl", "fr", "en") else None  # type: ignore[return-value]


def _detected(text: str) -> Language:
    from knowledge.language import detect

    return detect(text)
