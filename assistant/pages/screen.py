"""Ties handlers that speak in names to Gradio's components, always behind the guard."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from typing import Any

import gradio as gr

from assistant.web.guard import Handler, guard


class Screen:
    """The components of one page by name. A handler returns what changes: `{"verdict": ...}`; the rest stays."""

    def __init__(self, action: str) -> None:
        self._action = action
        self.parts: dict[str, Any] = {}

    def add(self, **components: Any) -> None:
        self.parts.update(components)

    def __getitem__(self, name: str) -> Any:
        return self.parts[name]

    def on(
        self,
        events: Any,
        handler: Handler,
        inputs: Iterable[str] = (),
        outputs: Iterable[str] | None = None,
        **how: Any,
    ) -> Any:
        """Call `handler(person, *inputs)` on an event (or several) and show what it returns."""
        named = list(self.parts) if outputs is None else list(outputs)
        how.setdefault("show_progress", "hidden")
        how.setdefault("api_visibility", "private")
        guarded = guard(self._action, self._placed(handler))
        given = [self.parts[name] for name in inputs]
        targets = [self.parts[name] for name in named]
        if callable(events) and not isinstance(events, list):
            return events(guarded, given, targets, **how)
        return gr.on(events, guarded, given, targets, **how)

    def _placed(self, handler: Handler) -> Handler:
        def place(update: Any) -> Any:
            if update is None:
                return None
            return {self.parts[name]: value for name, value in update.items()} if update else gr.skip()

        def call(person: Any, *values: Any) -> Any:
            return place(handler(person, *values))

        def stream(person: Any, *values: Any) -> Iterator[Any]:
            for update in handler(person, *values):
                yield place(update)

        placed: Any = stream if inspect.isgeneratorfunction(handler) else call
        placed.__signature__ = inspect.signature(handler)
        placed.__name__ = getattr(handler, "__name__", "handler")
        return placed  # type: ignore[no-any-return]  # it is one of the two above
