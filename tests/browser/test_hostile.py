"""Names, titles, files, notes and a model's words that are code: in a real browser nothing of it runs or calls out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.bootstrap import Services, build
from assistant.people.person import OPERATOR, Person
from assistant.settings import Settings
from knowledge.fakes import HashEmbedder
from knowledge.records import LoadItem

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]
EVIL = (
    '<img src=x onerror="window.__ran=1"><script>window.__ran=2</script>'
    "![p](https://evil.example/p.png?q=1)[k](javascript:window.__ran=3)<svg onload='window.__ran=4'>"
    "{{7*7}}${7*7}'); DROP TABLE account; --"
)
SHORT = "<b onmouseover=window.__ran=5>x</b><img src=x onerror=window.__ran=6>"


@dataclass
class Hostile:
    address: str
    cookies: dict[str, str]
    hand_in: str


def fill(services: Services) -> tuple[dict[str, Person], str]:
    """A house in which everything that another person sees was written by somebody who means harm."""
    people = {
        role: services.accounts.add(OPERATOR, f"x-{role}", SHORT, role, team=SHORT, job=EVIL)  # type: ignore[arg-type]
        for role in ("employee", "communications", "manager", "administrator")
    }
    officer, author, manager = people["communications"], people["employee"], people["manager"]
    item = LoadItem(
        f"{SHORT}.md",
        f"# {EVIL}\n\nDe jobbeurs van Gent. {EVIL}\n".encode(),
        title=EVIL,
        language="nl",
        kind="news",
        status="approved",
    )
    assert services.library.load(officer, item).failure is None
    chat = services.chats.new(author)
    services.chats.add(author, chat.id, "person", EVIL)
    passage = services.library.search(author, "jobbeurs van Gent")[0]
    source = {"number": 1, "passage": passage.passage_id, "title": EVIL, "quote": EVIL, "file": SHORT}
    services.chats.add(author, chat.id, "assistant", EVIL, [source])
    services.chats.rename(author, chat.id, EVIL)
    post = services.posts.new(author, chat_id=chat.id, notes=[EVIL])
    services.posts.save_draft(author, post.id, f"Bel 0470 12 34 56 voor {EVIL}", "model", [source], prompt=EVIL)
    first = services.hand_ins.hand_in(author, post.id, EVIL)
    services.desk.decide(manager, first.id, "ask_for_changes", reason="tone", comment=EVIL, suggestion=EVIL)
    second = services.posts.new(author, notes=[EVIL])
    services.posts.save_draft(author, second.id, f"Mail an.peeters@gmail.com over {EVIL}", "edit", [source])
    return people, services.hand_ins.hand_in(author, second.id, EVIL).id


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    import threading
    import time

    import uvicorn

    from assistant.server import create_app

    folder: Path = tmp_path_factory.mktemp("hostile")
    services = build(Settings(_env_file=None, data=folder), embedder=HashEmbedder())  # type: ignore[call-arg]
    people, hand_in = fill(services)
    cookies = {role: services.sessions.open(person, EVIL) for role, person in people.items()}
    server = uvicorn.Server(uvicorn.Config(create_app(services), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Hostile(f"http://127.0.0.1:{port}", cookies, hand_in)
    server.should_exit = True
    thread.join(20)
    services.close()


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("employee", "/write/"),
        ("employee", "/account"),
        ("employee", "/privacy"),
        ("communications", "/knowledge/"),
        ("communications", "/rules/"),
        ("manager", "/review/"),
        ("administrator", "/accounts"),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_nothing_runs_and_nothing_calls_out(hostile: Hostile, chromium: Browser, role: str, path: str) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="nl-BE")
    context.add_cookies([{"name": "boegbeeld", "value": hostile.cookies[role], "url": hostile.address}])
    page = context.new_page()
    asked: list[str] = []
    dialogs: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(f"{hostile.address}{path}")
    if path.endswith("/"):
        page.wait_for_selector(".gradio-container button", timeout=30_000)
        page.wait_for_timeout(1500)
        for row in page.locator("label:has(input[type=radio])").all()[:2]:  # opens what stands in the queue or list
            if row.is_visible():
                row.click()
                page.wait_for_timeout(700)
    shown = page.evaluate(
        "document.documentElement.innerText + [...document.querySelectorAll('textarea')].map(t => t.value)"
    )
    if path not in ("/privacy", "/rules/"):
        assert "onerror" in shown or "onmouseover" in shown, "what was written is shown, as text"
    if path in ("/write/", "/review/"):
        assert "DROP TABLE" in shown, "the text itself is open"
    assert page.evaluate("window.__ran") is None
    assert dialogs == []
    foreign = [url for url in asked if not url.startswith((hostile.address, "data:", "blob:"))]
    assert foreign == []
    assert (
        page.locator("main img[src*='evil'], main script, img[src='x'], svg[onload], a[href^='javascript']").count()
        == 0
    )
    context.close()
