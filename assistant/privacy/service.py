"""Privacy, put together: a person's own copy, their erasure, what is kept how long, and the daily round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assistant.audit import Audit
from assistant.clock import Clock, zone
from assistant.privacy.erasure import Erasure
from assistant.privacy.housekeeping import Housekeeping
from assistant.privacy.own_copy import OwnCopy
from assistant.privacy.retention import Retention
from assistant.programme import contributions
from assistant.settings import Settings
from assistant.store import Store, tallies


@dataclass(frozen=True)
class Privacy:
    own_copy: OwnCopy
    erasure: Erasure
    retention: Retention
    housekeeping: Housekeeping


def privacy(
    store: Store,
    clock: Clock,
    audit: Audit,
    settings: Settings,
    *,
    forget: Callable[[], None],
) -> Privacy:
    def not_counted_yet(session: Session, account_id: str) -> None:
        contributions.leave(session, account_id, zone(settings.zone))

    erasure = Erasure(store, clock, audit, (tallies.leave, not_counted_yet))
    retention = Retention(store, clock, audit, settings, erasure)
    return Privacy(
        OwnCopy(store, clock, settings),
        erasure,
        retention,
        Housekeeping(store, clock, audit, settings, retention, forget),
    )
