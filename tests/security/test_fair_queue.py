"""One person never fills the queue of a page, nor takes all the places where calls are worked on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import gradio as gr
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.bootstrap import Services, build
from assistant.pages.screen import Screen
from assistant.people.person import OPERATOR
from assistant.settings import Settings
from assistant.web.mount import CONCURRENT, EACH, WAITING, mount_page
from knowledge.fakes import HashEmbedder

pytestmark = pytest.mark.slow


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    services = build(Settings(_env_file=None, data=tmp_path), embedder=HashEmbedder())
    for name in ("lotte", "wim"):
        services.accounts.add(OPERATOR, name, name.title(), "employee")
    yield services
    services.close()


def test_others_get_their_turn_while_one_person_asks_for_everything(services: Services) -> None:
    go_on, worked = threading.Event(), []
    screen = Screen("own.write")

    def slow(person: object) -> None:
        go_on.wait(20)
        worked.append(person)

    with gr.Blocks(analytics_enabled=False) as page:
        screen.add(button=gr.Button())
        screen.on(screen["button"].click, slow)
    app = FastAPI()
    mount_page(app, services, "write", page, "own.write")
    with TestClient(app, base_url="http://127.0.0.1") as client:
        tokens = {}
        for name in ("lotte", "wim"):
            person = services.accounts.by_name(name)
            assert person is not None
            tokens[name] = services.sessions.open(person)

        def ask(name: str, window: int) -> int:
            client.cookies.clear()
            client.cookies.set("boegbeeld", tokens[name])
            call = {"data": [], "fn_index": 0, "session_hash": f"{name} {window}"}
            return client.post("/write/gradio_api/queue/join", json=call).status_code

        try:
            asked = [ask("lotte", number) for number in range(WAITING + 50)]
            assert asked[:EACH] == [200] * EACH
            assert set(asked[EACH:]) == {503}
            assert ask("wim", 1) == 200
            assert EACH < CONCURRENT, "somebody else's call is worked on right away"
        finally:
            go_on.set()
