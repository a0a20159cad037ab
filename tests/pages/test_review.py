"""The Review page: the queue, one draft as a manager sees it, and the three decisions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from gradio.context import LocalContext

from assistant.bootstrap import Services
from assistant.errors import Conflict, InputError, NotAllowed, NotFound
from assistant.pages.review_actions import ReviewActions
from assistant.pages.review_view import waited
from assistant.pages.write_view import reason_words
from assistant.people.person import Person
from assistant.texts import text
from assistant.web.html import inert

EVIL = "<img src=x onerror=alert(1)> [a](javascript:b)"
POST = f"Bel mij op 0478 12 34 56 voor een bezoek aan de tuin. {EVIL}"


@pytest.fixture(autouse=True)
def in_an_event() -> Iterator[None]:
    """A component made by a handler only says what changes, as it does while Gradio runs an event."""
    before = LocalContext.in_event_listener.set(True)
    yield
    LocalContext.in_event_listener.reset(before)


def said(component: Any) -> dict[str, Any]:
    """What a handler changes of a component."""
    made: dict[str, Any] = component.constructor_args
    return made


def someone(services: Services, name: str) -> Person:
    person = services.accounts.by_name(name)
    assert person is not None
    return person


@pytest.fixture
def manager(services: Services) -> Person:
    return someone(services, "ilse")


@pytest.fixture
def author(services: Services) -> Person:
    return someone(services, "lotte")


@pytest.fixture
def page(services: Services) -> ReviewActions:
    return ReviewActions(services)


@pytest.fixture
def handed(services: Services, author: Person) -> Iterator[tuple[str, str]]:
    """Post and hand-in of one draft that waits; taken away afterwards."""
    post = services.posts.new(author).id
    services.posts.save_draft(author, post, POST, "edit")
    yield post, services.hand_ins.hand_in(author, post, f"Mag dit? {EVIL}").id
    for one in services.hand_ins.mine(author):
        if one.state == "waiting":
            services.hand_ins.withdraw(author, one.id)


def ids(update: Any) -> list[str]:
    return [value for _, value in said(update["queue"])["choices"]]


def test_an_empty_queue_says_so_kindly(page: ReviewActions, manager: Person) -> None:
    shown = page.load(manager)
    assert inert(text("review_page.empty", manager.language)) in shown["head"]
    assert not said(shown["queue"])["visible"]
    assert not said(shown["decide"])["visible"]


def test_the_first_in_the_queue_is_open(page: ReviewActions, manager: Person, handed: tuple[str, str]) -> None:
    shown = page.load(manager)
    assert ids(shown) == [handed[1]]
    line = said(shown["queue"])["choices"][0][0]
    assert "Lotte" in line
    assert "Bel mij op 0478" in line
    assert text("review_page.waits_minutes", manager.language, count=0) in line
    assert "<mark" in shown["body"]
    assert said(shown["decide"])["visible"]


def test_no_words_of_the_author_become_html(page: ReviewActions, manager: Person, handed: tuple[str, str]) -> None:
    shown = page.open(manager, handed[1])
    whole = "".join(shown[name] for name in ("head", "body", "findings", "background"))
    assert "<img" not in whole
    assert "](javascript" not in whole
    assert "onerror" in whole


def test_search_looks_in_author_and_text(page: ReviewActions, manager: Person, handed: tuple[str, str]) -> None:
    assert ids(page.listed(manager, "LOTTE", None)) == [handed[1]]
    assert ids(page.listed(manager, "bezoek aan de tuin", None)) == [handed[1]]
    assert ids(page.listed(manager, "zeppelin", None)) == []


def test_approving_empties_the_queue_and_reaches_the_author(
    services: Services, page: ReviewActions, manager: Person, author: Person, handed: tuple[str, str]
) -> None:
    shown = page.decide("approve")(manager, handed[1], "public", "Mooi zo.", "")
    assert ids(shown) == []
    status = services.releases.status(author, handed[0])
    assert status.state == "approved"
    assert status.decision is not None
    assert (status.decision.comment, status.decision.decided_by) == ("Mooi zo.", "Ilse")


def test_a_suggested_text_starts_from_the_author_s(
    services: Services, page: ReviewActions, manager: Person, author: Person, handed: tuple[str, str]
) -> None:
    assert page.use_text(manager, handed[1]) == {"suggestion": POST}
    page.decide("ask_for_changes")(manager, handed[1], None, "", "Kom eens langs in de tuin.")
    status = services.releases.status(author, handed[0])
    assert status.state == "changes_asked"
    assert status.decision is not None
    assert status.decision.suggestion == "Kom eens langs in de tuin."


@pytest.mark.parametrize(
    ("kind", "key"), [("deny", "review.reason_needed"), ("ask_for_changes", "review.comment_needed")]
)
def test_without_a_word_of_why_nothing_is_decided(
    page: ReviewActions, manager: Person, handed: tuple[str, str], kind: Any, key: str
) -> None:
    with pytest.raises(InputError) as refused:
        page.decide(kind)(manager, handed[1], None, "  ", "")
    assert refused.value.key == key
    assert ids(page.load(manager)) == [handed[1]]


def test_an_earlier_decision_and_what_changed_since(
    services: Services, page: ReviewActions, manager: Person, author: Person, handed: tuple[str, str]
) -> None:
    page.decide("deny")(manager, handed[1], "tone", f"Liever rustiger. {EVIL}", "")
    services.posts.save_draft(author, handed[0], POST.replace("tuin", "boomgaard"), "edit")
    again = services.hand_ins.hand_in(author, handed[0]).id
    background = page.open(manager, again)["background"]
    assert text("review.reasons.tone", manager.language) in background
    assert "Liever rustiger" in background
    assert "<img" not in background
    assert "<del>tuin.</del><ins>boomgaard.</ins>" in background.replace("&#46;", ".")


def test_a_text_that_its_author_changed_cannot_be_decided_on(
    services: Services, page: ReviewActions, manager: Person, author: Person, handed: tuple[str, str]
) -> None:
    services.posts.save_draft(author, handed[0], "Iets heel anders, zonder nummer.", "edit")
    shown = page.open(manager, handed[1])
    assert not said(shown["decide"])["visible"]
    assert text("review_page.outdated", manager.language)[:30] in shown["head"]
    with pytest.raises(Conflict):
        page.decide("approve")(manager, handed[1], None, "", "")


@pytest.mark.parametrize("search", ["", "zeppelin"])
def test_looking_around_keeps_what_was_typed(
    page: ReviewActions, manager: Person, handed: tuple[str, str], search: str
) -> None:
    shown = page.listed(manager, search, handed[1], "tone", "Bijna goed", "")
    assert ids(shown) == [handed[1]]
    assert not {"reason", "comment", "suggestion"} & set(shown)
    assert said(page.listed(manager, "", "iets anders", "tone", "Bijna goed", "")["queue"])["value"] == handed[1]


def test_words_typed_about_one_draft_never_land_on_another(
    page: ReviewActions, manager: Person, handed: tuple[str, str]
) -> None:
    assert page.listed(manager, "", "weg", "tone", "Bijna goed", "")["comment"] == ""


def test_a_decision_that_ends_it_is_asked_twice(page: ReviewActions, manager: Person, handed: tuple[str, str]) -> None:
    shown = page.ask("approve")(manager, handed[1], None, "", "")
    assert said(shown["sure"])["visible"]
    assert "Lotte" in shown["sure_words"]
    assert (said(shown["yes_approve"])["visible"], said(shown["yes_deny"])["visible"]) == (True, False)
    assert ids(page.listed(manager, "", handed[1])) == [handed[1]]
    assert not said(page.open(manager, handed[1])["sure"])["visible"]
    with pytest.raises(InputError):
        page.ask("deny")(manager, handed[1], None, " ", "")


def test_a_reason_from_before_the_list_is_shown_as_it_was(manager: Person) -> None:
    assert reason_words("verouderd", "nl") == "verouderd"
    assert reason_words("tone", "nl") == text("review.reasons.tone", "nl")
    assert reason_words("", "nl") == ""


def test_nothing_chosen_is_told_in_words(page: ReviewActions, manager: Person) -> None:
    with pytest.raises(InputError):
        page.decide("approve")(manager, None, None, "", "")


def test_filters_leave_out_the_others(page: ReviewActions, manager: Person, handed: tuple[str, str]) -> None:
    shown = page.load(manager)
    assert [value for _, value in said(shown["team"])["choices"]] == ["", "Zorg"]
    assert ids(page.listed(manager, "", None, verdict="review", team="Zorg")) == [handed[1]]
    assert ids(page.listed(manager, "", None, verdict="blocked")) == []
    none = page.listed(manager, "", None, team="IT")
    assert ids(none) == []
    assert inert(text("review_page.nothing_found", manager.language)) in none["head"]


def test_what_is_said_of_a_finding_is_kept_and_shown(
    page: ReviewActions, manager: Person, handed: tuple[str, str]
) -> None:
    assert said(page.open(manager, handed[1])["number"])["choices"][0][1] == 1
    shown = page.mark(right=False)(manager, handed[1], 1, f"Het nummer van het onthaal. {EVIL}")
    assert inert("Het nummer van het onthaal.") in shown["findings"]
    assert "<img" not in shown["findings"]
    assert set(shown) == {"findings", "mark_comment"}, "what was typed for the decision stays"
    assert inert(text("review_page.said_wrong", manager.language)) in page.open(manager, handed[1])["findings"]
    with pytest.raises(InputError):
        page.mark(right=True)(manager, handed[1], None, "")
    with pytest.raises(NotFound):
        page.mark(right=True)(manager, handed[1], 9, "")


def test_only_managers_see_the_queue(services: Services, page: ReviewActions, handed: tuple[str, str]) -> None:
    for name in ("lotte", "wim", "katrien"):
        with pytest.raises(NotAllowed):
            page.listed(someone(services, name), "", None)
        with pytest.raises(NotAllowed):
            page.open(someone(services, name), handed[1])


@pytest.mark.parametrize(
    ("waits", "key", "count"),
    [
        (timedelta(seconds=59), "minutes", 0),
        (timedelta(minutes=59), "minutes", 59),
        (timedelta(hours=1), "hours", 1),
        (timedelta(hours=47), "hours", 47),
        (timedelta(hours=48), "days", 2),
    ],
)
def test_how_long_it_waits(waits: timedelta, key: str, count: int) -> None:
    assert waited(waits, "fr") == text(f"review_page.waits_{key}", "fr", count=count)
