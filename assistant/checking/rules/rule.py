"""A sharing rule as it is written down: data that says what may not go out, why, and what to write instead."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from assistant.checking.finding import Severity
from assistant.clock import Window, parse_instant
from assistant.errors import InputError
from assistant.texts import LANGUAGES, Language

Kind = Literal["phrase", "pattern", "topic", "required", "channel_limit", "ready_made"]
LONGEST_LINE = 200_000
_LIMIT = 500


def _in_languages(value: Any) -> Any:
    return dict.fromkeys(LANGUAGES, value) if isinstance(value, str) else value


def _lists(value: Any) -> Any:
    """A plain list counts for every language."""
    return {"any": value} if isinstance(value, list) else value


Text = Annotated[str, Field(min_length=1, max_length=2_000)]
InLanguages = Annotated[dict[Language, Text], BeforeValidator(_in_languages)]
Listed = Annotated[list[Text], Field(max_length=_LIMIT)]
Phrases = Annotated[dict[Literal["nl", "fr", "en", "any"], Listed], BeforeValidator(_lists)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Part(Strict):
    """One kind of signal: phrases, with what must or may not stand near them."""

    phrases: Phrases = Field(default_factory=dict)
    near: Phrases = Field(default_factory=dict)
    """One of these must stand in the same sentence."""
    exceptions: Phrases = Field(default_factory=dict)
    """None of these may stand in the same sentence."""
    also: Phrases = Field(default_factory=dict)
    """One of these must stand anywhere in the draft."""
    unless: Phrases = Field(default_factory=dict)
    """None of these may stand anywhere in the draft."""


class Example(Strict):
    text: Text
    lang: Language | None = None


def _example(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


Examples = Annotated[list[Annotated[Example, BeforeValidator(_example)]], Field(max_length=_LIMIT)]


class Rule(Part):
    """Every field but the first four may be left out; then the catalogue's words or a ready-made rule stand in."""

    id: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    title: InLanguages
    description: InLanguages = Field(default_factory=dict)
    severity: Severity
    kind: Kind | None = None
    parts: Annotated[list[Part], Field(max_length=50)] = Field(default_factory=list)
    pattern: Annotated[str, Field(max_length=2_000)] = ""
    phrases_need_topic: bool = False
    """Its phrases count only where the draft also sounds like its seeds."""
    seeds: Phrases = Field(default_factory=dict)
    counter: Phrases = Field(default_factory=dict)
    when: Phrases = Field(default_factory=dict)
    needs: Phrases = Field(default_factory=dict)
    channel: str = ""
    max_hashtags: Annotated[int, Field(ge=0)] | None = None
    max_characters: Annotated[int, Field(ge=1)] | None = None
    detector: Literal["", "personal_data", "disclosure_hidden"] = ""
    """A detector of the program whose findings are this rule's."""
    ready_made: str = ""
    """Id of the ready-made rule whose signals it uses."""
    message: InLanguages = Field(default_factory=dict)
    reason: InLanguages = Field(default_factory=dict)
    rewording: InLanguages = Field(default_factory=dict)
    policy: str = ""
    owner: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    reviewed_on: date | None = None
    must_flag: Examples = Field(default_factory=list)
    must_pass: Examples = Field(default_factory=list)

    @field_validator("valid_from", "valid_until", mode="before")
    @classmethod
    def _instant(cls, value: Any) -> Any:
        return parse_instant(value) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _whole(self) -> Rule:
        if self.valid_from and self.valid_until and self.valid_until <= self.valid_from:
            raise InputError("checking.ends_before_start")
        if not self.title:
            raise InputError("checking.rule_without_title", name=self.id)
        needed = {
            "phrase": bool(self.phrases or self.parts),
            "pattern": bool(self.pattern),
            "topic": bool(self.seeds),
            "required": bool(self.needs),
            "channel_limit": self.max_hashtags is not None or self.max_characters is not None,
        }
        if self.kind in needed and not needed[self.kind]:
            raise InputError("checking.rule_without_signal", name=self.id, kind=self.kind)
        return self

    @property
    def window(self) -> Window:
        return Window(self.valid_from, self.valid_until)

    @property
    def all_parts(self) -> list[Part]:
        """Its own phrases and those of its parts; what is said of the rule itself counts for each."""
        own = [Part(phrases=self.phrases, near=self.near, also=self.also)] if self.phrases else []
        return [*own, *self.parts]

    @property
    def has_signal(self) -> bool:
        return bool(
            self.all_parts
            or self.pattern
            or self.detector
            or self.seeds
            or self.needs
            or self.max_hashtags is not None
            or self.max_characters is not None
        )

    def as_body(self) -> dict[str, Any]:
        """What is stored: only what was said."""
        body: dict[str, Any] = self.model_dump(mode="json", exclude_defaults=True)
        return body


def read_rule(line: str) -> Rule:
    """A rule from a line of JSON. Raises `InputError` that says in words what is wrong."""
    return rule_from(read_object(line))


def read_object(line: str) -> dict[str, Any]:
    """The JSON object on a line, or an `InputError`."""
    if len(line) > LONGEST_LINE:
        raise InputError("checking.line_too_long", size=len(line), limit=LONGEST_LINE)
    try:
        body = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as problem:
        raise InputError("checking.not_json", problem=getattr(problem, "msg", "nesting")) from None
    if not isinstance(body, dict):
        raise InputError("checking.not_an_object")
    try:
        json.dumps(body, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise InputError("checking.broken_characters") from None
    return body


def rule_from(body: dict[str, Any]) -> Rule:
    """A rule from its fields. Raises `InputError` that names the field."""
    try:
        return Rule.model_validate(body)
    except ValidationError as problem:
        raise in_words(problem) from None


def in_words(problem: ValidationError) -> InputError:
    """The first thing pydantic found, as an error for people."""
    first = problem.errors()[0]
    field = ".".join(str(part) for part in first["loc"]) or "-"
    if first["type"] == "extra_forbidden":
        return InputError("checking.unknown_field", field=field)
    if first["type"] == "missing":
        return InputError("checking.missing_field", field=field)
    return InputError("checking.wrong_field", field=field, problem=first["msg"])
