"""The guard on every page handler: who it is comes from the server, a fault becomes words, nothing typed is lost."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

import gradio as gr

from assistant.errors import PersonError
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.texts import Language, text
from assistant.web.faults import fault_id

Handler = Callable[..., Any]


def guard(action: str, handler: Handler) -> Handler:
    """`handler(person, *inputs)` as Gradio may call it: only for whoever may do `action`.

    Works for functions and generators. An error meant for people is shown in their language; any other is logged under
    an id, and the id is shown. In both cases the page stays as it is.
    """
    given = inspect.signature(handler)
    request = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=gr.Request)
    inputs = [parameter.replace(annotation=Any) for parameter in list(given.parameters.values())[1:]]

    def call(request: gr.Request, *values: Any) -> Any:
        person = person_behind(request)
        try:
            return handler(require(person, action), *values)
        except Exception as fault:  # noqa: BLE001  (logged under an id, and told)
            return tell(fault, person)

    def stream(request: gr.Request, *values: Any) -> Iterator[Any]:
        person = person_behind(request)
        try:
            yield from handler(require(person, action), *values)
        except Exception as fault:  # noqa: BLE001  (logged under an id, and told)
            yield tell(fault, person)

    guarded: Any = stream if inspect.isgeneratorfunction(handler) else call
    guarded.__name__ = getattr(handler, "__name__", "handler")
    guarded.__signature__ = given.replace(parameters=[request, *inputs], return_annotation=Any)
    guarded.__annotations__ = {"request": gr.Request}
    guarded.guarded_action = action
    return guarded  # type: ignore[no-any-return]  # it is one of the two above


def person_behind(request: gr.Request | None) -> Person | None:
    """Whom the mount's own sign-in check found; never anything that the browser sent along."""
    inner = getattr(request, "request", None)
    return getattr(getattr(inner, "state", None), "person", None)


def tell(fault: Exception, person: Person | None) -> Any:
    """Show what went wrong, and leave every field as it is."""
    language: Language = person.language if person is not None else "en"
    if isinstance(fault, PersonError):
        gr.Warning(escape(fault.text(language)), title=text("pages.toast.notice", language))
    else:
        number = fault_id(fault)
        gr.Warning(text("pages.fault", language, id=number), title=text("pages.toast.fault", language))
    return gr.skip()


def demand_guarded(blocks: gr.Blocks, name: str) -> None:
    """Refuse to start with a handler that anybody could call."""
    bare = [
        function.api_name or str(number)
        for number, function in blocks.fns.items()
        if function.fn is not None and not hasattr(function.fn, "guarded_action")
    ]
    if bare:
        raise RuntimeError(f"page {name} has handlers without a guard: {bare}")
