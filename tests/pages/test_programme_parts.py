"""Pages of support, engage and measure: each address as every person, in each language, what people typed as text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.bootstrap import Services
from assistant.pages.measure_actions import MeasureActions
from assistant.people.person import OPERATOR, Person
from assistant.programme.smart import GoalWords
from assistant.texts import LANGUAGES, Language
from assistant.web import engage_pages, evaluation_pages, my_posts_pages, support_pages, together_pages
from tests.pages.conftest import PASSWORD, ROLES
from tests.programme.posted import posted
from tests.programme.test_linkedin_file import POST, workbook

pytestmark = pytest.mark.slow
PARTS = {
    my_posts_pages: "own.write",
    together_pages: "own.write",
    support_pages: "programme.manage",
    engage_pages: "programme.manage",
    evaluation_pages: "programme.manage",
}
OFFICERS = {name for name, role in ROLES.items() if role == "communications"}
SignIn = Callable[[str], TestClient]
SCRIPT = "<img src=x onerror=alert(1)>"


def addresses(services: Services) -> list[tuple[str, str, str]]:
    """Action, method and address of every route of these parts."""
    return [
        (action, method, re.sub(r"{[^}]*}", "unknown", route.path))
        for part, action in PARTS.items()
        for route in part.router(services).routes
        for method in sorted(route.methods)  # type: ignore[attr-defined]
    ]


@pytest.fixture
def officer(services: Services, app: object) -> Person:
    person = services.accounts.by_name("katrien")
    assert person is not None
    return person


@pytest.fixture
def lotte(services: Services, app: object) -> Iterator[Person]:
    person = services.accounts.by_name("lotte")
    assert person is not None
    yield person
    services.accounts.set_language(person, "nl")


def test_every_address_is_only_for_who_may(services: Services, sign_in: SignIn) -> None:
    tried = addresses(services)
    assert len(tried) > 40
    for name in (None, *ROLES):
        client = sign_in(name or "nobody")
        for action, method, address in tried:
            answer = client.request(method, address, headers={"accept": "text/html"})
            place = answer.headers.get("location", "")
            if name is None:
                assert (answer.status_code, place.partition("?")[0]) == (303, "/login"), (method, address)
            elif action == "programme.manage" and name not in OFFICERS:
                assert (answer.status_code, place) == (303, "/not-yours"), (name, method, address)
            else:
                assert not place.startswith(("/login", "/not-yours")), (name, method, address)
                assert answer.status_code in (200, 303, 404, 422), (name, method, address, answer.status_code)


@pytest.mark.parametrize("language", LANGUAGES)
def test_fresh_pages_say_what_to_do_first(
    services: Services, sign_in: SignIn, officer: Person, language: Language
) -> None:
    services.accounts.set_language(officer, language)
    client = sign_in("katrien")
    for address in ("/my-posts", "/support", "/support/questions", "/engage/thanks", "/surveys", "/stories"):
        page = client.get(address).text
        assert f'<html lang="{language}"' in page
        assert 'class="empty"' in page, address
        assert page.count("<h1>") == 1
    services.accounts.set_language(officer, "nl")


def test_i_posted_it_typed_told_and_shared(services: Services, sign_in: SignIn, lotte: Person) -> None:
    post = posted(services.store, lotte, text=f"Mijn verhaal {SCRIPT}", online=False)
    client = sign_in("lotte")
    assert "Ik heb dit gepost" in client.get("/my-posts").text
    went = client.post("/my-posts/posted", data={"post": post, "address": "https://www.linkedin.com/posts/x-1"})
    assert went.headers["location"] == "/my-posts?done=posted"
    one = services.engagement.results.list(lotte)[0]
    wrong = client.post(f"/my-posts/{one.id}/figures", data={"impressions": "veel", "comments": "12"})
    assert wrong.status_code == 422
    assert "veel" in wrong.text
    assert 'value="12"' in wrong.text
    client.post(f"/my-posts/{one.id}/figures", data={"impressions": "1.234", "comments": "12"})
    client.post(f"/my-posts/{one.id}/tell", data={"told": "yes"})
    client.post(f"/my-posts/{one.id}/story", data={"post": post, "share": "yes", "why": SCRIPT})
    page = client.get("/my-posts?done=story").text
    assert "1.234" in page
    assert "Je collega’s kunnen dit verhaal nu lezen" in page
    told = sign_in("katrien").get("/engage/thanks").text
    assert "1.234 weergaven" in told
    for text in (page, told, sign_in("wim").get("/stories").text):
        assert SCRIPT not in text
        assert "Mijn verhaal" in text
    assert "1234" in sign_in("lotte").get("/my-posts.csv").text
    assert "1234" not in sign_in("wim").get("/my-posts.csv").text
    foreign = sign_in("wim").post(f"/my-posts/{one.id}/figures", data={"impressions": "9"})
    assert foreign.status_code == 422
    assert services.engagement.results.list(lotte)[0].numbers["impressions"] == 1234


def test_a_file_is_shown_first_and_changes_nothing(services: Services, sign_in: SignIn, lotte: Person) -> None:
    rows = [["Post URL", "Post publish date", "Impressions"], [POST.format(11), "10/27/2026", 77], [SCRIPT, "", 1]]
    client = sign_in("lotte")
    before = len(services.engagement.results.list(lotte))
    went = client.post("/my-posts/file", files={"file": ("x.xlsx", workbook(TOP_POSTS=rows, DISCOVERY=[["a", 1]]))})
    preview = client.get(went.headers["location"]).text
    for words in ("Er is nog niets veranderd", "TOP POSTS, rij 3", "DISCOVERY", "27 okt. 2026"):
        assert words in preview
    assert SCRIPT not in preview
    assert len(services.engagement.results.list(lotte)) == before
    assert sign_in("wim").get(went.headers["location"]).status_code == 404
    client = sign_in("lotte")
    assert client.post(f"{went.headers['location']}/confirm").headers["location"] == "/my-posts?done=imported"
    assert len(services.engagement.results.list(lotte)) == before + 1
    refused = client.post("/my-posts/file", files={"file": ("x.pdf", b"%PDF")})
    assert refused.status_code == 422
    assert client.post("/my-posts/file", files={"file": ("x.csv", b"x" * 13_000_000)}).status_code == 413


def test_a_moment_with_its_calendar_file(services: Services, sign_in: SignIn) -> None:
    client = sign_in("katrien")
    given = {"kind": "lunch", "title": f"Soep {SCRIPT}", "starts": "2027-06-01T12:00", "ends": "2027-06-01T11:00"}
    wrong = client.post("/engage", data=given)
    assert wrong.status_code == 422
    assert 'value="2027-06-01T12:00"' in wrong.text
    went = client.post("/engage", data={**given, "ends": "2027-06-01T13:00"}).headers["location"]
    page = client.get(went).text
    assert SCRIPT not in page
    assert "La participation est libre" in page
    moment = went.partition("?")[0].rpartition("/")[2]
    client = sign_in("lotte")
    assert client.post(f"/moments/{moment}/come", data={"comes": "yes"}).headers["location"] == "/moments?done=coming"
    answer = client.get(f"/moments/{moment}.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "TZID=Europe/Brussels:20270601T120000" in answer.text
    assert "Komen: 1." in sign_in("katrien").get("/engage").text


def test_a_reward_is_looked_at_before_it_is_planned(services: Services, sign_in: SignIn, officer: Person) -> None:
    client = sign_in("katrien")
    given = {"what": SCRIPT, "kind": "voucher", "given_for": "reach", "euros": "20", "people": "1", "day": "2026-12-01"}
    looked = client.get("/engage/rewards", params={**given, "look": "1"}).text
    assert "Hiermee wordt de post reclame" in looked
    assert "FOD Economie" in looked
    assert SCRIPT not in looked
    assert services.engagement.incentives.list(officer) == []
    assert client.get("/engage/rewards", params={"look": "1", "euros": "veel"}).status_code == 200
    client.post("/engage/rewards", data=given)
    ((kept, warned),) = services.engagement.incentives.list(officer)
    assert (kept.what, warned[0].key) == (SCRIPT, "advertising")
    client.post(f"/engage/rewards/{kept.id}/drop")


def test_an_evaluation_from_writing_to_signing(services: Services, sign_in: SignIn) -> None:
    client = sign_in("katrien")
    went = client.post("/evaluations", data={"since": "2026-05-01", "until": "2026-11-01", "language": "fr"})
    here = went.headers["location"].partition("?")[0]
    client.post(f"{here}/edit", data={"change": f"- {SCRIPT}"})
    assert SCRIPT not in client.get(here).text
    for ending, start in (("html", b"<!doctype"), ("pdf", b"%PDF"), ("docx", b"PK")):
        answer = client.get(f"{here}.{ending}")
        assert answer.content.startswith(start)
        assert SCRIPT.encode() not in answer.content
    assert sign_in("lotte").get(f"{here}.pdf").status_code == 303
    client = sign_in("katrien")
    assert client.post(f"{here}/next").status_code == 422
    assert client.post(f"{here}/sign").headers["location"].endswith("done=signed")
    assert client.post(f"{here}/edit", data={"change": "anders"}).status_code == 422


def test_figures_as_plots_tables_and_csv(services: Services, sign_in: SignIn, officer: Person) -> None:
    assert not services.themes.load(
        OPERATOR, [f'{{"id": "care", "title": "=Zorg {SCRIPT}"}}', '{"id": "x", "title": "Y"}']
    )
    actions = MeasureActions(services)
    for number in range(12):
        name = f"colleague{number}"
        person = services.accounts.add(OPERATOR, name, name, "employee", password=PASSWORD)
        posted(services.store, person, theme="care" if number < 6 else None, verdict="review", detectors=("figures",))
    shown = actions.load(officer)
    assert "=Zorg" not in shown["posts_table"], "signs of Markdown and HTML are written as numbers"
    assert SCRIPT not in str(shown)
    assert "&#61;Zorg" in shown["posts_table"]
    assert "Y" in shown["heard"]
    for dimension in ("theme", "month", "channel", "language", "nonsense"):
        for number_of in ("posts", "impressions", "nonsense"):
            update: Any = actions.posts(officer, dimension, number_of)["posts_plot"]
            assert update.y_lim[0] == 0
    assert actions.goal(officer, "unknown") == {}
    words = GoalWords(
        "Elke maand vertellen collega's acht verhalen over hun werk", "studenten uit Gent", "reach_typed", 8,
        services.clock.now().date() + timedelta(days=95), "katrien", start=2,
    )  # fmt: skip
    goal = services.programme.goals.save(officer, words)
    lines = actions.goal(officer, goal.id)["goal_plot"].value["data"]
    wanted = [row[:2] for row in lines if row[2] == "streefcijfer"]
    assert len({month for month, _ in wanted}) == len(wanted), "a month stands once, or the plot adds it up"
    assert (wanted[0][1], wanted[-1][1]) == (2, 8)
    rows = list(
        csv.reader(io.StringIO(sign_in("katrien").get("/figures.csv").content.decode("utf-8-sig")), delimiter=";")
    )
    assert rows[0][0] == "Waarover"
    assert any(row[2].startswith("'=Zorg") for row in rows), "a spreadsheet would run it as a formula"


def test_only_the_figures_page_may_compile_plots(sign_in: SignIn) -> None:
    client = sign_in("katrien")
    assert "'unsafe-eval'" in client.get("/measure/").headers["content-security-policy"]
    for address in ("/surveys", "/evaluations", "/my-posts", "/support", "/write/", "/measure/gradio_api/info"):
        assert "'unsafe-eval'" not in client.get(address).headers["content-security-policy"], address


def test_a_picture_of_a_kit(services: Services, sign_in: SignIn) -> None:
    from tests.programme.test_support import picture

    assert not services.themes.load(OPERATOR, ['{"id": "a/b", "title": "Zorg"}'])
    client = sign_in("katrien")
    given = {"alt_nl": f"Een gang {SCRIPT}", "rights": "foto Els", "people": "agreed"}
    refused = client.post("/support/kits/a/b", data={**given, "people": ""}, files={"picture": ("x.jpg", picture())})
    assert refused.status_code == 422
    assert "foto Els" in refused.text
    went = client.post("/support/kits/a/b", data=given, files={"picture": ("x.jpg", picture())})
    assert went.status_code == 303
    page = sign_in("lotte").get("/kits/a/b").text
    assert SCRIPT not in page
    source = re.search(r'src="(/kit-pictures/\w+)"', page)
    assert source is not None
    answer = sign_in("lotte").get(source.group(1))
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert sign_in("nobody").get(source.group(1)).status_code == 303


def test_the_tiles_of_the_last_steps(services: Services, officer: Person) -> None:
    tiles = {tile.step: tile for tile in services.programme.tiles.list(officer)}
    assert set(tiles) == set(range(1, 8))
    assert all(tiles[step].state and tiles[step].next_step and tiles[step].to.startswith("/") for step in (5, 6, 7))
