"""The whole application over a small organisation, without a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.bootstrap import Services, build
from assistant.people.person import OPERATOR
from assistant.server import create_app
from assistant.settings import Settings
from knowledge.fakes import HashEmbedder

BASE = "http://127.0.0.1"
PASSWORD = "een zin die niemand raadt"
ROLES = {
    "lotte": "employee",
    "wim": "employee",
    "katrien": "communications",
    "ilse": "manager",
    "joost": "administrator",
}


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder: Path = tmp_path_factory.mktemp("pages")
    services = build(Settings(_env_file=None, data=folder), embedder=HashEmbedder())  # type: ignore[call-arg]
    for name, role in ROLES.items():
        services.accounts.add(OPERATOR, name, name.title(), role, password=PASSWORD, team="Zorg")  # type: ignore[arg-type]
    yield services
    services.close()


@pytest.fixture(scope="session")
def app(services: Services) -> object:
    return create_app(services)


@pytest.fixture(scope="session")
def running(app: object) -> Iterator[TestClient]:
    """One event loop for all: the application runs as it does in a server."""
    with TestClient(app, base_url=BASE, follow_redirects=False) as client:  # type: ignore[arg-type]
        yield client


@pytest.fixture
def client(running: TestClient) -> TestClient:
    running.cookies.clear()
    return running


@pytest.fixture
def sign_in(services: Services, client: TestClient) -> Callable[[str], TestClient]:
    def signed_in(name: str) -> TestClient:
        client.cookies.clear()
        person = services.accounts.by_name(name)
        if person is not None:
            client.cookies.set("boegbeeld", services.sessions.open(person))
        return client

    return signed_in
