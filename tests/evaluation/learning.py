"""Learns the weights of the embargo check: logistic regression over the most telling window of each labelled draft.

A draft and a record make a bag of windows. Where the draft leaks the record, one window over the labelled words must
score high; where it does not leak, no window may. Which window it is follows from the weights, so both take turns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from assistant.checking.draft import Draft, make_draft
from assistant.checking.embargo.detector import explained, likeness
from assistant.checking.embargo.evidence import Index
from assistant.checking.embargo.features import AGAINST, FOR, NAMES, sheet
from assistant.checking.embargo.prepared import Prepared, prepare
from assistant.checking.embargo.profile import Item
from assistant.checking.embargo.reading import read_keys, read_plain
from assistant.texts import as_language
from tests.evaluation.organisations import LabelledDraft, Organisation, embedder

Array = NDArray[np.float64]
START = ("new_name", "field", "figure", "time", "event", "known_name", "like", "like")
FORGOTTEN = 0.6
"""The share of the lexicon that is left out of the further copies of the training drafts."""
ROUNDS = 4
STEPS = 500


@dataclass(frozen=True)
class Bag:
    draft: LabelledDraft
    values: NDArray[np.float32]
    """Windows × records × features; the live records come first."""
    live: int
    leaks: int | None
    """The column of the record it tells."""
    telling: NDArray[np.bool_]
    """Which windows overlap the labelled words."""
    rows: NDArray[np.float32]
    """The mean vector of each window."""
    vectors: NDArray[np.float32]
    """A row for each sentence of each record."""
    owners: NDArray[np.int64]
    """Where the rows of each record begin."""


@dataclass(frozen=True)
class Weights:
    values: Array
    bias: float

    def scores(self, values: NDArray[np.float32]) -> Array:
        return values @ self.values + self.bias

    def score(self, bag: Bag) -> float:
        """Of a draft: its most telling window against the nearest record."""
        return float(explained(self.scores(bag.values), bag.live).max())


def bags(organisation: Organisation, forget: int = 0) -> list[Bag]:
    """One for each draft that falls in the window of a record.

    With `forget`, a number, most meanings of the lexicon are left out, others for each number, so that the weights do
    not count on words that the lexicon may miss elsewhere.
    """
    found = []
    for labelled in organisation.drafts:
        live = [record for record in organisation.records if labelled.at in record.window]
        draft = make_draft(labelled.text, as_language(labelled.language), "linkedin", labelled.at)
        if not live or not draft.sentences:
            continue
        others = [record for record in organisation.records if record not in live]
        prepared = _forgetting(prepare([*live, *others], organisation.public, embedder()), forget)
        reading = read_keys(draft.readable.folded, draft.sentences, draft.at.date())
        hidden = [any(start <= at < end for at, _ in draft.readable.disguised) for start, end in draft.sentences]
        like, _ = likeness(prepared, embedder().encode(draft.sentence_texts))
        filled = sheet(prepared.index, reading, like, np.array(hidden, np.float32), draft.at.date())
        ids = [record.id for record in live]
        leaks = ids.index(labelled.record) if labelled.leak and labelled.record in ids else None
        telling = _telling(draft, labelled, filled.windows)
        found.append(
            Bag(labelled, filled.values, len(live), leaks, telling, like.rows, prepared.vectors, prepared.owners)
        )
    return found


def _forgetting(prepared: Prepared, forget: int) -> Prepared:
    if not forget:
        return prepared
    profiles = [
        replace(one, items=tuple(item for item in one.items if _kept(item, forget))) for one in prepared.index.profiles
    ]
    return replace(prepared, index=Index.of(profiles, prepared.index.background))


def _kept(item: Item, forget: int) -> bool:
    if item.kind not in ("field", "event"):
        return True
    return crc32(f"{forget}{item.key}{item.word[:5]}".encode()) % 1000 >= FORGOTTEN * 1000


def _telling(draft: Draft, labelled: LabelledDraft, windows: Sequence[object]) -> NDArray[np.bool_]:
    telling = np.zeros(len(windows), bool)
    if labelled.quote:
        at = labelled.text.index(labelled.quote)
        for number, window in enumerate(windows):
            first = draft.readable.original_span(*draft.sentences[window.first])[0]  # type: ignore[attr-defined]
            last = draft.readable.original_span(*draft.sentences[window.last])[1]  # type: ignore[attr-defined]
            telling[number] = first < at + len(labelled.quote) and at < last
    return telling


def learn(training: Sequence[Bag], strength: float) -> Weights:
    """`strength` is how hard weights are pulled to nothing."""
    weights: Weights | None = None
    for _ in range(ROUNDS):
        leaking, safe = [], []
        for bag in training:
            first = bag.values[:, :, [NAMES.index(name) for name in START]].sum(axis=-1)
            scores = first if weights is None else weights.scores(bag.values)
            for column in range(bag.live):
                if bag.leaks == column:
                    choice = np.where(bag.telling, scores[:, column], -np.inf)
                    leaking.append(bag.values[int(np.argmax(choice)), column])
                elif bag.leaks is None:
                    safe += [bag.values[row, column] for row in np.argsort(-scores[:, column])[:2]]
        weights = _fit(np.array(leaking, np.float64), np.array(safe, np.float64), strength)
    assert weights is not None
    return weights


def _fit(leaking: Array, safe: Array, strength: float) -> Weights:
    """Accelerated gradient steps on standardised features; the sign of each weight is given by its name."""
    rows = np.concatenate([leaking, safe])
    truth = np.concatenate([np.ones(len(leaking)), np.zeros(len(safe))])
    middle, spread = rows.mean(axis=0), rows.std(axis=0)
    spread[spread < 1e-5] = 1.0
    known = np.column_stack([(rows - middle) / spread, np.ones(len(rows))])
    pull = np.full(known.shape[1], strength)
    pull[-1] = 1e-6
    lower = np.array([0.0] * len(FOR) + [-np.inf] * (len(AGAINST) + 1))
    upper = np.array([np.inf] * len(FOR) + [0.0] * len(AGAINST) + [np.inf])
    pace = 1.0 / (0.25 * np.linalg.norm(known, 2) ** 2 + strength)
    weights = np.zeros(known.shape[1])
    ahead, momentum = weights.copy(), 1.0
    for _ in range(STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(known @ ahead, -40, 40)))
        step = np.clip(ahead - pace * (known.T @ (chance - truth) + pull * ahead), lower, upper)
        following = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        ahead = step + (momentum - 1) / following * (step - weights)
        weights, momentum = step, following
    values = weights[:-1] / spread
    return Weights(values, float(weights[-1] - middle @ values))


def usual_meanings(organisations: Sequence[Organisation]) -> dict[str, float]:
    """In what share of safe drafts each meaning of the lexicon stands."""
    safe = [labelled for organisation in organisations for labelled in organisation.drafts if not labelled.leak]
    counts: Counter[str] = Counter()
    for labelled in safe:
        keys = read_plain(labelled.text, labelled.at.date()).keys[0]
        counts.update(key for key in keys if key[:2] in ("g:", "e:"))
    return {key: round(number / len(safe), 4) for key, number in sorted(counts.items())}


PULL = 3.0
"""How hard the direction is pulled to nothing."""


def teach(training: Sequence[Bag], pull: float = PULL) -> Array:
    """The direction along which telling windows lie before the windows of safe drafts; by ridge regression."""
    rows, truth, counts = [], [], []
    for bag in training:
        chosen = bag.telling if bag.leaks is not None else np.ones(len(bag.rows), bool)
        if not chosen.any():
            continue
        rows.append(bag.rows[chosen])
        truth += [float(bag.leaks is not None)] * int(chosen.sum())
        counts += [1.0 / float(chosen.sum()) ** 0.5] * int(chosen.sum())
    known, wanted, weight = np.concatenate(rows).astype(np.float64), np.array(truth), np.array(counts)
    weight[wanted > 0.5] *= weight[wanted <= 0.5].sum() / weight[wanted > 0.5].sum()
    left = (known * weight[:, None]).T @ known + pull * np.eye(known.shape[1])
    return np.linalg.solve(left, (known * weight[:, None]).T @ wanted)


PULL_SAME = 1.0


def teach_same(training: Sequence[Bag], pull: float = PULL_SAME) -> Array:
    """How much each axis counts for telling the same news; by ridge regression on products of vectors."""
    rows, truth = [], []
    for bag in training:
        like = bag.rows @ bag.vectors.T
        ends = [*bag.owners[1:].tolist(), like.shape[1]]
        for column in range(bag.live):
            own = like[:, bag.owners[column] : ends[column]]
            leaks = bag.leaks is not None
            best = np.where(bag.telling, own.max(axis=1), -np.inf) if leaks else own.max(axis=1)
            for window in np.argsort(-best)[:2]:
                if np.isfinite(best[window]):
                    rows.append(bag.rows[window] * bag.vectors[bag.owners[column] + int(own[window].argmax())])
                    truth.append(float(bag.leaks == column))
    known, wanted = np.array(rows, np.float64) * 512**0.5, np.array(truth)
    weight = np.where(wanted > 0.5, (wanted < 0.5).sum() / (wanted > 0.5).sum(), 1.0)
    left = (known * weight[:, None]).T @ known + pull * len(known) * 0.02 * np.eye(known.shape[1])
    return np.linalg.solve(left, (known * weight[:, None]).T @ wanted) * 512**0.5


Directions = tuple[Array, Array]


def directions_of(training: Sequence[Bag]) -> Directions:
    return teach(training), teach_same(training)


def taught(bag: Bag, directions: Directions) -> Bag:
    """The bag with the features of what was taught filled in."""
    sounds = np.clip(bag.rows @ directions[0], 0.0, 1.0)
    same = np.clip(np.maximum.reduceat((bag.rows * directions[1]) @ bag.vectors.T, bag.owners, axis=1), 0.0, 1.0)
    values = bag.values.copy()
    values[:, :, NAMES.index("taught")] = sounds[:, None]
    values[:, :, NAMES.index("near_taught")] = (sounds.max() - sounds)[:, None]
    values[:, :, NAMES.index("taught_like")] = sounds[:, None] * values[:, :, NAMES.index("like_z")]
    values[:, :, NAMES.index("same")] = same
    values[:, :, NAMES.index("near_same")] = same.max(axis=0) - same
    values[:, :, NAMES.index("taught_same")] = same * sounds[:, None]
    return replace(bag, values=values)
