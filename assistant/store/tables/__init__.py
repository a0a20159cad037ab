"""Every table, one file per part of the program that owns it. Importing this package registers them all."""

from assistant.store.tables import (
    audit,
    base,
    coaching,
    desk,
    library,
    people,
    posts,
    privacy,
    programme,
    results,
    review,
    sharing,
    support,
)

__all__ = [
    "audit",
    "base",
    "coaching",
    "desk",
    "library",
    "people",
    "posts",
    "privacy",
    "programme",
    "results",
    "review",
    "sharing",
    "support",
]
