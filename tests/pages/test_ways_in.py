"""Getting in without anybody there yet, and through the organisation's own provider, as a browser does it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from pydantic import SecretStr
from starlette.testclient import TestClient

from assistant.bootstrap import Services, build
from assistant.people.person import OPERATOR
from assistant.server import create_app, first_steps
from assistant.settings import Settings
from knowledge.fakes import HashEmbedder
from tests.people.provider import CLIENT, SECRET, Provider, running

pytestmark = pytest.mark.slow
BASE = "http://127.0.0.1"
PASSWORD = "een zin die niemand raadt"


@contextmanager
def house(folder: Path, **given: Any) -> Iterator[tuple[Services, TestClient]]:
    services = build(Settings(_env_file=None, data=folder, **given), embedder=HashEmbedder())
    try:
        yield services, TestClient(create_app(services), base_url=BASE, follow_redirects=False)
    finally:
        services.close()


def test_the_first_administrator_comes_in_by_the_link_of_the_console(tmp_path: Path) -> None:
    with house(tmp_path) as (services, client):
        words, link = first_steps(services, BASE)
        assert "beheerder" in words
        path = urlsplit(link).path
        assert client.get("/first/guessed").status_code == 404
        assert client.post("/first/guessed", data={"name": "x", "password": PASSWORD}).status_code == 404
        assert client.get(path).status_code == 200
        weak = client.post(path, data={"name": "joost", "password": "kort"})
        assert weak.status_code == 400
        assert 'value="joost"' in weak.text
        made = client.post(path, data={"name": "joost", "display_name": "Joost", "password": PASSWORD})
        assert (made.status_code, made.headers["location"]) == (303, "/accounts")
        person = services.sessions.person(client.cookies["boegbeeld"])
        assert person is not None and person.role == "administrator"
        assert client.get(path).status_code == 404
        assert first_steps(services, BASE) == []


def test_the_demo_prints_no_link(tmp_path: Path) -> None:
    with house(tmp_path, demo=True) as (services, _):
        assert first_steps(services, BASE) == []


def test_another_secret_signs_everybody_out(tmp_path: Path) -> None:
    secrets = ["Zq3-kd92_lmPw0vBx7RtYuaS1cEfGhJn", "another-0123456789-abcdefghijklmn"]
    with house(tmp_path, secret=SecretStr(secrets[0])) as (services, _):
        token = services.sessions.open(services.accounts.add(OPERATOR, "ann", "Ann", "employee"))
        assert services.sessions.person(token) is not None
    with house(tmp_path, secret=SecretStr(secrets[1])) as (services, _):
        assert services.sessions.person(token) is None


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running(Provider(redirects={f"{BASE}/login/openid/back"})) as one:
        one.claims = {"sub": "u-1", "preferred_username": "lotte", "roles": ["staff"]}
        yield one


def test_in_and_out_through_the_provider(tmp_path: Path, provider: Provider) -> None:
    given = {
        "openid_issuer": provider.issuer,
        "openid_client": CLIENT,
        "openid_secret": SecretStr(SECRET),
        "openid_roles": {"staff": "employee"},
        "local_accounts": False,
    }
    with house(tmp_path, **given) as (services, client):
        assert len(first_steps(services, BASE)) == 1, "no link: nobody has a password here"
        page = client.get("/login?next=/account").text
        assert '<a class="primary" id="openid" href="/login/openid?next=/account">' in page
        assert 'type="password"' not in page
        assert client.get("/first/x").status_code == 404
        assert client.post("/login", data={"name": "lotte", "password": PASSWORD}).status_code == 401
        leaving = client.get("/login/openid?next=/account")
        cookie = leaving.headers["set-cookie"].lower()
        assert all(part in cookie for part in ("httponly", "samesite=lax", "path=/login/openid", "max-age=600"))
        answer = requests.get(leaving.headers["location"], allow_redirects=False, timeout=5)
        back = answer.headers["location"].removeprefix(BASE)
        stranger = TestClient(client.app, base_url=BASE, follow_redirects=False)
        assert stranger.get(back).status_code == 403, "the answer of one browser does not sign another in"
        client.cookies.set("boegbeeld", "planted")
        arrived = client.get(back)
        assert (arrived.status_code, arrived.headers["location"]) == (303, "/account")
        client.cookies.delete("boegbeeld", domain="")
        assert services.sessions.person(client.cookies["boegbeeld"]) is not None
        assert client.get(back).status_code == 403, "and works once"
        services.accounts.disable(OPERATOR, "lotte")
        again = client.get("/login/openid")
        answer = requests.get(again.headers["location"], allow_redirects=False, timeout=5)
        assert client.get(answer.headers["location"].removeprefix(BASE)).status_code == 403
        assert client.get("/account").status_code == 303


def test_without_a_provider_there_is_no_such_address(tmp_path: Path) -> None:
    with house(tmp_path) as (_, client):
        assert client.get("/login/openid").status_code == 404
        assert "openid" not in client.get("/login").text
