"""An OpenID provider on this machine: Authlib's own server, with whatever a test wants to go wrong."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from authlib.oauth2.rfc6749 import AuthorizationServer, OAuth2Payload, OAuth2Request, grants
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "boegbeeld", "a secret of the client"


@dataclass
class Code:
    code: str
    redirect_uri: str
    nonce: str | None
    scope: str
    user: dict[str, Any]
    code_challenge: str | None
    code_challenge_method: str | None

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str | None:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(time.time())

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


class Client:
    """One confidential client, which may come back to one address."""

    def __init__(self, redirects: set[str]) -> None:
        self.redirects = redirects

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return ""

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self.redirects

    def check_client_secret(self, secret: str) -> bool:
        return secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


class _Payload(OAuth2Payload):
    def __init__(self, values: dict[str, str]) -> None:
        self._values = values

    @property
    def data(self) -> dict[str, str]:
        return self._values

    @property
    def datalist(self) -> dict[str, list[str]]:
        return {name: [value] for name, value in self._values.items()}


class _Request(OAuth2Request):
    def __init__(self, method: str, uri: str, values: dict[str, str], headers: dict[str, str]) -> None:
        super().__init__(method, uri, headers=headers)
        self.payload = _Payload(values)
        self._values = values

    @property
    def args(self) -> dict[str, str]:
        return self._values

    @property
    def form(self) -> dict[str, str]:
        return self._values


@dataclass
class Provider:
    """`claims` is who signs in; `twist` changes a token's claims before it is signed, `lie` the discovery document."""

    claims: dict[str, Any] = field(default_factory=lambda: {"sub": "u-1", "preferred_username": "lotte"})
    twist: Callable[[dict[str, Any]], None] = lambda _: None
    lie: Callable[[dict[str, Any]], None] = lambda _: None
    issuer: str = ""
    redirects: set[str] = field(default_factory=set)
    codes: dict[str, Code] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    published: list[RSAKey] | None = None

    def discovery(self) -> dict[str, Any]:
        found = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
        }
        self.lie(found)
        return found

    def keys(self) -> dict[str, Any]:
        return dict(KeySet(self.published or [self.key]).as_dict(private=False))

    def server(self) -> AuthorizationServer:
        provider = self

        class Server(AuthorizationServer):
            def query_client(self, client_id: str) -> Client | None:
                return Client(provider.redirects) if client_id == CLIENT else None

            def save_token(self, token: dict[str, Any], request: OAuth2Request) -> None:
                pass

            def create_oauth2_request(self, request: Any) -> Any:
                return request

            def handle_response(self, status: int, body: Any, headers: Any) -> Any:
                return status, body, headers

            def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
                pass

        class Grant(grants.AuthorizationCodeGrant):
            TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

            def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
                data = request.payload.data
                provider.codes[code] = Code(
                    code,
                    data["redirect_uri"],
                    data.get("nonce"),
                    data["scope"],
                    request.user,
                    data.get("code_challenge"),
                    data.get("code_challenge_method"),
                )

            def query_authorization_code(self, code: str, client: Client) -> Code | None:
                return provider.codes.get(code)

            def delete_authorization_code(self, authorization_code: Code) -> None:
                del provider.codes[authorization_code.code]

            def authenticate_user(self, authorization_code: Code) -> dict[str, Any]:
                return authorization_code.user

        class Identity(OpenIDCode):
            def exists_nonce(self, nonce: str, request: OAuth2Request) -> bool:
                return False

            def encode_id_token(self, token: dict[str, Any], request: OAuth2Request) -> str:
                now = int(time.time())
                claims = {"iss": provider.issuer, "aud": CLIENT, "iat": now, "exp": now + 600, **request.user}
                claims["nonce"] = request.authorization_code.get_nonce()
                provider.twist(claims)
                header = {"alg": "RS256", "kid": provider.key.kid}
                return jwt.encode(header, claims, provider.key)

        server = Server()
        server.register_token_generator("default", BearerTokenGenerator(lambda *_, **__: "an access token"))
        server.register_grant(Grant, [CodeChallenge(required=True), Identity(require_nonce=True)])
        return server


@contextmanager
def running(provider: Provider) -> Iterator[Provider]:
    """The provider, served on a free port until the test is done."""
    server = provider.server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked.append(self.path)
            parts = urlsplit(self.path)
            if parts.path == "/.well-known/openid-configuration":
                return self._answer(200, provider.discovery(), [])
            if parts.path == "/keys":
                return self._answer(200, provider.keys(), [])
            values = dict(parse_qsl(parts.query))
            request = _Request("GET", provider.issuer + self.path, values, dict(self.headers))
            grant = server.get_consent_grant(request, provider.claims)
            return self._answer(*server.create_authorization_response(request, provider.claims, grant))

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            request = _Request("POST", provider.issuer + self.path, dict(parse_qsl(body)), dict(self.headers))
            self._answer(*server.create_token_response(request))

        def _answer(self, status: int, body: Any, headers: Any) -> None:
            data = (json.dumps(body) if isinstance(body, dict) else str(body)).encode()
            self.send_response(status)
            for name, value in [*headers, ("content-length", str(len(data)))]:
                self.send_header(name, value)
            if isinstance(body, dict) and not any(name.lower() == "content-type" for name, _ in headers):
                self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = provider.issuer or f"http://127.0.0.1:{http.server_address[1]}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        http.shutdown()
        thread.join()
        http.server_close()
