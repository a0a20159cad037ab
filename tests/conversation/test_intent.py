from __future__ import annotations

import pytest

from assistant.conversation.intent import INTENTS, Intent, by_rules, understand
from assistant.texts import Language


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("korter", "rewrite_shorter"),
        ("zonder emoji", "rewrite_no_emoji"),
        ("warmer", "rewrite_warmer"),
        ("Ander begin", "rewrite_opening"),
        ("schrijf maar", "just_write"),
        ("vas-y", "just_write"),
        ("just write it", "just_write"),
        ("mag ik iets zeggen over de fusie?", "ask"),
        ("merci!", "thanks"),
        ("was gisteren op de jobbeurs in gent, veel studenten, vooral vragen over nachtwerk", "write"),
    ],
)
def test_plain_requests_are_understood_by_rule(message: str, intent: Intent) -> None:
    assert by_rules(message, has_draft=True).intent == intent


@pytest.mark.parametrize(
    ("message", "target"), [("in het Engels", "en"), ("en néerlandais", "nl"), ("in French", "fr")]
)
def test_the_language_asked_for_is_known(message: str, target: Language) -> None:
    meaning = by_rules(message, has_draft=True)
    assert (meaning.intent, meaning.target) == ("rewrite_language", target)


def test_a_quoted_text_is_what_should_be_checked() -> None:
    assert by_rules('is dit oke zo? "Wij zijn de beste van Limburg."').quoted == "Wij zijn de beste van Limburg."


def test_likeness_decides_where_the_rules_say_nothing() -> None:
    class Warm:
        def scores(self, message: str) -> dict[Intent, float]:
            return {intent: 1.0 if intent == "rewrite_warmer" else 0.0 for intent in INTENTS}

    assert understand("het mist een hart", has_draft=True, likeness=Warm()).intent == "rewrite_warmer"
