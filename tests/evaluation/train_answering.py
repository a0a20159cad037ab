"""Learns which sentence answers, and when none does: `python -m tests.evaluation.train_answering` (a minute).

From the questions of six organisations, whose embargo records are in force. A question whose document is left out
counts as one that no document answers. Each organisation is left out in turn, and what the rest would make of it is
printed; without `--held-out` knowledge/data/answering.json is written, with thresholds from the left-out scores.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import knowledge.data as package
from knowledge import grounding, rerank
from knowledge.documents import Found
from knowledge.grounding import UNSAID, WITHHELD, unsaid_features, withheld_features
from knowledge.rerank import FEATURES, Weights, features
from knowledge.retrieve import Scored
from tests.evaluation.library import EMPLOYEE, LEARNT, flat, library_of, questions

Matrix = NDArray[np.float64]
REFUSED = {"unsaid": 0.05, "withheld": 0.025}
"""Shares of the answerable questions that each test may refuse."""
COUNTS = {"answerable": 1.0, "unanswerable": 3.0, "removed": 1.0, "embargoed": 5.0}


@dataclass(frozen=True)
class Case:
    organisation: str
    kind: str
    """answerable, unanswerable, embargoed, or removed: answerable, with its document left out."""
    found: Found
    """With its passages in the order before sentences were compared."""
    tables: list[list[dict[str, float]]]
    right: list[list[bool]]


def cases(name: str) -> list[Case]:
    gathered = []
    with library_of(name) as library:
        for question in questions(name):
            found = library.find(EMPLOYEE, question["question"], limit=100)
            files = {hit.passage_id: hit.file for hit in found.hits}
            fused = sorted(found.ranked, key=lambda one: -one.features["fused"])
            kinds = [(question["kind"], fused)]
            if question["kind"] == "answerable":
                left = [one for one in fused if files.get(one.candidate.passage_id) != question["file"]]
                kinds.append(("removed", left))
            for kind, ranked in kinds:
                before = ranked[: rerank.MOST]
                right = [
                    [
                        kind == "answerable"
                        and files.get(one.candidate.passage_id) == question["file"]
                        and _same(question["quote"], text)
                        for text in one.candidate.texts
                    ]
                    for one in before
                ]
                tables = features(found.asked, before)
                gathered.append(Case(name, kind, replace(found, ranked=before), tables, right))
    return gathered


def _same(quote: str, window: str) -> bool:
    return flat(quote) in flat(window) or flat(window) in flat(quote)


def sentence_weights(known: Sequence[Case]) -> Weights:
    """Of all sentences that were found for a question, the right ones the likeliest (a conditional logit)."""
    answered = [case for case in known if any(map(any, case.right))]
    every = np.concatenate([_matrix(case) for case in known])
    mean, spread = every.mean(axis=0), every.std(axis=0) + 1e-9
    pairs = []
    for case in answered:
        target = np.concatenate([np.asarray(row, dtype=float) for row in case.right])
        pairs.append(((_matrix(case) - mean) / spread, target / target.sum()))
    weights = _descend(partial(_listwise, pairs), len(FEATURES))
    return Weights(*(dict(zip(FEATURES, map(_short, row), strict=True)) for row in (mean, spread, weights)))


def _matrix(case: Case) -> Matrix:
    return np.array([[values[name] for name in FEATURES] for table in case.tables for values in table])


def _listwise(pairs: Sequence[tuple[Matrix, Matrix]], weights: Matrix) -> tuple[float, Matrix, Matrix]:
    loss, slope, curve = float(weights @ weights), 2 * weights, 2 * np.eye(len(weights))
    for rows, target in pairs:
        scores = rows @ weights
        share = np.exp(scores - scores.max())
        loss += float(np.log(share.sum()) + scores.max() - scores @ target)
        share /= share.sum()
        middle = share @ rows
        slope = slope + rows.T @ (share - target)
        curve = curve + (rows * share[:, None]).T @ rows - np.outer(middle, middle)
    return loss, slope, curve


def logistic(rows: Matrix, wanted: Matrix, counts: Matrix) -> Matrix:
    """Weights, the last for the constant."""
    wide = np.c_[rows, np.ones(len(rows))]
    held = np.r_[np.full(rows.shape[1], 5.0), 1e-6]

    def at(weights: Matrix) -> tuple[float, Matrix, Matrix]:
        share = 1 / (1 + np.exp(-np.clip(wide @ weights, -30, 30)))
        loss = -float(counts @ (wanted * np.log(share + 1e-12) + (1 - wanted) * np.log(1 - share + 1e-12)))
        slope = wide.T @ (counts * (share - wanted)) + held * weights
        curve = (wide * (counts * share * (1 - share))[:, None]).T @ wide + np.diag(held)
        return loss + float(held @ weights**2) / 2, slope, curve

    return _descend(at, wide.shape[1])


def _descend(at: Callable[[Matrix], tuple[float, Matrix, Matrix]], size: int) -> Matrix:
    """Newton's steps, halved until they help."""
    weights: Matrix = np.zeros(size)
    for _ in range(60):
        loss, slope, curve = at(weights)
        step, share = np.linalg.solve(curve, slope), 1.0
        while share > 1e-4 and at(weights - share * step)[0] > loss:
            share /= 2
        weights = weights - share * step
        if np.abs(share * step).max() < 1e-6:
            break
    return weights


def ranked(case: Case, weights: Weights) -> list[Scored]:
    """As `rerank.reranked` does, with other weights."""
    best = []
    for one, table in zip(case.found.ranked, case.tables, strict=True):
        scores = [weights.score(values) for values in table]
        window = int(np.argmax(scores))
        best.append(replace(one, score=scores[window], window=window, features={**one.features, **table[window]}))
    return sorted(best, key=lambda one: -one.score)


def rows_of(name: str, known: Iterable[Case], weights: Weights) -> Matrix:
    rows = []
    for case in known:
        order = ranked(case, weights)
        if name == "unsaid":
            values = unsaid_features(case.found.asked, order)
            rows.append([values[feature] for feature in UNSAID])
        else:
            values = withheld_features(case.found.asked, order, case.found.withheld)
            rows.append([values[feature] for feature in WITHHELD])
    return np.array(rows)


def refusal(name: str, known: Sequence[Case], weights: Weights) -> dict[str, Any]:
    """The model of one reason to refuse, without its threshold."""
    against = ("unanswerable", "removed") if name == "unsaid" else ("embargoed",)
    used = [case for case in known if case.kind == "answerable" or case.kind in against]
    rows = rows_of(name, used, weights)
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    wanted = np.array([float(case.kind in against) for case in used])
    counts = np.array([COUNTS[case.kind] for case in used])
    learnt = logistic((rows - mean) / spread, wanted, counts)
    names = UNSAID if name == "unsaid" else WITHHELD
    parts = {"means": mean, "spreads": spread, "weights": learnt[:-1]}
    return {part: dict(zip(names, map(_short, values), strict=True)) for part, values in parts.items()}


def scores(name: str, model: dict[str, Any], known: Sequence[Case], weights: Weights) -> Matrix:
    rows = rows_of(name, known, weights)
    order = UNSAID if name == "unsaid" else WITHHELD
    mean, spread, learnt = (np.array([model[part][one] for one in order]) for part in ("means", "spreads", "weights"))
    result: Matrix = ((rows - mean) / spread) @ learnt
    return result


def left_out(known: Sequence[Case]) -> tuple[list[Case], dict[str, Matrix], list[tuple[bool, bool, bool]]]:
    """Each organisation by what the others taught: its scores, and whether sentence, document and five are right."""
    order: list[Case] = []
    gathered: dict[str, list[Matrix]] = {"unsaid": [], "withheld": []}
    places: list[tuple[bool, bool, bool]] = []
    for name in LEARNT:
        rest = [case for case in known if case.organisation != name]
        own = [case for case in known if case.organisation == name]
        weights = sentence_weights(rest)
        for test, parts in gathered.items():
            parts.append(scores(test, refusal(test, rest, weights), own, weights))
        order += own
        places += [_place(case, ranked(case, weights)) for case in own if case.kind == "answerable"]
    return order, {test: np.concatenate(parts) for test, parts in gathered.items()}, places


def _place(case: Case, order: Sequence[Scored]) -> tuple[bool, bool, bool]:
    right = {
        one.candidate.passage_id: set(np.flatnonzero(row))
        for one, row in zip(case.found.ranked, case.right, strict=True)
    }
    top = order[0]
    documents = {one.candidate.document_id for one in order if right[one.candidate.passage_id]}
    return (
        top.window in right[top.candidate.passage_id],
        top.candidate.document_id in documents,
        any(right[one.candidate.passage_id] for one in order[:5]),
    )


def _short(value: float) -> float:
    return round(float(value), 5)


def main() -> None:
    known = [case for name in LEARNT for case in cases(name)]
    order, found, places = left_out(known)
    kinds = np.array([case.kind for case in order])
    limits = {
        test: float(np.quantile(values[kinds == "answerable"], 1 - REFUSED[test])) for test, values in found.items()
    }
    refused = np.any([values > limits[test] for test, values in found.items()], axis=0)
    print("left out in turn: sentence, document, first five", np.mean(places, axis=0).round(3))
    for kind in COUNTS:
        print(f"  {kind:12} refused {refused[kinds == kind].sum()} of {(kinds == kind).sum()}")
    if "--held-out" in sys.argv:
        return
    weights = sentence_weights(known)
    model: dict[str, Any] = {
        "version": 1,
        "made_from": LEARNT,
        "sentences": {"means": weights.means, "spreads": weights.spreads, "weights": weights.weights},
    }
    for test in found:
        learnt = refusal(test, known, weights)
        model[test] = {**learnt, "threshold": _short(limits[test])}
    (Path(package.__file__).parent / "answering.json").write_text(json.dumps(model, indent=1) + "\n", "utf-8")
    rerank._weights.cache_clear()
    grounding._models.cache_clear()


if __name__ == "__main__":
    main()
