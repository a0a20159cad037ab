"""Orders in a draft, in notes or in a document win nothing: not from the check, not from a prompt, not on a page."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

import prompts
from assistant.audit import Audit
from assistant.checking import injection
from assistant.checking.checker import Checker
from assistant.checking.draft import make_draft
from assistant.checking.embargoes import Embargoes
from assistant.checking.finding import Verdict
from assistant.checking.rule_book import RuleBook
from assistant.clock import FixedClock
from assistant.conversation.chats import Message
from assistant.pages import findings_view, write_view
from assistant.people.person import Person
from assistant.settings import Settings
from assistant.store import Store
from tests.checking.conftest import AT, FakeLibrary
from tests.security.cases import CASES, KINDS, Case

ORDER: tuple[Verdict, ...] = ("clear", "advice", "review", "blocked")
ALLOWED = {"br", "ul", "li", "a", "small", "mark", "sup", "div", "span", "p"}
FLAGGED = {
    "nl": (
        "Op de afdeling was het druk.",
        "Zorggroep Zonneweide neemt de kliniek van Aalter over in maart.",
        "Tot morgen.",
    ),
    "fr": ("Le service était plein.", "Zorggroep Zonneweide reprend la clinique d’Aalter en mars.", "À demain."),
    "en": ("The ward was busy.", "Zorggroep Zonneweide takes over the clinic of Aalter in March.", "See you tomorrow."),
}
EMBARGO = (
    '{"id": "overname", "title": "Overname", "lang": "nl", "terms": ["Zonneweide", "Aalter"],'
    ' "statement": "Zorggroep Zonneweide neemt in maart de kliniek van Aalter over.",'
    ' "embargoed_from": "2026-01-01T00:00:00+01:00", "lifts_at": "2030-01-01T00:00:00+01:00"}'
)


def test_there_are_enough_of_every_kind() -> None:
    assert len(CASES) >= 100
    assert len({case.id for case in CASES}) == len(CASES)
    for kind in (
        "override",
        "role",
        "approved",
        "answer",
        "template",
        "image",
        "link",
        "exfiltration",
        "tool",
        "hidden",
    ):
        assert {case.lang for case in CASES if case.kind == kind} == {"nl", "fr", "en"}
    assert {"encoding", "split"} <= set(KINDS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_it_is_noted(case: Case) -> None:
    start, _, end = FLAGGED[case.lang]
    found = injection.detect(make_draft(f"{start} {case.text} {end}", case.lang, "linkedin", AT))
    assert [one.severity for one in found] == ["advice"]
    assert found[0].quote


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checker]:
    import assistant.store.tables  # noqa: F401
    from assistant.people.person import OPERATOR
    from assistant.store.tables.base import Table
    from knowledge.embed import configured_embedder

    folder: Path = tmp_path_factory.mktemp("injections")
    store, clock, settings = (
        Store(f"sqlite:///{folder / 'a.db'}"),
        FixedClock(AT),
        Settings(_env_file=None, data=folder),
    )  # type: ignore[call-arg]
    Table.metadata.create_all(store.engine)
    audit, embedder = Audit(store, clock), configured_embedder(settings)
    rules, embargoes = RuleBook(store, clock, audit, embedder), Embargoes(store, clock, audit)
    assert embargoes.load(OPERATOR, [EMBARGO]) == []
    yield Checker(rules, embargoes, FakeLibrary(), embedder, clock, settings)  # type: ignore[arg-type]
    store.close()


@pytest.mark.slow
@pytest.mark.parametrize("place", [0, 1, 2, 3], ids=["first", "before", "after", "last"])
def test_no_verdict_is_better_for_it(checker: Checker, place: int) -> None:
    better = []
    plain = {lang: checker.check(" ".join(parts), language=lang).verdict for lang, parts in FLAGGED.items()}  # type: ignore[arg-type]
    assert set(plain.values()) <= {"review", "blocked"}
    for case in CASES if place == 1 else CASES[place::4]:
        sentences = list(FLAGGED[case.lang])
        sentences.insert(place, case.text)
        verdict = checker.check(" ".join(sentences), language=case.lang).verdict
        if ORDER.index(verdict) < ORDER.index(plain[case.lang]):
            better.append((case.id, verdict))
    assert better == []


@pytest.mark.parametrize("name", ["notes", "passages", "draft", "wish"])
def test_no_case_leaves_its_fence(name: str) -> None:
    for case in CASES:
        fenced = prompts.fenced(case.text, name)
        assert fenced.lower().count(f"</{name}>") == 1, case.id
        assert fenced.lower().count(f"<{name}>") == 1, case.id


class Tags(HTMLParser):
    """What a browser would make of a piece of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_page_shows_it_as_text(case: Case, employee: Person) -> None:
    """In a message, a source, a finding and the text itself: no picture, no script, no address but our own."""
    source = {"passage": case.text, "title": case.text, "quote": case.text, "number": 1}
    messages = [Message(author, case.text, (source,), AT) for author in ("person", "assistant")]
    found = injection.detect(make_draft(case.text, case.lang, "linkedin", AT))
    pieces = [one["content"] for one in write_view.conversation(messages, employee)]
    pieces += [write_view.sources([source]), findings_view.marked(case.text, found, case.lang)]
    for piece in pieces:
        page = Tags()
        page.feed(piece)
        for tag, given in page.found:
            assert tag in ALLOWED, (case.id, tag)
            assert not [name for name in given if name.startswith("on") or name in ("style", "src", "srcset")]
            assert (given.get("href") or "/source/").startswith("/source/")
        assert "](" not in piece and "![" not in piece, "nothing that Markdown finds anything in"
