"""How long open drafts wait to be checked anew after one new embargo: python -m benchmarks.recheck [--drafts 1000]

Real drafts of the evaluation set are put together to about 700 characters each, with the ready-made rules, an
organisation's library and its embargoes; then one record more is saved. The same sentences are embedded bare in the
same run, so that the ratio says what the check adds, whatever the machine.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from assistant.bootstrap import Services, build
from assistant.checking.draft import make_draft
from assistant.checking.embargo.record import EmbargoRecord
from assistant.checking.rules.ready_made import ready_made
from assistant.clock import Window
from assistant.people.person import OPERATOR
from assistant.settings import load
from knowledge.records import LoadItem
from tests.evaluation.organisations import FOLDER, embedder, organisation

NAME = "kaaivest"
LENGTH = 700
AUTHORS = 50


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--drafts", type=int, default=1000)
    wanted = options.parse_args().drafts
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        services = build(load(data=Path(folder)))
        try:
            measure(services, wanted)
        finally:
            services.close()


def measure(services: Services, wanted: int) -> None:
    records = organisation(NAME).records
    fill(services, records[:-2])
    texts = drafts(wanted)
    write(services, texts)
    services.embargoes.save(OPERATOR, open_ended(records[-2]))
    began = time.perf_counter()
    services.rechecker.run()
    cold = time.perf_counter() - began
    now = services.clock.now()
    sentences = [make_draft(text, "nl", "linkedin", now).sentence_texts for text in texts]
    bare = embedding(sentences)
    services.embargoes.save(OPERATOR, open_ended(records[-1]))
    began = time.perf_counter()
    outcome = services.rechecker.run()
    took = time.perf_counter() - began
    assert (outcome.done, outcome.failed) == (wanted, 0), outcome
    count = sum(len(one) for one in sentences)
    length = sum(map(len, texts)) / wanted
    print(f"{wanted} drafts of {length:.0f} characters, {count / wanted:.1f} sentences; {len(records)} embargoes")
    print(f"bare embedding of the sentences   {bare:6.1f} s")
    for name, seconds in (("after a start, nothing remembered", cold), ("one new record while it runs", took)):
        print(
            f"{name:33} {seconds:6.1f} s, {wanted / seconds:.1f} drafts per second, "
            f"{1000 * seconds / wanted:.1f} s for 1,000, {seconds / bare:.2f} times the embedding"
        )
    print(f"authors told: {outcome.told}")


def fill(services: Services, records: Sequence[EmbargoRecord]) -> None:
    for file in sorted((FOLDER / NAME / "library").glob("*.md")):
        item = LoadItem(file=file.name, data=file.read_bytes(), kind="news", language="nl", status="approved")
        services.library.load(OPERATOR, item)
    for rule in ready_made():
        services.rule_book.save(OPERATOR, rule)
    for record in records:
        services.embargoes.save(OPERATOR, open_ended(record))


def open_ended(record: EmbargoRecord) -> EmbargoRecord:
    """Live now, whenever this runs."""
    return replace(record, window=Window())


def drafts(count: int) -> list[str]:
    """Texts of which no sentence stands in another: a word of elsewhere in each makes it new to every cache."""
    chance = random.Random(1)
    texts = [draft.text for draft in organisation(NAME).drafts]
    words = sorted(set(re.findall(r"[a-z]{4,}", " ".join(texts))))
    made = []
    for _ in range(count):
        text = ""
        while len(text) < LENGTH:
            text += (
                re.sub(r"(?<=[a-z]{3}) ", lambda _: f" {chance.choice(words)} ", chance.choice(texts), count=1) + " "
            )
            text = re.sub(r"([.!?] )(?=[A-Z])", lambda end: f" {chance.choice(words)}{end[1]}", text)
        made.append(text[:LENGTH])
    return made


def write(services: Services, texts: Sequence[str]) -> None:
    authors = [
        services.accounts.add(OPERATOR, f"author{number}", f"Author {number}", "employee") for number in range(AUTHORS)
    ]
    for number, text in enumerate(texts):
        author = authors[number % AUTHORS]
        post = services.posts.new(author)
        services.posts.save_draft(author, post.id, text, "guided")


def embedding(drafts: Sequence[Sequence[str]]) -> float:
    """Seconds to embed these sentences and nothing else, a draft at a time."""
    bare = embedder()
    bare.encode(["warm"])
    began = time.perf_counter()
    for sentences in drafts:
        bare.encode(sentences)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
