"""Every handler of every page, called as every role: only whoever may, and never with a file of the server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from starlette.testclient import TestClient

from assistant.errors import InputError
from assistant.people.permissions import PERMISSIONS
from assistant.web.guard import demand_guarded, guard, tell
from assistant.web.html import PAGES
from tests.pages.conftest import ROLES

pytestmark = pytest.mark.slow
PEOPLE: list[str | None] = [None, *ROLES]


def handlers(running: TestClient, page: str) -> dict[int, Any]:
    """The handlers of a page, of the running app."""
    assert running.portal is not None
    blocks = running.portal.call(running.app.state.pages.page, page).blocks  # type: ignore[attr-defined]
    return {number: one for number, one in blocks.fns.items() if one.fn is not None}


@pytest.mark.parametrize("page,action", PAGES)
def test_every_handler_says_what_it_is_for(running: TestClient, page: str, action: str) -> None:
    found = handlers(running, page)
    assert found
    assert {one.fn.guarded_action for one in found.values()} == {action}


@pytest.mark.parametrize("page,action", PAGES)
@pytest.mark.parametrize("name", PEOPLE)
def test_only_who_may_reaches_a_handler(
    running: TestClient, sign_in: Callable[[str], TestClient], page: str, action: str, name: str | None
) -> None:
    allowed = name is not None and ROLES[name] in PERMISSIONS[action]
    client = sign_in(name or "nobody")
    for number, one in handlers(running, page).items():
        body = {"data": [None] * len(one.inputs), "fn_index": number, "session_hash": f"chosen by {name}"}
        joined = client.post(f"/{page}/gradio_api/queue/join", json=body)
        assert (joined.status_code == 200) == allowed, (page, number, joined.status_code)
        if not allowed:
            assert joined.status_code == 401
            assert client.post(f"/{page}/gradio_api/run/predict", json=body).status_code == 401


@pytest.mark.parametrize("page,action", PAGES)
@pytest.mark.parametrize("name", PEOPLE)
def test_the_page_itself(sign_in: Callable[[str], TestClient], page: str, action: str, name: str | None) -> None:
    answer = sign_in(name or "nobody").get(f"/{page}/", headers={"accept": "text/html"})
    if name is not None and ROLES[name] in PERMISSIONS[action]:
        assert answer.status_code == 200
        assert "<h1>" in answer.text
    else:
        assert answer.status_code == 303
        assert answer.headers["location"] == (f"/login?next=/{page}/" if name is None else "/not-yours")


@pytest.mark.parametrize(
    "page,name", [("write", "lotte"), ("knowledge", "katrien"), ("rules", "katrien"), ("review", "ilse")]
)
def test_no_input_names_a_file_of_the_server(
    running: TestClient, sign_in: Callable[[str], TestClient], tmp_path: Path, page: str, name: str
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not for you")
    forged = {"path": str(secret), "orig_name": "x.txt", "meta": {"_type": "gradio.FileData"}}
    client = sign_in(name)
    tried = 0
    for number, one in handlers(running, page).items():
        for place in range(len(one.inputs)):
            data: list[Any] = [None] * len(one.inputs)
            for value in (forged, [forged], [{"role": "user", "content": {"file": forged}}]):
                data[place] = value
                tried += 1
                said = called(client, page, number, data, f"forger{tried}")
                assert "secret" not in said, (number, place, said)
                assert "gradio_api/file=" not in said, (number, place, said)
    assert tried
    copies = [copy for copy in Path(running.app.state.uploads).rglob("*") if copy.is_file()]
    assert not any("not for you" in copy.read_text(errors="ignore") for copy in copies)


def called(client: TestClient, page: str, number: int, data: list[Any], session: str) -> str:
    """All that a handler says when it is called as the page itself calls it: through the queue."""
    body = {"data": data, "fn_index": number, "session_hash": session}
    assert client.post(f"/{page}/gradio_api/queue/join", json=body).status_code == 200
    said = []
    with client.stream("GET", f"/{page}/gradio_api/queue/data?session_hash={session}") as stream:
        for line in stream.iter_lines():
            said.append(line)
            if "process_completed" in line or "unexpected_error" in line:
                break
    return "\n".join(said)


def test_a_page_with_a_bare_handler_is_refused() -> None:
    with gr.Blocks() as page:
        gr.Button().click(lambda: None)
    with pytest.raises(RuntimeError, match="without a guard"):
        demand_guarded(page, "bad")


def test_a_handler_without_a_person_does_nothing() -> None:
    called = []
    guarded = guard("own.write", lambda person: called.append(person))
    with pytest.warns(UserWarning, match="may not"):
        guarded(None)
    assert called == []


def test_a_fault_shows_an_id_and_no_more(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.warns(UserWarning) as shown:
        tell(ValueError("the secret"), None)
    words = str(shown[0].message)
    number = caplog.records[0].getMessage().removeprefix("fault ")
    assert number in words
    assert "secret" not in words


def test_an_error_for_people_shows_its_words() -> None:
    with pytest.warns(UserWarning, match="no text to check"):
        tell(InputError("write.nothing_to_save"), None)
