"""Finds in a draft what a live embargo protects, without telling what that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.checking.draft import Draft
from assistant.checking.embargo.evidence import windows
from assistant.checking.embargo.features import NAMES, Likeness, Sheet, sheet
from assistant.checking.embargo.figures import same
from assistant.checking.embargo.model import Model, directions, model, probability
from assistant.checking.embargo.prepared import Prepared, prepare
from assistant.checking.embargo.public import PublicPassages
from assistant.checking.embargo.reading import Reading, read_keys
from assistant.checking.embargo.record import EmbargoRecord
from assistant.checking.finding import Finding, Severity
from assistant.texts import texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from knowledge.embed import Embedder

    Array = NDArray[np.float32]

_NEARLY = 0.7
_AT_ONCE = 150
"""Sentences looked at together; a longer text goes in parts."""


@dataclass(frozen=True)
class EmbargoOutcome:
    score: float
    """0 to 1: how surely the draft tells what a live record protects."""
    findings: list[Finding] = field(default_factory=list)


def detect(
    draft: Draft,
    records: Sequence[EmbargoRecord],
    public: PublicPassages,
    embedder: Embedder,
    vectors: Array | None = None,
) -> EmbargoOutcome:
    """Holds the draft against the records whose window it falls in.

    The others are not protected now: what fits one of them better is explained by it. `vectors` are those of the
    draft's sentences, where they are known.
    """
    live = [record for record in records if draft.at in record.window]
    if not live or not draft.sentences:
        return EmbargoOutcome(0.0)
    others = [record for record in records if draft.at not in record.window]
    prepared = prepare([*live, *others], public, embedder)
    if vectors is None:
        vectors = embedder.encode(draft.sentence_texts)
    best: dict[int, _Hit] = {}
    for start in range(0, len(draft.sentences), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        for number, hit in _hits(draft, prepared, len(live), vectors[part], part).items():
            if number not in best or hit.score > best[number].score:
                best[number] = hit
    findings = [
        _finding(draft, live[number], hit, public) for number, hit in best.items() if hit.score >= model().review
    ]
    findings.sort(key=lambda finding: -float(finding.evidence["score"]))
    return EmbargoOutcome(max(hit.score for hit in best.values()), findings)


@dataclass(frozen=True)
class _Hit:
    score: float
    start: int
    end: int
    """The telling sentences, in the readable text."""
    facts: list[str]
    features: dict[str, float]
    nearest_public: int
    """Place among the open passages; -1 for none."""


def _hits(draft: Draft, prepared: Prepared, live: int, vectors: Array, part: slice) -> dict[int, _Hit]:
    """For each record its most telling window in this part of the draft."""
    spans = draft.sentences[part]
    reading = read_keys(draft.readable.folded, spans, draft.at.date())
    disguised = np.array(
        [any(start <= at < end for at, _ in draft.readable.disguised) for start, end in spans], np.float32
    )
    like, nearest = likeness(prepared, vectors)
    found: Sheet = sheet(prepared.index, reading, like, disguised, draft.at.date())
    trained: Model = model()
    logits = explained(trained.logits(found.values), live)
    hits: dict[int, _Hit] = {}
    for number in range(logits.shape[1]):
        top = _tightest(logits[:, number], found)
        score = probability(float(logits[:, number].max()))
        if score < trained.review / 2:
            hits[number] = _Hit(score, 0, 0, [], {}, -1)
            continue
        window = found.windows[top]
        values = dict(zip(NAMES, (round(float(value), 3) for value in found.values[top, number]), strict=True))
        hits[number] = _Hit(
            score, spans[window.first][0], spans[window.last][1], _facts(prepared, reading, found, top, number), values,
            nearest[top],
        )  # fmt: skip
    return hits


def _tightest(logits: Array, found: Sheet) -> int:
    """The most telling window; the shortest of those that tell nearly as much."""
    good = np.flatnonzero(logits >= logits.max() - _NEARLY)
    return int(min(good, key=lambda at: (found.windows[at].last - found.windows[at].first, -logits[at])))


def explained(logits: Array, live: int) -> Array:
    """Of the first `live` records, less what a record that is not protected now explains better."""
    if logits.shape[1] == live:
        return logits
    other = logits[:, live:].max(axis=1, keepdims=True)
    own: Array = logits[:, :live] - np.maximum(0.0, other - logits[:, :live])
    return own


def likeness(prepared: Prepared, vectors: Array) -> tuple[Likeness, list[int]]:
    """How near each window's meaning comes to each record, and to what is public."""
    count = len(vectors)
    sums = [vectors]
    if count > 1:
        sums.append(vectors[:-1] + vectors[1:])
    if count > 2:
        sums.append(vectors[:-2] + vectors[1:-1] + vectors[2:])
    rows = np.concatenate(sums)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    owners, (inside, axes) = prepared.owners, directions(rows.shape[1])
    like = np.maximum.reduceat(rows @ prepared.vectors.T, owners, axis=1)
    kinds = prepared.prototypes.kinds(rows)
    known = Likeness(
        records=like,
        public=np.zeros(len(rows), np.float32),
        usual=(like - prepared.middle) / prepared.spread,
        kinds=kinds[:, 1:] @ prepared.told[:, 1:].T,
        news=1.0 - kinds[:, 0],
        rows=rows,
        taught=np.clip(rows @ inside, 0.0, 1.0),
        same=np.clip(np.maximum.reduceat((rows * axes) @ prepared.vectors.T, owners, axis=1), 0.0, 1.0),
    )
    if not len(prepared.public):
        return known, [-1] * len(rows)
    nearest = ((vectors @ prepared.axes) @ prepared.public_small.T).argmax(axis=1)
    closest = np.einsum("ij,ij->i", vectors, prepared.public[nearest])
    spans = windows(count)
    places = [span.first + int(closest[span.first : span.last + 1].argmax()) for span in spans]
    return replace(known, public=closest[places]), [int(nearest[place]) for place in places]


def _facts(prepared: Prepared, reading: Reading, found: Sheet, top: int, number: int) -> list[str]:
    """In words for whoever may see the record: what of it the window tells."""
    window, one = found.windows[top], prepared.index.profiles[number]
    hit = np.asarray(found.matched[window.first : window.last + 1].any(axis=0), bool).tolist()
    first_item = sum(len(profile.items) for profile in prepared.index.profiles[:number])
    facts = [
        f"{item.kind}: {item.word}"
        for place, item in enumerate(one.items, first_item)
        if hit[place] and item.weight >= 0.35 and item.kind != "hint"
    ]
    values = dict(zip(NAMES, found.values[top, number], strict=True))
    if values["figure"] > 0:
        given = range(window.first, window.last + 1)
        facts += [
            f"figure: {reading.folded[start + figure.start : start + figure.end]}"
            for at in given
            for start in (reading.sentences[at][0],)
            for figure in reading.figures[at]
            if any(same(figure, own.figure) for own in one.figures)
        ]
    if values["time"] > 0:
        facts.append(f"moment: {values['time']:.2f}")
    facts.append(f"meaning: {values['like']:.2f}, nearest public {values['like_public']:.2f}")
    return facts


def _finding(draft: Draft, record: EmbargoRecord, hit: _Hit, public: PublicPassages) -> Finding:
    severity: Severity = "block" if hit.score >= model().block else "review"
    start: int | None
    end: int | None
    start, end, quote = draft.quote(hit.start, hit.end)
    if record.existence_secret:
        start, end, quote = None, None, ""
    message = texts("embargo.found", contact=record.contact) if record.contact else texts("embargo.found_no_contact")
    evidence: dict[str, Any] = {
        "record_id": record.id,
        "record_title": record.title,
        "knowers": list(record.knowers),
        "existence_secret": record.existence_secret,
        "market_sensitive": record.market_sensitive,
        "facts": hit.facts,
        "features": {name: value for name, value in hit.features.items() if value},
        "nearest_public": public.texts[hit.nearest_public] if hit.nearest_public >= 0 else "",
        "score": round(hit.score, 4),
        "model": model().version,
    }
    return Finding(
        "embargo",
        record.id,
        record.version,
        severity,
        start,
        end,
        quote,
        message,
        texts("embargo.reason"),
        evidence=evidence,
    )
