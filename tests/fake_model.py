"""A model server of our own that speaks the OpenAI protocol over real HTTP, and can be told to misbehave.

with FakeModel() as server:
    server.mode = "cut"
    ...Settings(model="openai/fake", model_base=server.base, model_key="k")
    server.requests  # what was asked, body by body
"""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, Self

Mode = Literal["ok", "429", "500", "401", "stall", "cut", "prose", "broken_json", "slow"]
POST = "Gisteren stond ik op de jobbeurs in Gent. Veel studenten, vooral vragen over nachtwerk."


class FakeModel:
    """Answers `answer` in pieces; `mode` says how it goes wrong. `modes` gives one for each coming request."""

    def __init__(self) -> None:
        self.mode: Mode = "ok"
        self.modes: list[Mode] = []
        self.answer = f"PLAN: the fair\nPOST:\n{POST}\nEND"
        self.requests: list[dict[str, Any]] = []
        self.seconds = 3.0
        """How long a stalled or slow answer takes."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self.stopping = threading.Event()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def prompts(self) -> list[str]:
        return [str(request["messages"][-1]["content"]) for request in self.requests]

    def next_mode(self) -> Mode:
        return self.modes.pop(0) if self.modes else self.mode

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)


def _handler(fake: FakeModel) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing on the error stream."""

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            fake.requests.append(body)
            mode = fake.next_mode()
            if mode in {"429", "500", "401"}:
                self._json(int(mode), {"error": {"message": "bad key sk-secret-abc", "type": "x", "code": mode}})
            elif body.get("stream"):
                self._stream(mode)
            else:
                self._whole(mode)

        def _whole(self, mode: Mode) -> None:
            if mode in {"slow", "stall"}:
                fake.stopping.wait(fake.seconds)
            text = {"prose": "Of course! I would say it is fine.", "broken_json": '{"verdict": '}.get(mode, fake.answer)
            self._json(200, _body(text))

        def _stream(self, mode: Mode) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            text = "Here is a lovely post for you! Enjoy." if mode == "prose" else fake.answer
            pieces = [text[at : at + 12] for at in range(0, len(text), 12)]
            for number, piece in enumerate(pieces):
                if mode == "cut" and number == len(pieces) // 2:
                    return
                if mode == "stall" and number == 3:
                    fake.stopping.wait(fake.seconds)
                if mode == "slow":
                    fake.stopping.wait(fake.seconds / 10)
                try:
                    self._chunk({"delta": {"content": piece}, "index": 0, "finish_reason": None})
                except OSError:
                    return
            self._chunk({"delta": {}, "index": 0, "finish_reason": "stop"})
            self.wfile.write(b"data: [DONE]\n\n")

        def _chunk(self, choice: dict[str, Any]) -> None:
            body = {"id": "c", "object": "chat.completion.chunk", "created": int(time.time()), "model": "fake"}
            self.wfile.write(f"data: {json.dumps({**body, 'choices': [choice]})}\n\n".encode())
            self.wfile.flush()

        def _json(self, status: int, body: dict[str, Any]) -> None:
            raw = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            try:
                self.wfile.write(raw)
            except OSError:
                return

    return Handler


def _body(text: str) -> dict[str, Any]:
    return {
        "id": "c",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": "fake",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }
