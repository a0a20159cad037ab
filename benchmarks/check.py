"""Times the embargo check beside one bare embedding pass over the same sentences: `python -m benchmarks.check`.

A draft of 1,300 characters, 50 live records, 10,000 public passages, made of the words of the evaluation sets.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np

from assistant.checking.draft import Draft, make_draft
from assistant.checking.embargo.detector import detect
from assistant.clock import Window
from knowledge.records import PublicPassages
from tests.evaluation.organisations import TUNE, embedder, organisation

RECORDS, PASSAGES, LENGTH, RUNS = 50, 10_000, 1_300, 60


def main() -> None:
    chance = random.Random(3)
    sets = [organisation(name) for name in TUNE]
    window = Window(datetime(2026, 9, 1, tzinfo=UTC), datetime(2027, 9, 1, tzinfo=UTC))
    known = [record for one in sets for record in one.records]
    records = [
        replace(
            known[number % len(known)],
            id=f"r{number}",
            window=window,
            title=f"{known[number % len(known)].title} {number}",
        )
        for number in range(RECORDS)
    ]
    texts = [text for one in sets for text in one.public.texts]
    vectors = np.concatenate([one.public.vectors for one in sets])
    picks = [chance.randrange(len(texts)) for _ in range(PASSAGES)]
    public = PublicPassages(
        1, datetime(2026, 11, 1, tzinfo=UTC), tuple(texts[pick] for pick in picks),
        tuple(f"d{number // 12}" for number in range(PASSAGES)), tuple(map(str, range(PASSAGES))), vectors[picks],
    )  # fmt: skip
    drafts = [_draft(chance, [draft.text for one in sets for draft in one.drafts]) for _ in range(RUNS)]
    began = time.perf_counter()
    detect(drafts[0], records, public, embedder())
    print(f"first check, with reading the library and the records: {time.perf_counter() - began:.1f} s")
    bare, own, whole = [], [], []
    for draft in drafts:
        encoded, took = _timed(lambda draft=draft: embedder().encode(draft.sentence_texts))
        bare.append(took)
        own.append(_timed(lambda draft=draft, encoded=encoded: detect(draft, records, public, embedder(), encoded))[1])
        whole.append(_timed(lambda draft=draft: detect(draft, records, public, embedder()))[1])
    for name, times in (("bare embedding", bare), ("embargo, vectors given", own), ("embargo, whole", whole)):
        print(f"{name:24} p50 {np.percentile(times, 50):6.1f} ms   p95 {np.percentile(times, 95):6.1f} ms")
    print(f"whole / bare embedding: {np.median(np.array(whole) / np.array(bare)):.2f}")


def _draft(chance: random.Random, posts: list[str]) -> Draft:
    text = ""
    while len(text) < LENGTH:
        text += chance.choice(posts) + "\n"
    draft = make_draft(text[:LENGTH], "nl", "linkedin", datetime(2026, 11, 10, 9, tzinfo=UTC))
    _ = draft.sentence_texts
    return draft


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    result = work()
    return result, 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    main()
