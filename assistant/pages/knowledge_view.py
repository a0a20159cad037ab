"""What the Knowledge page shows of documents, passages, versions and answers."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.bootstrap import Services
from assistant.people.person import Person
from assistant.texts import Language, text
from assistant.web.html import inert
from assistant.web.moments import shown
from knowledge.answer import Answer
from knowledge.records import DocumentInfo, DocumentView, LoadedDocument, Progress, VersionInfo

UNDER_WAY = ("waiting", "reading", "indexing")


def facts(services: Services, person: Person, info: DocumentInfo) -> str:
    """The head of a document: title, where it stands, and until when."""
    language, zone = person.language, services.settings.zone
    parts = [
        f'<span class="tag {info.status}">{inert(text(f"knowledge.status_{info.status}", language))}</span>',
        inert(text(f"knowledge.shelf_{info.shelf}", language)),
        inert(text(f"knowledge.kind_{info.kind}", language)),
        inert(text(f"knowledge.language_{info.language}", language)),
        inert(info.file),
    ]
    for name in ("valid_from", "expires", "embargo_until"):
        instant = getattr(info, name)
        if instant is not None:
            parts.append(f"{inert(text(f'knowledge.{name}', language))} {inert(shown(instant, zone, language))}")
    spans = "".join(f"<span>{part}</span>" for part in parts)
    failed = f'<p class="fault">{inert(info.failure.text(language))}</p>' if info.failure is not None else ""
    return f'<h2>{inert(info.title)}</h2><div class="facts">{spans}</div>{failed}'


def whole(document: DocumentView) -> str:
    return f'<div class="whole" lang="{document.info.language}">{inert(document.text)}</div>'


def passages(document: DocumentView, language: Language) -> str:
    lines = []
    for passage in document.passages:
        page = text("knowledge.page", language, page=passage.page) if passage.page is not None else ""
        other = passage.language != document.info.language
        spoken = text(f"knowledge.language_{passage.language}", language) if other else ""
        place = " · ".join(filter(None, (passage.section, page, spoken)))
        lines.append(
            f"<li><small>{inert(place)}</small>"
            f'<div class="whole" lang="{passage.language}">{inert(passage.text)}</div></li>'
        )
    title = inert(text("knowledge.passages", language, count=len(document.passages)))
    return f'<h3>{title}</h3><ul class="passages">{"".join(lines)}</ul>'


def versions(services: Services, person: Person, given: Sequence[VersionInfo]) -> str:
    language = person.language
    lines = []
    for one in given:
        active = f' <span class="tag good">{inert(text("knowledge.version_active", language))}</span>'
        when = shown(one.created_at, services.settings.zone, language)
        failed = f"<br>{inert(one.failure.text(language))}" if one.failure is not None else ""
        lines.append(
            f"<li><strong>{inert(text('knowledge.version', language, number=one.number))}</strong> · {inert(when)}"
            f" · {inert(text(f'knowledge.state_{one.state}', language))}{active if one.active else ''}{failed}</li>"
        )
    return f'<ul class="progress">{"".join(lines)}</ul>'


def progress(lines: Sequence[tuple[str, str, str]], language: Language) -> str:
    """A line for each file: its name, its state, and what came of it."""
    rows = "".join(
        f'<li><span class="tag {state if state == "failed" else "good" if state == "ready" else ""}">'
        f"{inert(text(f'knowledge.state_{state}', language))}</span> <strong>{inert(name)}</strong>"
        f"{f'<br>{inert(words)}' if words else ''}</li>"
        for name, state, words in lines
    )
    return f'<ul class="progress" role="status">{rows}</ul>' if rows else ""


def outcome(loaded: LoadedDocument, language: Language) -> str:
    """What came of one file, in a sentence."""
    if loaded.failure is not None:
        return loaded.failure.text(language)
    if loaded.same_as is not None:
        return text("knowledge.same", language, file=loaded.same_as)
    kind = text(f"knowledge.kind_{loaded.kind}", language)
    spoken = text(f"knowledge.language_{loaded.language}", language)
    return text("knowledge.loaded", language, title=loaded.title, passages=loaded.passages, kind=kind, spoken=spoken)


def reason(progress: Progress, language: Language) -> str:
    """Why it did not succeed, where it did not."""
    return progress.failure.text(language) if progress.failure is not None else ""


def answered(answer: Answer) -> str:
    lines = "".join(
        f'<li><a href="/source/{inert(hit.passage_id)}" target="_blank">[{number}] {inert(hit.title)}</a>'
        f"<br><small>{inert(hit.quote or hit.text[:220])}</small></li>"
        for number, hit in enumerate(answer.sources, start=1)
    )
    return f'<div class="marked">{inert(answer.text)}</div><ul class="sources">{lines}</ul>'
