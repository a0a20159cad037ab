"""The language model, when one is set: the only file that knows LiteLLM, imported when first needed."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from assistant.errors import Unavailable

if TYPE_CHECKING:
    from assistant.settings import Settings

_log = logging.getLogger(__name__)
_import_lock = threading.Lock()
_CLOSE_TO_THE_END = 0.2


class ModelFailure(Unavailable):
    """The model gave nothing that can be used. `kind` says why, for the log: busy, slow, down, refused, broken."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"writing.model_{kind}")
        self.kind = kind


class Stop:
    """Says that the person pressed stop; asked between two pieces."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        self._event.set()

    def __bool__(self) -> bool:
        return self._event.is_set()


class Model(Protocol):
    """A language model."""

    @property
    def name(self) -> str: ...

    def stream(self, prompt: str, *, stop: Stop | None = None) -> Iterator[str]:
        """The answer in pieces. Raises `ModelFailure`."""
        ...

    def complete(self, prompt: str, *, schema: dict[str, Any] | None = None) -> str:
        """The whole answer, as JSON where a schema is given and the server can. Raises `ModelFailure`."""
        ...


class LiteLLMModel:
    def __init__(self, settings: Settings) -> None:
        self.name = settings.model
        self._names = (settings.model, *settings.model_fallbacks)
        self._base = settings.model_base or None
        self._key = settings.model_key.get_secret_value() or None
        self._seconds = settings.model_seconds
        self._temperature = settings.model_temperature

    def warm(self) -> threading.Thread:
        """Import the library in the background, so that the first draft does not wait for it."""
        thread = threading.Thread(target=_warm, name="warm-model", daemon=True)
        thread.start()
        return thread

    def stream(self, prompt: str, *, stop: Stop | None = None) -> Iterator[str]:
        deadline = time.monotonic() + self._seconds
        failure = ModelFailure("down")
        for name in self._names:
            begun = False
            try:
                for piece in self._pieces(name, prompt, deadline, stop):
                    begun = True
                    yield piece
                return
            except ModelFailure as problem:
                _log.warning("model %s: %s after %s", name, problem.kind, "some text" if begun else "nothing")
                failure = problem
                if begun or problem.kind == "slow":
                    break
        raise failure

    def complete(self, prompt: str, *, schema: dict[str, Any] | None = None) -> str:
        deadline = time.monotonic() + self._seconds
        failure = ModelFailure("down")
        for name in self._names:
            try:
                return self._whole(name, prompt, deadline, schema)
            except ModelFailure as problem:
                _log.warning("model %s: %s", name, problem.kind)
                failure = problem
        raise failure

    def _pieces(self, name: str, prompt: str, deadline: float, stop: Stop | None) -> Iterator[str]:
        answer = self._call(name, prompt, deadline, stream=True)
        try:
            for part in _translated(answer, deadline):
                if stop:
                    return
                if time.monotonic() > deadline:
                    raise ModelFailure("slow")
                text = part.choices[0].delta.content if part.choices else None
                if text:
                    yield text
        finally:
            with suppress(AttributeError, RuntimeError, OSError):
                answer.completion_stream.close()

    def _whole(self, name: str, prompt: str, deadline: float, schema: dict[str, Any] | None) -> str:
        extra: dict[str, Any] = {}
        if schema is not None:
            extra["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": "answer", "schema": schema, "strict": True},
            }
        try:
            answer = self._call(name, prompt, deadline, **extra)
        except ModelFailure as problem:
            if schema is None or problem.kind != "refused":
                raise
            answer = self._call(name, prompt, deadline)  # a server that knows no schema: the prompt asks for JSON too
        text = answer.choices[0].message.content if answer.choices else None
        if not text:
            raise ModelFailure("broken")
        return str(text)

    def _call(self, name: str, prompt: str, deadline: float, **extra: Any) -> Any:
        left = deadline - time.monotonic()
        if left <= 0:
            raise ModelFailure("slow")
        litellm = _litellm()
        try:
            return litellm.completion(
                model=name,
                messages=[{"role": "user", "content": prompt}],
                api_base=self._base,
                api_key=self._key,
                temperature=self._temperature,
                timeout=left,
                num_retries=0,
                max_retries=0,
                **extra,
            )
        except _openai_error() as problem:
            raise _failure(problem) from None


def configured_model(settings: Settings) -> LiteLLMModel | None:
    """The model of the settings; None when none is set."""
    return LiteLLMModel(settings) if settings.model else None


def _translated(answer: Any, deadline: float) -> Iterator[Any]:
    """The chunks of a stream, with the library's errors as ours; one that stalls is slow, whatever it is called."""
    parts = iter(answer)
    while True:
        try:
            part = next(parts)
        except StopIteration:
            return
        except _openai_error() as problem:
            late = time.monotonic() > deadline - _CLOSE_TO_THE_END
            raise (ModelFailure("slow") if late else _failure(problem)) from None
        yield part


def _failure(problem: Exception) -> ModelFailure:
    """What went wrong, without the provider's own words: they may hold a key or the prompt."""
    name, status = type(problem).__name__, getattr(problem, "status_code", None)
    if name == "Timeout" or "Timeout" in name or status == 408:
        return ModelFailure("slow")
    if status == 429:
        return ModelFailure("busy")
    if status in {400, 401, 403, 404, 422}:
        return ModelFailure("refused")
    return ModelFailure("down")


def _litellm() -> Any:
    with _import_lock:
        os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # without it the import fetches a price list
        os.environ.setdefault("LITELLM_LOG", "ERROR")
        import litellm

        litellm.suppress_debug_info = True
        litellm.telemetry = False
        return litellm


def _openai_error() -> type[Exception]:
    import openai

    return openai.OpenAIError


def _warm() -> None:
    try:
        _litellm()
    except ImportError:
        _log.exception("the model library cannot be imported")
