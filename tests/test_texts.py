"""The catalogue says the same things, with the same parameters, in every language."""

from __future__ import annotations

import re
import string
from importlib.resources import files

import pytest

import assistant.texts
from assistant.texts import LANGUAGES, Language, catalogue, text
from assistant.texts.french import french

OTHERS: tuple[Language, ...] = tuple(language for language in LANGUAGES if language != "en")


def parameters(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name is not None}


@pytest.mark.parametrize("language", OTHERS)
def test_same_parts(language: Language) -> None:
    folder = files(assistant.texts)
    parts = {entry.name for entry in (folder / "en").iterdir()}
    assert {entry.name for entry in (folder / language).iterdir()} == parts


@pytest.mark.parametrize("language", OTHERS)
def test_same_keys(language: Language) -> None:
    english, other = catalogue("en"), catalogue(language)
    assert sorted(set(english) - set(other)) == []
    assert sorted(set(other) - set(english)) == []


@pytest.mark.parametrize("language", OTHERS)
def test_same_parameters(language: Language) -> None:
    english, other = catalogue("en"), catalogue(language)
    different = {
        key: (parameters(english[key]), parameters(other[key]))
        for key in english.keys() & other.keys()
        if parameters(english[key]) != parameters(other[key])
    }
    assert different == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_empty_or_untrimmed(language: Language) -> None:
    bad = [key for key, message in catalogue(language).items() if not message.strip() or message != message.strip()]
    assert bad == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_parameters_are_plain_names(language: Language) -> None:
    """`{error.args}` or `{0}` would reach into what a caller passes, or depend on its order."""
    names = {name for message in catalogue(language).values() for name in parameters(message)}
    assert [name for name in sorted(names) if not re.fullmatch(r"[a-z_]+", name)] == []


def test_missing_message_is_a_bug() -> None:
    with pytest.raises(KeyError):
        text("cli.there_is_no_such_message", "en")


@pytest.mark.parametrize(
    "typed,read",
    [
        ("Qu'est-ce que c'est ?", "Qu’est-ce que c’est\u202f?"),
        ("« {name} » : prêt !", "«\u00a0{name}\u00a0»\u00a0: prêt\u202f!"),
        ("https://exemple.be, 09:30, 5 %", "https://exemple.be, 09:30, 5\u00a0%"),
    ],
)
def test_french_is_set_as_it_is_read(typed: str, read: str) -> None:
    assert french(typed) == read
    assert french(read) == read
