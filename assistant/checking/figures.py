"""Asks of each figure about the organisation where it comes from: an approved document, or what the employee said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.checking.draft import Draft
from assistant.checking.finding import Finding, Severity
from assistant.checking.public_key import PublicKey
from assistant.checking.text import fold
from assistant.texts import texts

if TYPE_CHECKING:
    from assistant.checking.embargo.public import PublicPassages

_NUMBER = re.compile(r"(?<![\w.,/:#@-])(\d+(?:[.,'\u00a0\u202f ]\d{3}(?!\d))*(?:[.,]\d+)?)(?![\d/:]|[.,]\d)")
_SCALES = {
    "duizend": 1e3, "mille": 1e3, "thousand": 1e3, "k": 1e3, "miljoen": 1e6, "miljoenen": 1e6, "mio": 1e6, "mln": 1e6,
    "million": 1e6, "millions": 1e6, "m": 1e6, "miljard": 1e9, "milliard": 1e9, "milliards": 1e9, "billion": 1e9,
}  # fmt: skip
_AFTER = re.compile(r"[ \u00a0]?(%|‰|€|[a-z$£]+)?(?:[ \u00a0]([a-z€]+))?")
_OWN = re.compile(
    r"\b(?:wij|we|ons|onze|bedrijf|organisatie|werkgever|nous|notre|nos|entreprise|employeur|organisation|our|us|company|"
    r"employer|organization|groep|groupe|group)\b"
)
_MONEY = frozenset(["€", "eur", "euro", "euros", "$", "£", "dollar", "dollars"])
_COUNTED = re.compile(
    r"(?:klant|medewerk|colleg|werknem|personeel|patient|bewoner|leerling|student|inwoner|lid|leden|bezoek|vestiging|winkel|"
    r"ziekenhuisbed|bedden|woning|project|omzet|winst|budget|klacht|ton|mwh|gwh|kwh|inschrijving|vacature|banen|jobs|deelnem|"
    r"client|collaborat|employe|salarie|travaill|resident|eleve|etudiant|habitant|membre|visiteur|magasin|lits|logement|"
    r"chiffre|benefice|plainte|tonne|inscri|emploi|poste|participant|customer|employee|staff|colleague|people|pupil|student|"
    r"inhabitant|member|visitor|branch|store|bed|home|turnover|revenue|profit|complaint|tonne|vacanc|site|aandeel|dossier)"
)
_PERSONAL = re.compile(r"\b(?:ik|mijn|mij|me|m'n|je|j'|mon|ma|mes|moi|i|my|i'm|i've)\b")
_SMALL = 10


@dataclass(frozen=True)
class Claim:
    """A figure that says something about the organisation."""

    value: float
    percent: bool
    start: int
    end: int
    """In the readable text."""


def detect(draft: Draft, public: PublicPassages | None) -> list[Finding]:
    """A finding for each figure about the organisation that neither a document nor the notes say."""
    claims = list(find_claims(draft))
    if not claims:
        return []
    known = set(figures_in(draft.notes))
    if public is not None:
        known |= _public_figures(public)
    severity: Severity = "review" if draft.origin == "model" else "advice"
    found: list[Finding] = []
    for claim in claims:
        if any(_same(claim.value, value) for value in known):
            continue
        start, end, quote = draft.quote(claim.start, claim.end)
        found.append(
            Finding(
                detector="figures",
                ref="figures.no_source",
                ref_version=1,
                severity=severity,
                start=start,
                end=end,
                quote=quote,
                message=texts("checking.figures.message", figure=quote),
                reason=texts("checking.figures.reason"),
                rewording=texts("checking.figures.rewording"),
            )
        )
    return found


def find_claims(draft: Draft) -> Iterator[Claim]:
    """Percentages, amounts and counts in sentences about the organisation; what somebody tells of a day is no claim."""
    folded = draft.readable.folded
    for start, end in draft.sentences:
        sentence = folded[start:end]
        if not any(character.isdigit() for character in sentence):
            continue
        own = _OWN.search(sentence) is not None
        for match in _NUMBER.finditer(folded, start, end):
            after = _AFTER.match(folded, match.end())
            unit, following = (after[1] or "", after[2] or "") if after else ("", "")
            value = to_number(match[1]) * _SCALES.get(unit, 1.0)
            before = folded[max(start, match.start() - 2) : match.start()].strip()
            percent = unit in ("%", "procent", "percent", "pct") or (unit == "pour" and following == "cent")
            money = unit in _MONEY or before in _MONEY or (unit in _SCALES and following in _MONEY)
            counted = value >= _SMALL and bool(_COUNTED.match(unit) or _COUNTED.match(following))
            large = unit in _SCALES and unit != "m"
            year = 1900 <= value <= 2100 and match[1].isdigit() and len(match[1]) == 4 and not counted
            if year or not (percent or money or large or counted) or not own:
                continue
            if not (percent or money or large) and _PERSONAL.search(sentence) and value < 100:
                continue
            stop = match.end() + (len(after[0]) if after and (percent or money or large) and after[1] else 0)
            yield Claim(value, percent, match.start(), _trim(folded, match.end(), min(stop, end)))


def _trim(text: str, earliest: int, end: int) -> int:
    while end > earliest and text[end - 1].isspace():
        end -= 1
    return end


def figures_in(passages: Iterable[str]) -> Iterator[float]:
    """Every number in some texts, with its magnitude."""
    for passage in passages:
        folded = fold(passage)
        for match in _NUMBER.finditer(folded):
            after = _AFTER.match(folded, match.end())
            value = to_number(match[1])
            yield value
            if after and after[1] in _SCALES:
                yield value * _SCALES[after[1]]


def to_number(written: str) -> float:
    """ "1.200" and "1 200" are twelve hundred, "3,5" and "3.5" three and a half."""
    digits = re.sub(r"[\u00a0\u202f ']", "", written)
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits):
        return float(re.sub(r"[.,]", "", digits))
    if "." in digits and "," in digits:
        decimal = max(digits.rfind("."), digits.rfind(","))
        return float(re.sub(r"[.,]", "", digits[:decimal]) + "." + digits[decimal + 1 :])
    return float(digits.replace(",", "."))


def _same(claimed: float, known: float) -> bool:
    return abs(claimed - known) <= 1e-6 * max(1.0, abs(known))


def _public_figures(public: PublicPassages) -> set[float]:
    return _figures_of_revision(PublicKey(public))


@lru_cache(maxsize=2)
def _figures_of_revision(keyed: PublicKey) -> set[float]:
    return set(figures_in(keyed.public.texts))
