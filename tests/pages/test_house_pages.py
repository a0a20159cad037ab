"""Accounts, the pause, the record and where one's texts stand: pages that the server writes itself."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest
from starlette.testclient import TestClient

from assistant.bootstrap import Services
from assistant.people.person import OPERATOR, Person
from tests.pages.conftest import PASSWORD, ROLES

pytestmark = pytest.mark.slow
EVIL = "<img src=x onerror=alert(1)>"
PAGES = {"/accounts": {"administrator"}, "/safety": {"administrator", "communications"}, "/where": set(ROLES.values())}
SignIn = Callable[[str], TestClient]


def someone(services: Services, name: str) -> Person:
    person = services.accounts.by_name(name)
    assert person is not None
    return person


@pytest.fixture
def ann(services: Services) -> Iterator[Person]:
    """An account that a test may do anything with."""
    infos = {info.name for info in services.accounts.list(OPERATOR)}
    name = f"ann{len(infos)}"
    yield services.accounts.add(OPERATOR, name, f"Ann {EVIL}", "employee", team="Zorg")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("name", [None, *ROLES])
def test_who_may_open_which(sign_in: SignIn, path: str, name: str | None) -> None:
    answer = sign_in(name or "nobody").get(path)
    if name is not None and ROLES[name] in PAGES[path]:
        assert answer.status_code == 200
        assert f'href="{path}"' in answer.text, "and the bar leads there"
    else:
        assert answer.status_code == 303
        assert answer.headers["location"] == (f"/login?next={path}" if name is None else "/not-yours")


def test_an_account_from_adding_to_the_first_sign_in(sign_in: SignIn, services: Services) -> None:
    client = sign_in("joost")
    added = client.post(
        "/accounts/add", data={"name": "nieuw", "display_name": "Nieuw", "role": "manager", "manages": "Zorg, IT"}
    )
    assert (added.status_code, added.headers["location"]) == (303, "/accounts?done=added")
    person = someone(services, "nieuw")
    assert (person.role, person.manages) == ("manager", ("Zorg", "IT"))
    made = client.post(f"/accounts/{person.id}/invite")
    link = re.search(r'<pre class="copy" id="link">http://127.0.0.1(/invite/[^<]+)</pre>', made.text)
    assert link is not None
    assert client.get("/accounts").text.count("/invite/") == 0, "it is shown once"
    client.cookies.clear()
    accepted = client.post(link[1], data={"password": PASSWORD})
    assert accepted.status_code == 303
    assert services.accounts.sign_in("nieuw", PASSWORD, "10.1.1.1").id == person.id


def test_what_is_wrong_is_said_and_what_was_typed_stays(sign_in: SignIn) -> None:
    answer = sign_in("joost").post("/accounts/add", data={"new": "yes", "name": "lotte", "display_name": EVIL})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert EVIL not in answer.text
    assert "&lt;img src=x onerror=alert(1)&gt;" in answer.text


def test_changing_an_account(sign_in: SignIn, services: Services, ann: Person) -> None:
    client = sign_in("joost")
    before = client.get("/accounts").text
    assert EVIL not in before and f'id="account-{ann.id}"' in before
    token = services.sessions.open(ann)
    changed = {"display_name": "Ann", "role": "communications", "team": "Pers", "email": "ann@example.be"}
    assert client.post(f"/accounts/{ann.id}/change", data=changed).status_code == 303
    assert (someone(services, ann.name).role, someone(services, ann.name).team) == ("communications", "Pers")
    client.post(f"/accounts/{ann.id}/sign-out")
    assert services.sessions.person(token) is None
    client.post(f"/accounts/{ann.id}/disable")
    assert services.accounts.by_name(ann.name) is None
    client.post(f"/accounts/{ann.id}/enable")
    assert services.accounts.by_name(ann.name) is not None
    assert client.post(f"/accounts/{ann.id}/change", data={"role": "king"}).status_code == 422
    assert client.post("/accounts/nobody/disable").status_code == 422


def test_an_address_for_messages_is_shown_without_its_secret(sign_in: SignIn, services: Services, ann: Person) -> None:
    client = sign_in("joost")
    address = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#desk"
    given = {"display_name": "Ann", "role": "employee", "address": address}
    assert client.post(f"/accounts/{ann.id}/change", data=given).status_code == 303
    shown = client.get("/accounts").text
    assert "TIiajkdnlazkcOXrIdevi7FQ" not in shown
    kept = services.notifier.address_of(ann.id)
    assert client.post(f"/accounts/{ann.id}/change", data={**given, "address": kept}).status_code == 303
    assert services.notifier.address_of(ann.id) == kept, "saving what is shown keeps what is meant"
    assert client.post(f"/accounts/{ann.id}/change", data={**given, "address": "http://10.0.0.1"}).status_code == 422


def test_nobody_changes_their_own_role_or_disables_themselves(sign_in: SignIn, services: Services) -> None:
    joost = someone(services, "joost")
    client = sign_in("joost")
    assert client.post(f"/accounts/{joost.id}/change", data={"role": "employee"}).status_code == 422
    assert client.post(f"/accounts/{joost.id}/disable").status_code == 422


def test_deputies_from_both_pages(sign_in: SignIn, services: Services) -> None:
    services.accounts.add(OPERATOR, "tom", "Tom", "manager", manages=["IT"])
    admin = sign_in("joost")
    given = {"manager": "ilse", "deputy": "tom", "starts": "2026-12-01T09:00", "ends": "2099-12-08T09:00"}
    assert admin.post("/accounts/deputies/add", data=given).status_code == 303
    (row,) = services.deputies.list(OPERATOR)
    assert (row.manager, row.deputy) == ("ilse", "tom")
    manager = sign_in("ilse")
    assert "Tom" in manager.get("/account").text
    wrong = manager.post("/account/deputies/add", data={**given, "manager": "tom", "deputy": "ilse"})
    assert wrong.status_code == 422, "a manager names a deputy for themselves only"
    assert manager.post("/account/deputies/remove", data={"deputy": row.id}).status_code == 303
    assert services.deputies.list(OPERATOR) == []
    assert sign_in("lotte").post("/account/deputies/add", data=given).headers["location"] == "/not-yours"


@pytest.mark.parametrize("name", ["katrien", "joost"])
def test_everything_stops_and_starts_again(sign_in: SignIn, services: Services, name: str) -> None:
    client = sign_in(name)
    assert client.post("/safety/pause", data={"message": f"Even stil. {EVIL}"}).status_code == 303
    assert services.releases.paused() is not None
    shown = client.get("/safety").text
    assert "Even stil." in shown and EVIL not in shown
    assert "Even stil." in sign_in("lotte").get("/where").text
    assert sign_in(name).post("/safety/resume").status_code == 303
    assert services.releases.paused() is None
    assert [entry["action"] for entry in services.audit.export()][-2:] == ["release.pause", "release.resume"]


def test_who_may_not_stops_nothing(sign_in: SignIn, services: Services) -> None:
    for name in ("lotte", "ilse"):
        assert sign_in(name).post("/safety/pause", data={"message": "x"}).headers["location"] == "/not-yours"
    assert services.releases.paused() is None


def test_the_record_is_verified_and_taken_along_by_an_administrator(sign_in: SignIn, services: Services) -> None:
    client = sign_in("joost")
    assert 'class="well"' in client.get("/safety?verify=1").text
    answer = client.get("/audit.jsonl")
    entries = [json.loads(line) for line in answer.text.splitlines()]
    assert [entry["number"] for entry in entries] == list(range(1, len(entries) + 1))
    assert (entries[-1]["action"], entries[-1]["actor"]) == ("audit.export", "joost")
    for name in ("katrien", "lotte", "ilse"):
        assert sign_in(name).get("/audit.jsonl").headers["location"] == "/not-yours"
    assert "audit.jsonl" not in sign_in("katrien").get("/safety").text


def test_where_it_stands_and_a_text_file(sign_in: SignIn, services: Services) -> None:
    lotte = someone(services, "lotte")
    post = services.posts.new(lotte).id
    services.posts.save_draft(lotte, post, f"Vandaag koekjes gebakken met de buren. {EVIL}", "edit")
    services.posts.check(lotte, post)
    client = sign_in("lotte")
    page = client.get("/where").text
    assert "koekjes" in page and EVIL not in page
    answer = client.post(f"/where/{post}/text")
    assert answer.headers["content-type"].startswith("text/plain")
    assert re.fullmatch(r'attachment; filename="boegbeeld-[0-9-]+\.txt"', answer.headers["content-disposition"])
    assert answer.text.startswith("Vandaag koekjes")
    assert "release.text_file" in {entry["action"] for entry in services.audit.export()}
    assert client.get(f"/where/{post}/text").status_code == 405, "no link from elsewhere releases a text"
    other = sign_in("wim")
    assert other.post(f"/where/{post}/text").status_code == 422
    assert "koekjes" not in other.post(f"/where/{post}/text").text
    for what in ("hold", "let-go"):
        assert other.post(f"/where/{post}/{what}").status_code == 422


def test_a_waiting_text_is_taken_back(sign_in: SignIn, services: Services) -> None:
    lotte = someone(services, "lotte")
    post = services.posts.new(lotte).id
    services.posts.save_draft(lotte, post, "Bel mij op 0478 12 34 56.", "edit")
    handed = services.hand_ins.hand_in(lotte, post).id
    assert sign_in("wim").post(f"/where/{post}/withdraw", data={"hand_in": handed}).status_code == 422
    client = sign_in("lotte")
    assert handed in client.get("/where").text
    assert client.post(f"/where/{post}/withdraw", data={"hand_in": handed}).status_code == 303
    assert handed not in client.get("/where").text
    flagged = client.post(f"/where/{post}/text")
    assert flagged.status_code == 422
    assert "0478" not in flagged.headers.get("content-disposition", "")


def test_a_text_under_embargo_is_held_from_the_page(sign_in: SignIn, services: Services) -> None:
    line = {
        "id": "oogst", "title": "Oogst", "statement": "Op 3 maart plukken we 400 pruimen in de boomgaard van Deinze.",
        "facts": ["400 pruimen", "boomgaard van Deinze"], "lifts_at": "2099-03-03T09:30:00+01:00",
    }  # fmt: skip
    assert services.embargoes.load(OPERATOR, [json.dumps(line)]) == []
    lotte = someone(services, "lotte")
    post = services.posts.new(lotte).id
    services.posts.save_draft(lotte, post, "Op 3 maart plukken we 400 pruimen in de boomgaard van Deinze.", "edit")
    result = services.posts.check(lotte, post)
    assert {finding.detector for finding in result.findings if finding.severity != "advice"} == {"embargo"}
    client = sign_in("lotte")
    assert f"/where/{post}/hold" in client.get("/where").text
    assert client.post(f"/where/{post}/hold").headers["location"] == "/where?done=held"
    shown = client.get("/where?done=held").text
    assert "2099" not in shown and "Oogst" not in shown, "what it waits for is not told"
    services.embargoes.cancel(OPERATOR, "oogst")
    services.holds.settle()
    assert services.holds.mine(lotte)[post].state == "ready"
    assert any(notice.kind == "hold_ready" for notice in services.notices.mine(lotte))


def test_hearing_by_mail_is_offered_where_there_is_mail(sign_in: SignIn, services: Services) -> None:
    client = sign_in("wim")
    assert 'name="mail"' not in client.get("/account").text
    assert client.post("/account/mail", data={"mail": "yes"}).status_code == 303
