"""LinkedIn's exports as they look: side by side tables, three languages, European numbers, days both ways."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from assistant.errors import InputError
from assistant.programme.linkedin_file import Reading, post_key, read
from assistant.programme.written import count, day, day_order

POST = "https://www.linkedin.com/feed/update/urn:li:activity:71320000000000000{:02}"
NOTE = "Maximum of 50 posts available to include in this list"


def workbook(**sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title.replace("_", " "))
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def creators_export(header: tuple[str, str, str, str], days: tuple[str, str]) -> bytes:
    """The creator's "Content" export: five sheets, and in TOP POSTS two tables side by side."""
    address, posted, engagements, impressions = header
    return workbook(
        DISCOVERY=[
            ["Overall Performance", "5/1/2026 - 10/31/2026"],
            ["Impressions", 48211],
            ["Members reached", 21876],
        ],
        ENGAGEMENT=[["Date", "Impressions", "Engagements"], ["5/1/2026", 310, 12]],
        TOP_POSTS=[
            [NOTE],
            [],
            [address, posted, engagements, None, address, posted, impressions],
            [POST.format(1), days[0], 84, None, POST.format(2), days[1], "2.804"],
            [POST.format(2), days[1], 41, None, POST.format(1), days[0], 1726],
        ],
        FOLLOWERS=[["Total followers on 10/31/2026:", 812], ["Date", "New followers"], ["5/1/2026", 2]],
        DEMOGRAPHICS=[["Top Demographics", "Value", "Percentage"], ["Job titles", "Nurse", 0.12]],
    )


@pytest.mark.parametrize(
    "header,days",
    [
        (("Post URL", "Post publish date", "Engagements", "Impressions"), ("10/27/2026", "6/3/2026")),
        (("URL van bijdrage", "Publicatiedatum", "Interacties", "Weergaven"), ("27-10-2026", "3-6-2026")),
        (("URL du post", "Date de publication du post", "Interactions", "Impressions"), ("27/10/2026", "03/06/2026")),
    ],
)
def test_the_creators_export(header: tuple[str, str, str, str], days: tuple[str, str]) -> None:
    found = read("Content_2026.xlsx", creators_export(header, days))
    lines = {line.address: line for line in found.lines}
    first, second = lines[POST.format(1)], lines[POST.format(2)]
    assert (first.engagements, first.impressions, first.posted_on) == (84, 1726, date(2026, 10, 27))
    assert (second.engagements, second.impressions, second.posted_on) == (41, 2804, date(2026, 6, 3))
    assert found.passed_sheets == ("DISCOVERY", "ENGAGEMENT", "FOLLOWERS", "DEMOGRAPHICS")
    assert found.not_understood == ()
    assert found.day_order is None


def test_the_export_of_one_post() -> None:
    rows = [["Post URL", POST.format(3)], ["Post Date", "Oct 5, 2026"], ["Post Publish Time", "8:14 AM"], [None]]
    rows += [
        ["Post Performance"],
        ["Impressions", 1234],
        ["Members reached", 987],
        ["Reactions", "45"],
        ["Comments", 6],
    ]
    found = read("PostAnalytics.xlsx", workbook(PERFORMANCE=rows, TOP_DEMOGRAPHICS=[["Category", "Value"]]))
    (line,) = found.lines
    assert (line.impressions, line.reactions, line.comments, line.reposts) == (1234, 45, 6, None)
    assert line.posted_on == date(2026, 10, 5)


@pytest.mark.parametrize("separator,encoding", [(",", "utf-8-sig"), (";", "utf-8"), ("\t", "utf-16"), (";", "cp1252")])
def test_csv_in_the_ways_programs_save_it(separator: str, encoding: str) -> None:
    rows = [["Lien du post", "Date de création", "Vues", "Réactions"], [POST.format(4), "31.12.2025", "1 234", "1,2 k"]]
    data = "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows).encode(encoding)
    (line,) = read("posts.csv", data).lines
    assert (line.posted_on, line.impressions, line.reactions) == (date(2025, 12, 31), 1234, 1200)


def test_each_row_that_is_not_understood_is_named() -> None:
    rows = [
        ["Post URL", "Post publish date", "Impressions", "Dwell time"],
        ["see my profile", "10/27/2026", 12, 1],
        [POST.format(5), "someday", "3.5%", 1],
        [None, None, None, None],
        [POST.format(6), "10/28/2026", 7, 1],
    ]
    found = read("x.xlsx", workbook(TOP_POSTS=rows))
    assert [(one.row, one.reason, one.value) for one in found.not_understood] == [
        (2, "address", "see my profile"), (3, "count", "3.5%"), (3, "day", "someday"),
    ]  # fmt: skip
    assert [line.impressions for line in found.lines] == [None, 7]
    assert found.unused_columns == ("Dwell time",)


@pytest.mark.parametrize("header,order", [("Post publish date", "month"), ("Publicatiedatum", "day")])
def test_days_that_can_be_read_both_ways_are_told(header: str, order: str) -> None:
    found = read("x.xlsx", workbook(A=[["Post URL", header, "Impressions"], [POST.format(7), "3/4/2026", 1]]))
    assert found.day_order == order
    assert found.lines[0].posted_on == (date(2026, 3, 4) if order == "month" else date(2026, 4, 3))


def test_the_same_post_under_two_addresses_is_one() -> None:
    assert post_key(POST.format(8)) == post_key(
        f"https://linkedin.com/posts/x_y-activity-{post_key(POST.format(8))}-AbCd/"
    )
    assert post_key("https://Mastodon.example/@x/1/") == post_key("https://mastodon.example/@x/1?utm=2")


@pytest.mark.parametrize(
    "name,data",
    [("x.pdf", b"%PDF"), ("x.xlsx", b"PK\x03\x04 broken"), ("x.csv", b"a;b\n1;2\n"), ("x.csv", b""), ("x.xlsx", b"")],
)
def test_what_is_no_such_file_is_said(name: str, data: bytes) -> None:
    with pytest.raises(InputError):
        read(name, data)


def test_a_workbook_that_unpacks_to_far_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.programme.linkedin_file.MOST_BYTES", 100)
    with pytest.raises(InputError) as refused:
        read("x.xlsx", workbook(A=[["Post URL", "Impressions"], [POST.format(9), 1]]))
    assert refused.value.key == "my_posts.file_too_large"


@pytest.mark.parametrize(
    "written,expected",
    [
        ("1234", 1234), ("1.234", 1234), ("1,234", 1234), ("1 234", 1234), ("1\u202f234", 1234), ("1\u00a0234", 1234),
        ("1.234.567", 1234567), ("12,0", 12), ("1,2K", 1200), ("3.4 mln", 3_400_000), (7.0, 7), (0, 0),
        ("1,23", None), ("-3", None), (-3, None), ("12%", None), (1.5, None), (True, None), ("", None),
        (float("nan"), None), ("9" * 40, None),
    ],
)  # fmt: skip
def test_counts(written: object, expected: int | None) -> None:
    assert count(written) == expected


@pytest.mark.parametrize(
    "written,expected",
    [
        ("18 nov. 2025", date(2025, 11, 18)), ("18 novembre 2025", date(2025, 11, 18)),
        ("Nov 18, 2025", date(2025, 11, 18)),
        ("1 août 2025", date(2025, 8, 1)), ("2025-11-18 08:30:00", date(2025, 11, 18)),
        ("18/11/2025 8:30", date(2025, 11, 18)),
        (datetime(2025, 11, 18, 23, 59), date(2025, 11, 18)), ("31/02/2025", None), ("nov 2025", None), ("", None),
    ],
)  # fmt: skip
def test_days(written: object, expected: date | None) -> None:
    assert day(written) == expected


def test_one_day_past_twelve_tells_of_all() -> None:
    assert day_order(["3/4/2026", "13/4/2026"]) == "day"
    assert day_order(["3/4/2026", "4/13/2026"]) == "month"
    assert day_order(["3/4/2026", datetime(2026, 1, 1)]) is None


def test_likes_and_dutch_reactions_side_by_side() -> None:
    rows = [["Link naar post", "Vind-ik-leuks", "Reacties"], [POST.format(1), 9, 4]]
    found: Reading = read("x.xlsx", workbook(A=rows))
    assert (found.lines[0].reactions, found.lines[0].comments) == (9, 4)


def test_a_sheet_that_would_grow_without_end_is_refused() -> None:
    grown = "".join(f'<!ENTITY e{number} "{f"&e{number - 1};" * 10}">' for number in range(1, 9))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "{"x" * 1000}">{grown}]>'
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(A=[["Post URL", "Impressions"]]))) as good,
        zipfile.ZipFile(out, "w") as bad,
    ):
        for name in good.namelist():
            body = good.read(name).decode()
            if name.endswith("sheet1.xml"):
                body = bomb + body.replace("Post URL", "&e8;", 1)
            bad.writestr(name, body)
    with pytest.raises(InputError) as refused:
        read("x.xlsx", out.getvalue())
    assert refused.value.key == "my_posts.file_unreadable"
