"""One list says what is kept: every table is in it, and the page, the documents and the settings agree with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import assistant.store.tables  # noqa: F401  (registers every table)
from assistant.privacy.kinds import KINDS, lines, period
from assistant.settings import Settings
from assistant.store.tables.base import Table
from assistant.texts import LANGUAGES, Language, catalogue

DOCS = Path(__file__).parents[2] / "docs"
DEFAULTS = Settings(_env_file=None)  # type: ignore[call-arg]


def test_every_table_is_of_one_kind() -> None:
    held = [one.table.__tablename__ for kind in KINDS for one in kind.held]
    assert sorted(held) == sorted(set(held))
    assert set(held) == set(Table.metadata.tables), (
        "say in assistant/privacy/kinds.py what a new table keeps, and of whom"
    )


def test_whoever_is_pointed_at_is_somebodys_or_said_to_be_nobodys() -> None:
    """A table with an account in it is in that person's copy, unless it stands here with its reason."""
    reasons = {
        "finding_mark": "what a manager said of a rule; the comment is erased with them",
        "near_miss": "would tell the prober what is secret",
        "participant": "a random name, so that it leads nowhere",
        "goal": "the organisation's own",
    }
    for kind in KINDS:
        for one in kind.held:
            table = Table.metadata.tables[one.table.__tablename__]
            points = any(key.target_fullname == "account.id" for key in table.foreign_keys)
            if points and not one.owner:
                assert one.table.__tablename__ in reasons


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_its_words(language: Language) -> None:
    known = set(catalogue(language))
    for kind in KINDS:
        for part in ("what", "why", *(["for"] if kind.days else []), *([] if kind.unit == "hours" else ["until"])):
            assert f"privacy.kinds.{kind.name}.{part}" in known
    assert len(lines(DEFAULTS, language)) == len(KINDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_period_that_is_set_is_the_one_that_is_told(language: Language) -> None:
    other = DEFAULTS.model_copy(update={"keep_chats_days": 41, "keep_posts_days": 0})
    told = {line.name: line.until for line in lines(other, language)}
    assert "41" in told["chats"]
    assert not re.search(r"\d", told["posts"])


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.days], ids=lambda kind: kind.name)
def test_each_period_is_a_setting(kind: object) -> None:
    assert period(kind, DEFAULTS) is not None  # type: ignore[arg-type]


def test_the_documentation_says_what_the_page_says() -> None:
    page = (DOCS / "privacy.md").read_text("utf-8")
    for line in lines(DEFAULTS, "en"):
        row = f"| {line.what} | {line.why} | {line.until} | {line.seen_by} |"
        assert row in page, "run: uv run python scripts/write_docs.py"
