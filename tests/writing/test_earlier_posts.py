"""Earlier posts as people really give them: pasted, in files, and in LinkedIn's own export."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from assistant.errors import InputError
from assistant.writing.earlier_posts import from_file, pasted

SHARES = (
    "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\r\n"
    "2026-03-05 08:12:33,https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A1,"
    '"Vandaag zei ze: ""eindelijk"".""\r\n""\r\n""En toen, koffie.",,,MEMBER_NETWORK\r\n'
    "2026-02-01 10:00:00,https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A2,,https://a.example,,PUBLIC\r\n"
    "2026-01-01 10:00:00,https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A3,https://a.example/x,,,PUBLIC\r\n"
    "2025-12-24,https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A4,"
    '"Gewoon\r\ntwee regels, en een komma",,,PUBLIC\r\n'
)


def texts(name: str, data: str, encoding: str = "utf-8") -> list[str]:
    return [post.text for post in from_file(name, data.encode(encoding)).posts]


def test_pasted_posts_stand_between_lines_of_dashes() -> None:
    found = pasted("Eerste.\r\n\r\nNog eerste - met streep.\r\n---\r\nTweede.\n  -----  \n\n---\n")
    assert [post.text for post in found.posts] == ["Eerste.\n\nNog eerste - met streep.", "Tweede."]


def test_the_export_of_linkedin() -> None:
    found = from_file("Shares.csv", SHARES.encode())
    first, last = found.posts
    assert first.text == 'Vandaag zei ze: "eindelijk".\n\nEn toen, koffie.'
    assert first.posted_at == datetime(2026, 3, 5, 8, 12, 33, tzinfo=UTC)
    assert last.text == "Gewoon\ntwee regels, en een komma"
    assert found.without_text == 2


@pytest.mark.parametrize(
    "data",
    [
        "\ufeff" + SHARES,
        "Notes:\n\n" + SHARES,
        'date;Share Commentary\n2026-01-01;"Gewoon; zo"\n2026-01-02;Nog een\n',
        "Date,ShareCommentary\n\n2026-01-01,Kort\nbroken\n2026-01-02,Nog een\n",
    ],
)
def test_the_export_after_a_visit_to_another_program(data: str) -> None:
    assert len(from_file("Shares_123.CSV", data.encode()).posts) == 2


def test_quotes_of_a_person_are_kept() -> None:
    data = 'Date,ShareCommentary\n2026-01-01,"""Kom je?""\nJa."\n'
    assert texts("Shares.csv", data) == ['"Kom je?"\nJa.']


def test_lines_of_json() -> None:
    lines = [
        json.dumps({"text": " Een. ", "date": "2026-01-02"}),
        "geen json",
        "[]",
        '{"text": 3}',
        '{"text": " "}',
        "",
        json.dumps({"text": "Twee.\n\nZo.", "posted_at": "2026-01-02T10:00:00+01:00"}),
    ]
    found = from_file("posts.jsonl", "\n".join(lines).encode())
    assert [post.text for post in found.posts] == ["Een.", "Twee.\n\nZo."]
    assert [post.posted_at for post in found.posts] == [
        datetime(2026, 1, 2, tzinfo=UTC),
        datetime(2026, 1, 2, 9, tzinfo=UTC),
    ]
    assert (found.unreadable, found.without_text) == ((2, 3, 4), 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_however_it_was_saved(encoding: str) -> None:
    assert texts("mijn.md", "Café, één.\n---\nTwee.", encoding) == ["Café, één.", "Twee."]


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("post.exe", b"x", "writing.posts_file_type"),
        ("post", b"x", "writing.posts_file_type"),
        ("post.txt", b"a\0b", "writing.posts_unreadable"),
        ("Comments.csv", b"Date,Link,Message\n1,2,3\n", "writing.no_shares"),
        ("Shares.csv", b"", "writing.no_shares"),
        ("Shares.csv", b'Date,ShareCommentary\n1,"' + b"x" * 200_000, "writing.no_shares"),
    ],
)
def test_what_is_no_such_file_says_so(name: str, data: bytes, key: str) -> None:
    with pytest.raises(InputError) as problem:
        from_file(name, data)
    assert problem.value.key == key
