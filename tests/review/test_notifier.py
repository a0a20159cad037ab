"""Messages outside the pages, against a real mail server and a real web server on this machine."""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pydantic import SecretStr

from assistant.errors import InputError, NotAllowed
from assistant.review import outbox
from assistant.review.errands import Errands
from assistant.review.notifier import LEASE, WAITS, Notifier
from assistant.settings import Settings
from assistant.store.tables.desk import NotificationRow
from assistant.store.tables.people import AccountRow

SECRET_TEXT = "De fusie met Rijnvector komt eraan."


class Hook:
    """A web server that keeps what it is sent; it fails as often as it is told."""

    def __init__(self) -> None:
        self.got: list[tuple[str, Any]] = []
        self.fails = 0

    def start(self) -> ThreadingHTTPServer:
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                if hook.fails:
                    hook.fails -= 1
                    self.send_response(503)
                else:
                    hook.got.append((self.path, json.loads(body)))
                    self.send_response(200)
                self.send_header("content-length", "2")
                self.end_headers()
                self.wfile.write(b"ok")

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        self.address = f"json://127.0.0.1:{server.server_address[1]}/geheim-token"
        return server


@pytest.fixture
def hook() -> Iterator[Hook]:
    hook = Hook()
    server = hook.start()
    yield hook
    server.shutdown()
    server.server_close()


@pytest.fixture
def mail() -> Iterator[tuple[str, list[Any]]]:
    from aiosmtpd.controller import Controller

    got: list[Any] = []

    class Keep:
        async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:
            got.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=default)))
            return "250 OK"

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(Keep(), hostname="127.0.0.1", port=port)
    controller.start()
    yield f"mailto://127.0.0.1:{port}?from=boegbeeld@example.be&mode=insecure", got
    controller.stop()


def make(office, **given: Any) -> Notifier:
    settings = Settings(_env_file=None, public_url="https://boegbeeld.example", **given)
    return Notifier(office.store, office.clock, office.audit, settings)


def waiting(office) -> list[tuple[str, int]]:
    with office.store.read() as session:
        return [(row.kind, row.attempts) for row in session.query(NotificationRow)]


def handed_in(office, person) -> None:
    office.checker.forbid("fusie")
    office.hand_ins.hand_in(person, office.draft(person, SECRET_TEXT), "Mag dit over Rijnvector?")


def test_nothing_is_sent_or_kept_where_nobody_asked(office, employee, hook) -> None:
    handed_in(office, employee)
    assert len(waiting(office)) == 3
    assert make(office).send_due() == 0
    assert waiting(office) == []


def test_the_desk_and_a_manager_hear_without_a_word_of_the_text(office, employee, manager, administrator, hook) -> None:
    notifier = make(office, notify_desk=[SecretStr(hook.address)])
    notifier.set_address(administrator, manager.name, hook.address)
    handed_in(office, employee)
    assert notifier.send_due() == 2
    assert waiting(office) == []
    for path, body in hook.got:
        assert path == "/geheim-token"
        assert body["title"] == "Boegbeeld"
        assert body["message"] == "Er wacht een tekst op een beslissing. https://boegbeeld.example/review/"
        said = json.dumps(body)
        assert not any(word in said for word in ("fusie", "Rijnvector", "Lotte", "lotte", "Mag dit"))


def test_slack_gets_its_own_form(office, administrator, manager, hook, monkeypatch: pytest.MonkeyPatch) -> None:
    from apprise.plugins.slack import NotifySlack

    monkeypatch.setattr(NotifySlack, "webhook_url", hook.address.replace("json://", "http://"))
    notifier = make(office)
    notifier.set_address(administrator, manager.name, "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#desk")
    with office.store.write() as session:
        outbox.put(session, manager.id, "second", office.clock.now())
    assert notifier.send_due() == 1
    ((_, body),) = hook.got
    assert "tweede goedkeuring" in json.dumps(body, ensure_ascii=False)
    assert "githubusercontent" not in json.dumps(body), "no picture from elsewhere"


def test_mail_in_the_language_of_its_reader(office, employee, mail) -> None:
    address, got = mail
    with office.store.write() as session:
        row = session.get(AccountRow, employee.id)
        row.email, row.language = "lotte+werk@example.be", "fr"
    notifier = make(office, notify_mail=SecretStr(address))
    assert (notifier.ways(employee).can_mail, notifier.ways(employee).by_mail) == (True, False)
    notifier.choose_mail(employee, True)
    with office.store.write() as session:
        outbox.put(session, employee.id, "decided", office.clock.now())
    assert notifier.send_due() == 1
    ((to, message),) = got
    assert to == ["lotte+werk@example.be"]
    assert message["subject"] == "Boegbeeld"
    body = message.get_body(("plain", "html")).get_content()
    assert "Une décision a été prise" in body and "https://boegbeeld.example/where" in body
    notifier.choose_mail(employee, False)
    with office.store.write() as session:
        outbox.put(session, employee.id, "decided", office.clock.now())
    assert (notifier.send_due(), waiting(office)) == (0, [])


def test_what_fails_is_tried_again_later_and_at_last_given_up(office, hook, clock, caplog) -> None:
    notifier = make(office, notify_desk=[SecretStr(hook.address)])
    hook.fails = 2
    with caplog.at_level(logging.DEBUG), office.store.write() as session:
        outbox.put(session, None, "hand_in", clock.now())
    assert notifier.send_due() == 0
    assert notifier.send_due() == 0
    assert waiting(office) == [("hand_in", 1)], "not before its time"
    clock.move(WAITS[0])
    assert notifier.send_due() == 0
    clock.move(WAITS[1])
    assert notifier.send_due() == 1
    hook.fails = 99
    with office.store.write() as session:
        outbox.put(session, None, "hand_in", clock.now())
    for wait in (*WAITS, timedelta(0)):
        assert notifier.send_due() == 0
        clock.move(wait)
    clock.move(timedelta(days=30))
    assert notifier.send_due() == 0
    assert waiting(office) == [("hand_in", len(WAITS) + 1)]
    assert "geheim-token" not in caplog.text


def test_a_process_that_dies_while_sending_loses_nothing(office, hook, clock) -> None:
    notifier = make(office, notify_desk=[SecretStr(hook.address)])
    with office.store.write() as session:
        outbox.put(session, None, "hand_in", clock.now())
    assert len(notifier._claim()) == 1
    assert notifier.send_due() == 0, "another process leaves it alone for a while"
    clock.move(LEASE)
    assert notifier.send_due() == 1


def test_several_at_once_are_one_message(office, clock) -> None:
    with office.store.write() as session:
        for _ in range(5):
            outbox.put(session, None, "hand_in", clock.now())
    assert waiting(office) == [("hand_in", 0)]


@pytest.mark.parametrize(
    "address", ["syslog://", "dbus://", "file:///etc/passwd", "http://10.0.0.1/", "json://", "slack://x", "nonsense", "exec://"]
)  # fmt: skip
def test_only_services_that_are_known(office, administrator, employee, address) -> None:
    with pytest.raises(InputError):
        make(office).set_address(administrator, employee.name, address)


def test_only_an_administrator_lets_the_server_call_out(office, employee, manager, officer, hook) -> None:
    for person in (employee, manager, officer):
        with pytest.raises(NotAllowed):
            make(office).set_address(person, person.name, hook.address)


def test_an_address_is_shown_without_its_secret(office, administrator, employee) -> None:
    notifier = make(office)
    notifier.set_address(administrator, employee.name, "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#desk")
    shown = notifier.ways(employee).address
    assert shown.startswith("slack://")
    assert "TIiajkdnlazkcOXrIdevi7FQ" not in shown
    assert "TIiajkdnlazkcOXrIdevi7FQ" not in json.dumps(list(office.audit.export()))


def test_errands_go_on_after_a_fault_and_stop_when_asked(caplog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.review.errands.POLL", 0.01)
    monkeypatch.setattr("assistant.review.errands.AFTER_A_FAULT", 0.01)
    ran = threading.Event()
    count = []

    def broken() -> None:
        raise ValueError("not now")

    def well() -> None:
        count.append(1)
        if len(count) > 2:
            ran.set()

    errands = Errands(broken, well)
    errands.start()
    errands.start()
    assert ran.wait(5)
    errands.stop()
    errands.stop()
    assert "an errand failed" in caplog.text
