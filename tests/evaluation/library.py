"""How well the library finds and refuses: `python -m tests.evaluation.library [ORGANISATION...]`.

Questions are asked of each organisation's own documents, as an ordinary employee, while its embargoes hold. A passage
is found when it holds the sentence that answers. Six organisations taught the weights (`train_answering` leaves each
out in turn, and prints figures that may be believed); the last was only measured.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import assistant.store.tables  # noqa: F401  (registers every table)
from assistant.audit import Audit
from assistant.clock import FixedClock, parse_instant
from assistant.people.person import Person
from assistant.settings import Settings
from assistant.store import Store
from assistant.store import revision as revisions
from assistant.store.tables.base import Table
from assistant.store.tables.sharing import EmbargoRow
from knowledge.answer import answer
from knowledge.documents import Library
from knowledge.embed import SentenceEmbedder
from knowledge.fakes import MemoryIndex
from knowledge.language import detect
from knowledge.manifest import loaded, read_manifest
from knowledge.records import Hit
from tests.evaluation.scoring import wilson

LEARNT = ("kaaivest", "tramontane", "ravelsbeke", "merwestroom", "corvelyn", "valdourme")
FRESH = ("brambeke",)
FOLDER = Path(__file__).parent / "organisations"
OFFICER = Person(id="o" * 32, name="officer", display_name="Officer", role="communications")
EMPLOYEE = Person(id="e" * 32, name="employee", display_name="Employee", role="employee")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Outcome:
    question: dict[str, Any]
    other_language: bool
    rank: int
    """Place of the passage that answers, from 1; 0 when it is not among the first five."""
    document_first: bool
    grounded: bool
    quoted: bool


@contextmanager
def library_of(name: str) -> Iterator[Library]:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/evaluation.db")
        Table.metadata.create_all(store.engine)
        clock = FixedClock(NOW)
        settings = Settings(data=Path(folder))
        library = Library(store, clock, Audit(store, clock), SentenceEmbedder(), MemoryIndex(), settings)
        documents = FOLDER / name / "library"
        entries, errors = read_manifest((documents / "manifest.jsonl").read_text("utf-8").splitlines(), documents)
        assert not errors, errors
        for entry in entries:
            for item in loaded(entry):
                result = library.load(OFFICER, item)
                assert result.failure is None, result.failure
        with store.write() as session:
            session.add_all(EmbargoRow(**values) for values in embargoes(name))
            revisions.bump(session)
        yield library
        library.close()
        store.close()


def embargoes(name: str) -> Iterator[dict[str, Any]]:
    for line in (FOLDER / name / "embargoes.jsonl").read_text("utf-8").splitlines():
        values = json.loads(line)
        values["language"] = values.pop("lang")
        for edge in ("embargoed_from", "lifts_at"):
            values[edge] = parse_instant(values[edge]) if values[edge] else None
        yield {**values, "version": 1, "updated_at": NOW}


def questions(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name / "questions.jsonl").read_text("utf-8").splitlines() if line]


def languages(name: str) -> dict[str, str]:
    lines = (FOLDER / name / "library" / "manifest.jsonl").read_text("utf-8").splitlines()
    return {line["file"]: line["language"] for line in map(json.loads, filter(None, lines))}


def outcomes(name: str) -> list[Outcome]:
    spoken = languages(name)
    found = []
    with library_of(name) as library:
        for question in questions(name):
            hits = library.search(EMPLOYEE, question["question"])
            told = answer(library, EMPLOYEE, question["question"], detect(question["question"]))
            quote = flat(question["quote"] or "")
            found.append(
                Outcome(
                    question=question,
                    other_language=bool(question["file"]) and spoken.get(question["file"]) != question["lang"],
                    rank=next((place for place, hit in enumerate(hits, 1) if holds(hit, question, quote)), 0),
                    document_first=bool(hits) and hits[0].file == question["file"],
                    grounded=told.grounded,
                    quoted=told.grounded
                    and bool(quote)
                    and (quote in flat(told.text) or flat(told.sources[0].quote) in quote),
                )
            )
    return found


def holds(hit: Hit, question: dict[str, Any], quote: str) -> bool:
    return bool(quote) and hit.file == question["file"] and quote in flat(hit.text)


def flat(text: str) -> str:
    return " ".join(text.replace("*", "").replace("_", "").replace("`", "").split())


def report(title: str, found: list[Outcome]) -> None:
    answerable = [one for one in found if one.question["kind"] == "answerable"]
    other = [one for one in answerable if one.other_language]
    say = [
        ("passage in the first five", [one.rank > 0 for one in answerable]),
        ("  in another language", [one.rank > 0 for one in other]),
        ("document in first place", [one.document_first for one in answerable]),
        ("unanswerable refused", [not one.grounded for one in found if one.question["kind"] == "unanswerable"]),
        ("embargoed refused", [not one.grounded for one in found if one.question["kind"] == "embargoed"]),
        ("answerable refused", [not one.grounded for one in answerable]),
        ("quoted sentence answers", [one.quoted for one in answerable]),
    ]
    print(title)
    for label, values in say:
        low, high = wilson(sum(values), len(values))
        share = 100 * sum(values) / max(1, len(values))
        print(
            f"  {label:28} {share:5.1f} %  ({sum(values)} of {len(values)}; 95 %: {100 * low:.0f} to {100 * high:.0f})"
        )


def main() -> None:
    wanted = [name for name in sys.argv[1:] if not name.startswith("-")] or [*LEARNT, *FRESH]
    gathered = {name: outcomes(name) for name in wanted}
    for title, names in (("learnt from", LEARNT), ("fresh", FRESH)):
        group = [one for name in names for one in gathered.get(name, [])]
        if group:
            report(f"{title}: {', '.join(name for name in names if name in gathered)}", group)
    if "--misses" in sys.argv:
        for one in (one for name in LEARNT for one in gathered.get(name, [])):
            wrong = one.rank == 0 if one.question["kind"] == "answerable" else one.grounded
            if wrong or (one.question["kind"] == "answerable" and not one.document_first):
                print(
                    one.question["id"],
                    one.question["kind"],
                    one.rank,
                    one.question["question"],
                    "|",
                    one.question["quote"],
                )


if __name__ == "__main__":
    main()
