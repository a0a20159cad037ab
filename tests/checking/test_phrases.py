"""The phrase language finds what it says, and nothing else."""

from __future__ import annotations

import pytest

from assistant.checking.draft import make_draft
from assistant.checking.phrases import PhraseIndex, parse, parse_all
from assistant.errors import InputError
from tests.checking.conftest import AT

LISTS = {"colour": ["rood", "heel blauw"]}

FOUND = [
    ("garantie*", "Onze garantieregeling", "garantieregeling"),
    ("*code", "De deurcode hangt hier", "deurcode"),
    ("*zieken*", "Het dierenziekenhuis", "dierenziekenhuis"),
    ("été", "Un ete chaud", "ete"),
    ("l'équipe", "Toute l’équipe vote", "l’équipe"),
    ("100%", "Het is 100 % zeker", "100 %"),
    ("a|het huis", "Dit is het huis", "het huis"),
    ("(in de|op het) huis", "Kom op het huis", "op het huis"),
    ("onze nieuwe? klant", "Dit is onze klant", "onze klant"),
    ("wij .. kopen", "Wij gaan morgen kopen", "Wij gaan morgen kopen"),
    ("klant <name>", "Onze klant Peeters belde", "klant Peeters"),
    ("lijst <number>", "Stem lijst 4 zondag", "lijst 4"),
    ("de {colour} bal", "Pak de heel blauwe of de heel blauw bal", "de heel blauw bal"),
    ("fusie", "Een f u s i e komt", "f u s i e"),
]
NOT_FOUND = [
    ("garantie", "Onze garantieregeling"),
    ("wij .. kopen", "Wij gaan morgen misschien weer kopen"),
    ("wij kopen", "Dat zijn wij. Kopen doen ze"),
    ("klant <name>", "Onze klant belde"),
    ("on", "onze"),
]


@pytest.mark.parametrize(("phrase", "text", "quote"), FOUND)
def test_finds(phrase: str, text: str, quote: str) -> None:
    draft = make_draft(text, "nl", "linkedin", AT)
    index: PhraseIndex[str] = PhraseIndex()
    index.add("it", [parse(phrase, LISTS)])
    (hit, *_) = index.find(draft.tokens)["it"]
    assert draft.quote(draft.tokens[hit.first].start, draft.tokens[hit.last].end)[2] == quote


@pytest.mark.parametrize(("phrase", "text"), NOT_FOUND)
def test_leaves_alone(phrase: str, text: str) -> None:
    index: PhraseIndex[str] = PhraseIndex()
    index.add("it", [parse(phrase, LISTS)])
    assert index.find(make_draft(text, "nl", "linkedin", AT).tokens) == {}


def test_the_name_of_a_list_stands_for_each_of_its_entries() -> None:
    assert [phrase.written for phrase in parse_all("{colour}", LISTS)] == LISTS["colour"]


@pytest.mark.parametrize("phrase", ["", "...", "{unknown}", "!!"])
def test_refuses_what_cannot_be_looked_for(phrase: str) -> None:
    with pytest.raises(InputError):
        parse(phrase, LISTS)
