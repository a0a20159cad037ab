"""Proposes what kind of document a text is, by the words its title and opening use; the officer confirms."""

from __future__ import annotations

import re

from knowledge.records import Kind
from knowledge.words import fold

_SIGNS: tuple[tuple[Kind, str], ...] = (
    ("policy", r"beleid|richtlijn|reglement|procedure|charter|charte|politique|directive|policy|guideline|huisstijl"),
    ("coaching", r"coaching|tips?\b|conseils?\b|zo schrijf|how to write|hoe schrijf|comment ecrire"),
    ("programme", r"ambassadeur|ambassador|programma|programme"),
    ("theme", r"\bthema|\btheme|onze verhaallijn|our story"),
)


def propose_kind(title: str, text: str) -> Kind:
    for sample in (fold(title), fold(text[:400])):
        for kind, signs in _SIGNS:
            if re.search(signs, sample):
                return kind
    return "news"
