from __future__ import annotations

from datetime import timedelta

import pytest

from assistant.clock import FixedClock
from assistant.errors import InputError, NotFound
from assistant.people.person import Person
from assistant.store import Store
from assistant.store.tables.people import AccountRow
from assistant.store.tables.posts import DraftRow, PostRow
from assistant.writing.earlier_posts import EarlierPost
from assistant.writing.guided import Wishes, holds, write
from assistant.writing.material import sort
from assistant.writing.own_changes import Noticed, OwnChanges
from assistant.writing.voices import Voices

POSTS = [
    "Vandaag kwam er een bus vol studenten. Ze hadden veel vragen! 😀",
    "Een dag in de regen, en toch gelachen. Morgen weer! 😀",
    "De nieuwe machine doet het niet. Wie kent er iets van? 😀",
]
STORY = (
    "Gisteren stond ik op de jobbeurs in Gent en daar vroeg een studente of ik nooit bang ben in het donker. "
    "Ik moest lachen, want in mijn eerste week was ik dat wel. Ze komt een nacht meelopen."
)


@pytest.fixture
def voices(store: Store, clock: FixedClock, employee: Person) -> Voices:
    with store.write() as session:
        session.add(
            AccountRow(
                id=employee.id,
                name=employee.name,
                name_key=employee.name,
                display_name=employee.display_name,
                role="employee",
                language="nl",
                created_at=clock.now(),
            )
        )
    return Voices(store, clock)


def test_a_line_that_was_changed_is_followed_and_survives_new_posts(voices: Voices, employee: Person) -> None:
    voices.learn(employee, POSTS)
    voices.revise(employee, lambda edits: edits.with_line("nl", "emoji", "never").with_line("nl", "sentences", "8"))
    voices.add(employee, [EarlierPost("Nog een post over de werf, met een kraan en veel modder.")])
    card = voices.card(employee)
    assert card is not None
    assert card.version == 3
    assert card.habits["nl"].emoji == 0.0
    assert card.habits["nl"].sentence_words == 8.0
    material = sort((STORY,), (), "nl")
    assert "😀" not in write(material, Wishes(), card.habits["nl"], card.nearness).text


def test_an_emptied_line_is_measured_again(voices: Voices, employee: Person) -> None:
    voices.learn(employee, POSTS)
    voices.revise(employee, lambda edits: edits.with_line("nl", "emoji", "never"))
    card = voices.revise(employee, lambda edits: edits.with_line("nl", "emoji", ""))
    assert card is not None
    assert card.habits["nl"].emoji == 1.0


def test_an_earlier_version_comes_back_as_a_new_one(voices: Voices, employee: Person) -> None:
    voices.learn(employee, POSTS)
    voices.revise(employee, lambda edits: edits.with_never("passie, innovatief"))
    voices.revise(employee, lambda edits: edits.with_never(""))
    card = voices.restore(employee, 2)
    assert card is not None
    assert (card.version, card.edits.never) == (4, ("passie", "innovatief"))
    with pytest.raises(NotFound):
        voices.restore(employee, 9)


@pytest.mark.parametrize(
    ("key", "value"), [("sentences", "two"), ("emoji", "daily"), ("emojis", "x"), ("tags", "#a-b!")]
)
def test_a_value_that_cannot_be_is_refused(voices: Voices, employee: Person, key: str, value: str) -> None:
    voices.learn(employee, POSTS)
    with pytest.raises(InputError):
        voices.revise(employee, lambda edits: edits.with_line("nl", key, value))


def test_five_answers_make_a_card_until_there_are_posts(voices: Voices, employee: Person) -> None:
    with pytest.raises(InputError):
        voices.interview(employee, "te kort", {}, "")
    card = voices.interview(employee, STORY, {"emoji": "never"}, "trots")
    assert card is not None
    assert card.from_interview
    assert card.edits.never == ("trots",)
    voices.learn(employee, POSTS)
    now = voices.card(employee)
    assert now is not None
    assert not now.from_interview
    assert now.habits["nl"].posts == 3


def test_no_word_that_is_never_used_is_added() -> None:
    material = sort((STORY,), (), "nl")
    plain = write(material, Wishes(angle="question")).text
    first = plain.split("?")[0].split()[-1].casefold()
    assert holds(plain, (first,))
    assert not holds(write(material, Wishes(angle="question"), never=(first,)).text.split("?")[0], (first,))


def _posted(store: Store, clock: FixedClock, person: Person, number: int, made: str, left: str) -> None:
    now = clock.now()
    with store.write() as session:
        session.add(
            PostRow(id=f"p{number}", account_id=person.id, chat_id=None, theme=None, created_at=now, updated_at=now)
        )
        session.flush()
        for place, (text, origin) in enumerate(((made, "guided"), (left, "edit")), start=1):
            session.add(
                DraftRow(
                    post_id=f"p{number}",
                    number=place,
                    text=text,
                    text_hash=text,
                    origin=origin,
                    sources=[],
                    created_at=now,
                )
            )


def test_what_is_removed_three_times_is_asked_about_once(
    voices: Voices, store: Store, clock: FixedClock, employee: Person
) -> None:
    voices.learn(employee, POSTS)
    changes = OwnChanges(store, clock, voices)
    for number in range(2):
        _posted(store, clock, employee, number, "Een tekst. 😀", "Een tekst.")
    assert changes.noticed(employee) is None
    _posted(store, clock, employee, 2, "Nog een tekst. 😀", "Nog een tekst.")
    assert changes.noticed(employee) == Noticed("emoji", 3, "nl")
    clock.move(timedelta(minutes=1))
    changes.answer(employee, "emoji", "nl", yes=True)
    card = voices.card(employee)
    assert card is not None
    assert card.habits["nl"].emoji == 0.0
    assert changes.noticed(employee) is None


def test_a_no_is_kept_and_changes_nothing(voices: Voices, store: Store, clock: FixedClock, employee: Person) -> None:
    voices.learn(employee, POSTS)
    changes = OwnChanges(store, clock, voices)
    for number in range(3):
        _posted(store, clock, employee, number, "Tekst! #Werf", "Tekst!")
    changes.answer(employee, "hashtags", "nl", yes=False)
    assert changes.noticed(employee) is None
    card = voices.card(employee)
    assert card is not None
    assert "hashtags" not in card.edits.lines["nl"]
