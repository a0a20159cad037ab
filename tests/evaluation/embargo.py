"""What the embargo check finds and flags, by kind and language: `python -m tests.evaluation.embargo [--measure]`.

The tuning sets are scored by weights that never saw their organisation; the measuring sets by the shipped model.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable

from assistant.checking.draft import make_draft
from assistant.checking.embargo.detector import detect
from assistant.checking.embargo.model import model, probability
from tests.evaluation.organisations import MEASURE, LabelledDraft, embedder, organisation
from tests.evaluation.scoring import wilson
from tests.evaluation.train_embargo import calibration, left_out, read_copies

Scored = list[tuple[LabelledDraft, float]]


def tuned() -> Scored:
    scored = left_out(read_copies())
    slope, shift = calibration(scored)
    return [(bag.draft, probability(slope * score + shift)) for bag, score in scored]


def measured(names: Iterable[str] = MEASURE) -> Scored:
    scored: Scored = []
    for name in names:
        own = organisation(name)
        for labelled in own.drafts:
            draft = make_draft(labelled.text, labelled.language, "linkedin", labelled.at)  # type: ignore[arg-type]
            scored.append((labelled, detect(draft, own.records, own.public, embedder()).score))
    return scored


def table(title: str, scored: Scored) -> str:
    """Per kind and language, at the threshold; and what is found when 5 % of the safe drafts are flagged."""
    lines = [f"## {title}", "", "| drafts | flagged | of | share | 95 % interval |", "| --- | --- | --- | --- | --- |"]
    groups: dict[str, list[bool]] = defaultdict(list)
    for labelled, score in scored:
        side, flagged = ("leak" if labelled.leak else "safe"), score >= model().review
        for group in (f"{side}, all", f"{side}: {labelled.kind}", f"{side}, in {labelled.language}"):
            groups[group].append(flagged)
    for group, flags in sorted(groups.items()):
        low, high = wilson(sum(flags), len(flags))
        share = sum(flags) / len(flags)
        lines.append(f"| {group} | {sum(flags)} | {len(flags)} | {share:.1%} | {low:.1%} to {high:.1%} |")
    leaks = [score for labelled, score in scored if labelled.leak]
    safe = sorted((score for labelled, score in scored if not labelled.leak), reverse=True)
    bar = safe[int(0.05 * len(safe))]
    found = sum(score > bar for score in leaks)
    low, high = wilson(found, len(leaks))
    lines += ["", f"With 5 % of the safe drafts flagged: {found} of {len(leaks)} leaks found, "
              f"{found / len(leaks):.1%} ({low:.1%} to {high:.1%}).", ""]  # fmt: skip
    return "\n".join(lines)


def main() -> None:
    sys.stdout.write(table("Tuning sets, each left out in turn", tuned()) + "\n")
    if "--measure" in sys.argv:
        sys.stdout.write(table("Measuring sets", measured()) + "\n")


if __name__ == "__main__":
    main()
