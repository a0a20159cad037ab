"""One writing step after another, told aloud when it is confirmed, in a child that somebody kills.

python worker.py STEP FOLDER: for each line on standard input a new child works, says its number, and is waited for.
The first process holds what takes long to import; it opens nothing itself.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from assistant.audit import Audit
from assistant.bootstrap import build
from assistant.checking.finding import CheckResult, Finding, verdict_of
from assistant.clock import SystemClock
from assistant.people.accounts import Accounts
from assistant.people.person import OPERATOR, Person
from assistant.privacy.erasure import Erasure
from assistant.review.desk import Desk
from assistant.review.hand_in import HandIns
from assistant.review.release import Releases
from assistant.settings import Settings
from assistant.store import Store
from assistant.store.revision import current
from assistant.writing.posts import Posts
from knowledge.fakes import HashEmbedder
from knowledge.records import LoadItem


class Holds:
    """A check that holds back what says so, so that there is something to decide."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def check(self, text: str, **_: Any) -> CheckResult:
        with self._store.read() as session:
            revision = current(session)
        words = {"nl": "Nog niet.", "fr": "Pas encore.", "en": "Not yet."}
        found = (Finding("phrase", "wait", 1, "review", 0, 4, text[:4], words),) if "hold" in text else ()
        return CheckResult(verdict_of(found), found, 0.0, revision, {})


class Desks:
    """The services of one process, on a folder that others use too."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(_env_file=None, data=folder)  # type: ignore[call-arg]
        self.store, self.clock = Store(self.settings.database_address), SystemClock()
        self.audit, checker = Audit(self.store, self.clock), Holds(self.store)
        self.accounts = Accounts(self.store, self.clock, self.audit)
        self.posts = Posts(self.store, self.clock, checker)  # type: ignore[arg-type]
        self.hand_ins = HandIns(self.store, self.clock, self.posts, self.audit)
        self.desk = Desk(self.store, self.clock, self.audit, 14)
        self.releases = Releases(self.store, self.clock, checker, self.audit)  # type: ignore[arg-type]
        self.erasure = Erasure(self.store, self.clock, self.audit)

    def person(self, name: str) -> Person:
        return self.accounts.by_name(name) or self.accounts.add(
            OPERATOR, name, name.title(), "manager" if name == "ilse" else "employee"
        )

    def draft(self, text: str) -> str:
        lotte = self.person("lotte")
        post = self.posts.new(lotte)
        self.posts.save_draft(lotte, post.id, text, "guided")
        return post.id


def checks(desks: Desks) -> Iterator[str]:
    for number in range(10_000):
        post_id = desks.draft(f"Bericht {number}")
        desks.posts.check(desks.person("lotte"), post_id)
        yield post_id


def hand_ins(desks: Desks) -> Iterator[str]:
    for number in range(10_000):
        post_id = desks.draft(f"hold {number}")
        yield desks.hand_ins.hand_in(desks.person("lotte"), post_id).id


def decisions(desks: Desks) -> Iterator[str]:
    for hand_in_id in hand_ins(desks):
        yield desks.desk.decide(desks.person("ilse"), hand_in_id, "approve", reason="public").id


def releases(desks: Desks) -> Iterator[str]:
    for number in range(10_000):
        post_id = desks.draft(f"Bericht {number}")
        yield desks.releases.release(desks.person("lotte"), post_id).release_id


def entries(desks: Desks) -> Iterator[str]:
    for number in range(10_000):
        with desks.store.write() as session:
            entry = desks.audit.append(session, OPERATOR, "test.entry", str(number))
        yield str(entry)


def loads(desks: Desks) -> Iterator[str]:
    services = build(desks.settings, embedder=HashEmbedder())
    for number in range(10_000):
        text = f"# Nieuws {number}\n\nDe zaal {number} van het huis gaat weer open voor iedereen die wil komen.\n"
        item = LoadItem(f"{number}-{os.getpid()}.md", text.encode(), language="nl", kind="news", status="approved")
        yield services.library.load(OPERATOR, item).document_id


def erasures(desks: Desks) -> Iterator[str]:
    for number in range(10_000):
        name = f"weg{number}-{os.getpid()}"
        person = desks.accounts.add(OPERATOR, name, name, "employee")
        post = desks.posts.new(person)
        desks.posts.save_draft(person, post.id, f"weggeveegd {number}", "guided")
        desks.erasure.erase(OPERATOR, person.id)
        yield person.id


STEPS: dict[str, Callable[[Desks], Iterator[str]]] = {
    "check": checks,
    "hand_in": hand_ins,
    "decision": decisions,
    "release": releases,
    "audit": entries,
    "load": loads,
    "erase": erasures,
}


def main() -> None:
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            work()
        os.waitpid(child, 0)
        say("gone")


def work() -> None:
    say(str(os.getpid()))
    for confirmed in STEPS[sys.argv[1]](Desks(Path(sys.argv[2]))):
        say(confirmed)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
