"""Our own cases of prompt injection: orders to whoever checks or writes, open and hidden, in three languages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from assistant.texts import Language

FILE = Path(__file__).parent / "injections.jsonl"


@dataclass(frozen=True)
class Case:
    id: str
    kind: str
    lang: Language
    text: str


CASES = [Case(**json.loads(line)) for line in FILE.read_text("utf-8").splitlines()]
KINDS = sorted({case.kind for case in CASES})
ONE_OF_EACH = [next(case for case in CASES if case.kind == kind) for kind in KINDS]
