"""Lexical search in SQL: SQLite's FTS5, a table a shelf; PostgreSQL's own text search over the same terms.

Names of tables are the two of `SHELVES`; everything else is bound, never pasted.
"""

# ruff: noqa: S608

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.store import Store
from assistant.store.tables.library import PassageRow
from knowledge.records import SHELVES, Shelf

VARIANTS = 3


def prepare(store: Store) -> None:
    """Make what the database needs to search words, if it is not there."""
    with store.write() as session:
        if store.is_sqlite:
            for shelf in SHELVES:
                session.execute(
                    sa.text(
                        f"CREATE VIRTUAL TABLE IF NOT EXISTS passage_{shelf} USING fts5("
                        "passage_id UNINDEXED, terms, tokenize = \"unicode61 remove_diacritics 0 tokenchars '.'\")"
                    )
                )
                session.execute(
                    sa.text(
                        f"CREATE VIRTUAL TABLE IF NOT EXISTS passage_{shelf}_words "
                        f"USING fts5vocab(passage_{shelf}, 'row')"
                    )
                )
            return
        for shelf in SHELVES:
            session.execute(
                sa.text(
                    f"CREATE TABLE IF NOT EXISTS passage_{shelf} "
                    "(rowid bigint PRIMARY KEY, passage_id text NOT NULL, terms text[] NOT NULL)"
                )
            )
            session.execute(
                sa.text(f"CREATE INDEX IF NOT EXISTS ix_passage_{shelf}_terms ON passage_{shelf} USING gin (terms)")
            )


def row_of(passage_id: str) -> int:
    """The number of a passage in the word tables: 60 bits of its random id."""
    return int(passage_id[:15], 16)


def put(session: Session, shelf: Shelf, passages: Iterable[PassageRow]) -> None:
    kept = list(passages)
    rows = [{"row": row_of(passage.id), "id": passage.id, "terms": passage.terms} for passage in kept]
    if not rows:
        return
    take(session, shelf, [row_of(passage.id) for passage in kept])
    value = ":terms" if _sqlite(session) else "string_to_array(:terms, ' ')"
    session.execute(
        sa.text(f"INSERT INTO passage_{shelf} (rowid, passage_id, terms) VALUES (:row, :id, {value})"), rows
    )


def take(session: Session, shelf: Shelf, rows: Sequence[int]) -> None:
    if rows:
        statement = sa.text(f"DELETE FROM passage_{shelf} WHERE rowid = :row")
        session.execute(statement, [{"row": row} for row in rows])


def clear(session: Session) -> None:
    for shelf in SHELVES:
        session.execute(sa.text(f"DELETE FROM passage_{shelf}"))


def size(session: Session, shelf: Shelf) -> int:
    return int(session.scalar(sa.text(f"SELECT count(*) FROM passage_{shelf}")) or 0)


def frequencies(session: Session, shelf: Shelf, terms: Iterable[str]) -> dict[str, int]:
    """In how many passages of the shelf each term stands; terms that stand nowhere are left out."""
    wanted = list(dict.fromkeys(terms))
    if not wanted:
        return {}
    if _sqlite(session):
        found = session.execute(
            sa.text(f"SELECT term, doc FROM passage_{shelf}_words WHERE term IN :terms").bindparams(
                sa.bindparam("terms", expanding=True)
            ),
            {"terms": wanted},
        )
        return {term: int(count) for term, count in found}
    counts = {
        term: int(
            session.scalar(
                sa.text(f"SELECT count(*) FROM passage_{shelf} WHERE terms @> ARRAY[CAST(:term AS text)]"),
                {"term": term},
            )
            or 0
        )
        for term in wanted
    }
    return {term: count for term, count in counts.items() if count}


def alike(session: Session, shelf: Shelf, term: str) -> list[str]:
    """Terms of the shelf that are `term` with a typing error: same first letter, one or two edits away."""
    if len(term) < 4 or not term.isalpha():
        return []
    allowed = 1 if len(term) < 8 else 2
    parameters = {
        "prefix": term[0],
        "end": chr(ord(term[0]) + 1),
        "low": len(term) - allowed,
        "high": len(term) + allowed,
    }
    source = (
        f"SELECT term FROM passage_{shelf}_words WHERE term >= :prefix AND term < :end"
        if _sqlite(session)
        else f"SELECT DISTINCT term FROM (SELECT unnest(terms) AS term FROM passage_{shelf}) AS words "
        'WHERE term COLLATE "C" >= :prefix AND term COLLATE "C" < :end'
    )
    found = session.scalars(sa.text(f"{source} AND length(term) BETWEEN :low AND :high"), parameters)
    near = [(edits(term, other, allowed), other) for other in found if other != term and not other.startswith("zq")]
    return [other for distance, other in sorted(near) if distance <= allowed][:VARIANTS]


def candidates(session: Session, shelf: Shelf, terms: Sequence[str], limit: int) -> list[str]:
    """Passages that hold most of the terms, rare ones counting more; best first."""
    wanted = list(dict.fromkeys(terms))
    if not wanted:
        return []
    if _sqlite(session):
        match = " OR ".join('"' + term.replace('"', "") + '"' for term in wanted)
        rows = session.scalars(
            sa.text(
                f"SELECT passage_id FROM passage_{shelf} WHERE terms MATCH :match "
                f"ORDER BY bm25(passage_{shelf}) LIMIT :limit"
            ),
            {"match": match, "limit": limit},
        )
        return [str(row) for row in rows]
    counts = frequencies(session, shelf, wanted)
    total = size(session, shelf)
    rates = {term: math.log(1 + total / count) for term, count in counts.items()}
    found = session.execute(
        sa.text(f"SELECT passage_id, terms FROM passage_{shelf} WHERE terms && CAST(:terms AS text[])"),
        {"terms": list(rates)},
    )
    scored = [(sum(rates[term] for term in set(held) & set(rates)), str(row)) for row, held in found]
    return [row for _, row in sorted(scored, reverse=True)[:limit]]


def edits(first: str, second: str, limit: int) -> int:
    """Insertions, deletions, replacements and swaps of neighbours between two words; `limit` + 1 when more."""
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        current = [i]
        for j, other in enumerate(second, 1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, row = row, current
    return row[-1]


def _sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
