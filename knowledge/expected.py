"""What kind of answer a question asks for (an amount, a date, a name ...) and whether a sentence holds one."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache

from knowledge.data import data_text

KINDS = ("money", "count", "duration", "when", "who", "where", "size", "may", "why")


@lru_cache(maxsize=2_000)
def asked_for(question: str) -> tuple[str, ...]:
    """The kinds of answer a question may want; none for one that asks about a thing in general."""
    return tuple(kind for kind in KINDS if _patterns()["asks", kind].search(question))


@lru_cache(maxsize=100_000)
def holds(kind: str, sentence: str) -> bool:
    return _patterns()["holds", kind].search(sentence) is not None


def met(wanted: tuple[str, ...], sentence: str, unknown: float = 0.6) -> float:
    """Which share of what is asked for the sentence holds."""
    return sum(holds(kind, sentence) for kind in wanted) / len(wanted) if wanted else unknown


@cache
def _patterns() -> dict[tuple[str, str], re.Pattern[str]]:
    tables = tomllib.loads(data_text("expected.toml"))
    parts = tables["parts"]
    found: dict[tuple[str, str], re.Pattern[str]] = {}
    for side in ("asks", "holds"):
        for kind in KINDS:
            pattern = tables[side][kind]
            for name, value in parts.items():
                pattern = pattern.replace(f"<{name}>", value)
            flags = re.NOFLAG if kind in tables["with_capitals"][side] else re.IGNORECASE
            found[side, kind] = re.compile(pattern, flags)
    return found
