"""How long a start takes until the first page is served, beside a bare Gradio page of the same size, in the same run.

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
SIZE = """
import sys
from pathlib import Path
from assistant.bootstrap import build
from assistant.pages import knowledge, review, rules, write
from assistant.settings import Settings
services = build(Settings(data=Path(sys.argv[1])))
pages = [page.build(services) for page in (write, knowledge, rules, review)]
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
        first = serving(["-m", "assistant.cli", "serve", "--demo", "--data", str(data), "--port"])
        components, events = size(data)
        ours, bare = [], []
        for _ in range(runs):  # in turns, so that what the machine does besides touches both
            bare.append(serving(["-c", BARE, str(components), str(events)]))
            ours.append(serving(["-m", "assistant.cli", "serve", "--demo", "--data", str(data), "--port"]))
    ratio = statistics.median(ours) / statistics.median(bare)
    say(f"first start, with the sample loaded: {first:.1f} s")
    say(f"bare Gradio page, {components} components, {events} events: {told(bare)}")
    say(f"Boegbeeld, later starts: {told(ours)}")
    say(f"ratio of the medians: {ratio:.2f} (goal: at most {LIMIT})")
    return 0


def serving(arguments: list[str]) -> float:
    """Seconds from the start of the process until its page is there."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"OPENBLAS_NUM_THREADS": "1", "GRADIO_ANALYTICS_ENABLED": "False", "PYTHONPATH": str(ROOT)}
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments, str(port)], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        while time.perf_counter() - started < PATIENCE:
            if process.poll() is not None:
                raise SystemExit(f"the process ended with {process.returncode}")
            if answers(port):
                return time.perf_counter() - started
            time.sleep(0.02)
        raise SystemExit(f"no page within {PATIENCE} seconds")
    finally:
        process.terminate()
        process.wait(30)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/login", timeout=30) as page:
            return bool(page.status == 200 and page.read())
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
