"""The command line over real accounts, rules and writing, with a library and a check that answer at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.audit import Audit
from assistant.checking.embargoes import Embargoes
from assistant.checking.finding import CheckResult, Finding, verdict_of
from assistant.checking.rule_book import RuleBook
from assistant.cli import main
from assistant.clock import FixedClock
from assistant.errors import InputError
from assistant.people.accounts import Accounts
from assistant.people.person import Person
from assistant.settings import Settings
from assistant.store import Store
from assistant.writing.voices import Voices
from assistant.writing.writer import Writer
from knowledge.records import Hit


@dataclass
class FakeChecker:
    """Blocks what holds the word "geheim"; remembers what it was asked."""

    asked: list[dict[str, Any]] = field(default_factory=list)
    finding: Finding | None = None

    def warm(self) -> None:
        return

    def check(self, text: str, **how: Any) -> CheckResult:
        self.asked.append({"text": text, **how})
        if "te lang" in text:
            raise InputError("checking.broken_characters")
        at = text.find("geheim")
        message: Any = {"nl": "Nog niet publiek.", "fr": "Pas encore public.", "en": "Not public yet."}
        found = (Finding("embargo", "e1", 1, "block", at, at + 6, "geheim", message),) if at >= 0 else ()
        if self.finding is not None:
            found = (*found, replace(self.finding, message=message))
        return CheckResult(verdict_of(found), found, 0.91234 if found else 0.0, 1, {"whole": 1.234})


@dataclass
class FakeLibrary:
    hits: list[Hit] = field(default_factory=list)
    asked: list[tuple[Person, str]] = field(default_factory=list)

    def search(self, person: Person, question: str, **_how: Any) -> list[Hit]:
        self.asked.append((person, question))
        return self.hits


@dataclass
class Outcome:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Outcome]


@pytest.fixture
def parts(tmp_path: Path, store: Store, clock: FixedClock) -> SimpleNamespace:
    audit = Audit(store, clock)
    settings = Settings(data=tmp_path / "data", _env_file=None)  # type: ignore[call-arg]
    return SimpleNamespace(
        settings=settings,
        clock=clock,
        store=store,
        audit=audit,
        accounts=Accounts(store, clock, audit),
        embargoes=Embargoes(store, clock, audit),
        rule_book=RuleBook(store, clock, audit, None),
        voices=Voices(store, clock),
        writer=Writer(None, settings),
        checker=FakeChecker(),
        library=FakeLibrary(),
        close=lambda: None,
    )


@pytest.fixture
def run(
    parts: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """Runs a command in `tmp_path`; `stdin` is what it reads."""
    import io

    import assistant.bootstrap

    monkeypatch.setattr(assistant.bootstrap, "build", lambda settings: parts)
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")

    def command(*arguments: str, stdin: str | bytes = "") -> Outcome:
        raw = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "--data", str(tmp_path / "data")])
        captured = capsys.readouterr()
        return Outcome(int(ended.value.code or 0), captured.out, captured.err)

    yield command


@pytest.fixture
def jsonl(tmp_path: Path) -> Callable[..., str]:
    """Writes lines to a file; gives its name."""

    def write(*lines: dict[str, Any] | str, name: str = "in.jsonl") -> str:
        file = tmp_path / name
        file.write_text(
            "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines), "utf-8"
        )
        return str(file)

    return write
