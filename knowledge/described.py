"""Rows of documents as others read them, and what may be changed of one."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer

from assistant.clock import in_utc
from assistant.errors import Conflict, InputError
from assistant.store.tables.library import DocumentRow, PassageRow, VersionRow
from assistant.store.tables.sharing import EmbargoRow
from assistant.texts import LANGUAGES, as_language
from knowledge.loading import check_audience, failure_of
from knowledge.records import KINDS, STATUSES, DocumentInfo, PassageView, State, Status

CHANGEABLE = frozenset(
    {
        "title",
        "kind",
        "themes",
        "language",
        "status",
        "audience",
        "owner",
        "valid_from",
        "expires",
        "embargo_until",
        "embargo_id",
    }
)


def apply(session: Session, document: DocumentRow, changes: dict[str, Any]) -> None:
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise TypeError(f"a document has no {sorted(unknown)}")
    for name, allowed in (("kind", KINDS), ("status", STATUSES), ("language", LANGUAGES)):
        if name in changes and changes[name] not in allowed:
            raise InputError(f"library.unknown_{name}", value=changes[name])
    if "audience" in changes:
        check_audience(changes["audience"])
    if changes.get("embargo_id") is not None and session.get(EmbargoRow, changes["embargo_id"]) is None:
        raise InputError("library.unknown_embargo", value=changes["embargo_id"])
    if changes.get("status") == "approved" and document.active_version_id is None:
        raise Conflict("library.not_ready", file=document.file)
    for name, value in changes.items():
        if isinstance(value, datetime):
            value = in_utc(value)
        setattr(document, name, list(value) if name == "themes" else value)
    if document.valid_from is not None and document.expires is not None and document.expires <= document.valid_from:
        raise InputError("library.window_upside_down", file=document.file)


def latest_versions(session: Session, document_id: str | None = None) -> dict[str, VersionRow]:
    query = sa.select(VersionRow).options(defer(VersionRow.text), defer(VersionRow.request))
    if document_id is not None:
        query = query.where(VersionRow.document_id == document_id)
    return {row.document_id: row for row in session.scalars(query.order_by(VersionRow.number))}


def info(document: DocumentRow, version: VersionRow | None) -> DocumentInfo:
    return DocumentInfo(
        id=document.id,
        file=document.file,
        title=document.title,
        kind=document.kind,
        themes=tuple(document.themes),
        language=as_language(document.language),
        status=cast(Status, document.status),
        audience=document.audience,
        valid_from=document.valid_from,
        expires=document.expires,
        embargo_until=document.embargo_until,
        embargo_id=document.embargo_id,
        version=version.number if version else 0,
        state=cast(State, version.state) if version else "failed",
        shelf=document.shelf,
        updated_at=document.updated_at,
        failure=failure_of(version) if version else None,
    )


def view(passage: PassageRow, document: DocumentRow) -> PassageView:
    return PassageView(
        passage_id=passage.id,
        document_id=document.id,
        file=document.file,
        title=document.title,
        section=passage.section,
        page=passage.page,
        text=passage.text,
        start=passage.start,
        end=passage.end,
        language=as_language(passage.language),
        kind=document.kind,
    )
