"""The Programme page and the pages around it: what handlers change, for whom, and what a fresh organisation sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from gradio.context import LocalContext
from starlette.testclient import TestClient

from assistant.bootstrap import Services, build
from assistant.errors import InputError, NotAllowed
from assistant.pages.programme_audiences import AudienceActions
from assistant.pages.programme_goals import GoalActions
from assistant.pages.programme_people import PeopleActions
from assistant.pages.programme_themes import FIELDS as THEME_FIELDS
from assistant.pages.programme_themes import ThemeActions
from assistant.people.permissions import PERMISSIONS
from assistant.people.person import OPERATOR, Person
from assistant.settings import Settings
from assistant.texts import LANGUAGES
from assistant.web.html import inert
from knowledge.documents import LoadItem
from knowledge.fakes import HashEmbedder
from tests.pages.conftest import ROLES

pytestmark = pytest.mark.slow
NOTE = "Je legde gisteren rustig uit hoe de tillift werkt."


@pytest.fixture(autouse=True)
def in_an_event() -> Iterator[None]:
    """A component made by a handler only says what changes, as it does while Gradio runs an event."""
    before = LocalContext.in_event_listener.set(True)
    yield
    LocalContext.in_event_listener.reset(before)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Services]:
    """An organisation that has just begun."""
    services = build(Settings(_env_file=None, data=tmp_path), embedder=HashEmbedder())  # type: ignore[call-arg]
    for name, role in ROLES.items():
        services.accounts.add(OPERATOR, name, name.title(), role)  # type: ignore[arg-type]
    yield services
    services.close()


def said(component: Any) -> dict[str, Any]:
    """What a handler changes of a component."""
    changed: dict[str, Any] = component.constructor_args
    return changed


def person(services: Services, name: str) -> Person:
    found = services.accounts.by_name(name)
    assert found is not None
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_empty_pages_say_what_to_do_first(fresh: Services, language: str) -> None:
    katrien = fresh.accounts.set_language(person(fresh, "katrien"), language)
    for shown, key in (
        (GoalActions(fresh).load(katrien, None), "g_empty"),
        (ThemeActions(fresh).load(katrien, None), "t_empty"),
        (AudienceActions(fresh).load(katrien, None), "a_empty"),
        (PeopleActions(fresh).load(katrien, None), "p_joined"),
    ):
        assert 'class="empty"' in shown[key]
    assert [tile.step for tile in fresh.programme.tiles.list(katrien)] == [1, 2, 3, 4, 5, 6, 7]


def test_a_goal_in_a_short_conversation(fresh: Services) -> None:
    actions, katrien = GoalActions(fresh), person(fresh, "katrien")
    asked = actions.tell(katrien, None, "Van 0 naar 8 posts per maand", "", "", "", "", "", "", "")
    filled = {"what": asked["g_what"], "target": asked["g_target"], "measure": said(asked["g_measure"])["value"]}
    assert filled == {"what": "Van 0 naar 8 posts per maand", "target": "8", "measure": "posts_released"}
    assert "Voor wie" in asked["g_asked"]
    values = ["Van 0 naar 8 posts per maand", "", "posts_released", "", "8", "", "katrien"]
    asked = actions.tell(katrien, None, "studenten", *values)
    assert asked["g_for_whom"] == "studenten"
    assert "Tegen wanneer" in asked["g_asked"]
    values[1] = "studenten"
    with pytest.raises(InputError):
        actions.save(katrien, None, "", *values)
    asked = actions.tell(katrien, None, "over zes maanden", *values)
    values[5] = asked["g_due"]
    with pytest.raises(InputError):
        actions.save(katrien, None, "Vragen | ergens", *values)
    saved = actions.save(katrien, None, "Vijf collega's vragen | over 3 maanden\nLunch", *values)
    goal = fresh.programme.goals.list(katrien)[0]
    assert [step.title for step in goal.steps] == ["Vijf collega's vragen", "Lunch"]
    assert f"/programme-goal/{goal.id}.svg" in saved["g_about"]
    actions.tick(katrien, goal.id, ["1"])
    assert fresh.programme.goals.get(katrien, goal.id).steps[1].done_on is not None
    with pytest.raises(InputError):
        actions.tell(katrien, None, "  ", *values)
    assert said(actions.ask(katrien, goal.id, *values)["g_start"])["visible"] is False


def test_a_theme_with_facts_of_the_library(fresh: Services) -> None:
    actions, katrien = ThemeActions(fresh), person(fresh, "katrien")
    words = "# Stage\n\nWe begeleidden 683 stagiairs in het schooljaar 2025-2026.\n"
    loaded = fresh.library.load(OPERATOR, LoadItem("stage.md", words.encode(), language="nl", status="approved"))
    found = actions.find(katrien, "hoeveel stagiairs begeleidden we", [])
    (choice, *_) = said(found["t_facts"])["choices"]
    assert "683" in choice[0]
    given: dict[str, Any] = dict.fromkeys(THEME_FIELDS, "")
    given |= {"t_title": "Opleiding", "t_known_for": "a\nb\nc", "t_facts": [choice[1], "onzin"], "t_for_whom": []}
    saved = actions.save(katrien, None, *given.values())
    assert "Dient nog geen lopend doel" in saved["t_remarks"]
    theme = fresh.themes.get("opleiding")
    assert theme.title["fr"] == "Opleiding"
    (fact,) = fresh.themes.facts(person(fresh, "lotte"), theme)
    assert "683" in fact.text
    fresh.library.withdraw(OPERATOR, loaded.document_id)
    assert fresh.themes.facts(person(fresh, "lotte"), theme) == []
    french = fresh.accounts.set_language(katrien, "fr")
    actions.save(french, "opleiding", *{**given, "t_title": "Formation", "t_facts": []}.values())
    assert fresh.themes.get("opleiding").title == {"nl": "Opleiding", "fr": "Formation", "en": "Opleiding"}
    actions.remove(katrien, "opleiding")
    assert fresh.themes.list() == []


def test_asking_a_colleague_and_answering_a_remark(fresh: Services) -> None:
    actions, katrien, lotte = PeopleActions(fresh), person(fresh, "katrien"), person(fresh, "lotte")
    with pytest.raises(InputError):
        actions.think_of(katrien, None, "heart", NOTE)
    shown = actions.think_of(katrien, "lotte", "heart", NOTE)
    assert NOTE in shown["p_words"]
    assert "/ambassador" in shown["p_words"]
    actions.sent(katrien, "lotte")
    assert fresh.programme.finder.list(katrien)[0].invited_at is not None
    fresh.programme.ambassadors.join(lotte)
    assert "Lotte" in actions.load(katrien, None)["p_joined"]
    fresh.programme.agreements.remark(lotte, "Mag ik een foto delen?")
    (remark,) = fresh.programme.agreements.remarks(katrien)
    assert said(actions.remark(katrien, remark.id)["p_give"])["visible"]
    actions.answer(katrien, remark.id, "Ja.")
    assert fresh.programme.agreements.own(lotte)[0].answer == "Ja."


def test_a_file_changes_nothing_until_it_is_confirmed(
    fresh: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    actions, katrien = AudienceActions(fresh), person(fresh, "katrien")
    file = tmp_path / "doelgroepen.csv"
    file.write_bytes("Doelgroep;Kanalen\nStudenten;LinkedIn | Jobbeurs\n;X\n".encode("utf-8-sig"))
    seen = actions.look(katrien, str(file))
    assert not file.exists()
    assert said(seen["a_confirm"])["visible"]
    assert "overgeslagen" in seen["a_seen"]
    assert fresh.programme.audiences.list(katrien) == []
    done = actions.confirm(katrien, seen["a_data"])
    assert inert("Nieuw: 1, gewijzigd: 0, overgeslagen: 1.") in done["a_seen"]
    assert [one.name for one in fresh.programme.audiences.list(katrien)] == ["Studenten"]
    assert "/programme-map.svg" in done["a_map"]
    with pytest.raises(InputError):
        actions.confirm(katrien, b"")
    people = PeopleActions(fresh)
    file.write_bytes(f"account,kind,note\nlotte,heart,{NOTE}\n".encode())
    seen = people.look(katrien, str(file))
    assert fresh.programme.finder.list(katrien) == []
    people.confirm(katrien, seen["p_data"])
    assert [one.who.name for one in fresh.programme.finder.list(katrien)] == ["lotte"]


@pytest.mark.parametrize("name", [name for name, role in ROLES.items() if role not in PERMISSIONS["programme.manage"]])
def test_nobody_else_reaches_what_a_handler_does(fresh: Services, name: str) -> None:
    """Also when the guard in front were not there."""
    who = person(fresh, name)
    goals, people, audiences = GoalActions(fresh), PeopleActions(fresh), AudienceActions(fresh)
    for act in (
        lambda: goals.load(who, None),
        lambda: goals.save(who, None, "", *[""] * 7),
        lambda: goals.close(who, "x"),
        lambda: ThemeActions(fresh).load(who, None),
        lambda: ThemeActions(fresh).remove(who, "x"),
        lambda: people.load(who, None),
        lambda: people.think_of(who, "lotte", "heart", NOTE),
        lambda: people.answer(who, "x", "y"),
        lambda: people.confirm(who, b"x"),
        lambda: audiences.save(who, None, *["x"] * 7),
        lambda: audiences.confirm(who, b"x"),
        lambda: fresh.programme.tiles.list(who),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize("name", [None, *ROLES])
def test_pages_and_files_are_for_whom_they_are(
    services: Services, sign_in: Callable[[str], TestClient], name: str | None
) -> None:
    client = sign_in(name or "nobody")
    for path in ("/ambassador", "/agreements"):
        answer = client.get(path)
        if name is None:
            assert answer.headers["location"] == f"/login?next={path}"
        else:
            assert answer.status_code == 200
            assert "<h1>" in answer.text
    allowed = name is not None and ROLES[name] in PERMISSIONS["programme.manage"]
    for path in ("/programme-people.csv", "/programme-audiences.csv", "/programme-map.svg", "/programme-goal/none.svg"):
        answer = client.get(path)
        expected = 404 if path.endswith("none.svg") else 200
        assert answer.status_code == (expected if allowed else 303)
        if not allowed:
            assert answer.headers["location"] == ("/login?next=/programme/" if name is None else "/not-yours")
    if name is None:
        for path in ("/ambassador/join", "/ambassador/about", "/agreements/remark"):
            assert client.post(path, data={"agree": "yes"}).headers["location"] == "/login"


def test_joining_and_leaving_by_oneself(services: Services, sign_in: Callable[[str], TestClient]) -> None:
    client, katrien = sign_in("wim"), person(services, "katrien")
    refused = client.post("/ambassador/join", data={})
    assert refused.status_code == 400
    assert "eigen keuze" in client.get("/ambassador").text
    assert client.post("/ambassador/join", data={"agree": "yes"}).headers["location"] == "/ambassador?said=welcome"
    told = {
        "channels": ["linkedin", "x"],
        "minutes": "30",
        "network": "to_500",
        "blog": "wim.example",
        "languages": "nl",
    }
    assert client.post("/ambassador/about", data=told).status_code == 303
    (wim,) = [one for one in services.programme.ambassadors.list(katrien) if one.who.name == "wim"]
    assert (wim.about.channels, wim.about.blog, wim.about.minutes) == (("linkedin", "x"), "https://wim.example", 30)
    wrong = client.post("/ambassador/about", data={"blog": "geen adres"})
    assert wrong.status_code == 400
    assert "webadres" in wrong.text
    assert client.post("/ambassador/leave").status_code == 303
    assert "wim" not in {one.who.name for one in services.programme.ambassadors.list(katrien)}
    assert client.post("/agreements/remark", data={"remark": "Wat met <i>foto's</i>?"}).status_code == 303
    assert "&lt;i&gt;" in client.get("/agreements").text
