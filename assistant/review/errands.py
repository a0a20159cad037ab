"""One thread that runs small errands while the server serves: texts that wait for a moment, messages on their way."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable

POLL = 2.0
AFTER_A_FAULT = 30.0
_log = logging.getLogger(__name__)


class Errands:
    """Each errand finds in the database what is to do, so a restart loses nothing and two processes do no harm."""

    def __init__(self, *errands: Callable[[], object]) -> None:
        self._errands = errands
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Started twice, it runs once."""
        with self._lock:
            if self._thread is None:
                self._stopped.clear()
                self._thread = threading.Thread(target=self._work, name="errands", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        with self._lock:
            thread, self._thread = self._thread, None
        self._stopped.set()
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        while not self._stopped.is_set():
            failed = sum(not self._run(errand) for errand in self._errands)
            self._stopped.wait(AFTER_A_FAULT if failed else POLL)

    def _run(self, errand: Callable[[], object]) -> bool:
        if self._stopped.is_set():
            return True
        try:
            errand()
        except Exception:  # noqa: BLE001  (the next errand is run all the same, and this one again)
            _log.exception("an errand failed, fault %s", uuid.uuid4().hex[:8])
            return False
        return True
