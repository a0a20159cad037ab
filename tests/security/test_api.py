"""Schemathesis against every address of the server's own, as a stranger and as each role: no call brings it down.

The server gives out no schema. The one here is made of its routes, for this test alone.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from tests.security.matrix import House, _flat, house

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
EXAMPLES = 3
"""For each address and person: every address sees broken values of every kind, and the whole stays within seconds."""
_FORM = {"type": "object", "additionalProperties": {"type": "string"}}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("api")) as made:
        yield made


def openapi(made: House) -> dict[str, Any]:
    """Path, method, parameters and a form for what is sent: as the routes are, whoever may call them."""
    from fastapi.openapi.utils import get_openapi

    app: Any = made.client.app
    routes = list(_flat(app.routes))
    shown = [route.include_in_schema for route in routes]
    for route in routes:
        route.include_in_schema = True
    try:
        schema = get_openapi(title="Boegbeeld", version="0", routes=routes)
    finally:
        for route, before in zip(routes, shown, strict=True):
            route.include_in_schema = before
    for operations in schema["paths"].values():
        for method, operation in operations.items():
            if method == "post":
                content = {"application/x-www-form-urlencoded": {"schema": _FORM}}
                operation.setdefault("requestBody", {"content": content})
    return schema


def test_the_server_itself_gives_no_schema_away(running: House) -> None:
    for path in ("/openapi.json", "/docs", "/redoc", "/write/openapi.json", "/write/gradio_api/openapi.json"):
        answer = running.as_("employee").get(path)
        assert "paths" not in answer.text, path


@pytest.mark.parametrize("name", [None, "administrator"])
def test_no_call_brings_the_server_down(running: House, name: str | None) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import schemathesis

    schema = schemathesis.openapi.from_dict(openapi(running))
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= 15
    broken: list[str] = []
    for operation in operations:
        if operation.path in ("/logout", "/account/sessions"):
            continue  # they end the session that the rest needs; tests/pages calls them
        client = running.as_(name)
        token = dict(client.cookies)

        _try(operation, client, token, broken)
    assert broken == []


def _try(operation: Any, client: Any, token: dict[str, str], broken: list[str]) -> None:
    """Calls one address with what is drawn for it; what goes wrong is added to `broken`."""
    from hypothesis import HealthCheck, Phase, given, settings

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def call(case: Any) -> None:
        sent = case.as_transport_kwargs(base_url="http://127.0.0.1")
        body = {key: sent[key] for key in ("params", "data", "json", "content") if sent.get(key) is not None}
        headers = {key: value for key, value in (sent.get("headers") or {}).items() if key.lower() != "host"}
        client.cookies.clear()
        client.cookies.update(token)
        answer = client.request(sent["method"], sent["url"], headers=headers, **body)
        if answer.status_code >= 500:
            broken.append(f"{sent['method']} {sent['url']} {body}: {answer.status_code}")
        if "content-security-policy" not in answer.headers or "Traceback" in answer.text:
            broken.append(f"{sent['method']} {sent['url']}: headers or a trace")

    call()
