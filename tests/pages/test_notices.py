"""The notices on the Write page: newest first, read one by one, nobody else's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from gradio.context import LocalContext

from assistant.bootstrap import Services
from assistant.errors import NotFound
from assistant.pages.notice_actions import NOTICES, NoticeActions
from assistant.people.person import OPERATOR, Person
from assistant.review.notices import tell


@pytest.fixture(autouse=True)
def in_an_event() -> Iterator[None]:
    """A component made by a handler only says what changes, as it does while Gradio runs an event."""
    before = LocalContext.in_event_listener.set(True)
    yield
    LocalContext.in_event_listener.reset(before)


def newcomer(services: Services, name: str) -> Person:
    """Somebody whom no other test has told anything: one organisation serves them all."""
    return services.accounts.add(OPERATOR, name, name.title(), "employee", team="Zorg")


def test_notices_are_shown_until_they_are_read(services: Services) -> None:
    page, author, other = NoticeActions(services), newcomer(services, "nele"), newcomer(services, "nora")
    assert not page.load(author)["notices"].constructor_args["visible"]
    for number in range(NOTICES + 1):
        post = services.posts.new(author).id
        services.posts.save_draft(author, post, f"Tekst {number} <img src=x>", "edit")
        with services.store.write() as session:
            tell(session, author.id, post, "worse", services.clock.now())
    shown = page.load(author)
    ids = shown["notice_ids"]
    assert len(ids) == NOTICES
    assert "1" in shown["notices_title"]
    assert f"Tekst {NOTICES}" in shown["notice_text0"]
    assert "<img" not in shown["notice_text0"]
    assert page.load(other)["notice_ids"] == []
    with pytest.raises(NotFound):
        page.read(0)(other, ids)
    after = page.read(0)(author, ids)
    assert ids[0] not in after["notice_ids"]
    assert len(after["notice_ids"]) == NOTICES
    while after["notice_ids"]:
        after = page.read(0)(author, after["notice_ids"])
    assert not after["notices"].constructor_args["visible"]
