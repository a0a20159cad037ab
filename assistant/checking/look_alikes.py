"""Which character a person takes another one for: look-alike letters, framed letters, digits that stand for letters."""

from __future__ import annotations

from typing import Final


def _pairs(table: str) -> dict[str, str]:
    return {pair[0]: pair[1:] for pair in table.split()}


FOREIGN: Final[dict[str, str]] = _pairs(
    # Cyrillic, Greek, Armenian and Cherokee letters that look like a Latin one
    "аa вb сc еe ёë ԁd ғf һh нh іi їï јj кk ӏl мm оo рp ԛq гr ѕs тt цu ѵv ѡw ԝw хx уy ᴢz "
    "АA ВB СC ЕE ЁË НH ІI ЇÏ ЈJ КK МM ОO РP ԚQ ЅS ТT ѴV ԜW ХX УY "
    "αa βb ϲc εe ηn ιi κk μu νv οo ρp σo ςs τt υu χx ωw γy "
    "ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX "
    "ոn օo սu հh ցg ԍg ԌG ᎪA ᏟC ᎬE ᎻH ᎫJ ᏞL ᎷM ᏢP ᏒR ᏚS ᎢT ᏙV ᏔW ᏃZ"
)
"""Letters of another alphabet: read as Latin only inside a text or word that is Latin."""

ONLY_WHEN_MIXED: Final[frozenset[str]] = frozenset("вмнткғηκνστωγεБ")
"""Those that look like it from afar only: a word of nothing but foreign letters is not read through these."""

FRAMED: Final[dict[str, str]] = {
    **{chr(0x1F150 + place): chr(ord("A") + place) for place in range(26)},
    **{chr(0x1F170 + place): chr(ord("A") + place) for place in range(26)},
    **{chr(0x2776 + place): str(place + 1) for place in range(10)},
    **{chr(0x2780 + place): str(place + 1) for place in range(10)},
    **{chr(0x278A + place): str(place + 1) for place in range(10)},
    **{chr(0x24F5 + place): str(place + 1) for place in range(10)},
    "🔟": "10",
    "💯": "100",
}
"""Letters and digits in circles and squares that the compatibility forms leave alone."""

SMALL_CAPITALS: Final[dict[str, str]] = _pairs(
    "ᴀa ʙb ᴄc ᴅd ᴇe ꜰf ɢg ʜh ɪi ᴊj ᴋk ʟl ᴍm ɴn ᴏo ᴘp ꞯq ʀr ꜱs ᴛt ᴜu ᴠv ᴡw ʏy ɑa ɡg ɩi ı\u0069 ɐa ǝe ɹr ʇt ʌv ʍw"
)

PLAIN: Final[dict[str, str]] = {
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "´": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "‐": "-",
    "‑": "-",
    "−": "-",
    "œ": "oe",
    "Œ": "Oe",
    "æ": "ae",
    "Æ": "Ae",
    "ß": "ss",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
}
"""One way of writing for what has several: quotes, hyphens, ligatures."""

KEPT: Final[frozenset[str]] = frozenset("²³¹⁰⁴⁵⁶⁷⁸⁹™®©℠½¼¾⅓⅔º")
"""Not given their compatibility form: "m²" must not become a number."""

LEET: Final[dict[str, str]] = {"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "€": "e", "!": "i"}
"""What a digit or sign stands for inside a word; "1" is an i or an l, which its neighbours decide."""
