"""Whether a word that no dictionary has is a name in disguise: letters left out, starred or mistyped."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=20_000)
def nearly(word: str, name: str) -> bool:
    """Whether `word` is `name` with stars for letters, an ending, or a slip in a long name. Both are folded."""
    if "*" in word:
        return len(word.replace("*", "")) >= 2 and bool(_starred(word).fullmatch(name))
    if word.startswith(name) and len(name) >= 4 and len(word) - len(name) <= 3:
        return True
    if word[0] != name[0] and word[-2:] != name[-2:]:
        return False
    allowed = 0 if len(name) < 5 else 1 if len(name) < 8 else 2
    return bool(allowed) and abs(len(word) - len(name)) <= allowed and distance(word, name, allowed) <= allowed


@lru_cache(maxsize=2_000)
def _starred(word: str) -> re.Pattern[str]:
    return re.compile(
        "".join("[a-z]{1,3}" if part == "*" else re.escape(part) for part in re.split(r"(\*)\**", word) if part)
    )


def distance(one: str, other: str, limit: int) -> int:
    """Letters to change, add or drop to make one word the other; more than `limit` is `limit` + 1."""
    before = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, against in enumerate(other, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (letter != against)))
        if min(now) > limit:
            return limit + 1
        before = now
    return before[-1]
