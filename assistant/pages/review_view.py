"""What the Review page shows of one handed-in draft: who, the text, what stood out, how it came to be."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from assistant.bootstrap import Services
from assistant.checking.finding import Finding
from assistant.pages.findings_view import card, marked, verdict_banner
from assistant.pages.write_view import reason_words, sources
from assistant.people.person import Person
from assistant.review.decisions import DecisionInfo
from assistant.review.desk import HandInView, QueueItem
from assistant.review.marks import Said
from assistant.texts import Language, text
from assistant.web.html import inert
from assistant.web.moments import shown
from assistant.writing.posts import DraftInfo

_MOST_PAIRS = 400_000


def queue_line(item: QueueItem, language: Language) -> str:
    """One line of the queue: who, how serious, how long, and how it begins."""
    by = text("review_page.by", language, name=item.author, team=item.team or "–")
    parts = [by, text(f"pages.verdict.{item.verdict}", language), waited(item.waits, language)]
    if item.in_place_of:
        parts.append(text("review_page.in_place_of", language, name=item.in_place_of))
    if item.needs_two:
        parts.append(_how_many(item.endorsed_by, language, yours=item.yours_is_in))
    return f"{' · '.join(parts)}\n{' '.join(item.first_words.split())}"


def _how_many(endorsed_by: str, language: Language, *, yours: bool = False) -> str:
    """Of two who have to approve: how many did."""
    if yours:
        return text("review_page.yours_is_in", language)
    key = "review_page.one_of_two" if endorsed_by else "review_page.needs_two"
    return text(key, language, name=endorsed_by) if endorsed_by else text(key, language)


def waited(waits: timedelta, language: Language) -> str:
    minutes = int(waits.total_seconds() // 60)
    if minutes < 60:
        return text("review_page.waits_minutes", language, count=minutes)
    if minutes < 48 * 60:
        return text("review_page.waits_hours", language, count=minutes // 60)
    return text("review_page.waits_days", language, count=minutes // (24 * 60))


def head(services: Services, handed: HandInView, language: Language) -> str:
    job = f"<span>{inert(handed.job)}</span>" if handed.job else ""
    when = shown(handed.handed_in_at, services.settings.zone, language)
    note = (
        f"<p><strong>{inert(text('review_page.note', language))}:</strong> {inert(handed.note)}</p>"
        if handed.note
        else ""
    )
    extra = [text("review_page.in_place_of", language, name=handed.in_place_of)] if handed.in_place_of else []
    if handed.needs_two:
        extra.append(_how_many(handed.endorsed_by, language))
    said = "".join(f"<p><strong>{inert(one)}</strong></p>" for one in extra)
    outdated = f'<p class="fault">{inert(text("review_page.outdated", language))}</p>' if handed.outdated else ""
    return (
        f"<h2>{inert(handed.author)}</h2>"
        f'<div class="facts"><span>{inert(handed.team)}</span>{job}<span>{inert(when)}</span></div>'
        f"{outdated}{said}{note}{verdict_banner(handed.verdict, language, waited(handed.waits, language))}"
    )


def body(handed: HandInView, language: Language) -> str:
    return f"<h3>{inert(text('review_page.text', language))}</h3>{marked(handed.text, handed.findings, language)}"


def findings(services: Services, handed: HandInView, language: Language) -> str:
    if not handed.findings:
        return ""
    cards = "".join(
        card(services, number, finding, language) + _evidence(finding, language) + _said(services, before, language)
        for number, (finding, before) in enumerate(zip(handed.findings, handed.said_before, strict=True), start=1)
    )
    return f"<h3>{inert(text('review_page.findings', language))}</h3>{cards}"


def finding_line(number: int, finding: Finding, language: Language) -> str:
    """A finding in a list to choose from."""
    words = finding.quote or finding.message.get(language, "")
    return f"{number} · {' '.join(words.split())[:60]}"


def _evidence(finding: Finding, language: Language) -> str:
    """Why it stands out, for whoever may know: the desk has taken out what this manager may not."""
    evidence = finding.evidence
    lines = [str(evidence["record_title"])] if evidence.get("record_title") else []
    lines += [str(fact) for fact in evidence.get("facts") or ()]
    if evidence.get("withheld"):
        lines.append(text("review_page.withheld", language))
    if evidence.get("nearest_public"):
        lines.append(f"{text('review_page.nearest', language)}: {evidence['nearest_public']}")
    if not lines:
        return ""
    items = "".join(f"<li>{inert(line)}</li>" for line in lines)
    return (
        f'<div class="evidence"><strong>{inert(text("review_page.evidence", language))}</strong><ul>{items}</ul></div>'
    )


def _said(services: Services, before: Said, language: Language) -> str:
    """What managers said of this rule or record before: to read, never to skip the reading."""
    if before.last_right is None or before.at is None:
        return ""
    counts = text("review_page.said_counts", language, right=before.right, wrong=before.wrong)
    word = text(f"review_page.{'said_right' if before.last_right else 'said_wrong'}", language)
    when = shown(before.at, services.settings.zone, language)
    same = f" · {text('review_page.same_words', language)}" if before.same_words else ""
    comment = f"<br>“{inert(before.comment)}”" if before.comment else ""
    return (
        f'<div class="evidence said"><strong>{inert(counts)}</strong><br>'
        f"{inert(before.by or '–')} · {inert(when)}: {inert(word)}{inert(same)}{comment}</div>"
    )


def background(services: Services, person: Person, handed: HandInView) -> str:
    """Sources, earlier versions with what changed, and earlier decisions."""
    language = person.language
    used = sources(handed.sources)
    parts = [f"<h3>{inert(text('review_page.sources', language))}</h3>{used}"] if used else []
    parts.append(f"<h3>{inert(text('review_page.versions', language))}</h3>{_versions(handed.versions, language)}")
    parts.append(
        f"<h3>{inert(text('review_page.history', language))}</h3>{_history(services, handed.history, language)}"
    )
    return "".join(parts)


def _versions(drafts: Sequence[DraftInfo], language: Language) -> str:
    if len(drafts) < 2:
        return f'<p class="calm">{inert(text("review_page.none_before", language))}</p>'
    return "".join(
        f'<div class="whole diff">{difference(before.text, after.text)}</div>' for before, after in pairwise(drafts)
    )


def difference(before: str, after: str) -> str:
    """The later text with what was taken out and put in marked, word by word."""
    old, new = re.findall(r"\s+|[^\s]+", before), re.findall(r"\s+|[^\s]+", after)
    pieces = []
    for kind, first, last, start, end in _changes(old, new):
        if kind == "equal":
            pieces.append(inert("".join(new[start:end])))
            continue
        if last > first:
            pieces.append(f"<del>{inert(''.join(old[first:last]))}</del>")
        if end > start:
            pieces.append(f"<ins>{inert(''.join(new[start:end]))}</ins>")
    return "".join(pieces)


def _changes(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    """What became of the words; as a whole where so many are alike that comparing each would take minutes."""
    counts = Counter(new)
    if sum(count * counts[word] for word, count in Counter(old).items()) > _MOST_PAIRS:
        return [("equal" if old == new else "replace", 0, len(old), 0, len(new))]
    return list(difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes())


def _history(services: Services, made: Sequence[DecisionInfo], language: Language) -> str:
    if not made:
        return f'<p class="calm">{inert(text("review_page.none_before", language))}</p>'
    lines = []
    for one in made:
        reason = reason_words(one.reason, language)
        words = " · ".join(filter(None, (reason, one.comment)))
        when = shown(one.decided_at, services.settings.zone, language)
        lines.append(
            f'<p class="decision {one.kind}"><strong>{inert(text(f"review_page.{one.kind}", language))}</strong>'
            f" · {inert(one.decided_by)} · {inert(when)}<br>{inert(words)}</p>"
        )
    return "".join(lines)
