"""The whole check of a text: every detector in turn, each with its own time; what fails makes it "needs review"."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from assistant.checking import disclosure, figures, injection, judge, personal_data, sameness
from assistant.checking.cached_embedder import CachedEmbedder
from assistant.checking.draft import Draft, Origin
from assistant.checking.finding import CheckResult, Finding, verdict_of
from assistant.checking.text import read
from assistant.clock import Clock, in_utc
from assistant.errors import InputError
from assistant.people.person import Person
from assistant.settings import Settings
from assistant.texts import Language, as_language, texts
from knowledge.language import detect as detect_language

if TYPE_CHECKING:
    from assistant.checking.embargoes import Embargoes
    from assistant.checking.rule_book import RuleBook
    from knowledge.documents import Library
    from knowledge.embed import Embedder

LONGEST = 100_000
WARM_SECONDS = 300.0
_log = logging.getLogger(__name__)


class Checker:
    def __init__(
        self,
        rule_book: RuleBook,
        embargoes: Embargoes,
        library: Library,
        embedder: Embedder,
        clock: Clock,
        settings: Settings,
        judge: judge.Model | None = None,
    ) -> None:
        self._rule_book, self._embargoes, self._library = rule_book, embargoes, library
        self._embedder = CachedEmbedder(embedder)
        self._clock, self._settings, self._judge = clock, settings, judge

    def check(
        self,
        text: str,
        *,
        language: Language | None = None,
        channel: str = "linkedin",
        at: datetime | None = None,
        person: Person | None = None,
        notes: Sequence[str] = (),
        earlier_posts: Sequence[str] = (),
        origin: Origin = "own",
        seconds: float | None = None,
    ) -> CheckResult:
        """What may not go out of `text` as it stands, if it went out at `at` (now). Changes nothing.

        `seconds` is what one part may take; the setting, where it is not given.
        Raises `InputError` for what is no text of a post: too long, or with broken characters.
        """
        began = time.perf_counter()
        _refuse_unreadable(text)
        at = in_utc(at) if at is not None else self._clock.now()
        revision = self._rule_book.revision()
        run = _Run(seconds or self._settings.check_seconds)
        draft = Draft(
            text,
            read(text),
            as_language(language) if language else detect_language(text),
            channel,
            at,
            person,
            tuple(notes),
            origin,
            tuple(earlier_posts),
        )
        vectors = run.part("vectors", lambda: self._embedder.encode(draft.sentence_texts))
        matcher = run.part("rules", lambda: self._rule_book.matcher(at))
        public = run.part("library", lambda: self._library.public_passages(at))
        if matcher is not None:
            run.find("rules", lambda: matcher.detect(draft))
            run.find("topic", lambda: matcher.detect_topics(draft, self._embedder))
        run.find("personal_data", lambda: personal_data.detect(draft, self._settings.public_contacts))
        run.find("figures", lambda: figures.detect(draft, public))
        run.find("disclosure", lambda: disclosure.detect(draft, self._settings.organisation))
        run.find("sameness", lambda: sameness.detect(draft, public, draft.earlier_posts))
        run.find("injection", lambda: injection.detect(draft))
        score = self._embargo(run, draft, public, vectors)
        bare = injection.without(draft)
        if bare != text:
            score = max(score, self._again(run, replace(draft, text=bare, readable=read(bare)), matcher, public))
        found = _in_order(run.findings)
        run.took["whole"] = (time.perf_counter() - began) * 1000
        return CheckResult(verdict_of(found), found, score, revision, run.took)

    def warm(self) -> None:
        """Load what the parts need, with time enough, so that the first text does not fail for a slow start."""
        self.check("Goedemorgen.", language="nl", seconds=WARM_SECONDS)

    def forget(self) -> None:
        """Drop what is remembered of texts that were checked."""
        self._embedder.forget()

    def _again(self, run: _Run, bare: Draft, matcher: Any, public: Any) -> float:
        """The comparisons by meaning once more, of the text without what is no word to a reader; the worse one counts.

        Such things, glued to a sentence, would draw its meaning away from what it tells.
        """
        second = _Run(run.seconds)
        vectors = second.part("vectors", lambda: self._embedder.encode(bare.sentence_texts))
        if matcher is not None:
            second.find("topic", lambda: matcher.detect_topics(bare, self._embedder))
        score = self._embargo(second, bare, public, vectors)
        if verdict_of(second.findings) not in ("clear", verdict_of(run.findings)):
            known = {one.ref for one in run.findings}
            run.findings += [one for one in second.findings if one.ref not in known or one.severity == "block"]
        return score

    def _embargo(self, run: _Run, draft: Draft, public: Any, vectors: Any) -> float:
        """The embargo detector and, where one is set, the judge. A failure counts as the highest score."""
        from assistant.checking.embargo import detector

        records = run.part("embargo", self._embargoes.standing)
        if records is None or public is None:
            return 1.0
        outcome = run.part("embargo", lambda: detector.detect(draft, records, public, self._embedder, vectors))
        if outcome is None:
            return 1.0
        run.findings += outcome.findings
        if self._settings.judge != "off" and self._judge is not None:
            live = [record for record in records if draft.at in record.window]
            run.find("judge", lambda: judge.detect(draft, outcome.score, live, self._judge, self._settings.judge))
        return float(outcome.score)


class _Run:
    """One check under way: what was found, and how long each part took."""

    def __init__(self, seconds: float) -> None:
        self.findings: list[Finding] = []
        self.took: dict[str, float] = {}
        self.seconds = seconds

    def find(self, name: str, detect: Callable[[], list[Finding]]) -> None:
        self.findings += self.part(name, detect) or []

    def part(self, name: str, work: Callable[[], Any]) -> Any:
        """What `work` gives; None when it fails or takes too long, with a finding that says so."""
        began = time.perf_counter()
        outcome: list[Any] = []
        fault = uuid.uuid4().hex[:8]

        def run() -> None:
            try:
                outcome.append(work())
            except Exception:  # noqa: BLE001  (no detector may bring the check down; none is skipped in silence)
                _log.exception("part %s of the check failed, fault %s", name, fault)

        worker = threading.Thread(target=run, name=f"check-{name}", daemon=True)
        worker.start()
        worker.join(self.seconds)
        self.took[name] = self.took.get(name, 0.0) + (time.perf_counter() - began) * 1000
        if outcome:
            return outcome[0]
        if worker.is_alive():
            _log.error("part %s of the check took over %s s, fault %s", name, self.seconds, fault)
        self.findings.append(_failure(name, fault))
        return None


def _failure(name: str, fault: str) -> Finding:
    """A part that did not do its work is never a reason to let a text pass."""
    return Finding(
        detector="check",
        ref=f"check.{name}",
        ref_version=1,
        severity="review",
        start=None,
        end=None,
        quote="",
        message=texts("checking.failed.message", fault=fault),
        reason=texts("checking.failed.reason"),
        evidence={"part": name, "fault": fault},
    )


def _refuse_unreadable(text: str) -> None:
    if len(text) > LONGEST:
        raise InputError("checking.text_too_long", size=len(text), limit=LONGEST)
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise InputError("checking.broken_characters")


def _in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The gravest first, then by place; each finding once."""
    gravity = {"block": 0, "review": 1, "advice": 2}
    once = {(one.identity, one.start): one for one in reversed(findings)}
    return tuple(
        sorted(
            once.values(),
            key=lambda one: (gravity[one.severity], one.start if one.start is not None else -1, one.detector, one.ref),
        )
    )
