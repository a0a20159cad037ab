"""Notes that a draft gives orders to whoever checks it. It is checked like any other."""

from __future__ import annotations

import re

from assistant.checking.draft import Draft
from assistant.checking.finding import Finding
from assistant.texts import texts

_NEAR = r"\b[^.!?\n]{0,40}\b"
_RULES = (
    r"(?:instructies|regels|opdracht\w*|controle|vorige|bovenstaande|instructions?|regles?|consignes?|precedent\w*|"
    r"rules?|prompts?|previous|above|polic\w+|checks?|embargo)"
)
_CHECKER = r"(?:checker|assistent|assistant|ai|chatgpt|systeem|systeme|system|bot|model|modele|llm)"
_PASSES = (
    r"(?:keur\w*|goedkeur\w*|antwoord|reponds?|valide[rz]?|"
    r"approuve[rz]?|approve|answer|respond|output|mark|return|zeg|say|dis)"
)
_ORDERS = re.compile(
    rf"\b(?:negeer|vergeet|sla|ignore[rz]?|oublie[rz]?|contourne[rz]?|disregard|forget|override|bypass){_NEAR}{_RULES}\b|"
    rf"\b{_CHECKER}\s*[:,]\s*[^.!?\n]{{0,60}}\b{_PASSES}\b|"
    rf"\b(?:keur|verklaar|markeer)\b[^.!?\n]{{0,30}}\b(?:goed|in orde|veilig|clear|groen){_NEAR}{_CHECKER}\b|"
    r"\b(?:approve|mark|classify|valide[rz]?|approuve[rz]?|classe[rz]?)\b[^.!?\n]{0,20}\b(?:this|ce|cette|dit)\b"
    r"[^.!?\n]{0,20}\b(?:draft|text|post|texte|message|publication|tekst|bericht)\b[^.!?\n]{0,20}\b(?:as|comme|als)\b"
    r"[^.!?\n]{0,15}\b(?:safe|clear|sur|valide|ok|veilig)\b|"
    rf"\b(?:you are now|tu es maintenant|vous etes maintenant|jij bent nu|je bent nu)\b[^.!?\n]{{0,30}}\b{_CHECKER}\b|"
    r"\b(?:system|developer) (?:prompt|message|mode)\b|\[(?:system|inst)\]|<\|?(?:system|im_start)|"
    r"\bverdict\s*[:=]\s*[\"']?(?:clear|ok|safe)\b"
)


def detect(draft: Draft) -> list[Finding]:
    match = _ORDERS.search(draft.readable.folded)
    if match is None:
        return []
    start, end, quote = draft.quote(*match.span())
    return [
        Finding(
            detector="injection",
            ref="injection.orders",
            ref_version=1,
            severity="advice",
            start=start,
            end=end,
            quote=quote,
            message=texts("checking.injection.message"),
            reason=texts("checking.injection.reason"),
        )
    ]
