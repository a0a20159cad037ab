"""Makes a readable sentence of a hurried note: capitals, spaces, punctuation, the pronoun that was left out. No more."""

from __future__ import annotations

import re

from assistant.texts import Language
from assistant.writing.lexicon import WORD, Lexicon, lexicon, names, words
from assistant.writing.sentences import clauses, emojis, sentences

_LONG = 22
_CLOSED = (".", "!", "?", "…", ":", '"', "”", "»")


def mend(note: str, language: Language) -> list[str]:
    """The sentences of a note as a colleague would type them with a minute more. Every content word was in the note."""
    known = lexicon(language)
    mended: list[str] = []
    for sentence in sentences(note):
        for piece in _split(_trim(sentence, known), known):
            text = _finish(_with_subject(_spell(piece, known), known), language)
            if WORD.search(text):
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


def _trim(sentence: str, known: Lexicon) -> str:
    """Without the run-up ("ok dus het zit zo,"), laughter and asides to the assistant."""
    text = sentence.strip(" -–•*\t")
    trimmed = True
    while trimmed:
        trimmed = False
        for filler in known.fillers:
            if re.match(rf"{re.escape(filler)}\s*[,:!]\s*\S", text, re.IGNORECASE):
                text = re.sub(rf"^{re.escape(filler)}\s*[,:!]\s*", "", text, flags=re.IGNORECASE)
                trimmed = True
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
    for before, part in zip(parts, parts[1:], strict=False):
        first, *rest = words(part) or [""]
        length = sum(len(words(piece)) for piece in cut[-1])
        own = first in known.subjects or first in known.i_verbs or first in known.breaks or first in known.i_or_it
        stands = own and len(rest) >= 2
        headless = before is parts[0] and _lacks_subject(before, known) and not stands and len(parts) > 2
        if (whole > _LONG and stands and length >= 5) or (headless and length >= 4):
            cut.append([part])
        else:
            cut[-1].append(part)
    end = sentence[len(sentence.rstrip(".!?… ")) :].strip() if not emojis(sentence[-2:]) else ""
    joined = [", ".join(group) for group in cut]
    return [piece.rstrip(".") + "." for piece in joined[:-1]] + [joined[-1] if end else joined[-1]]


def _lacks_subject(clause: str, known: Lexicon) -> bool:
    first, *rest = words(clause) or [""]
    following = rest[0] if rest else ""
    if following in known.subjects:
        return False
    return first in known.i_verbs or first in known.i_or_it or first in known.we_verbs


def _with_subject(text: str, known: Lexicon) -> str:
    """ "was gisteren op" becomes "Ik was gisteren op"; "was stil" becomes "Het was stil"."""
    if not _lacks_subject(text, known) or text.rstrip().endswith("?"):
        return text
    first, *rest = words(text)
    following = rest[0] if rest else ""
    if first in known.i_or_it:
        who = known.i if following in known.i_next or (first == "had" and following not in {"gekund"}) else known.it
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
        return name if name and word.islower() else word

    return WORD.sub(one, text)


def _finish(text: str, language: Language) -> str:
    text = capitalised(tidy(text, language))
    bare = text.rstrip()
    if not bare:
        return ""
    if emojis(bare[-3:]):
        return bare
    return bare.rstrip(",;") if bare.endswith(_CLOSED) else f"{bare.rstrip(',; ')}."
