"""Every address and handler of the running application, called by a stranger and by each role: who gets in where.

`python -m tests.security.matrix` writes what it sees into docs/security.md; the test holds both against what is meant.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fastapi.routing import APIRoute
from starlette.routing import Mount
from starlette.testclient import TestClient

from assistant.bootstrap import Services, build
from assistant.people.person import OPERATOR, ROLES, Person
from assistant.server import create_app
from assistant.settings import Settings
from assistant.web.html import PAGES
from knowledge.fakes import HashEmbedder

BEGIN, END = "<!-- written by python -m tests.security.matrix: begin -->", "<!-- matrix: end -->"
DOCS: Final = Path(__file__).parents[2] / "docs" / "security.md"
PEOPLE: Final[tuple[str | None, ...]] = (None, *ROLES)
HEAD: Final = ("address", "stranger", *ROLES)


PUBLIC: Final = frozenset(
    {
        "GET /", "GET /health", "GET /login", "POST /login", "POST /login/as/{name}", "POST /logout", "POST /language",
        "GET /invite/{token}", "POST /invite/{token}", "GET /first/{token}", "POST /first/{token}", "GET /privacy",
        "GET /not-yours",
    }
)  # fmt: skip
"""For everybody, also without signing in; each looks for itself at what it is given."""


@dataclass
class House:
    """The application with one person of each role, and a second employee whose things nobody else may see."""

    services: Services
    client: TestClient

    def person(self, name: str) -> Person:
        found = self.services.accounts.by_name(name)
        if found is None:  # an earlier call was allowed to take this account away
            role: Any = name if name in ROLES else "employee"
            known = {info.name: info for info in self.services.accounts.list(OPERATOR)}
            if name in known:
                self.services.accounts.enable(OPERATOR, name)
            else:
                self.services.accounts.add(OPERATOR, name, name.title(), role, team="Zorg")
            found = self.services.accounts.by_name(name)
        assert found is not None
        return found

    def as_(self, name: str | None) -> TestClient:
        self.client.cookies.clear()
        if name is not None:
            self.client.cookies.set("boegbeeld", self.services.sessions.open(self.person(name)))
        return self.client

    def blocks(self, page: str) -> Any:
        assert self.client.portal is not None
        app: Any = self.client.app
        return self.client.portal.call(app.state.pages.page, page).blocks

    def handlers(self, page: str) -> dict[int, Any]:
        return {number: one for number, one in self.blocks(page).fns.items() if one.fn is not None}

    def routes(self) -> list[tuple[str, str]]:
        """Method and path of each address of the server's own."""
        app: Any = self.client.app
        known = {(method, route.path) for route in _flat(app.routes) for method in route.methods}
        return sorted(known, key=lambda one: (one[1], one[0]))

    def mounts(self) -> set[str]:
        app: Any = self.client.app
        return {route.path for route in app.routes if isinstance(route, Mount)}


def _flat(routes: Iterable[Any]) -> Iterator[APIRoute]:
    """The addresses, also of routers that were included whole."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from _flat(inner.routes)
        elif isinstance(route, APIRoute):
            yield route


@contextmanager
def house(folder: Path) -> Iterator[House]:
    services = build(Settings(_env_file=None, data=folder), embedder=HashEmbedder())
    try:
        with TestClient(create_app(services), base_url="http://127.0.0.1", follow_redirects=False) as client:
            made = House(services, client)
            for name in (*ROLES, "other"):
                made.person(name)
            yield made
    finally:
        services.close()


def gets_in(answer: Any) -> bool:
    """Whether somebody was let in: neither refused, nor sent to the door."""
    if answer.status_code in (401, 403):
        return False
    return not (answer.status_code == 303 and answer.headers["location"].split("?")[0] in ("/login", "/not-yours"))


def reach(house: House, method: str, path: str, ids: str = "0" * 32) -> list[bool]:
    """Who gets in at one address: a stranger, then each role."""
    found = []
    for name in PEOPLE:
        client = house.as_(name)
        where = filled(path, ids)
        found.append(gets_in(client.request(method, where, **_sent(method))))
    return found


def _sent(method: str) -> dict[str, Any]:
    return {"data": {"key": "x"}} if method == "POST" else {}


def reach_page(house: House, page: str) -> list[bool]:
    """Who gets in at every handler of a Gradio page; it is the same for each, or this fails."""
    outcomes = set()
    for number, one in house.handlers(page).items():
        row = []
        for name in PEOPLE:
            call = {"data": [None] * len(one.inputs), "fn_index": number, "session_hash": f"{page} {number} {name}"}
            joined = house.as_(name).post(f"/{page}/gradio_api/queue/join", json=call)
            if joined.status_code == 200:
                drain(house.client, page, call["session_hash"])
            row.append(joined.status_code == 200)
        outcomes.add(tuple(row))
    assert len(outcomes) == 1, (page, outcomes)
    return list(outcomes.pop())


def drain(client: TestClient, page: str, window: str) -> str:
    """Wait until a call is done; gives all that it said."""
    said = []
    with client.stream("GET", f"/{page}/gradio_api/queue/data?session_hash={window}") as stream:
        for line in stream.iter_lines():
            said.append(line)
            if "close_stream" in line or "unexpected_error" in line:
                break
    return "\n".join(said)


def filled(path: str, ids: str) -> str:
    """The address with these ids in place of its parameters."""
    return re.sub(r"\{[^}]+\}", ids, path)


def rows(house: House) -> Iterator[tuple[str, list[bool]]]:
    for page, _ in PAGES:
        yield f"`/{page}/` and each of its handlers", reach_page(house, page)
    for method, path in house.routes():
        name = f"{method} {path}"
        if name in PUBLIC:
            answer = house.as_(None).request(method, filled(path, "x"), **_sent(method))
            assert answer.status_code < 500, (name, answer.status_code)
        yield f"`{name}`", [True] * len(PEOPLE) if name in PUBLIC else reach(house, method, path)


def table(found: Iterator[tuple[str, list[bool]]]) -> str:
    lines = [f"| {' | '.join(HEAD)} |", f"|{' --- |' * len(HEAD)}"]
    lines += [f"| {name} | {' | '.join('yes' if one else '–' for one in row)} |" for name, row in found]
    return "\n".join(lines)


def written() -> str:
    """The table as it stands in the documentation."""
    return DOCS.read_text("utf-8").split(BEGIN)[1].split(END)[0].strip()


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, house(Path(folder)) as made:
        found = table(rows(made))
    before, rest = DOCS.read_text("utf-8").split(BEGIN)
    DOCS.write_text(f"{before}{BEGIN}\n{found}\n{END}{rest.split(END, 1)[1]}", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
