"""Rules of shape, in RE2: such a pattern takes time in proportion to the text, whatever it says."""

from __future__ import annotations

from typing import Any

from assistant.checking.draft import Draft
from assistant.checking.finding import Finding
from assistant.checking.rules.compiled import MOST_FINDINGS, CompiledRule, finding
from assistant.errors import InputError


def compile_pattern(pattern: str) -> Any:
    """The pattern, ready to use. Raises `InputError` with RE2's reason when it cannot be."""
    if not pattern:
        return None
    import re2

    options = re2.Options()
    options.log_errors = False
    options.max_mem = 8 << 20
    try:
        return re2.compile(pattern, options=options)
    except re2.error as problem:
        reason = problem.args[0] if problem.args else ""
        said = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        raise InputError("checking.bad_pattern", pattern=pattern, problem=said) from None


def detect(draft: Draft, compiled: CompiledRule) -> list[Finding]:
    if compiled.pattern is None:
        return []
    found: list[Finding] = []
    for match in compiled.pattern.finditer(draft.readable.text):
        if match.end() > match.start():
            found.append(finding(compiled, "pattern", draft, match.span()))
        if len(found) == MOST_FINDINGS:
            break
    return found
