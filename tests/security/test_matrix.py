"""Who gets in where: every address and every handler of the running application, against what is meant and written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from assistant.people.permissions import PERMISSIONS
from assistant.people.person import ROLES
from assistant.web.html import PAGES
from tests.security import matrix
from tests.security.matrix import PUBLIC, House

pytestmark = pytest.mark.slow
SECRET: Final = "Zeepaardjesfabriek"
"""Stands in everything that is somebody's own, and in no answer to anybody else."""

OWN: Final = (
    "where", "account", "my-voice.json", "my-data.json", "my-posts", "my-posts.csv", "kits", "kit-pictures", "moments",
    "stories", "guide", "my-support", "survey", "ambassador", "agreements", "learn", "my-chats", "my-voice",
)  # fmt: skip
ACTIONS: Final = {
    **dict.fromkeys(OWN, "own.write"),
    "account/deputies": "review.decide",
    "accounts": "accounts.manage",
    "safety": "release.pause",
    "audit.jsonl": "audit.read",
    "source": "library.search",
}
"""What somebody must be allowed to do at the addresses that begin so; all others are for whoever runs the programme."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with matrix.house(tmp_path_factory.mktemp("matrix")) as made:
        yield made


@pytest.fixture(scope="module")
def others(house: House) -> dict[str, str]:
    """Things of one employee, by kind: their ids."""
    owner = house.person("other")
    services = house.services
    chat = services.chats.new(owner).id
    services.chats.rename(owner, chat, f"Over de {SECRET}")
    services.chats.keep_unsent(owner, chat, f"Nog iets over de {SECRET}")
    post = services.posts.new(owner, chat_id=chat).id
    services.posts.save_draft(owner, post, f"Bel 0478 12 34 56 over de {SECRET}.", "edit")
    handed = services.hand_ins.hand_in(owner, post, f"Mag de {SECRET}?").id
    session = services.sessions.list(owner, services.sessions.open(owner))[0].key
    return {"chat": chat, "post": post, "hand_in": handed, "account": owner.id, "session": session}


@pytest.fixture(scope="module")
def seen(house: House) -> list[tuple[str, list[bool]]]:
    """Everything called by everybody, once."""
    return list(matrix.rows(house))


def action_at(path: str) -> str:
    first = path.strip("/").split("/")[0]
    longer = "/".join(path.strip("/").split("/")[:2])
    return ACTIONS.get(longer, ACTIONS.get(first, "programme.manage"))


def test_everything_lets_in_who_may_and_nobody_else(house: House, seen: list[tuple[str, list[bool]]]) -> None:
    actions = [action for _, action in PAGES]
    actions += ["" if f"{method} {path}" in PUBLIC else action_at(path) for method, path in house.routes()]
    wrong = [
        (name, action, found)
        for (name, found), action in zip(seen, actions, strict=True)
        if action and found != [False, *(role in PERMISSIONS[action] for role in ROLES)]
    ]
    assert wrong == []


def test_there_are_no_other_addresses(house: House) -> None:
    assert house.mounts() == {"/static", *(f"/{name}" for name, _ in PAGES)}
    assert {f"{method} {path}" for method, path in house.routes()} >= PUBLIC


def test_the_documentation_says_so(seen: list[tuple[str, list[bool]]]) -> None:
    assert matrix.table(iter(seen)) == matrix.written(), "run: python -m tests.security.matrix"


def test_no_address_gives_what_is_somebody_else_s(house: House, others: dict[str, str]) -> None:
    """Each address with a parameter, asked by a colleague and by each role, with each id of somebody else."""
    told = []
    for method, path in house.routes():
        if "{" not in path or f"{method} {path}" in PUBLIC:
            continue
        for name in ROLES:
            for kind, known in others.items():
                if (kind, action_at(path), name) == ("account", "accounts.manage", "administrator"):
                    continue  # that is what the page is for
                client = house.as_(name)
                answer = client.request(method, matrix.filled(path, known), **_form(method, others))
                if SECRET in answer.text:
                    told.append((method, path, name, kind))
    assert told == []
    assert house.services.posts.get(house.person("other"), others["post"]).text.count(SECRET) == 1


def test_no_session_of_another_is_ended(house: House, others: dict[str, str]) -> None:
    token = house.services.sessions.open(house.person("other"))
    key = next(one.key for one in house.services.sessions.list(house.person("other"), token) if one.is_this)
    for name in ROLES:
        house.as_(name).post("/account/sessions", data={"key": key})
    assert house.services.sessions.person(token) is not None


@pytest.mark.parametrize("page", [name for name, _ in PAGES])
def test_a_stolen_window_is_worth_nothing(house: House, page: str) -> None:
    action = dict(PAGES)[page]
    role = next(role for role in ROLES if role in PERMISSIONS[action])
    window = f"the window of {role} on {page}"
    number = next(iter(house.handlers(page)))
    inputs = len(house.handlers(page)[number].inputs)
    call = {"data": [None] * inputs, "fn_index": number, "session_hash": window}
    assert house.as_(role).post(f"/{page}/gradio_api/queue/join", json=call).status_code == 200
    matrix.drain(house.client, page, window)
    thief = next((one for one in (*ROLES, "other") if one != role and may(one, action)), None)
    for name in (None, thief) if thief else (None,):
        client = house.as_(name)
        for handler in house.handlers(page):
            stolen = {**call, "fn_index": handler}
            for way in ("queue/join", "run/predict", "call/load"):
                refused = client.post(f"/{page}/gradio_api/{way}", json=stolen).status_code
                assert refused in (401, 403, 404), (page, handler, way, refused)
        assert client.get(f"/{page}/gradio_api/queue/data", params={"session_hash": window}).status_code in (401, 403)


def may(name: str, action: str) -> bool:
    return (name if name in ROLES else "employee") in PERMISSIONS[action]


@pytest.mark.parametrize("page", ["write", "voice", "review"])
def test_no_forged_value_opens_what_is_somebody_else_s(house: House, others: dict[str, str], page: str) -> None:
    """Each input of each handler, also those that a page never lets anybody change, with what is another's."""
    name = "manager" if page == "review" else "employee"
    owner = house.person("other")
    hidden = page != "review"  # a manager sees what was handed in, and nothing else
    before = house.services.posts.get(owner, others["post"])
    where = {"chat": others["chat"], "post": others["post"], "number": before.number, "window": "x"}
    client = house.as_(name)
    for number, one in house.handlers(page).items():
        for value in (where, others["post"], others["chat"], others["hand_in"] if hidden else others["session"]):
            window = f"forged {page} {number} {id(value)}"
            call = {"data": [value] * len(one.inputs), "fn_index": number, "session_hash": window}
            joined = client.post(f"/{page}/gradio_api/queue/join", json=call)
            if joined.status_code != 200:
                continue
            said = matrix.drain(client, page, window)
            if hidden:
                assert SECRET not in said, (page, number, value)
            else:
                assert f"Nog iets over de {SECRET}" not in said
    assert house.services.posts.get(owner, others["post"]).text == before.text
    assert house.services.chats.get(owner, others["chat"]).title == f"Over de {SECRET}"
    assert house.services.hand_ins.mine(owner)[0].state in ("waiting", "approved", "denied", "changes_asked")
    actors = {entry["actor"] for entry in house.services.audit.export() if entry["subject"] == others["post"]}
    assert actors <= {"other", "program"}


def _form(method: str, others: dict[str, str]) -> dict[str, Any]:
    """What a form could be sent with: every name a page here uses, all pointing at somebody else's."""
    if method != "POST":
        return {}
    names = ("key", "hand_in", "post", "post_id", "deputy", "alert", "manager", "id", "account", "chat", "result_id")
    values = {name: others.get(name, others["post"]) for name in names}
    return {"data": {**values, "hand_in": others["hand_in"], "key": others["session"]}}


def test_what_is_asked_from_another_site_changes_nothing(house: House) -> None:
    """Every address that changes something, as another site would make a browser call it."""
    open_doors = []
    for method, path in house.routes():
        if method in ("GET", "HEAD"):
            continue
        for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
            answer = house.as_("administrator").request(method, matrix.filled(path, "x"), headers=headers)
            if answer.status_code != 403:
                open_doors.append((method, path, headers))
    for page, _ in PAGES:
        call = json.dumps({"data": [], "fn_index": 0, "session_hash": "x"})
        headers = {"origin": "https://evil.example", "content-type": "application/json"}
        if (
            house.as_("employee").post(f"/{page}/gradio_api/queue/join", content=call, headers=headers).status_code
            != 403
        ):
            open_doors.append(("POST", page, headers))
    assert open_doors == []


def test_the_page_of_the_matrix_is_there() -> None:
    assert Path(matrix.DOCS).read_text("utf-8").count(matrix.BEGIN) == 1
