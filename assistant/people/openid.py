"""Signing in at the organisation's own OpenID provider: code flow with PKCE, state and nonce, through Authlib.

What a sign-in needs to remember between leaving and coming back stands in a cookie that only this server can have
signed (`Trip`), so that strangers write nothing into the database. Everything that a provider says is checked here; who
this person then is, and what they may do, is `identities`' work.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from assistant.clock import Clock
from assistant.errors import NotAllowed, Unavailable
from assistant.settings import Settings

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Ways of signing that need the provider's own key; none that a client's secret would do for."""
TRIP_SECONDS: Final = 600
LEEWAY: Final = 60
"""Seconds that two clocks may differ."""
KNOWN_SECONDS: Final = 3600
TIMEOUT: Final = 10
_OWN_KEY: Final = secrets.token_bytes(32)


@dataclass(frozen=True)
class Trip:
    """One sign-in under way."""

    state: str
    nonce: str
    verifier: str
    back: str
    """Where at the end to go on."""
    ends: int
    """Seconds since 1970 until when it can be finished."""


class OpenID:
    """The provider of the settings. `fetch` and the token's post are HTTP; everything else is reckoning."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self._lock = threading.Lock()
        self._known: tuple[float, dict[str, Any]] | None = None
        self._keys: dict[str, Any] | None = None
        secret = settings.secret.get_secret_value()
        self._key = hashlib.sha256(b"openid" + secret.encode()).digest() if secret else _OWN_KEY

    @property
    def issuer(self) -> str:
        return self._settings.openid_issuer

    def leave(self, redirect: str, back: str) -> tuple[str, str]:
        """The address of the provider to go to, and the cookie to come back with."""
        trip = Trip(
            secrets.token_urlsafe(32),
            secrets.token_urlsafe(32),
            secrets.token_urlsafe(64),
            back,
            int(self._clock.now().timestamp()) + TRIP_SECONDS,
        )
        with self._client(redirect) as client:
            address, _ = client.create_authorization_url(
                self._of_provider("authorization_endpoint"),
                state=trip.state,
                code_verifier=trip.verifier,
                nonce=trip.nonce,
            )
        return str(address), self._sealed(trip)

    def arrive(self, redirect: str, cookie: str, given: Mapping[str, str]) -> tuple[dict[str, Any], str]:
        """What the provider says of whoever came back, and where they wanted to go. Raises `NotAllowed` otherwise."""
        trip = self._opened(cookie)
        state = given.get("state", "")
        if trip is None or not hmac.compare_digest(state.encode(), trip.state.encode()):
            raise NotAllowed("openid.stale")
        if given.get("iss", self.issuer) != self.issuer:  # RFC 9207: another provider answered
            raise NotAllowed("openid.refused")
        if given.get("error") or not given.get("code"):
            raise NotAllowed("openid.not_signed_in")
        token = self._token(redirect, given["code"], trip)
        return self._claims(token, trip.nonce), trip.back

    # The provider

    def _client(self, redirect: str) -> Any:
        from authlib.integrations.requests_client import OAuth2Session

        secret = self._settings.openid_secret.get_secret_value()
        return OAuth2Session(
            self._settings.openid_client,
            secret or None,
            token_endpoint_auth_method="client_secret_basic" if secret else "none",
            scope=self._settings.openid_scope,
            redirect_uri=redirect,
            code_challenge_method="S256",
            default_timeout=TIMEOUT,
        )

    def _token(self, redirect: str, code: str, trip: Trip) -> dict[str, Any]:
        from authlib.common.errors import AuthlibBaseError

        def ask() -> dict[str, Any]:
            with self._client(redirect) as client:
                return dict(
                    client.fetch_token(
                        self._of_provider("token_endpoint"),
                        code=code,
                        code_verifier=trip.verifier,
                        grant_type="authorization_code",
                        allow_redirects=False,
                    )
                )

        try:
            return _reached(ask)
        except AuthlibBaseError:
            raise NotAllowed("openid.refused") from None

    def _claims(self, token: Mapping[str, Any], nonce: str) -> dict[str, Any]:
        """The identity token's content, when it is this provider's, for us, of now and of this very sign-in."""
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.errors import InvalidKeyIdError, JoseError
        from joserfc.jwk import KeySet
        from joserfc.jws import JWSRegistry

        raw = token.get("id_token")
        if not isinstance(raw, str):
            raise NotAllowed("openid.refused")
        registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
        try:
            try:
                found = jwt.decode(raw, KeySet.import_key_set(self._key_set()), registry=registry)
            except InvalidKeyIdError:  # the provider changed its keys
                found = jwt.decode(raw, KeySet.import_key_set(self._key_set(anew=True)), registry=registry)
            client = self._settings.openid_client
            claims = CodeIDToken(
                found.claims,
                found.header,
                {"iss": {"essential": True, "value": self.issuer}, "aud": {"essential": True, "value": client}},
                {"nonce": nonce, "client_id": client, "access_token": token.get("access_token")},
            )
            claims.validate(now=int(self._clock.now().timestamp()), leeway=LEEWAY)
        except (JoseError, ValueError, TypeError, KeyError):
            raise NotAllowed("openid.refused") from None
        if not isinstance(claims.get("sub"), str) or not claims["sub"]:
            raise NotAllowed("openid.refused")
        return dict(claims)

    def _of_provider(self, name: str) -> str:
        """An address from the provider's own description, which must be the provider's that was asked."""
        now = time.monotonic()
        with self._lock:
            known = self._known
        if known is None or now - known[0] > KNOWN_SECONDS:
            found = _fetched(self.issuer.rstrip("/") + "/.well-known/openid-configuration")
            if found.get("issuer") != self.issuer:
                raise NotAllowed("openid.refused")
            known = (now, found)
            with self._lock:
                self._known = known
        address = known[1].get(name)
        if not isinstance(address, str) or (self.issuer.startswith("https:") and not address.startswith("https:")):
            raise NotAllowed("openid.refused")
        return address

    def _key_set(self, *, anew: bool = False) -> Any:
        with self._lock:
            keys = self._keys
        if keys is None or anew:
            keys = _fetched(self._of_provider("jwks_uri"))
            with self._lock:
                self._keys = keys
        return keys

    # The cookie

    def _sealed(self, trip: Trip) -> str:
        body = base64.urlsafe_b64encode(json.dumps(asdict(trip)).encode()).decode()
        return f"{body}.{self._signed(body)}"

    def _opened(self, cookie: str) -> Trip | None:
        body, _, signature = cookie.partition(".")
        if not hmac.compare_digest(self._signed(body).encode(), signature.encode()):
            return None
        trip = Trip(**json.loads(base64.urlsafe_b64decode(body)))
        return trip if trip.ends > self._clock.now().timestamp() else None

    def _signed(self, body: str) -> str:
        return hmac.new(self._key, body.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _fetched(address: str) -> dict[str, Any]:
    import requests

    def ask() -> dict[str, Any]:
        answer = requests.get(address, timeout=TIMEOUT, allow_redirects=False)
        if answer.status_code != 200:
            raise Unavailable("openid.gone")
        found = answer.json()
        return found if isinstance(found, dict) else {}

    return _reached(ask)


def _reached(ask: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    import requests

    try:
        return ask()
    except requests.RequestException:
        raise Unavailable("openid.gone") from None
