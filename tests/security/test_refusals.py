"""What it does not start with, said in words before anything opens."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import load
from knowledge.lock import FolderLock

GOOD = "Zq3-kd92_lmPw0vBx7RtYuaS1cEfGhJn"


def serve(*arguments: str, **variables: str) -> tuple[int, str]:
    """Ends with a status and words; a server that starts after all would run into the time limit."""
    command = [sys.executable, "-m", "assistant.cli", "serve", "--port", "0", *arguments]
    env = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", **variables}
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=env, cwd=Path(__file__).parents[2])
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("secret", "key"),
    [("", "missing_secret"), ("short", "weak_secret"), ("a" * 64, "weak_secret"), ("abc" * 20, "weak_secret")],
)
def test_a_weak_or_missing_secret_in_production(secret: str, key: str) -> None:
    with pytest.raises(SettingsError) as told:
        load(_env_file=None, host="0.0.0.0", secret=secret)
    assert told.value.key == f"settings.{key}"
    assert load(_env_file=None, host="0.0.0.0", secret=GOOD).host == "0.0.0.0"


def test_no_message_tells_the_secret() -> None:
    with pytest.raises(SettingsError) as told:
        load(_env_file=None, host="0.0.0.0", secret="geheim geheim")
    assert "geheim geheim" not in str(told.value)
    assert GOOD not in repr(load(_env_file=None, host="0.0.0.0", secret=GOOD))


@pytest.mark.slow
def test_the_demo_on_another_address(tmp_path: Path) -> None:
    status, said = serve("--demo", "--host", "0.0.0.0", "--data", str(tmp_path))
    assert status == 2
    assert "--demo" in said and "Traceback" not in said


@pytest.mark.slow
def test_a_secret_that_is_missing(tmp_path: Path) -> None:
    status, said = serve("--host", "0.0.0.0", "--data", str(tmp_path))
    assert status == 2
    assert "BOEGBEELD_SECRET" in said and "Traceback" not in said


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/1").exists(), reason="needs a folder that nobody can write to")
def test_a_folder_that_cannot_be_written() -> None:
    status, said = serve("--data", "/proc/1")
    assert status == 2
    assert "/proc/1" in said and "Traceback" not in said


@pytest.mark.slow
def test_a_folder_of_another_process(tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    lock = FolderLock(tmp_path / "index" / "owner.lock")
    assert lock.acquire() is None
    try:
        status, said = serve("--data", str(tmp_path))
    finally:
        lock.release()
    assert status == 2
    assert "process" in said and "Traceback" not in said
