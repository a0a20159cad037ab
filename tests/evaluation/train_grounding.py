"""Makes knowledge/data/grounding.json from the tuning organisations: `python -m tests.evaluation.train_grounding`.

The threshold lets one in ten of the answerable questions go unanswered.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

import knowledge.data as package
from knowledge.grounding import evidence
from tests.evaluation.library import EMPLOYEE, TUNE, library_of, questions

REFUSED = 0.10


def main() -> None:
    values: list[float] = []
    for name in TUNE:
        with library_of(name) as library:
            for question in questions(name):
                if question["kind"] == "answerable":
                    text = question["question"]
                    values.append(evidence(text, library.find(EMPLOYEE, text).ranked))
    model = {"version": 1, "made_from": TUNE, "threshold": round(float(np.quantile(values, REFUSED)), 5)}
    (Path(package.__file__).parent / "grounding.json").write_text(json.dumps(model) + "\n", "utf-8")


if __name__ == "__main__":
    main()
