"""Signing in at an OpenID provider that runs here: what it says is believed only when every check holds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from joserfc.jwk import RSAKey
from pydantic import SecretStr

from assistant.audit import Audit
from assistant.clock import FixedClock
from assistant.errors import InputError, NotAllowed, PersonError, SettingsError, Unavailable
from assistant.people.accounts import Accounts
from assistant.people.identities import Identities
from assistant.people.openid import OpenID
from assistant.people.person import OPERATOR, Person
from assistant.settings import Settings, load
from assistant.store import Store
from tests.people.provider import CLIENT, SECRET, Provider, running

pytestmark = pytest.mark.slow
BACK = "http://127.0.0.1:7860/login/openid/back"
ROLES = {"boegbeeld-admin": "administrator", "leads": "manager", "staff": "employee"}


@dataclass
class House:
    openid: OpenID
    identities: Identities
    accounts: Accounts
    audit: Audit
    provider: Provider
    clock: FixedClock

    def go(self, back: str = "/write/") -> tuple[str, dict[str, str]]:
        """Leave, sign in at the provider, and stand before our door: the cookie, and what the address says."""
        address, cookie = self.openid.leave(BACK, back)
        answer = requests.get(address, allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        query = parse_qs(urlsplit(answer.headers["location"]).query)
        return cookie, {name: values[0] for name, values in query.items()}

    def sign_in(self) -> Person:
        cookie, given = self.go()
        claims, _ = self.openid.arrive(BACK, cookie, given)
        return self.identities.sign_in(claims)

    def actions(self) -> list[tuple[str, str, dict[str, Any]]]:
        return [(entry["action"], entry["actor"], entry["data"]) for entry in self.audit.export()]


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running(Provider(redirects={BACK})) as one:
        one.claims = {"sub": "u-1", "preferred_username": "lotte", "name": "Lotte V.", "roles": ["staff"]}
        yield one


@pytest.fixture
def make(provider: Provider, store: Store) -> Callable[..., House]:
    def house(**given: Any) -> House:
        clock = FixedClock(datetime.fromtimestamp(int(time.time()), UTC))
        settings = Settings(
            _env_file=None,
            **{
                "openid_issuer": provider.issuer,
                "openid_client": CLIENT,
                "openid_secret": SecretStr(SECRET),
                "openid_roles": ROLES,
                **given,
            },
        )
        audit = Audit(store, clock)
        return House(
            OpenID(settings, clock),
            Identities(store, clock, audit, settings),
            Accounts(store, clock, audit, local=settings.local_accounts),
            audit,
            provider,
            clock,
        )

    return house


@pytest.fixture
def house(make: Callable[..., House]) -> House:
    return make()


def refused(house: House, cookie: str, given: dict[str, str]) -> str:
    with pytest.raises(PersonError) as told:
        house.openid.arrive(BACK, cookie, given)
    return told.value.key


def test_the_first_sign_in_makes_the_account_and_the_next_finds_it(house: House) -> None:
    first = house.sign_in()
    assert (first.name, first.display_name, first.role) == ("lotte", "Lotte V.", "employee")
    house.provider.claims["preferred_username"] = "lotte.v"  # a new name there is the same person here
    assert house.sign_in().id == first.id
    assert [(action, actor) for action, actor, _ in house.actions()] == [
        ("account.add", "openid"),
        ("account.sign_in", "lotte"),
        ("account.sign_in", "lotte"),
    ]
    assert house.actions()[-1][2] == {"way": "openid"}


def test_it_ends_where_somebody_wanted_to_be(house: House) -> None:
    cookie, given = house.go("/review/")
    assert house.openid.arrive(BACK, cookie, given)[1] == "/review/"


def test_the_request_has_pkce_state_and_nonce(house: House) -> None:
    address, _ = house.openid.leave(BACK, "/")
    asked = parse_qs(urlsplit(address).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) == 43
    assert len({asked["state"][0], asked["nonce"][0]}) == 2
    assert asked["redirect_uri"] == [BACK]


def test_a_code_without_its_verifier_is_worth_nothing(house: House) -> None:
    """Somebody who catches the code has not the cookie of whoever left: their own verifier does not fit."""
    _, caught = house.go()
    thief, own = house.go()
    assert refused(house, thief, {**own, "code": caught["code"]}) == "openid.refused"


@pytest.mark.parametrize(
    "twist",
    [
        lambda claims: claims.update(iss="http://127.0.0.1:1"),
        lambda claims: claims.pop("iss"),
        lambda claims: claims.update(nonce="another"),
        lambda claims: claims.pop("nonce"),
        lambda claims: claims.update(exp=int(time.time()) - 120),
        lambda claims: claims.pop("exp"),
        lambda claims: claims.update(iat=int(time.time()) + 3600),
        lambda claims: claims.update(aud="another client"),
        lambda claims: claims.update(aud=[CLIENT, "another"], azp="another"),
        lambda claims: claims.pop("sub"),
        lambda claims: claims.update(sub=""),
        lambda claims: claims.update(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    ],
    ids=[
        "wrong issuer", "no issuer", "wrong nonce", "no nonce", "expired", "no end", "from later", "for another client",
        "handed to another", "nobody", "empty name", "another access token",
    ],
)  # fmt: skip
def test_a_token_that_does_not_hold_is_refused(house: House, twist: Callable[[dict[str, Any]], None]) -> None:
    house.provider.twist = twist
    assert refused(house, *house.go()) == "openid.refused"


def test_a_token_signed_by_somebody_else_is_refused(house: House) -> None:
    house.provider.published = [RSAKey.generate_key(2048, {"kid": "one"})]
    assert refused(house, *house.go()) == "openid.refused"


def test_new_keys_of_the_provider_are_fetched(house: House) -> None:
    house.sign_in()
    house.provider.key = RSAKey.generate_key(2048, {"kid": "two"})
    assert house.sign_in().name == "lotte"
    assert house.provider.asked.count("/keys") == 2


def test_a_discovery_document_of_another_provider_is_refused(house: House) -> None:
    house.provider.lie = lambda found: found.update(issuer="https://evil.example")
    with pytest.raises(NotAllowed) as told:
        house.openid.leave(BACK, "/")
    assert told.value.key == "openid.refused"


def test_an_answer_of_another_provider_is_refused(house: House) -> None:
    cookie, given = house.go()
    assert refused(house, cookie, {**given, "iss": "https://evil.example"}) == "openid.refused"


def test_a_code_works_once(house: House) -> None:
    cookie, given = house.go()
    house.openid.arrive(BACK, cookie, given)
    assert refused(house, cookie, given) == "openid.refused"


def test_a_forged_state_or_cookie_is_refused(house: House) -> None:
    cookie, given = house.go()
    body, signature = cookie.split(".")
    tried = [
        (cookie, {**given, "state": "forged"}),
        (cookie, {"code": given["code"]}),
        ("", given),
        (f"{body}.{'0' * len(signature)}", given),
        (f"x{cookie}", given),
        (house.openid.leave(BACK, "/")[1], given),  # of another sign-in
        ("é.é", given),
    ]
    assert {refused(house, *one) for one in tried} == {"openid.stale"}
    assert house.openid.arrive(BACK, cookie, given)[0]["sub"] == "u-1", "and no code was spent on them"


def test_who_takes_too_long_starts_again(house: House) -> None:
    cookie, given = house.go()
    house.clock.move(timedelta(minutes=10))
    assert refused(house, cookie, given) == "openid.stale"


def test_whoever_says_no_at_the_provider_is_told_so(house: House) -> None:
    cookie, given = house.go()
    assert refused(house, cookie, {"state": given["state"], "error": "access_denied"}) == "openid.not_signed_in"


def test_a_provider_that_does_not_answer_is_said_in_words(make: Callable[..., House]) -> None:
    with pytest.raises(Unavailable) as told:
        make(openid_issuer="http://127.0.0.1:1").openid.leave(BACK, "/")
    assert told.value.key == "openid.gone"


@pytest.mark.parametrize("roles", [None, [], "", ["gardeners"], {"staff": True}, 7])
def test_without_a_role_that_counts_nobody_gets_in(house: House, roles: Any) -> None:
    house.provider.claims.pop("roles")
    if roles is not None:
        house.provider.claims["roles"] = roles
    with pytest.raises(NotAllowed) as told:
        house.sign_in()
    assert told.value.key == "openid.no_role"
    assert house.accounts.list(OPERATOR) == []


@pytest.mark.parametrize(
    ("claims", "given", "role"),
    [
        ({"roles": ["staff", "leads"]}, {}, "manager"),
        ({"roles": "leads"}, {}, "manager"),
        ({"realm": {"roles": ["boegbeeld-admin"]}}, {"openid_role_claim": "realm.roles"}, "administrator"),
        ({"https://x/roles": ["staff"]}, {"openid_role_claim": "https://x/roles"}, "employee"),
        ({"roles": ["gardeners"]}, {"openid_roles": {"leads": "manager", "*": "employee"}}, "employee"),
    ],
)  # fmt: skip
def test_the_role_comes_from_the_claim(
    make: Callable[..., House], claims: dict[str, Any], given: dict[str, Any], role: str
) -> None:
    house = make(**given)
    house.provider.claims = {"sub": "u-2", "preferred_username": "ann", **claims}
    assert house.sign_in().role == role


def test_a_role_taken_away_there_is_taken_away_here(house: House) -> None:
    house.provider.claims["roles"] = ["leads"]
    assert house.sign_in().role == "manager"
    house.provider.claims["roles"] = ["staff"]
    assert house.sign_in().role == "employee"
    assert ("account.change", "openid", {"name": "lotte", "fields": ["role"], "role": "employee"}) in house.actions()


def test_an_account_disabled_here_stays_out(house: House) -> None:
    house.sign_in()
    house.accounts.disable(OPERATOR, "lotte")
    with pytest.raises(NotAllowed) as told:
        house.sign_in()
    assert told.value.key == "openid.disabled"
    assert house.actions()[-1][:2] == ("account.refused", "lotte")


def test_a_name_that_is_taken_here_is_not_taken_over(house: House, quick_hash: object) -> None:
    house.accounts.add(OPERATOR, "Lotte", "Another Lotte", "administrator", password="een zin die blijft hangen")
    with pytest.raises(NotAllowed) as told:
        house.sign_in()
    assert told.value.key == "openid.name_taken"


def test_an_administrator_may_let_an_account_be_linked_once(house: House, quick_hash: object) -> None:
    mine = house.accounts.add(OPERATOR, "Lotte", "Lotte", "employee", team="Zorg")
    house.identities.let_link(OPERATOR, "lotte")
    assert house.sign_in().id == mine.id
    house.provider.claims["sub"] = "somebody else"
    with pytest.raises(NotAllowed):
        house.sign_in()


def test_leave_to_link_lapses(house: House) -> None:
    house.accounts.add(OPERATOR, "lotte", "Lotte", "employee")
    house.identities.let_link(OPERATOR, "lotte")
    house.clock.move(timedelta(days=3))
    with pytest.raises(NotAllowed):
        house.identities.sign_in({"sub": "u-1", "preferred_username": "lotte", "roles": ["staff"]})


@pytest.mark.parametrize("name", [None, "", "  ", "<b>", "x" * 80, 7])
def test_a_name_that_cannot_be_one_is_refused(house: House, name: Any) -> None:
    house.provider.claims["preferred_username"] = name
    with pytest.raises(InputError) as told:
        house.sign_in()
    assert told.value.key == "openid.no_name"


def test_the_team_comes_along_where_it_is_asked(make: Callable[..., House]) -> None:
    house = make(openid_team_claim="department")
    house.provider.claims["department"] = "Zorg"
    assert house.sign_in().team == "Zorg"


def test_local_accounts_can_be_switched_off(make: Callable[..., House], quick_hash: object) -> None:
    password = "een zin die blijft hangen"
    house = make(local_accounts=False)
    house.accounts.add(OPERATOR, "joost", "Joost", "administrator", password=password)
    with pytest.raises(NotAllowed):
        house.accounts.sign_in("joost", password, "10.0.0.1")
    with pytest.raises(InputError):
        house.accounts.invite(OPERATOR, "joost")
    assert make().accounts.sign_in("joost", password, "10.0.0.1").name == "joost"


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"local_accounts": False}, "nobody_gets_in"),
        ({"openid_issuer": "http://sso.example", "openid_client": "x"}, "openid_not_https"),
        ({"openid_issuer": "https://sso.example", "openid_client": "x"}, "openid_incomplete"),
        ({"openid_issuer": "https://sso.example", "openid_roles": {"*": "employee"}}, "openid_incomplete"),
        (
            {
                "openid_issuer": "https://sso.example", "openid_client": "x", "openid_roles": {"*": "employee"},
                "host": "0.0.0.0", "secret": "Zq3-kd92_lmPw0vBx7RtYuaS1cEfGhJn",
            },
            "openid_needs_address",
        ),
        ({"openid_issuer": "https://s.example", "openid_client": "x", "openid_roles": {"*": "king"}}, "invalid"),
    ],
)  # fmt: skip
def test_half_a_provider_is_refused_at_the_start(given: dict[str, Any], key: str) -> None:
    with pytest.raises(SettingsError) as told:
        load(_env_file=None, **given)
    assert told.value.key == f"settings.{key}"
