"""A small organisation: accounts for the people of the tests, and services over their database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from assistant.audit import Audit
from assistant.clock import FixedClock
from assistant.people.person import Person
from assistant.programme.ambassadors import Ambassadors
from assistant.programme.audience_table import AudienceTable
from assistant.programme.audiences import Audiences
from assistant.programme.finder import Finder
from assistant.programme.goals import Goals
from assistant.programme.inventory import Inventory
from assistant.programme.measures import Measures
from assistant.programme.people_table import PeopleTable
from assistant.programme.themes import Themes
from assistant.store import Store
from assistant.store.tables.people import AccountRow
from assistant.store.tables.posts import CheckRow, DraftRow, PostRow
from assistant.store.tables.review import PublicationRow, ReleaseRow

START = datetime(2026, 5, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Parts:
    store: Store
    clock: FixedClock
    goals: Goals
    themes: Themes
    inventory: Inventory
    ambassadors: Ambassadors
    finder: Finder
    audiences: Audiences
    audience_table: AudienceTable
    people_table: PeopleTable


@pytest.fixture
def parts(store: Store, clock: FixedClock) -> Parts:
    audit = Audit(store, clock)
    inventory, audiences = Inventory(store, clock), Audiences(store, clock)
    ambassadors, finder = Ambassadors(store, clock, audit, "Leiebocht"), Finder(store, clock, audit, "Leiebocht")
    return Parts(
        store,
        clock,
        Goals(store, clock, audit, Measures(store)),
        Themes(store, clock),
        inventory,
        ambassadors,
        finder,
        audiences,
        AudienceTable(store, clock, audiences),
        PeopleTable(store, clock, ambassadors, inventory, finder),
    )


@pytest.fixture
def people(store: Store, officer: Person, employee: Person, colleague: Person, manager: Person) -> Sequence[Person]:
    """Accounts: the four of the tests, and three more employees."""
    more = [Person(id=str(n) * 32, name=f"extra{n}", display_name=f"Extra {n}", role="employee") for n in range(3)]
    everybody = [officer, employee, colleague, manager, *more]
    with store.write() as session:
        for one in everybody:
            session.add(
                AccountRow(
                    id=one.id,
                    name=one.name,
                    name_key=one.name,
                    display_name=one.display_name,
                    role=one.role,
                    team=one.team,
                    created_at=START,
                )
            )
    return everybody


Posted = Callable[..., str]


@pytest.fixture
def posted(store: Store) -> Posted:
    """A post of somebody, checked and released (and, if asked, published) at an instant."""

    def add(person: Person, at: datetime, *, theme: str = "", verdict: str = "clear", published: bool = False) -> str:
        with store.write() as session:
            post = PostRow(account_id=person.id, theme=theme or None, created_at=at, updated_at=at)
            session.add(post)
            session.flush()
            draft = DraftRow(post_id=post.id, number=1, text="t", text_hash="h", origin="edit", created_at=at)
            session.add(draft)
            session.flush()
            session.add(
                CheckRow(draft_id=draft.id, text_hash="h", verdict=verdict, findings=[], revision=1, checked_at=at)
            )
            release = ReleaseRow(
                post_id=post.id, draft_id=draft.id, text_hash="h", channel="linkedin", verdict="clear", revision=1,
                released_at=at,
            )  # fmt: skip
            session.add(release)
            session.flush()
            if published:
                session.add(
                    PublicationRow(post_id=post.id, release_id=release.id, published_at=at + timedelta(hours=1))
                )
            return post.id

    return add
