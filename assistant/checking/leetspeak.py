"""Digits and signs that stand for letters inside a word ("V3rhulst"), told apart from units, times and models."""

from __future__ import annotations

import re

from assistant.checking.look_alikes import LEET

_LEET_RUN = re.compile(r"[0134578@$€!]+")
_NO_LEET = re.compile(
    r"\d+(?:[uh]\d*|x\d*|[a-z]{1,3})|(?:mp[34]|ps[345]|a[345]|co2|top\d+|h2o|b2b|g[78]|w3c|web3|f1|e3|[abc][12]niveau).*|"
    r"[1-9].*(?:jarige?|jarigen|daagse?|persoons|delige?|e|de|ste|th|st|nd|rd|ème|er|km|kg|min|uur|maanden?|years?|day|month|week)",
    re.IGNORECASE,
)
_DOUBLE_LEET = frozenset({"00", "11", "33", "44", "13", "31", "03", "30"})
_VOWEL = re.compile(r"[aeiouyà-ÿ]", re.IGNORECASE)


def is_leet(word: str) -> bool:
    """Whether the digits and signs in it are letters in disguise."""
    letters = sum(character.isalpha() for character in word)
    runs = list(_LEET_RUN.finditer(word))
    if letters < 2 or len(word) < 4:
        return False
    if _NO_LEET.fullmatch(word) and len(runs) < 2:
        return False
    inside = [run for run in runs if run.start() > 0 and run.end() < len(word)]
    if any(len(run.group()) > 2 for run in runs):
        return False
    if any("!" in run.group() and not (word[: run.start()].islower() and word[run.end() :].islower()) for run in runs):
        return False
    if len(runs) == 1:
        run = runs[0]
        if run.start() == 0:
            return run.group() in ("0", "$") and letters >= 3 and word[1:].islower()
        return bool(inside) and (len(run.group()) == 1 or run.group() in _DOUBLE_LEET or not run.group().isdigit())
    return bool(inside)


def unleet(word: str) -> str:
    """The word with its letters back, of the same length."""
    seen = [LEET.get(character, character) for character in word]
    for place, character in enumerate(seen):
        if character == "1":
            before = seen[place - 1] if place else ""
            after = seen[place + 1] if place + 1 < len(seen) else ""
            as_l = bool(before and _VOWEL.match(before)) or (bool(_VOWEL.match(after or "b")) and after.lower() != "e")
            seen[place] = "l" if as_l else "i"
        elif character == "8":
            seen[place] = "b"
    if word.upper() == word:
        return "".join(seen).upper()
    return "".join(seen)
