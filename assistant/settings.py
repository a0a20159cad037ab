"""Every option of the program, from the environment (`BOEGBEELD_...`) or a `.env` file; what cannot work is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError
from assistant.texts import Language

Role = Literal["employee", "communications", "manager", "administrator"]
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MINIMUM_SECRET = 32
_VARIETY = 12
"""Different characters a secret has at least: random ones of that length nearly always have more."""


class Settings(BaseSettings):
    """The descriptions below are the documentation: `docs/settings.md` is held against them by a test."""

    model_config = SettingsConfigDict(env_prefix="BOEGBEELD_", env_file=".env", extra="ignore", frozen=True)

    data: Path = Field(Path("data"), description="Folder of the database, the index and the log.")
    database: str = Field("", description="SQLAlchemy address of a PostgreSQL database; empty keeps SQLite in `data`.")
    host: str = Field("127.0.0.1", description="Address to serve on.")
    port: int = Field(7860, ge=0, le=65535, description="Port to serve on; 0 takes a free one.")
    public_url: str = Field(
        "", description="Address people type, when a proxy stands in front; https makes cookies Secure."
    )
    secret: SecretStr = Field(
        SecretStr(""), description="At least 32 random characters; needed on any address but loopback."
    )
    demo: bool = Field(False, description="Load the sample organisation and sign in by button; loopback only.")
    organisation: str = Field("", description="Name of the organisation, as its people say it.")
    public_contacts: list[str] = Field(
        [], description="The organisation's own phone numbers, addresses and e-mail that may be published (JSON list)."
    )
    language: Language = Field("nl", description="Language of the interface until a person chooses: nl, fr or en.")
    zone: str = Field("Europe/Brussels", description="IANA time zone in which people read and write times.")
    local_accounts: bool = Field(
        True, description="Sign in with a password kept here; `false` leaves only the OpenID provider."
    )
    openid_issuer: str = Field("", description="Address of the organisation's OpenID provider, as it names itself.")
    openid_client: str = Field("", description="The name under which the provider knows Boegbeeld (client id).")
    openid_secret: SecretStr = Field(SecretStr(""), description="The client's secret, where the provider gave one.")
    openid_scope: str = Field("openid profile email", description="What is asked of the provider.")
    openid_name_claim: str = Field("preferred_username", description="Claim that an account here is named by.")
    openid_role_claim: str = Field(
        "roles", description="Claim that holds somebody's roles or groups; a path such as `realm_access.roles` too."
    )
    openid_roles: dict[str, Role] = Field(
        {},
        description="Which value of that claim is which role here, the first that fits (JSON object);"
        " `*` is whoever has the claim. Without a fitting value nobody gets in.",
    )
    openid_team_claim: str = Field("", description="Claim that holds somebody's team; empty leaves teams as they are.")
    session_hours: int = Field(12, ge=1, le=720, description="How long somebody stays signed in.")
    upload_mb: int = Field(25, ge=1, le=500, description="Largest file that can be uploaded, in MB.")
    convert_seconds: int = Field(60, ge=5, le=600, description="Time a document may take to be read.")
    convert_memory_mb: int = Field(1500, ge=256, description="Memory a document may take to be read (not on Windows).")
    keep_chats_days: int = Field(365, ge=0, description="Days a chat stays after it was last used; 0: no end.")
    keep_drafts_days: int = Field(
        365, ge=0, description="Days a post that never went out stays after it was last worked on; 0: no end."
    )
    keep_posts_days: int = Field(
        1825, ge=0, description="Days a post that went out stays, with what was decided about it; 0: no end."
    )
    keep_checks_days: int = Field(90, ge=0, description="Days the check of an older version stays; 0: with its post.")
    keep_notices_days: int = Field(90, ge=0, description="Days a notice to an author stays; 0: with its post.")
    keep_leavers_days: int = Field(
        365, ge=0, description="Days after which what a disabled account wrote is erased; 0: when somebody asks."
    )
    keep_uploads_hours: int = Field(24, ge=1, le=720, description="Hours a file that was left half uploaded stays.")
    privacy_contact: str = Field("", description="Whom people ask about their data: a name, a desk or an address.")
    audit_anchors: str = Field(
        "", description="File (elsewhere) or https address that gets the record's newest hash each day; empty: none."
    )
    approval_days: int = Field(14, ge=1, le=365, description="Days after which an approval lapses.")
    check_seconds: float = Field(
        5.0, gt=0, description="Time one part of the check may take before it counts as failed."
    )
    notify_mail: SecretStr = Field(
        SecretStr(""),
        description="Address of the mail server as apprise writes it, such as"
        " `mailtos://USER:PASSWORD@smtp.example?from=boegbeeld@example.be`; empty sends no mail.",
    )
    notify_desk: list[SecretStr] = Field(
        [],
        description="Addresses that hear when a draft waits: Teams, Slack, webhook, written for apprise (JSON list).",
    )
    embedder: str = Field(
        "sentence", description="`sentence` (in the package), or `litellm/MODEL` for an embedding model of a server."
    )
    model: str = Field("", description="LiteLLM name of the model that writes, such as `openai/gpt-x`; empty: none.")
    model_base: str = Field("", description="Address of the model's server, when it is not the provider's own.")
    model_key: SecretStr = Field(SecretStr(""), description="Key of the model's server.")
    model_fallbacks: list[str] = Field([], description="Models to try when the first does not answer (JSON list).")
    model_seconds: float = Field(45.0, gt=0, description="Total time a model may take for one draft.")
    model_temperature: float = Field(0.7, ge=0, le=2, description="Temperature of the model that writes.")
    judge: Literal["off", "untrusted", "trusted"] = Field(
        "off",
        description="Ask the model about doubtful embargo findings; only a `trusted` (local) one is shown the record.",
    )

    @property
    def database_address(self) -> str:
        return self.database or f"sqlite:///{self.data / 'boegbeeld.db'}"

    @property
    def on_loopback(self) -> bool:
        return self.host in LOOPBACK


def holds_anchors(where: str) -> bool:
    """A file, or an address to which nobody on the way can change what is sent."""
    if "://" not in where:
        return True
    try:
        parts = urlsplit(where)
    except ValueError:
        return False
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK))


def load(**given: object) -> Settings:
    """Settings from the environment with `given` on top. Raises `SettingsError` for what cannot work, in words."""
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as problem:
        first = problem.errors()[0]
        name = "BOEGBEELD_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError("settings.invalid", name=name, problem=first["msg"]) from None
    if settings.demo and not settings.on_loopback:
        raise SettingsError("settings.demo_not_on_loopback", host=settings.host)
    secret = settings.secret.get_secret_value()
    if secret and (len(secret) < MINIMUM_SECRET or len(set(secret)) < _VARIETY):
        raise SettingsError("settings.weak_secret", minimum=MINIMUM_SECRET)
    if not secret and not settings.on_loopback:
        raise SettingsError("settings.missing_secret", minimum=MINIMUM_SECRET)
    _refuse_half_a_provider(settings)
    if not holds_anchors(settings.audit_anchors):
        raise SettingsError("audit.anchor_address", where=settings.audit_anchors.partition("?")[0])
    if settings.judge != "off" and not settings.model:
        raise SettingsError("settings.judge_without_model")
    return settings


def _refuse_half_a_provider(settings: Settings) -> None:
    issuer = urlsplit(settings.openid_issuer)
    if not settings.openid_issuer:
        if not settings.local_accounts:
            raise SettingsError("settings.nobody_gets_in")
        return
    if issuer.scheme != "https" and not (issuer.scheme == "http" and issuer.hostname in LOOPBACK):
        raise SettingsError("settings.openid_not_https", issuer=settings.openid_issuer)
    if not settings.openid_client or not settings.openid_roles:
        raise SettingsError("settings.openid_incomplete")
    if not settings.public_url and not settings.on_loopback:
        raise SettingsError("settings.openid_needs_address")
