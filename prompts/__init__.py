"""Prompts are files: front matter with id, version and variables, then the text. Each has a hash that is logged."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_HEAD = re.compile(r"\A---\n(?P<head>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@dataclass(frozen=True)
class Prompt:
    id: str
    version: int
    variables: frozenset[str]
    body: str
    hash: str
    """The first twelve characters of the SHA-256 of the file."""

    @property
    def label(self) -> str:
        """What is logged of it."""
        return f"{self.id}@{self.version}#{self.hash}"

    def render(self, **values: str) -> str:
        """The text with its places filled in. Raises `KeyError` for a variable too few or too many."""
        if set(values) != self.variables:
            raise KeyError(f"{self.id}: {sorted(self.variables ^ set(values))}")
        return _PLACE.sub(lambda place: values[place.group(1)], self.body)


@cache
def load(name: str) -> Prompt:
    """The prompt in `name.md`. Raises `ValueError` where its front matter and its text do not agree."""
    raw = (files(__name__) / f"{name}.md").read_text("utf-8")
    found = _HEAD.match(raw)
    if found is None:
        raise ValueError(f"{name}.md has no front matter")
    head = dict(line.split(":", 1) for line in found["head"].splitlines() if ":" in line)
    body = found["body"].strip()
    variables = frozenset(head["variables"].replace(",", " ").split())
    if variables != frozenset(_PLACE.findall(body)):
        raise ValueError(f"{name}.md: variables {sorted(variables ^ set(_PLACE.findall(body)))} do not agree")
    digest = hashlib.sha256(raw.encode()).hexdigest()[:12]
    return Prompt(head["id"].strip(), int(head["version"]), variables, body, digest)


def fenced(text: str, name: str) -> str:
    """Text of a person or a document as data: between marks it cannot close itself."""
    mark, safe, before = re.compile(rf"</?\s*{re.escape(name)}[^>]*>", re.IGNORECASE), text, None
    while safe != before:  # what is left when a mark is taken out may be a mark again
        safe, before = mark.sub("", safe), safe
    return f"<{name}>\n{safe.strip()}\n</{name}>"
