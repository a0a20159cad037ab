"""An embargo: news that is not public yet, until when, and what exactly is protected."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.clock import Window
from assistant.texts import Language


@dataclass(frozen=True)
class EmbargoRecord:
    id: str
    version: int
    title: str
    statement: str
    language: Language
    window: Window
    """Protected from its start up to the moment it lifts."""
    facts: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    zone: str = "Europe/Brussels"
    contact: str = ""
    knowers: tuple[str, ...] = ()
    existence_secret: bool = False
    market_sensitive: bool = False
    """It could move a share price: two people approve what touches it."""
