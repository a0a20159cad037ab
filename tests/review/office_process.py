"""Another process at the same desk: releases one post, or saves, hands in and releases until it is killed.

python office_process.py release ADDRESS ACCOUNT POST
python office_process.py work ADDRESS ACCOUNT
"""

import sys

from assistant.audit import Audit
from assistant.checking.finding import CheckResult
from assistant.clock import SystemClock
from assistant.people.person import Person
from assistant.review.hand_in import HandIns
from assistant.review.release import Releases
from assistant.store import Store
from assistant.store.revision import current
from assistant.writing.posts import Posts


class Clear:
    """Finds nothing, in the present state of the rules."""

    def __init__(self, store):
        self.store = store

    def check(self, text, **_):
        with self.store.read() as session:
            return CheckResult("clear", (), 0.0, current(session), {})


def say(*words):
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


def main(what, address, account, *more):
    store, clock = Store(address), SystemClock()
    person = Person(id=account, name="lotte", display_name="Lotte", role="employee", team="care")
    checker, audit = Clear(store), Audit(store, clock)
    posts = Posts(store, clock, checker)
    hand_ins, releases = HandIns(store, clock, posts, audit), Releases(store, clock, checker, audit)
    say("ready")
    if what == "release":
        sys.stdin.readline()
        say("released", releases.release(person, *more).release_id)
        return
    number = 0
    while True:
        number += 1
        post = posts.new(person)
        text = f"Bericht {number}"
        posts.save_draft(person, post.id, text, "guided", expected_number=0)
        say("saved", post.id, text)
        say("handed-in", hand_ins.hand_in(person, post.id).id)
        say("released", releases.release(person, post.id).release_id)


if __name__ == "__main__":
    main(*sys.argv[1:])
