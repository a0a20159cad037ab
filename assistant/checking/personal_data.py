"""Finds contact data and numbers of persons: phone, e-mail, home address, account and identity numbers.

What the organisation publishes itself (`settings.public_contacts`) and what belongs to a service is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.checking.draft import Draft
from assistant.checking.finding import Finding, Severity
from assistant.checking.text import fold
from assistant.texts import texts

_SEVERITY: dict[str, Severity] = {"national_number": "block", "iban": "review", "phone": "review"}

_EMAIL = re.compile(r"(?<![\w.+-])([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)")
_SERVICE_BOX = re.compile(
    r"(?:info|hello|hallo|bonjour|contact|onthaal|accueil|receptie|reception|jobs?|vacatures?|hr|rh|pers|presse?|press|"
    r"media|communicat\w*|support|help\w*|service\w*|klant\w*|client\w*|customer\w*|sales|verkoop|vente\w*|admin\w*|"
    r"secretariaat|secretariat|bib\w*|balie|loket|guichet|team\w*|equipe|events?|tickets?|reservati\w*|"
    r"boeking\w*|booking|"
    r"vrijwillig\w*|benevol\w*|volunteer\w*|privacy|dpo|gdpr|rgpd|no-?reply|news\w*|nieuws\w*|stage\w*|intern\w*|"
    r"opleiding\w*|formation\w*|training|academy|school|ecole|museum|musee|office|kantoor|bureau|mail|post|inschrij\w*|"
    r"inscription\w*|recrut\w*|recruit\w*|talent\w*|career\w*|carriere\w*|werkenbij\w*|vragen|questions?|meld\w*|"
    r"facturat\w*|invoice\w*|billing|webmaster|redactie|marketing|it|ict|security|noreply|embargo)"
    r"(?:[._-][a-z]+)?"
)
_FREE_MAIL = re.compile(
    r"(?:gmail|googlemail|hotmail|outlook|live|yahoo|icloud|me|telenet|skynet|proximus|scarlet|pandora|ziggo|"
    r"kpnmail|planet|"
    r"xs4all|orange|free|laposte|sfr|wanadoo|protonmail|proton|gmx)\.\w+"
)
_PRIVATE = re.compile(
    r"\b(?:prive\w*|thuis\w*|persoonlijk\w*|woont|woonde|haar|zijn gsm|zijn nummer|zijn mail|zijn adres|adres van|"
    r"perso\w*|prive\w*|domicile|chez (?:lui|elle|eux)|habite\w*|son (?:numero|mail|adresse|compte|portable)|"
    r"private\w*|personal\w*|home|lives?|his|her|their)\b"
)
_LIVES = re.compile(
    r"\b(?:woont|wonen|woonde|thuisadres|privead\w*|thuis bij|zijn adres|haar adres|hun adres|adres van|logeert|"
    r"habite\w*|vit au|domicili\w*|chez (?:lui|elle|eux)|son adresse|adresse (?:privee|perso\w*|de)|loge au|"
    r"lives?|living at|home address|her address|his address|their address|stays at|her place|his place|her home|"
    r"his home)\b"
)
_SERVICE = re.compile(
    r"\b(?:onthaal|centrale|dienst\w*|helpdesk|klantendienst|receptie|balie|loket|algemeen nummer|infolijn|"
    r"wachtdienst|meldpunt|"
    r"accueil|standard|service|guichet|secretariat|numero general|ligne info|reception|front desk|hotline|switchboard|"
    r"helpline|our number|ons nummer|notre numero)\b"
)
_PHONE = re.compile(r"(?<![\w.,/+-])(?:\+|00)?\d(?:[ .\-/()\u00a0]{0,2}\d){7,13}(?![\w])")
_PHONE_PREFIX = re.compile(r"(?:\b(?:be|btw|tva|vat|kbo|bce|nr|no|ticket|dossier|ref\w*|isbn|bib)[ .:]*|[#€$%])$")
_MOBILE = re.compile(
    r"(?:(?:\+|00)32 ?\(?0?\)?4\d|04\d{2}|(?:\+|00)31 ?\(?0?\)?6|06|(?:\+|00)33 ?\(?0?\)?[67]|0[67]|(?:\+|00)44 ?7|07)"
)
_IBAN = re.compile(r"(?<![\w])[A-Z]{2}\d{2}(?:[ .\-]?[A-Z0-9]{4}){2,7}(?:[ .\-]?[A-Z0-9]{1,3})?(?![\w])")
_OF_A_GROUP = re.compile(
    r"\b(?:vzw|asbl|association|vereniging|stichting|fonds|fondation|foundation|charity|goed doel|bonne cause|"
    r"gepubliceerd|"
    r"publie|published|ong|ngo|onze rekening|notre compte|our account)\b"
)
_NATIONAL_NUMBER = re.compile(r"(?<![\d.])\d{2}[. /-]?\d{2}[. /-]?\d{2}[. /-]{0,3}\d{3}[. /-]?\d{2}(?![\d])")
_NATIONAL_FORM = re.compile(r"\d{2}\.\d{2}\.\d{2}[ -]{1,3}\d{3}[.-]\d{2}")
_NATIONAL_WORDS = re.compile(
    r"\b(?:rijksregister\w*|insz\w*|niss|registre national|numero national|national (?:register )?number|kids-?id)\b"
)
_BSN = re.compile(r"(?<![\d.,])\d{4}[. ]?\d{2}[. ]?\d{3}(?![\d])|(?<!\d)\d{3}[. ]?\d{3}[. ]?\d{3}(?!\d)")
_BSN_WORDS = re.compile(r"\b(?:bsn\w*|burgerservice\w*|sofi\w*|citizen service number|social security number)\b")
_NIR = re.compile(r"(?<!\d)[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3}(?: ?\d{2})?(?!\d)")
_CARD = re.compile(r"(?<!\d)(?:\d{4}[ -]?){3}\d{4}(?!\d)")
_STREET_NL = (
    r"\b[A-ZÀ-Ý][\w'’-]*(?:straat|laan|lei|plein|weg|dreef|steenweg|baan|kaai|gracht|singel|hof|steeg|dijk|kade|"
    r"park|wijk|"
    r"veld|berg|markt|pad|plaats|heuvel|bos)\s+\d{1,4}[a-zA-Z]?(?:\s?(?:bus|/)\s?\d+)?\b"
)
_STREET_FR = (
    r"\b(?:\d{1,4}(?:\s?(?:bis|ter))?,?\s+)?(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace|[Cc]hemin|[Aa]llée|"
    r"[Ii]mpasse|[Qq]uai|"
    r"[Cc]haussée|[Rr]oute|[Ss]quare|[Cc]los|[Ss]entier|[Vv]enelle)\s+(?:(?:de|du|des|la|le|les|aux?|l'|d')\s*)*"
    r"[A-ZÀ-Ý][\w'’-]*(?:[ -][A-ZÀ-Ý][\w'’-]*)*(?:,?\s+\d{1,4}\b)?"
)
_STREET_EN = (
    r"\b\d{1,4}[a-z]?\s+(?:[A-Z][\w'-]+\s+){1,3}(?:Street|Road|Lane|Avenue|Drive|Close|Court|Way|Square|Terrace|"
    r"Gardens|Hill|Row|Crescent)\b"
)
_ADDRESS = re.compile(f"{_STREET_NL}|{_STREET_FR}|{_STREET_EN}")


@dataclass(frozen=True)
class PersonalDatum:
    kind: str
    start: int
    end: int
    """In the readable text."""


def detect(draft: Draft, public_contacts: Sequence[str] = ()) -> list[Finding]:
    """A finding for each piece of personal data that the organisation does not publish itself."""
    allowed = {_bare(contact) for contact in public_contacts if contact.strip()}
    found: list[Finding] = []
    for datum in _unlapped(find(draft)):
        start, end, quote = draft.quote(datum.start, datum.end)
        bare = _bare(draft.readable.text[datum.start : datum.end])
        if any(bare and (bare in contact or contact in bare) for contact in allowed):
            continue
        found.append(
            Finding(
                detector="personal_data",
                ref=f"personal_data.{datum.kind}",
                ref_version=1,
                severity=_SEVERITY.get(datum.kind, "review"),
                start=start,
                end=end,
                quote=quote,
                message=texts(f"checking.personal_data.{datum.kind}"),
                reason=texts("checking.personal_data.reason"),
                rewording=texts("checking.personal_data.rewording"),
            )
        )
    return found


def find(draft: Draft) -> Iterator[PersonalDatum]:
    """Every piece of personal data, by the surest sign first."""
    text = draft.readable.text
    if sum(character.isdigit() for character in text) >= 8:
        yield from _identity_numbers(draft, text)
        yield from _accounts(draft, text)
        yield from _phones(draft, text)
    if "@" in text:
        yield from _emails(draft, text)
    if any(character.isdigit() for character in text):
        yield from _addresses(draft, text)


def _identity_numbers(draft: Draft, text: str) -> Iterator[PersonalDatum]:
    from stdnum.be import nn
    from stdnum.fr import nir
    from stdnum.nl import bsn

    for match in _NATIONAL_NUMBER.finditer(text):
        shaped = _NATIONAL_FORM.fullmatch(match.group()) is not None
        digits = re.sub(r"\D", "", match.group())
        if shaped or (nn.is_valid(digits) and _NATIONAL_WORDS.search(_around(draft, match.start()))):
            yield PersonalDatum("national_number", *match.span())
    for match in _BSN.finditer(text):
        if bsn.is_valid(re.sub(r"\D", "", match.group())) and _BSN_WORDS.search(_around(draft, match.start())):
            yield PersonalDatum("national_number", *match.span())
    for match in _NIR.finditer(text):
        if nir.is_valid(match.group().replace(" ", "")):
            yield PersonalDatum("national_number", *match.span())


def _accounts(draft: Draft, text: str) -> Iterator[PersonalDatum]:
    from stdnum import iban, luhn

    for match in _IBAN.finditer(text):
        sentence = _around(draft, match.start())
        said = re.search(r"\b(?:rekening\w*|compte|iban|account|stort\w*|virez|virement)\b", sentence)
        if not (iban.is_valid(match.group()) or said):
            continue
        if not _OF_A_GROUP.search(sentence) or _PRIVATE.search(sentence):
            yield PersonalDatum("iban", *match.span())
    for match in _CARD.finditer(text):
        if luhn.is_valid(re.sub(r"\D", "", match.group())) and match.group()[0] in "3456":
            yield PersonalDatum("iban", *match.span())


def _phones(draft: Draft, text: str) -> Iterator[PersonalDatum]:
    import phonenumbers

    for match in _PHONE.finditer(text):
        written = match.group()
        digits = re.sub(r"\D", "", written)
        if not written.startswith(("+", "0")) or _PHONE_PREFIX.search(
            fold(text[max(0, match.start() - 12) : match.start()])
        ):
            continue
        if not any(_possible(phonenumbers, written, region) for region in ("BE", "NL", "FR", "GB")) or len(digits) < 9:
            continue
        sentence = _around(draft, match.start())
        private = _PRIVATE.search(sentence) is not None
        if private or (_MOBILE.match(written) and not _SERVICE.search(sentence)):
            yield PersonalDatum("phone", *match.span())


def _possible(library: object, written: str, region: str) -> bool:
    import phonenumbers

    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(written, region))
    except phonenumbers.NumberParseException:
        return False


def _emails(draft: Draft, text: str) -> Iterator[PersonalDatum]:
    for match in _EMAIL.finditer(text):
        name, host = fold(match[1]), fold(match[2])
        if not _SERVICE_BOX.fullmatch(name) or _FREE_MAIL.fullmatch(host):
            yield PersonalDatum("email", *match.span())


def _addresses(draft: Draft, text: str) -> Iterator[PersonalDatum]:
    for match in _ADDRESS.finditer(text):
        if any(character.isdigit() for character in match.group()) and _LIVES.search(_around(draft, match.start())):
            yield PersonalDatum("address", *match.span())


def _around(draft: Draft, place: int) -> str:
    """The folded sentence that `place` is in."""
    for start, end in draft.sentences:
        if start <= place < end:
            return draft.readable.folded[start:end]
    return draft.readable.folded[max(0, place - 80) : place + 80]


def _unlapped(data: Iterator[PersonalDatum]) -> list[PersonalDatum]:
    """The first of those that overlap, in order of place."""
    kept: list[PersonalDatum] = []
    for datum in data:
        if all(datum.end <= other.start or other.end <= datum.start for other in kept):
            kept.append(datum)
    return sorted(kept, key=lambda datum: datum.start)


def _bare(contact: str) -> str:
    return re.sub(r"[^a-z0-9@]", "", fold(contact))
