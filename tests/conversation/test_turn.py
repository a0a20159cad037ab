from __future__ import annotations

import pytest

from assistant.conversation.update import TurnUpdate
from assistant.errors import InputError, NotFound
from assistant.people.person import Person
from tests.conversation.conftest import Desk, FakeHit

NOTE = "was gisteren op de jobbeurs in gent, veel studenten, vooral vragen over nachtwerk"


def say(desk: Desk, person: Person, chat: str, message: str) -> TurnUpdate:
    updates = list(desk.conversation.turn(person, chat, message))
    assert updates[-1].done
    return updates[-1]


def test_a_note_leads_to_short_questions_and_then_a_draft(desk: Desk, employee: Person) -> None:
    chat = desk.chats.new(employee).id
    first = say(desk, employee, chat, NOTE)
    assert first.draft is None
    assert "?" in first.messages[-1].text
    say(desk, employee, chat, "een jongen vroeg of ge dan bang zijt in het donker")
    say(desk, employee, chat, "dat had ik zelf ook in het begin")
    last = say(desk, employee, chat, "kom een nacht meedraaien als je twijfelt")
    assert last.draft is not None
    assert "Ik was gisteren op de jobbeurs in Gent." in last.draft.text
    assert last.draft.check is not None
    assert desk.checker.checked == [last.draft.text]
    assert last.draft.own_words > 0.9


def test_never_more_than_three_questions(desk: Desk, employee: Person) -> None:
    chat = desk.chats.new(employee).id
    update = say(desk, employee, chat, "een nieuwe koffiemachine op de dienst")
    questions = 0
    while update.draft is None:
        questions += 1
        assert questions <= 3
        update = say(desk, employee, chat, "een collega drukte op de verkeerde knop en stond vol chocomelk")
    assert "koffiemachine" in update.draft.text


def test_just_write_stops_the_questions(desk: Desk, employee: Person) -> None:
    chat = desk.chats.new(employee).id
    say(desk, employee, chat, NOTE)
    update = say(desk, employee, chat, "schrijf maar")
    assert update.draft is not None
    assert "nachtwerk" in update.draft.text


def test_without_an_own_detail_it_asks_rather_than_writes(desk: Desk, employee: Person) -> None:
    chat = desk.chats.new(employee).id
    say(desk, employee, chat, "schrijf iets over de dag van de verpleging aub, morgen moet er iets staan")
    update = say(desk, employee, chat, "schrijf maar")
    assert update.draft is None
    assert "lege post" in update.messages[-1].text


@pytest.mark.parametrize(("wish", "gone"), [("Zonder emoji", "😅"), ("korter", None), ("warmer", None)])
def test_a_draft_is_changed_as_asked(desk: Desk, employee: Person, wish: str, gone: str | None) -> None:
    chat = desk.chats.new(employee).id
    say(
        desk, employee, chat, NOTE + " 😅 er was koffie voor 40 man en de helft bleef staan. de wafels waren op om 11u."
    )
    before = say(desk, employee, chat, "schrijf maar").draft
    after = say(desk, employee, chat, wish).draft
    assert before is not None
    assert after is not None
    assert after.text != before.text
    assert after.number == before.number + 1
    assert gone is None or gone not in after.text


def test_another_angle_is_another_draft(desk: Desk, employee: Person) -> None:
    chat = desk.chats.new(employee).id
    say(desk, employee, chat, NOTE)
    first = say(desk, employee, chat, "schrijf maar")
    label = next(reply for reply in first.replies if "vraag" in reply.label).message
    second = say(desk, employee, chat, label)
    assert first.draft is not None
    assert second.draft is not None
    assert second.draft.text.split("\n")[0].split("?")[0] != first.draft.text.split("\n")[0]


def test_an_approved_fact_is_offered_and_used_only_when_accepted(desk: Desk, employee: Person) -> None:
    fact = "In 2025 kozen 48 zij-instromers voor een job in de nachtzorg van Leiebocht."
    desk.library.hits = [FakeHit("p1", "d1", "news.md", "Zij-instroom 2025", fact, 0.8)]
    chat = desk.chats.new(employee).id
    say(desk, employee, chat, NOTE)
    offered = say(desk, employee, chat, "schrijf maar")
    assert offered.draft is not None
    assert fact not in offered.draft.text
    assert offered.draft.sources == ()
    assert fact in offered.messages[-1].text
    used = say(desk, employee, chat, "Gebruik [1]")
    assert used.draft is not None
    assert fact in used.draft.text
    assert "Zij-instroom 2025" in used.draft.text
    assert [source["passage"] for source in used.draft.sources] == ["p1"]


def test_an_offer_does_not_outlive_what_the_person_may_see(desk: Desk, employee: Person) -> None:
    fact = "In 2025 kozen 48 zij-instromers voor een job in de nachtzorg van Leiebocht."
    desk.library.hits = [FakeHit("p1", "d1", "news.md", "Zij-instroom 2025", fact, 0.8)]
    chat = desk.chats.new(employee).id
    say(desk, employee, chat, NOTE)
    say(desk, employee, chat, "schrijf maar")
    desk.library.hits = []  # it came under embargo, or was withdrawn
    asked = say(desk, employee, chat, "Gebruik [1]")
    assert asked.draft is not None
    assert fact not in asked.draft.text
    assert fact not in asked.messages[-1].text
    assert not any("1" in reply.label for reply in asked.replies)


def test_a_source_that_closed_is_no_longer_named_under_a_draft(desk: Desk, employee: Person) -> None:
    fact = "In 2025 kozen 48 zij-instromers voor een job in de nachtzorg van Leiebocht."
    desk.library.hits = [FakeHit("p1", "d1", "news.md", "Zij-instroom 2025", fact, 0.8)]
    chat = desk.chats.new(employee).id
    for said in (NOTE, "schrijf maar", "Gebruik [1]"):
        say(desk, employee, chat, said)
    desk.library.hits = []
    opened = desk.conversation.opened(employee, chat)
    assert opened.draft is not None
    assert opened.draft.sources == ()


def test_everything_is_there_after_a_reload(desk: Desk, employee: Person) -> None:
    chat = desk.chats.new(employee).id
    say(desk, employee, chat, NOTE)
    update = say(desk, employee, chat, "schrijf maar")
    again = desk.conversation.opened(employee, chat)
    assert again.messages == update.messages
    assert again.draft is not None
    assert update.draft is not None
    assert again.draft.text == update.draft.text
    assert desk.chats.list(employee)[0].title.startswith("was gisteren op de jobbeurs")


def test_another_language_without_a_model_asks_for_own_words(desk: Desk, employee: Person) -> None:
    chat = desk.chats.new(employee).id
    say(desk, employee, chat, NOTE)
    say(desk, employee, chat, "schrijf maar")
    asked = say(desk, employee, chat, "in het Engels")
    assert "Engels" in asked.messages[-1].text
    told = say(desk, employee, chat, "went to the job fair in ghent yesterday, lots of students asked about night work")
    assert told.draft is not None
    assert told.draft.text.startswith("I went to the job fair in Ghent yesterday")


def test_nobody_reads_or_continues_another_ones_chat(desk: Desk, employee: Person, colleague: Person) -> None:
    chat = desk.chats.new(employee).id
    with pytest.raises(NotFound):
        list(desk.conversation.turn(colleague, chat, "hallo"))
    with pytest.raises(NotFound):
        desk.chats.messages(colleague, chat)
    with pytest.raises(InputError):
        list(desk.conversation.turn(employee, chat, "  "))
