"""Reads the labelled sets of `organisations/`: records, drafts, and the open library as the check sees it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from assistant.checking.embargo.record import EmbargoRecord
from assistant.clock import Window, parse_instant
from knowledge.embed import Embedder, SentenceEmbedder
from knowledge.records import PublicPassages

FOLDER = Path(__file__).parent / "organisations"
TUNE = ("kaaivest", "tramontane", "ravelsbeke", "merwestroom", "corvelyn")
MEASURE = ("valdourme",)


@dataclass(frozen=True)
class LabelledDraft:
    id: str
    text: str
    language: str
    leak: bool
    kind: str
    record: str | None
    at: datetime
    quote: str | None


@dataclass(frozen=True)
class Organisation:
    name: str
    records: tuple[EmbargoRecord, ...]
    drafts: tuple[LabelledDraft, ...]
    public: PublicPassages


@cache
def embedder() -> Embedder:
    return SentenceEmbedder()


@cache
def organisation(name: str) -> Organisation:
    records = tuple(_record(line) for line in _lines(name, "embargoes"))
    drafts = tuple(_draft(line) for line in _lines(name, "drafts"))
    return Organisation(name, records, drafts, _public(name))


def _lines(name: str, file: str) -> list[dict[str, Any]]:
    text = (FOLDER / name / f"{file}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def _record(line: dict[str, Any]) -> EmbargoRecord:
    window = Window(parse_instant(line["embargoed_from"]), parse_instant(line["lifts_at"]))
    return EmbargoRecord(
        line["id"], 1, line["title"], line["statement"], line["lang"], window, tuple(line["facts"]), tuple(line["terms"]),  # noqa: E501
        line["zone"], line["contact"], tuple(line["knowers"]), line["existence_secret"],
    )  # fmt: skip


def _draft(line: dict[str, Any]) -> LabelledDraft:
    return LabelledDraft(
        line["id"], line["text"], line["lang"], line["label"] == "leak", line["kind"], line["record"],
        parse_instant(line["written_at"]), line.get("quote"),
    )  # fmt: skip


def _public(name: str) -> PublicPassages:
    """The library in pieces of a sentence or two, as the open shelf gives it."""
    texts: list[str] = []
    documents: list[str] = []
    for file in sorted((FOLDER / name / "library").glob("*.md")):
        body = re.sub(r"^#+\s*", "", file.read_text("utf-8"), flags=re.MULTILINE)
        for paragraph in filter(str.strip, body.split("\n")):
            sentences = re.split(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý«\"'])", paragraph.strip())
            for at in range(0, len(sentences), 2):
                texts.append(" ".join(sentences[at : at + 2]))
                documents.append(file.name)
    return PublicPassages(
        revision=1, at=datetime(2026, 11, 1, tzinfo=UTC), texts=tuple(texts), document_ids=tuple(documents),
        passage_ids=tuple(f"{document}:{at}" for at, document in enumerate(documents)), vectors=embedder().encode(texts),  # noqa: E501
    )  # fmt: skip
