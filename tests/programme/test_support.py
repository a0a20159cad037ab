"""Support as people wish it, questions answered for everybody, kits without finished texts."""

from __future__ import annotations

import io
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from assistant.clock import FixedClock
from assistant.errors import InputError, NotAllowed, NotFound
from assistant.people.person import Person
from assistant.programme.kits import Kits, is_finished_text
from assistant.programme.questions import Questions
from assistant.programme.support import Item, Support, next_step
from assistant.programme.themes import Themes
from assistant.store import Store
from assistant.store.tables.coaching import LessonRow
from tests.programme.posted import NOW, account

TODAY = date(2026, 11, 23)


@pytest.fixture
def support(store: Store, clock: FixedClock) -> Support:
    return Support(store, clock)


def test_wishes_lead_to_one_next_step(store: Store, support: Support, officer: Person) -> None:
    lotte, bram = account(store, "lotte", ambassador=True), account(store, "bram", ambassador=True)
    support.wish(lotte, ["photo"], shows_lessons=False, helps_others=False)
    support.wish(bram, [], shows_lessons=False, helps_others=True)
    first, second = support.list(officer)
    assert (first.name, first.next, first.about) == ("Lotte", "plan", "photo")
    assert (second.name, second.next) == ("Bram", "ask")
    support.plan(officer, lotte.id, "photo", "planned", date(2026, 12, 6))
    support.wish(lotte, [], shows_lessons=False, helps_others=False)
    assert support.own(lotte)[0] == (Item("photo", "planned", date(2026, 12, 6), ""),)


def test_lessons_are_only_seen_by_choice(store: Store, support: Support, officer: Person) -> None:
    lotte = account(store, "lotte", ambassador=True)
    with store.write() as session:
        session.add(LessonRow(account_id=lotte.id, lesson="start", opened_at=NOW, done_at=NOW))
    assert support.list(officer)[0].lessons is None
    support.wish(lotte, [], shows_lessons=True, helps_others=False)
    assert support.list(officer)[0].lessons == 1


def test_a_tandem_is_with_somebody_who_offered(store: Store, support: Support, officer: Person) -> None:
    lotte, bram = account(store, "lotte", ambassador=True), account(store, "bram", ambassador=True)
    for partner in ("", bram.id, lotte.id):
        with pytest.raises(InputError):
            support.plan(officer, lotte.id, "tandem", "planned", None, partner)
    support.wish(bram, [], shows_lessons=False, helps_others=True)
    support.plan(officer, lotte.id, "tandem", "planned", None, bram.id)
    assert support.list(officer)[-1].items[0].partner == "Bram" or support.list(officer)[0].items[0].partner == "Bram"


def test_nobody_plans_but_the_officer(store: Store, support: Support, officer: Person, employee: Person) -> None:
    wim = account(store, "wim")
    with pytest.raises(NotAllowed):
        support.plan(employee, wim.id, "photo", "planned")
    with pytest.raises(NotAllowed):
        support.list(employee)
    with pytest.raises(NotFound):
        support.plan(officer, wim.id, "photo", "planned")


@pytest.mark.parametrize(
    "items,questions,lessons,expected",
    [
        ((), 0, None, ("ask", None)),
        ((), 1, None, ("answer", None)),
        ((Item("tandem", "wished", None, ""),), 0, None, ("partner", "tandem")),
        ((Item("photo", "planned", date(2026, 11, 20), ""),), 0, None, ("hold", "photo")),
        ((Item("photo", "planned", date(2026, 11, 30), ""),), 0, None, ("nothing", None)),
        ((), 0, 0, ("lessons", "lessons")),
    ],
)
def test_the_next_step(items: tuple[Item, ...], questions: int, lessons: int | None, expected: tuple[str, str]) -> None:
    assert next_step(items, questions, lessons, TODAY) == expected


def test_an_answer_in_the_guide_has_no_name(store: Store, clock: FixedClock, officer: Person) -> None:
    questions, lotte, wim = Questions(store, clock), account(store, "lotte"), account(store, "wim")
    questions.ask(lotte, "linkedin", "Ik, Lotte, mag ik taggen?")
    (asked,) = questions.all(officer)
    assert asked.asked_by == "Lotte"
    assert questions.guide(wim) == []
    questions.answer(officer, asked.id, "Vraag het eerst.", question="Mag ik taggen?", in_guide=True)
    (told,) = questions.guide(wim)
    assert (told.question, told.answer, told.asked_by) == ("Mag ik taggen?", "Vraag het eerst.", "")
    for act in (lambda: questions.all(wim), lambda: questions.answer(wim, asked.id, "x")):
        with pytest.raises(NotAllowed):
            act()


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40)) -> bytes:
    image, out = Image.new("RGB", size, "#0f5563"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    image.save(out, kind, exif=exif)
    return out.getvalue()


@pytest.fixture
def kits(store: Store, clock: FixedClock, officer: Person) -> Kits:
    themes = Themes(store, clock)
    long = "Schrijf dit over: " + "wat een geweldige dag op onze dienst was dat weer, " * 6
    line = f'{{"id": "care", "title": "Zorg", "angles": ["Wat leerde je?", "{long}", "Doe mee #zorg"]}}'
    assert not themes.load(officer, [line])
    return Kits(store, clock, themes, ZoneInfo("Europe/Brussels"))


def test_a_kit_never_holds_a_finished_text(kits: Kits, employee: Person) -> None:
    assert kits.get(employee, "care").angles == ("Wat leerde je?",)
    assert is_finished_text("Eerste zin.\nTweede zin.")
    assert not is_finished_text("Eén maatregel, één cijfer, één collega")


def test_a_picture_needs_words_rights_and_consent(kits: Kits, officer: Person) -> None:
    good = {"alt": {"nl": "Een gang"}, "rights": "foto Els", "people": "agreed"}
    for missing in ({"alt": {"nl": " "}}, {"rights": ""}, {"people": ""}):
        with pytest.raises(InputError):
            kits.add_picture(officer, "care", picture(), **{**good, **missing})  # type: ignore[arg-type]
    for data in (b"", b"GIF89a", b"<svg/>", picture()[:200]):
        with pytest.raises(InputError):
            kits.add_picture(officer, "care", data, **good)  # type: ignore[arg-type]
    kept = kits.add_picture(officer, "care", picture(size=(4000, 20)), **good)  # type: ignore[arg-type]
    assert kept.alt == {"nl": "Een gang", "fr": "Een gang", "en": "Een gang"}
    data, media = kits.picture(officer, kept.id)
    assert media == "image/jpeg"
    assert b"taken at home" not in data
    with Image.open(io.BytesIO(data)) as image:
        assert image.width == 2400


def test_a_picture_is_gone_once_it_may_not_be_used(
    kits: Kits, officer: Person, employee: Person, clock: FixedClock
) -> None:
    kept = kits.add_picture(
        officer, "care", picture("PNG"), alt={"nl": "x"}, rights="y", people="nobody", usable_until=TODAY
    )
    assert kits.picture(employee, kept.id)[1] == "image/png"
    clock.set(NOW.replace(day=24))
    assert kits.get(employee, "care").pictures == ()
    with pytest.raises(NotFound):
        kits.picture(employee, kept.id)
    assert len(kits.pictures(officer, "care")) == 1
    with pytest.raises(NotAllowed):
        kits.remove_picture(employee, kept.id)
