"""What is kept long enough goes, what is in use stays, and only numbers are recorded."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
import sqlalchemy as sa

from assistant.errors import NotAllowed
from assistant.people.person import OPERATOR
from assistant.privacy.service import privacy
from assistant.store.tables.posts import CheckRow, DraftRow, PostRow
from assistant.store.tables.programme import TallyRow
from assistant.store.tables.review import NoticeRow
from tests.privacy.conftest import MARK


def count(house, table):
    with house.store.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(table))


def with_settings(house, **changes):
    settings = house.settings.model_copy(update=changes)
    return privacy(house.store, house.clock, house.audit, settings, forget=lambda: None)


def test_nothing_goes_before_its_time(full):
    full.later(days=80)
    found = full.privacy.retention.sweep(OPERATOR)
    assert found.pop("sessions") == 1, "sessions end after hours"
    assert not any(found.values())


def test_after_a_year_chats_and_unsent_drafts_go_and_what_went_out_stays(full, lotte):
    full.later(days=366)
    found = full.privacy.retention.sweep(OPERATOR)
    assert (found["chats"], found["drafts"], found["posts"]) == (1, 2, 0)
    assert [post.text for post in full.posts.list(lotte)] == [f"Vandaag een {MARK} gezien."]
    assert full.chats.list(lotte) == []


def test_after_five_years_what_went_out_goes_and_its_counts_stay(full, lotte):
    full.later(days=1826)
    found = full.privacy.retention.sweep(OPERATOR)
    assert found["posts"] == 2
    assert count(full, PostRow) == 0
    with full.store.read() as session:
        kept = {(row.kind, row.theme): row.number for row in session.scalars(sa.select(TallyRow))}
    assert kept[("released", "zorg")] == kept[("published", "zorg")] == 2
    assert kept[("checked", "zorg")] == 2


def test_what_waits_for_a_manager_stays(full, lotte):
    waiting = full.post(lotte, "bijna klaar")
    full.hand_ins.hand_in(lotte, waiting)
    full.later(days=400)
    full.privacy.retention.sweep(OPERATOR)
    assert waiting in [post.id for post in full.posts.list(lotte)]


def test_a_chat_whose_post_is_still_worked_on_stays(full, lotte):
    chat = full.chats.list(lotte)[0]
    post = full.posts.of_chat(lotte, chat.id)
    full.later(days=300)
    full.posts.save_draft(lotte, post.id, "verder gewerkt", "edit")
    full.later(days=100)
    full.privacy.retention.sweep(OPERATOR)
    assert [one.id for one in full.chats.list(lotte)] == [chat.id]


def test_checks_of_older_versions_go_and_the_newest_stays(full, lotte):
    post = full.posts.list(lotte)[0]
    full.later(hours=1)
    full.posts.save_draft(lotte, post.id, "een nieuwe versie", "rewrite")
    full.posts.check(lotte, post.id)
    before = count(full, CheckRow)
    full.later(days=91)
    assert full.privacy.retention.sweep(OPERATOR)["checks"] == 1
    assert count(full, CheckRow) == before - 1
    assert full.posts.last_check(lotte, post.id) is not None
    assert count(full, DraftRow) == 5, "the versions themselves stay with their post"


def test_notices_go(full, lotte):
    with full.store.write() as session:
        post_id = session.scalars(sa.select(PostRow.id)).first()
        session.add(NoticeRow(account_id=lotte.id, kind="worse", post_id=post_id, created_at=full.clock.now()))
    before = count(full, NoticeRow)
    assert full.privacy.retention.sweep(OPERATOR)["notices"] == 0
    full.later(days=91)
    assert full.privacy.retention.sweep(OPERATOR)["notices"] >= before
    assert count(full, NoticeRow) == 0


def test_uploads_that_were_broken_off_go(full):
    folder = full.settings.data / "uploads"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "new").mkdir()
    for name, hours in (("deep/er/a.pdf", 30), ("old.tmp", 30), ("new/b.pdf", 1)):
        file = folder / name
        file.write_bytes(b"x")
        at = (full.clock.now() - timedelta(hours=hours)).timestamp()
        os.utime(file, (at, at))
        os.utime(file.parent, (at, at))
    os.utime(folder / "deep", (0, 0))
    assert full.privacy.retention.sweep(OPERATOR, dry_run=True)["uploads"] == 2
    assert full.privacy.retention.sweep(OPERATOR)["uploads"] == 2
    assert [entry.name for entry in folder.iterdir()] == ["new"]


def test_somebody_who_left_is_erased_a_year_later(full, lotte):
    full.accounts.disable(OPERATOR, "lotte")
    full.later(days=200)
    assert full.privacy.retention.sweep(OPERATOR)["account"] == 0
    full.later(days=200)
    assert full.privacy.retention.sweep(OPERATOR)["account"] == 1
    assert MARK.encode() not in full.files()
    assert full.privacy.retention.sweep(OPERATOR)["account"] == 0


def test_a_dry_run_counts_the_same_and_changes_nothing(full):
    full.later(days=4000)
    number, before = full.audit.head().number, count(full, PostRow)
    told = full.privacy.retention.sweep(OPERATOR, dry_run=True)
    assert (full.audit.head().number, count(full, PostRow)) == (number, before)
    assert full.privacy.retention.sweep(OPERATOR) == told
    assert not any(full.privacy.retention.sweep(OPERATOR).values())


def test_it_is_recorded_by_number_and_by_whom(full):
    full.later(days=366)
    full.privacy.retention.sweep(None)
    entries = [entry for entry in full.audit.export() if entry["action"] == "privacy.sweep"]
    assert {entry["subject"] for entry in entries} >= {"chats", "drafts"}
    assert {entry["actor"] for entry in entries} == {"program"}
    assert all(set(entry["data"]) == {"count"} for entry in entries)
    assert full.audit.verify() == []


def test_nought_is_no_end(full, lotte):
    full.later(days=4000)
    kept = with_settings(
        full, keep_chats_days=0, keep_drafts_days=0, keep_posts_days=0, keep_checks_days=0, keep_leavers_days=0
    )
    found = kept.retention.sweep(OPERATOR)
    assert not any(found.get(kind) for kind in ("chats", "drafts", "posts", "checks", "account"))
    assert len(full.posts.list(lotte)) == 3
    assert len(full.chats.list(lotte)) == 1


def test_it_works_in_pieces(full, lotte, monkeypatch):
    monkeypatch.setattr("assistant.privacy.retention.AT_ONCE", 2)
    for _ in range(5):
        full.posts.new(lotte)
    full.later(days=366)
    assert full.privacy.retention.sweep(OPERATOR)["drafts"] == 7


def test_not_everybody_may(full, lotte):
    with pytest.raises(NotAllowed):
        full.privacy.retention.sweep(lotte)
