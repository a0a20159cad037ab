"""Sends what the outbox holds, through apprise: that there is something to look at and where, never what.

Off by default: without an address in the settings or with a person nothing is sent, and nothing is kept.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote

import sqlalchemy as sa

from assistant.audit import Audit
from assistant.clock import Clock
from assistant.errors import InputError
from assistant.people.accounts import demand
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.settings import Settings
from assistant.store import Store
from assistant.store.tables.desk import ContactWayRow, NotificationRow
from assistant.store.tables.people import AccountRow
from assistant.texts import Language, as_language, text

WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
"""After each attempt that failed; after the last one it is given up."""
LEASE: Final = timedelta(minutes=5)
"""One process sends a message; should it die meanwhile, another takes it up after this."""
AT_ONCE: Final = 20
SCHEMES: Final = frozenset(
    {
        "mailto", "mailtos", "json", "jsons", "form", "forms", "slack", "msteams", "workflow", "workflows", "mmost",
        "mmosts", "rocket", "rockets", "matrix", "matrixs", "ntfy", "ntfys", "gchat", "discord", "nctalk", "nctalks",
    }
)  # fmt: skip
"""Of all that apprise knows, what goes over the network to a service of one's own; nothing of this machine."""
_PAGES: Final = {"hand_in": "review/", "second": "review/", "alert": "safety"}
_log = logging.getLogger(__name__)
Send = Callable[[str, str, str], bool]


@dataclass(frozen=True)
class Ways:
    """How somebody hears of things: `address` as it may be shown, without its secrets."""

    can_mail: bool
    by_mail: bool
    address: str


class Notifier:
    def __init__(self, store: Store, clock: Clock, audit: Audit, settings: Settings, send: Send | None = None) -> None:
        self._store, self._clock, self._audit, self._settings = store, clock, audit, settings
        self._send = send or deliver

    def ways(self, person: Person) -> Ways:
        with self._store.read() as session:
            row = session.get(ContactWayRow, person.id)
            account = session.get(AccountRow, person.id)
            mail = bool(self._settings.notify_mail.get_secret_value() and account is not None and account.email)
            return Ways(mail, mail and row is not None and row.by_mail, shown(row.address) if row is not None else "")

    def address_of(self, account_id: str) -> str:
        """As it may be shown."""
        with self._store.read() as session:
            row = session.get(ContactWayRow, account_id)
            return "" if row is None else shown(row.address)

    def choose_mail(self, person: Person, on: bool) -> None:
        """Hear of things by e-mail, or no longer."""
        require(person, "own.write")
        with self._store.write() as session:
            row = session.get(ContactWayRow, person.id) or ContactWayRow(account_id=person.id, address="")
            row.by_mail = on
            session.add(row)

    def set_address(self, by: Person, name: str, address: str) -> None:
        """Where this person hears of things: Teams, Slack, a webhook. An administrator says so: the server calls it."""
        require(by, "accounts.manage")
        address = address.strip()
        if address:
            demand_address(address)
        with self._store.write() as session:
            account = demand(session, name)
            row = session.get(ContactWayRow, account.id) or ContactWayRow(account_id=account.id, by_mail=False)
            row.address = address
            session.add(row)
            self._audit.append(session, by, "account.notify", account.id, name=account.name, on=bool(address))

    def send_due(self) -> int:
        """Send what waits; what fails is tried again later. Gives how many went out."""
        sent = 0
        for message_id, kind, attempts, addresses, language in self._claim():
            words = text(f"notify.{kind}", language)
            body = f"{words} {self._link(kind)}".strip()
            went = [self._send(address, text("notify.title", language), body) for address in addresses]
            self._done(message_id, kind, attempts, all(went))
            sent += bool(went) and all(went)
        return sent

    def _claim(self) -> list[tuple[str, str, int, list[str], Language]]:
        """What is due, taken for this process; what nobody wants to hear of goes."""
        now = self._clock.now()
        claimed = []
        with self._store.read() as session:
            due = sa.select(NotificationRow.id).where(
                NotificationRow.next_at <= now, NotificationRow.gave_up_at.is_(None)
            )
            if session.scalar(due.limit(1)) is None:
                return []
        with self._store.write() as session:
            for message_id in session.scalars(due.order_by(NotificationRow.next_at).limit(AT_ONCE)).all():
                row = session.get_one(NotificationRow, message_id)
                account = session.get(AccountRow, row.account_id) if row.account_id else None
                way = session.get(ContactWayRow, row.account_id) if row.account_id else None
                addresses = self._addresses(row.account_id is None, account, way)
                if not addresses:
                    session.delete(row)
                    continue
                row.attempts += 1
                row.next_at = now + LEASE
                language = as_language(None if account is None else account.language, self._settings.language)
                claimed.append((row.id, row.kind, row.attempts, addresses, language))
        return claimed

    def _addresses(self, desk: bool, account: AccountRow | None, way: ContactWayRow | None) -> list[str]:
        if desk:
            return [address.get_secret_value() for address in self._settings.notify_desk]
        if account is None or account.disabled_at is not None or way is None:
            return []
        mail = self._settings.notify_mail.get_secret_value()
        found = [way.address] if way.address else []
        if way.by_mail and mail and account.email:
            found.append(f"{mail}{'&' if '?' in mail else '?'}to={quote(account.email, safe='')}")
        return found

    def _done(self, message_id: str, kind: str, attempts: int, went: bool) -> None:
        with self._store.write() as session:
            row = session.get(NotificationRow, message_id)
            if row is None:
                return
            if went:
                session.delete(row)
            elif attempts > len(WAITS):
                row.gave_up_at = self._clock.now()
                _log.error("notification %s (%s) was not sent after %s attempts", message_id, kind, attempts)
            else:
                row.next_at = self._clock.now() + WAITS[attempts - 1]

    def _link(self, kind: str) -> str:
        base = self._settings.public_url.rstrip("/")
        return f"{base}/{_PAGES.get(kind, 'where')}" if base else ""


def demand_address(address: str) -> None:
    """Raises `InputError` for what apprise cannot read, or what would not leave this machine."""
    if address.partition("://")[0].lower() not in SCHEMES or _service(address) is None:
        raise InputError("notify.bad_address", kinds=", ".join(sorted(SCHEMES)))


def shown(address: str) -> str:
    """An address without its secrets, for reading."""
    service = _service(address) if address else None
    return "" if service is None else str(service.url(privacy=True)).partition("?")[0]


def deliver(address: str, title: str, body: str) -> bool:
    """Whether the service took it. What went wrong is logged by apprise's names only: addresses hold secrets."""
    service = _service(address)
    try:
        return service is not None and bool(service.notify(title=title, body=body))
    except Exception as problem:  # noqa: BLE001  (a plug-in of apprise that breaks is a message not sent)
        _log.warning("a notification failed: %s", type(problem).__name__)
        return False


def _service(address: str) -> Any:
    import apprise

    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it names addresses
    asset = apprise.AppriseAsset(
        app_id="Boegbeeld", app_desc="Boegbeeld", app_url="", image_url_mask="", image_url_logo="", theme=None
    )
    return apprise.Apprise.instantiate(address, asset=asset, suppress_exceptions=True)


def demand_addresses(addresses: Iterable[str]) -> None:
    for address in addresses:
        demand_address(address)
