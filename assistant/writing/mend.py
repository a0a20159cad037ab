"""Makes a readable sentence of a hurried note: capitals, punctuation, the pronoun that was left out. No more."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.texts import Language
from assistant.writing.lexicon import WORD, Lexicon, english_days, lexicon, names, words
from assistant.writing.sentences import clauses, emojis, sentences

_LONG = 22
_AND: dict[Language, str] = {"nl": "en", "fr": "et", "en": "and"}
_CLOSED = (".", "!", "?", "…", ":", '"', "”", "»")


def mend(note: str, language: Language) -> list[str]:
    """The sentences of a note as a colleague would type them with a minute more. Every content word was in the note."""
    known = lexicon(language)
    mended: list[str] = []
    for sentence in sentences(note):
        for piece in _split(_trim(sentence, known), known):
            clear = _quoted(_clauses_with_subject(_spell(piece, known), known), known)
            text = _finish(_with_subject(clear, known), language)
            if not WORD.search(text):
                continue
            first, *rest = words(text)
            if mended and first in known.joins and rest and rest[0] not in known.inverted and mended[-1].endswith("."):
                mended[-1] = f"{mended[-1][:-1]} {_AND[language]} {lowered(text)}"
            else:
                mended.append(text)
    return mended


def tidy(text: str, language: Language) -> str:
    """Spaces and marks as they are set in this language; words are left alone."""
    text = re.sub(r"[ \t\u00a0\u202f]+", " ", text).strip()
    text = re.sub(r" +([,.…)\]])", r"\1", text)
    text = re.sub(r"([,;])(?=[^\W\d_])", r"\1 ", text)
    text = re.sub(r"([!?])\1{2,}", r"\1\1", text)
    if language == "fr":
        text = re.sub(r"(?<=[\w»”)\"’]) ?([!?;])", "\u202f\\1", text)
        return re.sub(r"(?<=[^\W\d_]) ?(:)(?=\s|$)", "\u00a0\\1", text)
    return re.sub(r" +([!?;:])(?=\s|$)", r"\1", text)


def capitalised(text: str) -> str:
    """The first letter a capital, past quotes and brackets; a sentence that starts with a figure stays as it is."""
    for position, letter in enumerate(text):
        if letter.isalpha():
            if text[position : position + 3] in ("'t ", "'n "):
                continue
            before = text[:position]
            if before and before[-1] in "'’" and text[position + 1 : position + 2] in (" ", ""):  # 's morgens, 't is
                continue
            return before + letter.upper() + text[position + 1 :]
        if letter.isdigit():
            return text
    return text


def lowered(sentence: str) -> str:
    """The sentence as it stands behind other words: without its capital, unless its first word is a name or an I."""
    first = WORD.match(sentence)
    if first is None:
        return sentence
    word = first.group()
    if word.casefold() in names() or word[:2] in {"I", "I'", "I’"} or any(letter.isupper() for letter in word[1:]):
        return sentence
    return sentence[0].lower() + sentence[1:]


def _trim(sentence: str, known: Lexicon) -> str:
    """Without the run-up ("ok dus het zit zo,"), laughter and asides to the assistant."""
    text = re.sub(r"\s+", " ", sentence.strip(" -–•*\t"))
    trimmed = True
    while trimmed:
        trimmed = False
        for filler in known.fillers:
            if re.match(rf"{re.escape(filler)}\s*[,:!]\s*\S", text, re.IGNORECASE):
                text = re.sub(rf"^{re.escape(filler)}\s*[,:!]\s*", "", text, flags=re.IGNORECASE)
                trimmed = True
    text = re.sub(r"\s+h[eéè]\s+(?=(?:dat|het|ik|we|maar|en|ge|je|ze)\b)", ", ", text)
    laughter = "|".join(map(re.escape, sorted(known.laughter, key=len, reverse=True)))
    asides = "|".join(map(re.escape, sorted(known.asides, key=len, reverse=True)))
    text = re.sub(rf"[,]?\s*\b(?:{laughter})\b(?=\s*(?:$|[.!?,😅😂🙈]))", "", text, flags=re.IGNORECASE)
    text = re.sub(rf"[,]?\s+(?:{asides})\b\s*(?=[.!?]*$)", "", text, flags=re.IGNORECASE)
    return text.strip(" ,")


def _split(sentence: str, known: Lexicon) -> list[str]:
    """A run-on in two or more; a first clause without its subject stands on its own when fragments follow it."""
    parts = clauses(sentence)
    if len(parts) < 2:
        return [sentence] if sentence else []
    whole = len(words(sentence))
    cut: list[list[str]] = [[parts[0]]]
    length = len(words(parts[0]))
    for before, part in pairwise(parts):
        first, *rest = words(part) or [""]
        own = first in known.subjects or first in known.i_verbs or first in known.breaks or first in known.i_or_it
        stands = own and len(rest) >= 2
        headless = before is parts[0] and _lacks_subject(before, known) and not stands and len(parts) > 2
        if (whole > _LONG and stands and length >= 5) or (headless and length >= 4):
            cut.append([part])
            length = 0
        else:
            cut[-1].append(part)
        length += len(words(part))
    joined = [", ".join(group) for group in cut]
    return [*(piece.rstrip(".") + "." for piece in joined[:-1]), joined[-1]]


def _lacks_subject(clause: str, known: Lexicon) -> bool:
    first, *rest = words(clause) or [""]
    following = rest[0] if rest else ""
    if following in known.inverted or (following in known.subjects and first not in known.sure_i):
        return False
    return any(first in verbs for verbs in (known.i_verbs, known.i_or_it, known.we_verbs, known.it_took))


def _clauses_with_subject(text: str, known: Lexicon) -> str:
    """The pronoun that a later clause lacks: ", was stil" becomes ", het was stil"."""
    head, *parts = clauses(text)
    if not parts:
        return text
    pronoun = "het" if known.language == "nl" else "c'" if known.language == "fr" else "it"
    for before, part in zip([head, *parts], parts, strict=False):
        first, *rest = words(part) or [""]
        following = rest[0] if rest else ""
        if (
            not following
            or following in known.inverted
            or (following in known.subjects - {"een"} and first not in known.sure_i)
        ):
            continue
        if first in known.sure_i:
            text = text.replace(f", {part}", f", {known.i.lower()} {part}", 1)
        elif (first in known.it_was and following not in known.i_next) or first in known.is_it:
            text = text.replace(f", {part}", f", {pronoun}{'' if pronoun.endswith(chr(39)) else ' '}{part}", 1)
        elif first in known.and_it and set(words(before)) & known.finite:
            text = text.replace(f", {part}", f" {_AND[known.language]} {part}", 1)
    return text


def _quoted(text: str, known: Lexicon) -> str:
    """What somebody said, between quotation marks: "riep eindelijk" becomes riep: "eindelijk"."""
    found = known.speech.search(text.rstrip(". "))
    if found is None:
        return text
    said = found["said"].strip()
    bare = text.rstrip(". ")
    space = " " if known.language == "fr" else ""
    return f'{bare[: found.start("said")].rstrip()}{space}: "{said}"'


def _with_subject(text: str, known: Lexicon) -> str:
    """ "was gisteren op" becomes "Ik was gisteren op"; "was stil" becomes "Het was stil"."""
    if not _lacks_subject(text, known) or text.rstrip().endswith("?"):
        return text
    first, *rest = words(text)
    following = rest[0] if rest else ""
    if first in known.it_took:
        who = known.it
    elif first in known.i_or_it:
        who = known.i if following in known.i_next or first == "had" else known.it
    elif first in known.we_verbs:
        if following in {"de", "het", "the", "les", "le", "la"} or (
            known.language == "en" and following not in known.i_next
        ):
            return text
        who = known.we
    else:
        who = known.i
    body = text[0].lower() + text[1:]
    if who == "Je" and body[0] in "aeiouéèêhâ":
        return f"J'{body}"
    return f"{who}{body}" if who.endswith("'") else f"{who} {body}"


def _spell(text: str, known: Lexicon) -> str:
    """Abbreviations in full and names with their capital; other words as they were typed."""

    def one(match: re.Match[str]) -> str:
        word = match.group()
        full = known.abbreviations.get(word.casefold())
        if full and not (word.isupper() and len(word) > 1):
            return full
        name = names().get(word.casefold())
        if known.language == "en" and name is None:
            name = english_days().get(word.casefold())
        return name if name and word.islower() else word

    return WORD.sub(one, text)


def _finish(text: str, language: Language) -> str:
    text = capitalised(tidy(text, language))
    bare = text.rstrip()
    if not bare:
        return ""
    if emojis(bare[-3:]):
        return bare
    if bare.endswith(("”", '"', "»")) and not re.search(r"[.!?…][”\"»]$", bare):
        return f"{bare}."
    return bare.rstrip(",;") if bare.endswith(_CLOSED) else f"{bare.rstrip(',; ')}."
