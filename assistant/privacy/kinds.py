"""Every kind of thing that is kept: which tables hold it, whose it is, how long it stays, and who sees it.

The page, the documentation, the daily removal and a person's own copy are all made from this one list, so that none of
them can say something else. A test holds it against the tables there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from assistant.store.tables import (
    audit,
    coaching,
    desk,
    library,
    people,
    posts,
    privacy,
    programme,
    results,
    review,
    sharing,
)
from assistant.store.tables import support as helping
from assistant.store.tables.base import Table
from assistant.texts import Language, text

if TYPE_CHECKING:
    from assistant.settings import Settings

Reader = Literal[
    "owner", "deciding", "communications", "administrators", "contact", "everybody", "outside", "operator", "nobody"
]
About = Literal["person", "organisation"]


@dataclass(frozen=True)
class Held:
    """A table of a kind, and which of its rows are somebody's."""

    table: type[Table]
    owner: tuple[str, ...] = ()
    """Columns, in this table or on the way to the account, as "post.account_id"; none: in nobody's copy."""
    hidden: frozenset[str] = frozenset()
    """Columns that stay out of a person's copy: secrets, and what would tell of an embargo."""


@dataclass(frozen=True)
class Kind:
    """Words of it stand in the catalogue as `privacy.kinds.NAME.what` and `.why`."""

    name: str
    held: tuple[Held, ...]
    seen_by: tuple[Reader, ...]
    days: str = ""
    """The setting that says how long; where there is none, `privacy.kinds.NAME.until` has the words."""
    about: About = "person"
    unit: Literal["days", "hours"] = field(default="days")


def _own(table: type[Table], *hidden: str, by: str = "account_id") -> Held:
    return Held(table, (by,), frozenset(hidden))


KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "account",
        (
            Held(people.AccountRow, ("id",), frozenset({"password_hash", "name_key"})),
            _own(desk.IdentityRow),
            _own(desk.LinkRow),
            Held(desk.DeputyRow, ("manager_id", "deputy_id")),
            _own(desk.ContactWayRow),
        ),
        ("owner", "administrators"),
        "keep_leavers_days",
    ),
    Kind(
        "sessions",
        (
            _own(people.SessionRow, "token_hash"),
            _own(people.InvitationRow, "token_hash"),
            Held(people.SignInAttemptRow),
            Held(desk.SetupRow),
        ),
        ("owner",),
        "session_hours",
        unit="hours",
    ),
    Kind("chats", (_own(posts.ChatRow), _own(posts.MessageRow, by="chat.account_id")), ("owner",), "keep_chats_days"),
    Kind(
        "drafts",
        (_own(posts.PostRow), _own(posts.DraftRow, by="post.account_id")),
        ("owner",),
        "keep_drafts_days",
    ),
    Kind("checks", (_own(posts.CheckRow, by="draft.post.account_id"),), ("owner",), "keep_checks_days"),
    Kind(
        "posts",
        (
            _own(review.HandInRow),
            _own(review.DecisionRow, "covers", by="hand_in.account_id"),
            _own(review.ReleaseRow, by="post.account_id"),
            _own(review.PublicationRow, by="post.account_id"),
            _own(desk.HoldRow, "due", "revision"),
            Held(desk.MarkRow),
        ),
        ("owner", "deciding"),
        "keep_posts_days",
    ),
    Kind("voice", (_own(posts.VoicePostRow), _own(posts.VoiceCardRow)), ("owner",)),
    Kind("lessons", (_own(coaching.LessonRow), _own(coaching.CoachChoiceRow)), ("owner",)),
    Kind(
        "notices",
        (_own(review.NoticeRow), _own(desk.AlertRow, "parameters"), _own(desk.NotificationRow)),
        ("owner",),
        "keep_notices_days",
    ),
    Kind("near_misses", (Held(desk.NearMissRow),), ("contact",), "keep_notices_days"),
    Kind(
        "programme",
        (
            _own(programme.AmbassadorRow),
            _own(programme.InventoryRow),
            _own(programme.CandidateRow),
            _own(programme.AudienceNearRow),
            _own(programme.AgreementRemarkRow),
            _own(helping.SupportRow),
            _own(helping.SupportChoiceRow),
            _own(helping.QuestionRow),
            _own(helping.AttendanceRow),
            _own(helping.ThanksRow),
            _own(helping.StoryRow),
        ),
        ("owner", "communications"),
    ),
    Kind(
        "results",
        (_own(results.ResultRow), _own(results.ImportRow), Held(results.ParticipantRow)),
        ("owner",),
    ),
    Kind("surveys", (_own(results.SurveyDoneRow), Held(results.SurveyAnswerRow)), ("nobody",)),
    Kind("uploads", (), ("nobody",), "keep_uploads_hours", unit="hours"),
    Kind("record", (Held(audit.AuditRow), Held(audit.AuditHeadRow)), ("administrators",)),
    Kind("backups", (), ("operator",)),
    Kind("model", (), ("outside",)),
    Kind(
        "library",
        (
            Held(library.DocumentRow),
            Held(library.VersionRow),
            Held(library.PassageRow),
            Held(library.IndexStateRow),
            Held(sharing.EmbargoRow),
            Held(sharing.RuleRow),
            Held(sharing.SharingVersionRow),
            Held(sharing.SharingStateRow),
            Held(programme.ThemeRow),
            Held(review.PauseRow),
            Held(review.RecheckRow),
        ),
        ("communications",),
        about="organisation",
    ),
    Kind(
        "figures",
        (
            Held(results.FigureRow),
            Held(results.CountedRow),
            Held(results.LeftRow),
            Held(programme.TallyRow),
            Held(programme.GoalRow),
            Held(programme.GoalValueRow),
            Held(programme.AudienceRow),
            Held(results.SurveyRow),
            Held(results.EvaluationRow),
            Held(helping.PictureRow),
            Held(helping.MomentRow),
            Held(helping.IncentiveRow),
            Held(privacy.HousekeepingRow),
            Held(privacy.ErasureRow),
        ),
        ("communications",),
        about="organisation",
    ),
)
BY_NAME: Final[Mapping[str, Kind]] = {kind.name: kind for kind in KINDS}


@dataclass(frozen=True)
class Line:
    """One kind in words, as the page and the documentation show it."""

    name: str
    what: str
    why: str
    until: str
    seen_by: str
    about: About


def lines(settings: Settings, language: Language) -> list[Line]:
    """What is kept, in words, with the periods that are set here."""
    return [
        Line(
            kind.name,
            text(f"privacy.kinds.{kind.name}.what", language),
            text(f"privacy.kinds.{kind.name}.why", language),
            _until(kind, settings, language),
            ", ".join(text(f"privacy.readers.{reader}", language) for reader in kind.seen_by),
            kind.about,
        )
        for kind in KINDS
    ]


def period(kind: Kind, settings: Settings) -> int | None:
    """The days or hours that are set for it; None where there is no end by itself."""
    number = int(getattr(settings, kind.days)) if kind.days else 0
    return number or None


def _until(kind: Kind, settings: Settings, language: Language) -> str:
    number = period(kind, settings)
    if number is None:
        return text(f"privacy.kinds.{kind.name}.until", language)
    return text(f"privacy.kinds.{kind.name}.for", language, period=spoken(number, kind.unit, language))


def spoken(number: int, unit: Literal["days", "hours"], language: Language) -> str:
    """A period as people say it: 5 years, 90 days, 1 hour."""
    if unit == "days" and number % 365 == 0:
        number, name = number // 365, "years"
    else:
        name = unit
    return text(f"privacy.period.{name if number != 1 else name[:-1]}", language, number=number)
