"""Sign-in, headers, other origins, and what a person may open by address."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from assistant.bootstrap import Services
from assistant.web.sign_in import inside
from tests.pages.conftest import BASE, PASSWORD

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("path", ["/login", "/health", "/", "/static/style.css", "/nothing", "/write/"])
def test_every_answer_carries_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "'unsafe-eval'" not in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_signing_in_and_out(client: TestClient, services: Services) -> None:
    wrong = client.post("/login", data={"name": "lotte", "password": "mis"})
    assert wrong.status_code == 401
    unknown = client.post("/login", data={"name": "bestaat niet", "password": "mis"})
    assert unknown.status_code == 401
    right = client.post("/login", data={"name": "lotte", "password": PASSWORD, "next": "//evil.example/"})
    assert (right.status_code, right.headers["location"]) == (303, "/")
    cookie = right.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    token = client.cookies["boegbeeld"]
    person = services.sessions.person(token)
    assert person is not None and person.name == "lotte"
    client.post("/logout")
    assert services.sessions.person(token) is None


def test_a_planted_session_is_not_taken_over(client: TestClient) -> None:
    client.cookies.set("boegbeeld", "planted")
    answer = client.post("/login", data={"name": "wim", "password": PASSWORD})
    assert "planted" not in answer.headers["set-cookie"]


def test_no_buttons_outside_the_demo(client: TestClient) -> None:
    assert "/login/as/" not in client.get("/login").text
    assert client.post("/login/as/lotte").headers["location"] == "/login"
    assert "boegbeeld" not in client.cookies


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"origin": "null"},
        {"host": "evil.example"},
    ],
)
def test_another_site_changes_nothing(sign_in: Callable[[str], TestClient], headers: dict[str, str]) -> None:
    assert sign_in("lotte").post("/logout", headers=headers).status_code == 403


def test_its_own_origin_may(sign_in: Callable[[str], TestClient]) -> None:
    assert sign_in("lotte").post("/logout", headers={"origin": BASE}).status_code == 303


def test_a_page_speaks_the_language_of_its_reader(sign_in: Callable[[str], TestClient], services: Services) -> None:
    client = sign_in("wim")
    client.post("/language", data={"language": "fr"}, headers={"referer": f"{BASE}/write/"})
    page = client.get("/write/", headers={"accept": "text/html"}).text
    assert 'lang="fr"' in page
    assert "Racontez-le avec vos mots" in page


def test_a_name_is_shown_as_text(services: Services, client: TestClient) -> None:
    from assistant.people.person import OPERATOR

    evil = "<img src=x onerror=alert(1)>"
    person = services.accounts.add(OPERATOR, "evil", evil, "employee")
    client.cookies.set("boegbeeld", services.sessions.open(person))
    for path in ("/write/", "/account", "/not-yours"):
        assert evil not in client.get(path, headers={"accept": "text/html"}).text


def test_a_source_is_for_whoever_may_see_it(sign_in: Callable[[str], TestClient]) -> None:
    assert sign_in("nobody").get("/source/x").headers["location"].startswith("/login")
    assert sign_in("lotte").get("/source/x").status_code == 404


def test_ending_every_session(sign_in: Callable[[str], TestClient]) -> None:
    client = sign_in("joost")
    assert client.get("/account").status_code == 200
    client.post("/account/sessions")
    assert client.get("/account").status_code == 303


@pytest.mark.parametrize("address", ["//evil", "https://evil", "/\\evil", "javascript:alert(1)", None, "evil"])
def test_only_addresses_of_this_server(address: str | None) -> None:
    assert inside(address) == "/"


def test_an_address_inside_is_kept() -> None:
    assert inside("/knowledge/") == "/knowledge/"
