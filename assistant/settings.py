"""Every option of the program, from the environment (`BOEGBEELD_...`) or a `.env` file; what cannot work is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError
from assistant.texts import Language

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MINIMUM_SECRET = 32


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
    session_hours: int = Field(12, ge=1, le=720, description="How long somebody stays signed in.")
    upload_mb: int = Field(25, ge=1, le=500, description="Largest file that can be uploaded, in MB.")
    convert_seconds: int = Field(60, ge=5, le=600, description="Time a document may take to be read.")
    convert_memory_mb: int = Field(1500, ge=256, description="Memory a document may take to be read (not on Windows).")
    approval_days: int = Field(14, ge=1, le=365, description="Days after which an approval lapses.")
    check_seconds: float = Field(
        5.0, gt=0, description="Time one part of the check may take before it counts as failed."
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
    if secret and len(secret) < MINIMUM_SECRET:
        raise SettingsError("settings.weak_secret", minimum=MINIMUM_SECRET)
    if not secret and not settings.on_loopback:
        raise SettingsError("settings.missing_secret", minimum=MINIMUM_SECRET)
    if settings.judge != "off" and not settings.model:
        raise SettingsError("settings.judge_without_model")
    return settings
