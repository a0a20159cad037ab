"""With every socket but loopback closed, the whole job is done: nothing asks for the network when no model is set.

An audit hook sees each connection and each name that Python asks for, refuses what is not loopback, and writes it
down. Where the system can give a process a network of its own with nothing in it, the commands run in one: native code
is held as well.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent
GUARD = """
import os, sys
LOOPBACK = {None, "", "localhost", "127.0.0.1", "::1", "0.0.0.0", b"localhost", b"127.0.0.1"}
def guard(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.bind"):
        host = arguments[1][0] if isinstance(arguments[1], tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    if host not in LOOPBACK:
        with open(os.environ["TOUCHED"], "a") as file:
            file.write(f"{event} {host}\\n")
        raise OSError(f"the network is closed: {host}")
sys.addaudithook(guard)
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Every Python process under it is guarded, child processes too."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD, "utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BOEGBEELD_", "LC_"))}
    path = os.pathsep.join([str(tmp_path / "guard"), str(ROOT)])
    return {
        **kept,
        "PYTHONPATH": path,
        "TOUCHED": str(tmp_path / "touched"),
        "LANG": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
    }


def touched(tmp_path: Path) -> str:
    file = tmp_path / "touched"
    return file.read_text("utf-8") if file.exists() else ""


def alone() -> list[str]:
    """The prefix that runs a command in a network of its own, where the system allows it."""
    prefix = ["unshare", "--map-root-user", "--net"]
    if shutil.which("unshare") and subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0:
        return prefix
    return []


def test_the_guard_sees_what_it_should(environment: dict[str, str], tmp_path: Path) -> None:
    code = "import urllib.request; urllib.request.urlopen('http://boegbeeld.example')"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=False)
    assert done.returncode != 0
    assert "boegbeeld.example" in touched(tmp_path)


def test_commands_need_no_network(environment: dict[str, str], tmp_path: Path) -> None:
    def boegbeeld(*arguments: str, stdin: str = "") -> str:
        command = [*alone(), sys.executable, "-m", "assistant.cli", *arguments, "--data", str(tmp_path / "data")]
        done = subprocess.run(
            command,
            input=stdin,
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    boegbeeld("sample", "load")
    assert boegbeeld("search", "sociale media beleid", "--json")
    assert json.loads(boegbeeld("ask", "hoeveel plaatsen heeft de crèche op de maan?", "--json"))["grounded"] is False
    text = "Vanmorgen koffie gemorst over mijn toetsenbord. Lekker begin van de week."
    assert json.loads(boegbeeld("check", stdin=json.dumps({"id": "1", "text": text})))["verdict"] == "clear"
    notes = {"id": "1", "notes": "was gisteren op de jobbeurs in gent, veel studenten, vooral vragen over nachtwerk"}
    assert json.loads(boegbeeld("draft", "--person", "lotte", "--notes", "-", stdin=json.dumps(notes)))["text"]
    assert boegbeeld("voice", "match", stdin=json.dumps({"id": "1", "text": text}))
    assert touched(tmp_path) == ""


def test_pages_need_no_network(environment: dict[str, str], tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{listener.getsockname()[1]}"
    command = [sys.executable, "-m", "assistant.cli", "serve", "--demo", "--port", base.rsplit(":", 1)[1]]
    server = subprocess.Popen([*command, "--data", str(tmp_path / "data")], env=environment, cwd=tmp_path)
    try:
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        until = time.monotonic() + 240
        while True:
            assert server.poll() is None, "the server ended"
            assert time.monotonic() < until, "no page within four minutes"
            try:
                assert browser.open(f"{base}/login", timeout=30).status == 200
                break
            except urllib.error.URLError:
                time.sleep(0.5)
        button = urllib.request.Request(f"{base}/login/as/lotte", data=b"", headers={"Origin": base})
        assert browser.open(button, timeout=60).status == 200
        page = browser.open(f"{base}/write/", timeout=60)
        assert page.status == 200
        assert browser.open(f"{base}/health", timeout=60).status == 200
        time.sleep(5)  # what is warmed up after the start runs by now
    finally:
        server.terminate()
        server.wait(30)
    assert touched(tmp_path) == ""
