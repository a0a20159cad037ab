"""`boegbeeld search` and `boegbeeld ask`: what the library holds for somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.output import language, tell, tell_json, words
from assistant.cli.parts import AsJson, AtInstant, DataFolder, PersonName, instant, person_named, services

if TYPE_CHECKING:
    from assistant.texts import Language

Question = Annotated[str, typer.Argument(help="What to look for, in Dutch, French or English.")]


def search(
    question: Question,
    person: PersonName = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=50, help="How many passages at most.")] = 5,
    at: AtInstant = None,
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Find passages, best first: only what that person may see. --json: file, title, passage, start, end, score."""
    moment = instant(at)
    with services(data, index=True) as parts:
        hits = parts.library.search(person_named(parts, person), question, limit=limit, at=moment)
        for hit in hits:
            if as_json:
                found = {"file": hit.file, "title": hit.title, "passage": hit.text, "start": hit.start, "end": hit.end}
                tell_json({**found, "score": round(hit.score, 4)})
            else:
                tell(f"{hit.score:.2f}  {hit.title}  ({hit.file}, {hit.start}-{hit.end})\n      {_short(hit.text)}")
        if not hits and not as_json:
            tell(words("nothing_found"))


def ask(question: Question, person: PersonName = None, as_json: AsJson = False, data: DataFolder = None) -> None:
    """Answer from the documents, or say they do not tell. --json: answer, grounded, sources[{file, title, passage}]."""
    from knowledge.answer import answer

    with services(data, index=True) as parts:
        found = answer(parts.library, person_named(parts, person), question, _spoken(question))
        if as_json:
            sources = [{"file": hit.file, "title": hit.title, "passage": hit.text} for hit in found.sources]
            tell_json({"answer": found.text, "grounded": found.grounded, "sources": sources})
            return
        tell(found.text)
        for number, hit in enumerate(found.sources, 1):
            tell(f"[{number}] {hit.title} ({hit.file})")


def _spoken(question: str) -> Language:
    from knowledge.language import detect

    return detect(question, default=language())


def _short(text: str, longest: int = 160) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
