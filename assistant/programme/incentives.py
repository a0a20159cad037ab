"""Modest rewards: when one would turn a post into advertising, and when there are too many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, get_args

import sqlalchemy as sa

from assistant.clock import Clock
from assistant.errors import InputError, NotFound
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.store import Store
from assistant.store.tables.support import IncentiveRow

RewardKind = Literal["mention", "meal", "learning", "time", "gift", "voucher", "money", "draw"]
GivenFor = Literal["thanks", "taking_part", "post", "reach", "praise"]
KINDS: Final[tuple[RewardKind, ...]] = get_args(RewardKind)
REASONS: Final[tuple[GivenFor, ...]] = get_args(GivenFor)
MODEST: Final = 25
"""Euros a head that this guide still calls modest. Its own measure, not that of a law."""
MOST_A_HALF: Final = 3
MOST_EUROS_A_HALF: Final = 60
HALF: Final = timedelta(days=182)

WarningKey = Literal["advertising", "draw", "wage", "not_modest", "too_many", "too_much", "one_winner"]


@dataclass(frozen=True)
class Source:
    """Where a warning comes from."""

    name: str
    address: str


SOURCES: Final[dict[str, Source]] = {
    "be": Source("FOD Economie, richtlijnen voor contentcreators (2022)", "https://economie.fgov.be/nl/themas/online"),
    "nl": Source(
        "Stichting Reclame Code, Reclamecode Social Media & Influencer Marketing (RSM), art. 3",
        "https://www.reclamecode.nl",
    ),
    "eu": Source(
        "Richtlijn / Directive 2005/29/EC (UCPD), art. 7(2), annex I (11, 22)",
        "https://eur-lex.europa.eu/eli/dir/2005/29/oj",
    ),
    "guidance": Source(
        "Commission guidance on the UCPD (2021/C 526/01), 4.2.6 Influencer marketing",
        "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:52021XC1229(05)",
    ),
}


@dataclass(frozen=True)
class Warned:
    key: WarningKey
    stops: bool
    """Whether it is better not to do it like this at all."""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reward:
    what: str
    kind: RewardKind
    given_for: GivenFor
    euros: int
    """A head."""
    people: int
    planned_on: date
    id: str = ""


class Incentives:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def list(self, by: Person) -> list[tuple[Reward, tuple[Warned, ...]]]:
        """What is planned, each with what is to be said of it."""
        require(by, "programme.manage")
        with self._store.read() as session:
            rows = session.scalars(sa.select(IncentiveRow).order_by(IncentiveRow.planned_on, IncentiveRow.id)).all()
        rewards = [_reward(row) for row in rows]
        return [(one, warnings(one, [other for other in rewards if other.id != one.id])) for one in rewards]

    def look(self, by: Person, reward: Reward) -> tuple[Warned, ...]:
        """What is to be said of a reward, with those that are planned already. Keeps nothing."""
        return warnings(_known(reward), [one for one, _ in self.list(by)])

    def plan(self, by: Person, reward: Reward) -> None:
        require(by, "programme.manage")
        if not reward.what.strip():
            raise InputError("engage.reward_needs_name")
        _known(reward)
        row = IncentiveRow(
            what=reward.what.strip()[:200],
            kind=reward.kind,
            given_for=reward.given_for,
            euros=min(reward.euros, 1_000_000),
            people=min(reward.people, 1_000_000),
            planned_on=reward.planned_on,
            made_at=self._clock.now(),
        )
        with self._store.write() as session:
            session.add(row)

    def drop(self, by: Person, reward_id: str) -> None:
        require(by, "programme.manage")
        with self._store.write() as session:
            row = session.get(IncentiveRow, reward_id)
            if row is None:
                raise NotFound("engage.no_reward")
            session.delete(row)


def warnings(reward: Reward, others: Sequence[Reward] = ()) -> tuple[Warned, ...]:
    """What is to be said of a reward before it is promised.

    A post that puts an organisation forward, in return for an advantage from that organisation, is advertising in
    Belgium, in the Netherlands and in the Union, whoever writes it. A thank-you that nobody was promised is not in
    return for anything.
    """
    found: list[Warned] = []
    tied = reward.given_for in ("post", "reach", "praise")
    has_worth = reward.kind != "mention"
    if tied and has_worth:
        found.append(Warned("advertising", True, ("be", "nl", "eu", "guidance")))
    if reward.kind == "draw":
        found.append(Warned("draw", tied, ("be", "nl")))
    if reward.kind in ("money", "voucher"):
        found.append(Warned("wage", False))
    if reward.euros > MODEST:
        found.append(Warned("not_modest", False))
    if has_worth and reward.people == 1 and reward.given_for != "thanks":
        found.append(Warned("one_winner", False))
    near = [one for one in others if abs(one.planned_on - reward.planned_on) <= HALF and one.kind != "mention"]
    if has_worth and len(near) + 1 > MOST_A_HALF:
        found.append(Warned("too_many", False))
    if sum(one.euros for one in near) + reward.euros > MOST_EUROS_A_HALF:
        found.append(Warned("too_much", False))
    return tuple(found)


def _known(reward: Reward) -> Reward:
    if reward.kind not in KINDS or reward.given_for not in REASONS or reward.people < 1 or reward.euros < 0:
        raise InputError("engage.bad_reward")
    return reward


def _reward(row: IncentiveRow) -> Reward:
    return Reward(row.what, row.kind, row.given_for, row.euros, row.people, row.planned_on, row.id)  # type: ignore[arg-type]  # only known ones are stored
