"""The few errors whose text is meant for people; every other exception is a bug and goes to the log.

An error carries the key of a message and its parameters, so that each reader gets it in their own language:
`error.text("nl")`. `str(error)` is the English text, for the command line and the log.
"""

from __future__ import annotations

from assistant.texts import Language, text


class PersonError(Exception):
    """Something a person can understand and act upon. `key` names a message in the catalogue."""

    def __init__(self, key: str, **parameters: object) -> None:
        super().__init__(key)
        self.key = key
        self.parameters = parameters

    def text(self, language: Language) -> str:
        return text(self.key, language, **self.parameters)

    def __str__(self) -> str:
        return self.text("en")


class InputError(PersonError):
    """What was given cannot be used; the text says what to do. Nothing was changed."""


class NotAllowed(PersonError):
    """This person may not do this."""


class NotFound(PersonError):
    """There is no such thing, or this person may not know that there is."""


class Conflict(PersonError):
    """Somebody or something changed it in the meantime; the text says how to go on."""


class Unavailable(PersonError):
    """A part that is needed does not answer (a model, a database, a full disk)."""


class SettingsError(PersonError):
    """A setting that cannot work; raised before anything starts."""
