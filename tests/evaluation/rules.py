"""How much the ready-made rules find, and how much they flag that is fine. Run: python -m tests.evaluation.rules

`--split tune` is what the words were written with; `measure` was looked at as figures. `--show` names the misses of
the tune split.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.checking.disclosure import has_ad_word, promises_reward, says_works_there
from assistant.checking.draft import make_draft
from assistant.checking.rules.matcher import Matcher, compile_rule, matcher_of
from assistant.checking.rules.ready_made import ready_made
from knowledge.embed import SentenceEmbedder
from tests.evaluation.scoring import share

HERE = Path(__file__).parent / "rules"
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def rows(name: str, split: str) -> list[dict[str, Any]]:
    lines = (json.loads(line) for line in (HERE / f"{name}.jsonl").read_text("utf-8").splitlines())
    return [row for row in lines if row["split"] == split]


def flagged_by(matcher: Matcher, embedder: SentenceEmbedder, row: dict[str, Any]) -> dict[str, str]:
    """The rules that flag a draft, with the words they flag."""
    draft = make_draft(row["text"], row["lang"], "linkedin", AT)
    found = [*matcher.detect(draft), *matcher.detect_topics(draft, embedder)]
    return {one.ref: f"{one.detector}: {one.quote}" for one in found}


def table(title: str, groups: Iterable[tuple[str, list[bool], list[bool]]]) -> None:
    sys.stdout.write(f"\n{title:34} {'found':28} falsely flagged\n")
    for name, found, flagged in groups:
        sys.stdout.write(f"{name:34} {share(found)!s:28} {share(flagged)}\n")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--split", choices=("tune", "measure"), default="tune")
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    show = given.show and given.split == "tune"
    embedder = SentenceEmbedder()
    rules = ready_made()
    matcher = matcher_of(tuple(compile_rule(rule, 1, embedder) for rule in rules))
    grave = {rule.id for rule in rules if rule.severity != "advice"}
    drafts, clean = rows("drafts", given.split), rows("clean", given.split)
    by: dict[tuple[str, str], tuple[list[bool], list[bool]]] = defaultdict(lambda: ([], []))
    for row in drafts:
        refs = flagged_by(matcher, embedder, row)
        hit = row["rule"] in refs
        broken = row["label"] == "break"
        for group in (("rule", row["rule"]), ("language", row["lang"])):
            by[group][0 if broken else 1].append(hit)
        if not broken:
            by["all", "safe drafts, review or block"][1].append(bool(grave & refs.keys()))
            by["all", "safe drafts, any rule"][1].append(bool(refs))
        if show and (hit != broken or (not broken and grave & refs.keys())):
            said = refs if not broken else {}
            text = row["text"].replace(chr(10), " ")
            sys.stdout.write(f"{'MISS' if broken else 'FALSE'} {row['id']} {row['rule']} {said} | {text}\n")
    for row in clean:
        refs = flagged_by(matcher, embedder, row)
        by["all", "clean drafts, review or block"][1].append(bool(grave & refs.keys()))
        by["all", "clean drafts, any rule"][1].append(bool(refs))
        if show and refs:
            sys.stdout.write(f"CLEAN {row['id']} {refs} | {row['text'][:200]!r}\n")
    all_found = [hit for (kind, _), (found, _) in by.items() if kind == "rule" for hit in found]
    by["all", "breaks, by their rule"][0].extend(all_found)
    for kind in ("rule", "language", "all"):
        table(
            f"{kind} ({given.split})", [(name, *outcomes) for (of, name), outcomes in sorted(by.items()) if of == kind]
        )
    _disclosure(given.split, show)


def _disclosure(split: str, show: bool) -> None:
    outcomes: dict[str, tuple[list[bool], list[bool]]] = defaultdict(lambda: ([], []))
    for row in rows("disclosure", split):
        draft = make_draft(row["text"], row["lang"], "linkedin", AT)
        said = {
            "works_there_said": says_works_there(draft),
            "reward": promises_reward(draft),
            "ad_word": has_ad_word(draft),
        }
        for name, value in said.items():
            outcomes[name][0 if row[name] else 1].append(value)
            if show and value != row[name]:
                sys.stdout.write(f"DISCLOSURE {row['id']} {name} is {row[name]}: {row['text']!r}\n")
    table(f"disclosure ({split})", [(name, *values) for name, values in outcomes.items()])


if __name__ == "__main__":
    main()
