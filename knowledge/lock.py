"""A lock on a folder that ends with the process that holds it, on every platform."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO


class FolderLock:
    """`acquire` gives None when the lock is ours, else the id of the process that holds it ("?" when unknown)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: IO[str] | None = None

    def acquire(self) -> str | None:
        if self._handle is not None:
            return None
        handle = self._path.open("a+", encoding="ascii")
        if not _try_lock(handle):
            handle.seek(0)
            other = handle.read().strip()
            handle.close()
            return other or "?"
        handle.seek(0)
        handle.truncate()
        handle.write(str(os.getpid()))
        handle.flush()
        self._handle = handle
        return None

    def release(self) -> None:
        if self._handle is not None:
            self._handle.close()
            self._handle = None


def _try_lock(handle: IO[str]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            handle.seek(1000)  # beyond the process id, so that it stays readable
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
