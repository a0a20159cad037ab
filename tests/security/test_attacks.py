"""Forged requests, words that are SQL or a template, and paths that lead out: each on the running application."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant.people.person import OPERATOR
from assistant.store.tables.people import AccountRow
from tests.security.matrix import House, filled, house

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
SQL = (
    "'; DROP TABLE account; --",
    "' OR '1'='1",
    '" OR ""="',
    "x' UNION SELECT password_hash FROM account --",
    "%",
    "_",
    "\\",
)
TEMPLATES = (
    "{{7919*7907}}",
    "${7919*7907}",
    "{0.__class__}",
    "{name.__class__.__mro__}",
    "<%= 7919*7907 %>",
    "#{7919*7907}",
    "%(name)s",
    "{person}",
)
PATHS = (
    "/static/../settings.py",
    "/static/..%2f..%2fsettings.py",
    "/static/%2e%2e/%2e%2e/settings.py",
    "/static/..\\..\\settings.py",
    "/static//etc/passwd",
    "/source/..%2f..%2fetc%2fpasswd",
    "/write/gradio_api/file=/etc/passwd",
    "/knowledge/gradio_api/file=..%2f..%2fboegbeeld.db",
    "/knowledge/gradio_api/file%3D/etc/passwd",
    "/knowledge/static/..%2f..%2f..%2fetc%2fpasswd",
    "/knowledge/assets/..%2f..%2f..%2f..%2fetc%2fpasswd",
    "/knowledge/theme.css/../../../etc/passwd",
    "/write/gradio_api/upload_progress?upload_id=../../etc/passwd",
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("attacks")) as made:
        yield made


def accounts(running: House) -> int:
    with running.services.store.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(AccountRow)) or 0


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
    ids=lambda headers: next(iter(headers.values())),
)
def test_no_address_takes_a_forged_post(running: House, headers: dict[str, str]) -> None:
    """Cross-site request forgery, on every address that changes something, with a valid session."""
    changing = [path for method, path in running.routes() if method not in ("GET", "HEAD")]
    assert len(changing) >= 8
    before = running.services.audit.head()
    for path in [*changing, "/write/gradio_api/queue/join", "/knowledge/gradio_api/upload"]:
        answer = running.as_("administrator").post(filled(path, "0" * 32), data={"key": "x"}, headers=headers)
        assert answer.status_code == 403, path
    assert running.services.audit.head() == before


@pytest.mark.parametrize("word", SQL)
def test_words_that_are_sql_stay_words(running: House, word: str) -> None:
    before = accounts(running)
    services = running.services
    employee, manager, officer = (running.person(name) for name in ("employee", "manager", "communications"))
    assert running.as_(None).post("/login", data={"name": word, "password": word}).status_code == 401
    assert services.accounts.by_name(word) is None
    assert list(services.desk.queue(manager, word)) == []
    assert services.library.search(employee, word) == []
    chat = services.chats.new(employee)
    services.chats.add(employee, chat.id, "person", word)
    assert services.chats.messages(employee, chat.id)[-1].text == word
    for path in (f"/source/{word}", f"/invite/{word}", f"/privacy?x={word}"):
        assert running.as_("employee").get(path).status_code in (200, 303, 404)
    assert services.rule_hits.of(officer, word) is None
    assert accounts(running) == before


@pytest.mark.parametrize("word", TEMPLATES)
def test_words_that_are_a_template_stay_words(running: House, word: str) -> None:
    services = running.services
    name = f"t{TEMPLATES.index(word)}"
    person = services.accounts.add(OPERATOR, name, word, "employee", team=word)
    running.client.cookies.clear()
    running.client.cookies.set("boegbeeld", services.sessions.open(person, word))
    page = running.client.get("/account").text
    assert "62615533" not in page, "nobody computed it"
    assert "<class" not in page and "&lt;class" not in page
    wrong = running.as_(None).post("/login", data={"name": word, "password": "x"})
    assert wrong.status_code == 401 and "<class" not in wrong.text


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", [None, "communications"])
def test_no_path_leads_out(running: House, name: str | None, path: str) -> None:
    answer = running.as_(name).get(path)
    assert answer.status_code in (303, 307, 400, 401, 403, 404, 405, 422), (path, answer.status_code)
    assert "root:" not in answer.text and "SQLite format" not in answer.text and "BaseSettings" not in answer.text


def test_a_file_name_is_a_name_and_no_path(running: House) -> None:
    from knowledge.records import LoadItem

    officer = running.person("communications")
    for number, file in enumerate(
        ("../../../tmp/evil.md", "/etc/cron.d/evil.md", "..\\..\\evil.md", "a/../../evil.md")
    ):
        text = f"# Titel {number}\n\nEen tekst over de zaal {number} van het huis.\n".encode()
        running.services.library.load(officer, LoadItem(file, text, language="nl", kind="news", status="approved"))
    assert not Path("/tmp/evil.md").exists() and not Path("/etc/cron.d/evil.md").exists()
    data = running.services.settings.data
    assert not list(data.parent.glob("evil.md"))
