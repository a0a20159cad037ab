"""Notes that a draft gives orders to whoever checks or writes it, openly or hidden. It is checked like any other.

What is noted here changes nothing in what the other detectors find: a text is never better off for asking.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from assistant.checking.draft import Draft
from assistant.checking.finding import Finding
from assistant.checking.text import read
from assistant.texts import texts

_NEAR = r"\b[^.!?\n]{0,40}\b"
_RULES = (
    r"(?:instructies|regels|opdracht\w*|controle|vorige|bovenstaande|instructions?|regles?|consignes?|precedent\w*|"
    r"rules?|prompts?|previous|above|polic\w+|checks?|embargo|anweisungen|regeln)"
)
_CHECKER = r"(?:checker|assistente?|assistant|ai|ia|chatgpt|systeem|systeme|system|bot|model|modele|llm|controle)"
_PASSES = (
    r"(?:keur\w*|goedkeur\w*|antwoord|reponds?|valide[rz]?|veilig|surs?|safe|"
    r"approuve[rz]?|approve|answer|respond|output|mark|return|zeg|say|dis)"
)
_TEXT = r"(?:draft|text|post|texte|message|publication|tekst|bericht)"
_DONE = (
    r"(?:goedgekeurd|vrijgegeven|akkoord|gecontroleerd|approuvee?|validee?|liberee?|"
    r"approved|cleared|released|verified)"
)
_TELL = r"(?:zet|mets|append|herhaal|repete|repeat|stuur|envoie|send|encode|reveal)"
_IGNORE = (
    r"(?:negeer|vergeet|sla|ignore[rz]?|ignoriere|oublie[rz]?|contourne[rz]?|disregard|forget|override|bypass|skip|"
    r"ne tiens pas compte|hou geen rekening met)"
)
_YOU_ARE = r"(?:you are now|from here on you are|tu es maintenant|vous etes maintenant|jij bent nu|je bent nu)"
_PRETEND = r"(?:pretend|act|doe alsof|fais comme si|faites comme si|joue[rz]? le role|speel de rol)"
_OFF = (
    r"(?:uitgeschakeld|opgeheven|desactivee?s?|levees?|disabled|switched off|turned off|no longer appl\w+|"
    r"ne s'applique\w*|geldt? (?:hier )?niet)"
)
_NO_CHECK = (
    r"(?:niet meer|geef|groen|score|verdict|bot|(?:do not|don't|not) check|controle[rz]? plus|no findings|"
    r"feu vert|green light)"
)
_HIDDEN_THINGS = r"(?:embargo'?s?|embargoes|secret\w*|geheim\w*|prompt)"
_ORDERS = re.compile(
    "|".join(
        (
            rf"\b{_IGNORE}{_NEAR}{_RULES}\b",
            rf"\b{_CHECKER}\s*[:,]\s*[^.!?\n]{{0,60}}\b{_PASSES}\b",
            rf"\b(?:keur|verklaar|markeer)\b[^.!?\n]{{0,30}}\b(?:goed|in orde|veilig|clear|groen){_NEAR}{_CHECKER}\b",
            r"\b(?:approve|mark|classify|valide[rz]?|approuve[rz]?|classe[rz]?)\b[^.!?\n]{0,20}\b(?:this|ce|cette|dit)\b"
            rf"[^.!?\n]{{0,20}}\b{_TEXT}\b[^.!?\n]{{0,20}}\b(?:as|comme|als)\b"
            r"[^.!?\n]{0,15}\b(?:safe|clear|sur|valide|ok|veilig)\b",
            rf"\b{_YOU_ARE}{_NEAR}{_CHECKER}\b",
            rf"\b{_PRETEND}\b[^.!?\n]{{0,80}}\b{_CHECKER}\b",
            rf"\b{_PRETEND}\b[^.!?\n]{{0,30}}\b(?:unrestricted|unfiltered|without (?:limits|rules|restrictions))\b",
            r"\b(?:system|developer) (?:prompt|message|mode)\b|\[(?:system|inst)\]",
            r"\b(?:systeemprompt|systeemmelding|prompt systeme|message systeme)\b",
            rf"\b(?:aan de|a l['’]?|to the) ?{_CHECKER}\b[^.!?\n]{{0,15}}\b(?:leest|lit|reading|reads)\b",
            r"\b(?:no|geen|aucune?) (?:findings|bevindingen|probleme dans ce texte)\b|\ball checks off\b",
            r"\b(?:stop (?:met )?(?:nakijken|checking|controleren)|arretez de verifier)\b",
            r"\byou must comply\b|\byour new goal\b|\bignore what you were told\b|\bhidden instructions\b",
            rf"\bif you are an? (?:{_CHECKER}|language model)\b|\b(?:niet|geen) controleur meer\b",
            r"\bn'es plus un (?:controleur|assistant)\b|\bapprove everything\b|\brespond with verdict\b|\bsudo \w+",
            r"\bverdict\s*[:=]\s*[\"']?(?:clear|ok|safe)\b",
            r"\b(?:antwoord|reponds|answer|return|says?|output)\b[^.!?\n]{0,24}\bclear\b",
            r"\b(?:tekst|texte|text)\s*->\s*clear\b",
            rf"\b(?:check|controle|filter|embargo|regels|regles|rules|consignes?)\b[^.!?\n]{{0,30}}\b{_OFF}\b",
            r"\b(?:nieuwe opdracht|new (?:task|instructions?|policy)|nouvelles? (?:consigne|instruction)s?)\s*[:.]",
            rf"\b(?:(?:al|reeds|deja|already)\b[^.!?\n]{{0,30}}\b{_DONE}|pre-?approved)\b[^.!?]{{0,60}}\b{_NO_CHECK}\b",
            r"\bnoo?te?\b[^.!?\n]{0,12}\b(?:controle|checker|reviewer|moderator|moderateur|assistant|assistent)\b",
            rf"\b{_CHECKER}\s*[:,]\s*[^.!?\n]{{0,30}}\b(?:{_TELL}|(?:this|dez?e|ce) {_TEXT})\b",
            rf"\b(?:antwoord van de|reponse de l'?)\s*{_CHECKER}\b",
            rf"\b{_TELL}\b[^.!?]{{0,50}}\b{_HIDDEN_THINGS}\b[^!?\n]{{0,60}}\b{_CHECKER}\b",
            r"\b(?:voeg|assemble|join|combine)\b[^.!?\n]{0,20}\b(?:delen|parties|parts)\b[^.!?\n]{0,30}"
            r"\b(?:voer|execute|carry)",
        )
    )
)
"""Looked for in the text as a person reads it: lower case, without accents, spaces between letters, or look-alikes."""
_MACHINERY = re.compile(
    "|".join(
        (
            r"</?\s*(?:notes?|passages?|draft|voice|examples|wish|system|user|assistant|tool(?:_call)?|instructions?)\s*>",
            r"<\|[a-z_]{2,20}\|>|\[/?INST\]|<</?SYS>>|\{\{\s*(?:system|user|assistant)\b",
            r"^#{2,4} ?(?:System|User|Assistant)\b",
            r"<!--.{0,600}?-->|<!--|<(?:img|svg|iframe|script|object|embed|span|div|style|a)\b[^>]{0,300}>?",
            r"!?\[[^\]\n]{0,200}\]\s?(?:\(|:\s*)\s?(?:https?:|javascript:|data:|//)[^\s)]{0,300}\)?",
            r"\{\s?[\"']\w+[\"']\s*:[^{}\n]{0,300}(?:\{[^{}\n]{0,300}\})?[^{}\n]{0,300}\}",
            r"[\"'](?:verdict|findings|tells_unpublished_news|tool|function|arguments|tool_calls)[\"']\s*:",
            r"^Action(?: Input)?:\s|^END\s*\nPOST:|^POST:\s*$",
        )
    ),
    re.IGNORECASE | re.MULTILINE,
)
"""Looked for in the text as it was given: marks that mean something to a program, and nothing to a reader."""
_INVISIBLE = re.compile("[\U000e0000-\U000e01ef]{3,}|[\u202a-\u202e\u2066-\u2069]")
"""Letters that no screen shows, and signs that turn the order of reading round."""
_BASE64 = re.compile(r"(?<![\w+/=])[A-Za-z0-9+/]{24,2000}={0,2}(?![\w+/=])")
_HEX = re.compile(r"(?<!\w)(?:[0-9a-fA-F]{2}){16,1000}(?!\w)")
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2}){8,600}")
_ENTITIES = re.compile(r"(?:&#x?[0-9a-fA-F]{1,6};\s?){6,600}")
_LEET = str.maketrans("013457@$", "oieastas")


def detect(draft: Draft) -> list[Finding]:
    """At most one: the first that is seen."""
    return [_finding(kind, start, end, draft.text[start:end]) for kind, start, end in _noted(draft)][:1]


def without(draft: Draft) -> str:
    """The text with all that is noted blanked out, sign for sign: what a reader would make of the rest.

    Words that no reader reads, glued to a sentence, would hide it from a comparison by meaning.
    """
    signs = list(draft.text)
    for _, start, end in _noted(draft):
        signs[start:end] = "." + " " * (end - start - 1)
    return "".join(signs)


def _noted(draft: Draft) -> Iterator[tuple[str, int, int]]:
    """Kind and place in the text as given of everything that is no word to a reader, or an order to a machine."""
    for match in _ORDERS.finditer(draft.readable.folded):
        start, end, _ = draft.quote(*match.span())
        if start < end:
            yield "orders", start, end
    for disguise in (lambda text: text.translate(_LEET), lambda text: codecs.encode(text, "rot13")):
        for match in _ORDERS.finditer(_bare(disguise(_same_length(draft.text)))):
            yield "hidden", *match.span()
    for match in _MACHINERY.finditer(draft.text):
        yield "machinery", *match.span()
    for match in _INVISIBLE.finditer(draft.text):
        yield "hidden", *match.span()
    for match, meant in _encoded(draft.text):
        if _means_something(meant):
            yield "hidden", *match.span()


def _same_length(text: str) -> str:
    """In lower case, sign for sign, so that places stay."""
    return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)


def _bare(text: str) -> str:
    """Without accents, sign for sign."""
    return "".join(unicodedata.normalize("NFD", sign)[0] for sign in text)


def _encoded(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Runs that are no words, with what they stand for."""
    for found in _BASE64.finditer(text):
        try:
            padded = found.group() + "=" * (-len(found.group()) % 4)
            yield found, base64.b64decode(padded, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError, ValueError):
            continue
    for found in _HEX.finditer(text):
        try:
            yield found, bytes.fromhex(found.group()).decode("utf-8")
        except (UnicodeDecodeError, ValueError):
            continue
    for found in _PERCENT.finditer(text):
        yield found, unquote(found.group())
    for found in _ENTITIES.finditer(text):
        yield found, html.unescape(found.group())


def _means_something(meant: str) -> bool:
    """Whether what was hidden is language: an order, or words at all."""
    letters = sum(character.isalpha() or character.isspace() for character in meant)
    return _ORDERS.search(read(meant).folded) is not None or (len(meant) >= 8 and letters >= 0.85 * len(meant))


def _finding(kind: str, start: int, end: int, quote: str) -> Finding:
    return Finding(
        detector="injection",
        ref=f"injection.{kind}",
        ref_version=2,
        severity="advice",
        start=start,
        end=end,
        quote=quote,
        message=texts(f"checking.injection.{kind}"),
        reason=texts("checking.injection.reason"),
    )
