"""How long a start takes until people can sign in, and until the chat is there, beside a bare Gradio page of the same
size, in the same run. Gradio is imported and the pages are built while people sign in, so both moments are told.

Run `uv run python benchmarks/startup.py [RUNS]`. Compile the sources first (`uv sync --compile-bytecode`): without that
every start compiles them anew, which measures the compiler. The ratio is printed beside its goal.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent
LIMIT = 1.5
PATIENCE = 180
PERSON = "lotte"
PAGES = ["/login", "/write/"]
SIZE = """
import sys
from pathlib import Path
from assistant.bootstrap import build
from importlib import import_module
from assistant.settings import Settings
from assistant.web.late_pages import MODULES
services = build(Settings(data=Path(sys.argv[1])))
pages = [import_module(module).build(services) for module in MODULES.values()]
print(sum(len(page.blocks) for page in pages), sum(len(page.fns) for page in pages))
services.close()
"""
BARE = """
import sys
import gradio as gr
import uvicorn
from fastapi import FastAPI
components, events, port = map(int, sys.argv[1:])
with gr.Blocks() as page:
    boxes = [gr.Textbox(label=str(number)) for number in range(components)]
    button = gr.Button("go")
    for number in range(events):
        button.click(lambda text: text, boxes[number % components], boxes[(number + 1) % components])
app = gr.mount_gradio_app(FastAPI(), page, path="/login", ssr_mode=False)
uvicorn.run(app, port=port, log_level="warning")
"""


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        first = serving(["-m", "assistant.cli", "serve", "--demo", "--data", str(data), "--port"], ["/login"])
        components, events = size(data)
        ours, bare = [], []
        for _ in range(runs):  # in turns, so that what the machine does besides touches both
            bare.append(serving(["-c", BARE, str(components), str(events)], ["/login/"]))
            ours.append(serving(["-m", "assistant.cli", "serve", "--demo", "--data", str(data), "--port"], PAGES))
    page = statistics.median(seconds[0] for seconds in bare)
    say(f"first start, with the sample loaded: {first[0]:.1f} s")
    say(f"bare Gradio page, {components} components, {events} events: {told([one[0] for one in bare])}")
    for place, what in enumerate(("the sign-in page", "the chat, signed in")):
        seconds = [one[place] for one in ours]
        say(f"Boegbeeld, later starts, {what}: {told(seconds)}")
        say(f"  ratio of the medians: {statistics.median(seconds) / page:.2f} (goal: at most {LIMIT})")
    return 0


def serving(arguments: list[str], pages: list[str]) -> list[float]:
    """Seconds from the start of the process until each page is there, asked for one after the other."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"OPENBLAS_NUM_THREADS": "1", "GRADIO_ANALYTICS_ENABLED": "False", "PYTHONPATH": str(ROOT)}
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments, str(port)], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL
    )
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    answered: list[float] = []
    try:
        while time.perf_counter() - started < PATIENCE:
            if process.poll() is not None:
                raise SystemExit(f"the process ended with {process.returncode}")
            if answers(browser, port, pages[len(answered)]):
                answered.append(time.perf_counter() - started)
                if len(answered) == len(pages):
                    return answered
            else:
                time.sleep(0.02)
        raise SystemExit(f"no page within {PATIENCE} seconds")
    finally:
        process.terminate()
        process.wait(30)


def answers(browser: urllib.request.OpenerDirector, port: int, page: str) -> bool:
    address = f"http://127.0.0.1:{port}"
    try:
        if page.strip("/") != "login":
            form = urllib.request.Request(f"{address}/login/as/{PERSON}", b"", {"Origin": address})
            browser.open(form, timeout=PATIENCE).close()
        with browser.open(address + page, timeout=PATIENCE) as answer:
            return bool(answer.status == 200 and answer.url == address + page and answer.read())
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def size(data: Path) -> tuple[int, int]:
    """Components and events of all our pages together."""
    done = subprocess.run(
        [sys.executable, "-c", SIZE, str(data)], capture_output=True, text=True, cwd=ROOT, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "GRADIO_ANALYTICS_ENABLED": "False"},
    )  # fmt: skip
    components, events = done.stdout.split()[-2:]
    return int(components), int(events)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def told(seconds: list[float]) -> str:
    return (
        f"{statistics.median(seconds):.2f} s (median of {len(seconds)}: {', '.join(f'{one:.2f}' for one in seconds)})"
    )


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
