"""Looks at a headline, an about text, a first line or a reaction that somebody gives, and helps over those words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal, get_args

from assistant.coaching.tells import tells
from assistant.texts import Language, text
from assistant.writing.guided import holds, openings
from assistant.writing.lexicon import content_words, lexicon, words
from assistant.writing.rewrite import rewrite
from assistant.writing.sentences import sentences, without_emojis

Subject = Literal["profile", "headline", "about", "first_line", "criticism", "mishap"]
SUBJECTS: tuple[Subject, ...] = get_args(Subject)
LESSON: Final[dict[Subject, str]] = {
    "profile": "profile",
    "headline": "profile",
    "about": "profile",
    "first_line": "first-line",
    "criticism": "reactions",
    "mishap": "reactions",
}
HEADLINE_LIMIT, ABOUT_LIMIT = 220, 2600
"""Characters on LinkedIn, as its own fields allow (looked up in November 2026)."""
_MOST = 3
_FOLD = 140
_ABOUT = re.compile(r"\b(?:info(?:tekst|sectie)?|about|à propos|l'infos|samenvatting|summary|résumé)\b", re.IGNORECASE)
_MISHAP = re.compile(
    r"\b(?:(?:is|ging|gaat|liep|loopt) (?:er )?(?:iets )?(?:mis|fout)\b|misgegaan|misgelopen"
    r"|per ongeluk (?:gepost|gedeeld|geplaatst)|te vroeg (?:gepost|gedeeld|geplaatst|online)|fout in mijn post"
    r"|post (?:moet|moest) weg|mocht (?:nog )?niet (?:online|buiten)"
    r"|mal tourné|publié (?:trop tôt|par erreur)|par accident publié|erreur dans ma publication"
    r"|(?:dû|fallait) pas publier|(?:something|it) went wrong|posted (?:it |this )?(?:too early|by mistake|by accident)"
    r"|mistake in my post|should ?n[o']t have (?:posted|shared))\b",
    re.IGNORECASE,
)
_FOR_WHOM: Final[dict[Language, str]] = {
    "nl": r"\b(?:voor|zodat|zorg dat|help|samen met|waar)\b",
    "fr": r"\b(?:pour|afin|aide|avec|où|veille)\b",
    "en": r"\b(?:for|so that|help|helping|with|where|see to it)\b",
}
_EVERYBODY: Final = (
    *(
        "gepassioneerde",
        "gepassioneerd",
        "gedreven",
        "enthousiaste",
        "enthousiast",
        "expert",
        "innovatie",
        "teamspeler",
    ),
    *("passionnée", "passionné", "dynamique", "experte", "motivée", "motivé", "innovation"),
    *("passionate", "driven", "results-oriented", "guru", "team player", "thought leader"),
)
"""Words that stand in many headlines and set nobody apart."""
_FIRST: Final[dict[Language, set[str]]] = {
    "nl": {"ik", "mijn", "mij"},
    "fr": {"je", "j", "j'ai", "mon", "ma", "mes"},
    "en": {"i", "my", "me", "i'm"},
}
_INSULT = re.compile(
    r"\b(?:idioot|idioten|leugenaars?|zever|sukkels?|dom(?:me)?|schande|belachelijk|menteurs?|idiote?s?|honte|nuls?|ridicule"
    r"|liars?|idiots?|stupid|morons?|pathetic|shame|disgrace)\b",
    re.IGNORECASE,
)


def is_mishap(said: str) -> bool:
    """Whether somebody says that something went wrong with a post."""
    return _MISHAP.search(said.replace("’", "'")) is not None


def own_text(said: str, quoted: str) -> str:
    """The text somebody gave to look at: between quotation marks, behind a colon, or on the lines below the request."""
    if quoted:
        return quoted.strip()
    first, _, rest = said.partition("\n")
    if len(words(rest)) >= 2:
        return rest.strip()
    _, colon, tail = first.partition(":")
    return tail.strip() if colon and len(words(tail)) >= 2 else ""


def subject_of(intent: str, said: str) -> Subject:
    """What a coach intent is about; a profile question that names the about text is about that."""
    name = intent.removeprefix("coach_")
    if name == "profile" and _ABOUT.search(said):
        return "about"
    return next((one for one in SUBJECTS if one == name), "profile")


def advice(subject: Subject, given: str, language: Language, never: Sequence[str] = ()) -> str:
    """Remarks on the text that was given and something to try with its own words; without one, how to go about it."""
    if not given:
        return text(f"coaching.advice.{subject}", language)
    look = {"headline": _headline, "about": _about, "first_line": _first_line, "criticism": _criticism}.get(subject)
    if look is None:
        return text(f"coaching.advice.{subject}", language)
    remarks, attempt = look(given, language, never)
    if not remarks:
        remarks = [text("coaching.own.fine", language)]
    lines = "\n".join(f"- {one}" for one in remarks[:_MOST])
    intro = text("coaching.own.about", language, given=_clip(given))
    tried = text("coaching.own.try", language, attempt=attempt) if attempt else ""
    return "\n\n".join(filter(None, (intro, lines, tried)))


def _headline(given: str, language: Language, never: Sequence[str]) -> tuple[list[str], str]:
    found = list(_words_of_everybody(given, language, never))
    if len(given) > HEADLINE_LIMIT:
        found.insert(0, text("coaching.own.headline_long", language, used=len(given), limit=HEADLINE_LIMIT))
    pieces = [piece.strip() for piece in re.split(r"[|•·/]| - | – ", given) if piece.strip()]
    if len(pieces) > 2:
        found.append(text("coaching.own.headline_pieces", language, count=len(pieces)))
    if not re.search(_FOR_WHOM[language], given, re.IGNORECASE):
        found.append(text("coaching.own.headline_for_whom", language))
    kept = [piece for piece in (_without_loud(piece, language) for piece in pieces) if content_words(piece, language)]
    job = (kept or pieces or [given])[0].rstrip(".")
    if re.search(_FOR_WHOM[language], job, re.IGNORECASE):
        return found, job if job != given.rstrip(".") else ""
    return found, text("coaching.own.headline_form", language, job=job)


def _about(given: str, language: Language, never: Sequence[str]) -> tuple[list[str], str]:
    told = sentences(given)
    found = list(_words_of_everybody(given, language, never))
    if len(given) > ABOUT_LIMIT:
        found.insert(0, text("coaching.own.about_long", language, used=len(given), limit=ABOUT_LIMIT))
    if not set(words(given)) & _FIRST[language]:
        found.insert(0, text("coaching.own.about_third", language))
    if not re.search(r"\d|[\"“«]", given) and len(told) > 2:
        found.append(text("coaching.own.about_example", language))
    longest = max(told, key=lambda one: len(words(one)), default="")
    if len(words(longest)) > 30:
        found.append(text("coaching.own.long_sentence", language, sentence=_clip(longest), words=len(words(longest))))
    plainer = rewrite(rewrite(given, "plainer", language), "less_advertising", language)
    return found, plainer if plainer.strip() != given.strip() else ""


def _first_line(given: str, language: Language, never: Sequence[str]) -> tuple[list[str], str]:
    told = sentences(given)
    first = told[0] if told else given
    found = list(_words_of_everybody(first, language, never))
    if len(first) > _FOLD:
        found.insert(0, text("coaching.own.first_line_fold", language, used=len(first), fold=_FOLD))
    if not re.search(r"\d|[\"“«]", first) and len(content_words(first, language)) > 3:
        found.append(text("coaching.own.first_line_concrete", language))
    others = [one for one in openings(told)[1:] if one != first][:2]
    if others:
        return found, "\n".join(f"> {one}" for one in others)
    calmer = rewrite(first, "less_advertising", language)
    return found, f"> {calmer}" if calmer.strip() != first.strip() else ""


def _criticism(given: str, language: Language, never: Sequence[str]) -> tuple[list[str], str]:
    if _INSULT.search(given) and "?" not in given:
        return [text("coaching.own.insult", language), text("coaching.own.insult_then", language)], ""
    kind = "question" if "?" in given else "complaint"
    found = [text(f"coaching.own.{kind}", language), text("coaching.own.one_answer", language)]
    if _INSULT.search(given):
        found.append(text("coaching.own.sharp", language))
    return found, text(f"coaching.own.answer_{kind}", language)


def _words_of_everybody(given: str, language: Language, never: Sequence[str]) -> Iterator[str]:
    """Words that say nothing about this person, each named."""
    used = holds(given, never)
    if used:
        yield text("coaching.never_word.why", language, word=used[0])
    said = set(words(given))
    loud = [one for one in (*_EVERYBODY, *lexicon(language).loud) if set(words(one)) <= said]
    if loud:
        yield text("coaching.own.loud", language, words=", ".join(loud[:3]))
    generated = tells(given, language)
    if generated:
        yield text("coaching.tell.why", language, phrase=generated[0][1])
    heavy = next((one for one in lexicon(language).plain if set(words(one)) <= said), "")
    if heavy:
        light = lexicon(language).plain[heavy]
        yield " ".join(
            (
                text("coaching.jargon.why", language, heavy=heavy),
                text("coaching.jargon.try_this", language, light=light),
            )
        )


def _without_loud(piece: str, language: Language) -> str:
    for loud in (*_EVERYBODY, *lexicon(language).loud):
        piece = re.sub(rf"\b{re.escape(loud)}\b,?\s*", "", piece, flags=re.IGNORECASE)
    return without_emojis(piece).strip(" ,.")


def _clip(given: str) -> str:
    flat = " ".join(given.split())
    return flat if len(flat) <= 160 else f"{flat[:160].rsplit(' ', 1)[0]}…"
