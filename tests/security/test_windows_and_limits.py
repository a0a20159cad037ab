"""Calls that a browser would not make: with another's window, with too much, with files, with broken headers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.bootstrap import Services, build
from assistant.people.person import OPERATOR
from assistant.server import create_app
from assistant.settings import Settings
from assistant.web.guard import tell
from assistant.web.sign_in import inside
from knowledge.fakes import HashEmbedder

pytestmark = pytest.mark.slow
CALLS = "/write/gradio_api"


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder: Path = tmp_path_factory.mktemp("security")
    services = build(Settings(_env_file=None, data=folder), embedder=HashEmbedder())  # type: ignore[call-arg]
    for name in ("lotte", "wim"):
        services.accounts.add(OPERATOR, name, name.title(), "employee")
    yield services
    services.close()


@pytest.fixture(scope="module")
def running(services: Services) -> Iterator[TestClient]:
    app = create_app(services)
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client


@pytest.fixture
def as_person(services: Services, running: TestClient) -> Callable[[str | None], TestClient]:
    def signed_in(name: str | None) -> TestClient:
        running.cookies.clear()
        person = services.accounts.by_name(name) if name else None
        if person is not None:
            running.cookies.set("boegbeeld", services.sessions.open(person))
        return running

    return signed_in


def test_nobody_listens_to_or_acts_in_the_window_of_another(as_person: Callable[[str | None], TestClient]) -> None:
    call = {"data": [], "fn_index": 0, "session_hash": "the window of lotte"}
    assert as_person("lotte").post(f"{CALLS}/queue/join", json=call).status_code == 200
    wim = as_person("wim")
    assert wim.get(f"{CALLS}/queue/data", params={"session_hash": call["session_hash"]}).status_code == 403
    assert wim.get(f"{CALLS}/heartbeat/{call['session_hash']}").status_code == 403
    for address in ("queue/join", "run/load", "call/load"):
        assert wim.post(f"{CALLS}/{address}", json=call).status_code == 403, address
    assert as_person("lotte").post(f"{CALLS}/queue/join", json=call).status_code == 200


def test_a_stranger_keeps_no_connection_open(as_person: Callable[[str | None], TestClient]) -> None:
    assert as_person(None).get(f"{CALLS}/heartbeat/x").status_code == 401


@pytest.mark.parametrize("name", [None, "lotte"])
@pytest.mark.parametrize("path", ["/login", "/language", f"{CALLS}/queue/join", f"{CALLS}/cancel"])
def test_what_is_too_large_is_refused(
    as_person: Callable[[str | None], TestClient], path: str, name: str | None
) -> None:
    assert as_person(name).post(path, content=b"a" * 1_100_000).status_code == 413


def test_a_page_without_files_takes_and_gives_none(as_person: Callable[[str | None], TestClient]) -> None:
    lotte = as_person("lotte")
    assert lotte.post(f"{CALLS}/upload", files={"files": ("a.html", b"x")}).status_code == 404
    for page in ("write", "knowledge"):
        assert lotte.get(f"/{page}/gradio_api/file=/etc/hostname").status_code == 404


@pytest.mark.parametrize("origin", ["http://[", "http://evil]"])
def test_an_origin_that_is_no_address_is_another_site(
    as_person: Callable[[str | None], TestClient], origin: str
) -> None:
    assert as_person("lotte").post("/logout", headers={"origin": origin}).status_code == 403


def test_addresses_that_cannot_be_read_lead_home(as_person: Callable[[str | None], TestClient]) -> None:
    assert inside("//[") == "/"
    answer = as_person(None).post("/language", data={"language": "nl"}, headers={"referer": "http://["})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_own_pages_stay_in_no_cache(as_person: Callable[[str | None], TestClient]) -> None:
    assert as_person("lotte").get("/account").headers["cache-control"] == "no-store"


def test_a_toast_shows_a_file_name_as_text() -> None:
    from assistant.errors import InputError

    with pytest.warns(UserWarning) as shown:
        tell(InputError("library.unsupported", file='<a href="//evil">x</a>.exe'), None)
    assert "<a" not in str(shown[0].message)


def test_a_fault_of_the_database_logs_no_text(services: Services) -> None:
    assert services.store.engine.hide_parameters
