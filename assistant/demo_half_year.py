"""Half a year of posts in the sample organisation: what was written, checked, decided, posted, and what it brought.

Written as it would lie in the database after half a year, for the past cannot be lived again in the first minute of a
demo. The figures, the thanks and the evaluation are then made by the services that people use.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.checking.finding import Finding
from assistant.clock import zone as zone_named
from assistant.coaching.lessons import LESSONS
from assistant.errors import InputError
from assistant.people.person import OPERATOR, Person
from assistant.programme.goals import months_on
from assistant.programme.incentives import Reward
from assistant.store.hashing import text_hash
from assistant.store.tables.coaching import LessonRow
from assistant.store.tables.people import AccountRow
from assistant.store.tables.posts import CheckRow, DraftRow, PostRow
from assistant.store.tables.results import ResultRow, SurveyAnswerRow, SurveyDoneRow, SurveyRow
from assistant.store.tables.review import DecisionRow, HandInRow, PublicationRow, ReleaseRow
from assistant.store.tables.support import AttendanceRow, MomentRow, QuestionRow, StoryRow, SupportChoiceRow, SupportRow
from assistant.texts import Language, texts

if TYPE_CHECKING:
    from assistant.bootstrap import Services

OFFICER, DECIDES = "katrien", "ilse"


def load(services: Services) -> None:
    """Once: nothing happens where it is there already, or where the officer is not."""
    officer = services.accounts.by_name(OFFICER)
    if officer is None or services.engagement.moments.list(officer):
        return
    _colleagues(services)
    more = json.loads(_file("half_year.json").read_text("utf-8"))
    with services.store.write() as session:
        names = {row.name: row.id for row in session.scalars(sa.select(AccountRow))}
        history = _History(services, session, names)
        for line in _lines("half_year.jsonl"):
            history.post(line)
        history.survey(more["survey"])
        history.support(more)
        for line in more["questions"]:
            history.question(line)
        history.lessons()
        for line in more["moments"]:
            history.moment(line)
    _pictures(services, officer, more["pictures"])
    today = services.clock.now().date()
    for line in more["rewards"]:
        given = {key: value for key, value in line.items() if key != "days"}
        services.engagement.incentives.plan(officer, Reward(**given, planned_on=today + timedelta(days=line["days"])))
    _thanks(services, officer, more["thanks"])
    services.engagement.evaluations.make(officer, months_on(today, -6), today, services.settings.language)


class _History:
    """Rows as they would lie there, each at its own day."""

    def __init__(self, services: Services, session: Session, names: Mapping[str, str]) -> None:
        self._session = session
        self._names = names
        self._now = services.clock.now()
        self._zone = services.settings.zone

    def post(self, line: Mapping[str, Any]) -> None:
        at = self._at(-line["days"], 9)
        author, words = self._names[line["name"]], line["text"]
        post = PostRow(
            account_id=author,
            channel=line["channel"],
            language=line["language"],
            theme=line["theme"],
            notes=[words],
            created_at=at,
            updated_at=at,
        )
        self._add(post)
        draft = DraftRow(
            post_id=post.id, number=1, text=words, text_hash=text_hash(words), origin="guided", created_at=at
        )
        self._add(draft)
        found = [_finding(line).as_json()] if "detector" in line else []
        check = CheckRow(
            draft_id=draft.id,
            text_hash=draft.text_hash,
            verdict=line["verdict"],
            findings=found,
            revision=0,
            checked_at=at,
        )
        self._add(check)
        decision = self._decision(line, post, draft, found, at)
        if line.get("decision", "approve") == "approve":
            self._online(line, post, draft, decision, at + timedelta(hours=line.get("hours", 1)))

    def _decision(
        self, line: Mapping[str, Any], post: PostRow, draft: DraftRow, found: list[Any], at: datetime
    ) -> DecisionRow | None:
        if "decision" not in line:
            return None
        hand_in = HandInRow(
            post_id=post.id,
            draft_id=draft.id,
            account_id=post.account_id,
            text_hash=draft.text_hash,
            verdict=line["verdict"],
            findings=found,
            state="decided",
            handed_in_at=at,
        )
        self._add(hand_in)
        decided = at + timedelta(hours=line["hours"])
        decision = DecisionRow(
            hand_in_id=hand_in.id,
            decided_by=self._names[DECIDES],
            kind=line["decision"],
            text_hash=draft.text_hash,
            covers=[],
            decided_at=decided,
            lapses_at=decided + timedelta(days=14),
        )
        self._add(decision)
        return decision

    def _online(
        self, line: Mapping[str, Any], post: PostRow, draft: DraftRow, decision: DecisionRow | None, at: datetime
    ) -> None:
        release = ReleaseRow(
            post_id=post.id,
            draft_id=draft.id,
            text_hash=draft.text_hash,
            channel=post.channel,
            verdict=line["verdict"],
            revision=0,
            decision_id=None if decision is None else decision.id,
            released_at=at,
        )
        self._add(release)
        address = f"https://{post.channel}.example/{line['name']}/{7_000_000_000_000_000 + line['days']}"
        self._add(PublicationRow(post_id=post.id, release_id=release.id, address=address, published_at=at))
        self._add(
            ResultRow(
                account_id=post.account_id,
                post_id=post.id,
                address=address,
                channel=post.channel,
                language=post.language,
                theme=post.theme,
                posted_on=at.astimezone(zone_named(self._zone)).date(),
                told_at=at if line.get("told") else None,
                updated_at=at,
                **line.get("brought", {}),
            )
        )
        if "story" in line:
            shared = at + timedelta(days=1)
            self._add(
                StoryRow(
                    account_id=post.account_id,
                    post_id=post.id,
                    text=draft.text,
                    language=post.language,
                    why=line["story"],
                    shared_at=shared,
                )
            )

    def survey(self, line: Mapping[str, Any]) -> None:
        opened = self._at(line["opens"], 9)
        survey = SurveyRow(
            opens_on=opened.date(), closes_on=(self._now + timedelta(days=line["closes"])).date(), made_at=opened
        )
        self._add(survey)
        for *marks, said in line["answers"]:
            named = dict(zip(("clear", "supported", "time", "free", "recommend"), marks, strict=True))
            self._add(SurveyAnswerRow(survey_id=survey.id, marks=named, said=said))
        for name in ("lotte", "noor", "sophie", "geert", "bram", "stefaan")[: len(line["answers"])]:
            self._add(SurveyDoneRow(survey_id=survey.id, account_id=self._names[name]))

    def support(self, more: Mapping[str, Any]) -> None:
        for line in more["support"]:
            partner = self._names[line["partner"]] if "partner" in line else None
            planned = (self._now + timedelta(days=line["days"])).date() if "days" in line else None
            self._add(
                SupportRow(
                    account_id=self._names[line["name"]],
                    kind=line["kind"],
                    state=line["state"],
                    partner_id=partner,
                    planned_on=planned,
                    changed_at=self._at(min(line.get("days", -3), -3), 9),
                )
            )
        for name in {*more["helps"], *more["shows"]}:
            self._add(
                SupportChoiceRow(
                    account_id=self._names[name],
                    shows_lessons=name in more["shows"],
                    helps_others=name in more["helps"],
                )
            )

    def question(self, line: Mapping[str, Any]) -> None:
        at = self._at(line["days"], 11)
        self._add(
            QuestionRow(
                account_id=self._names[line["name"]],
                channel=line["channel"],
                question=line["question"],
                answer=line["answer"],
                in_guide=bool(line["answer"]),
                asked_at=at,
                answered_at=at + timedelta(hours=20) if line["answer"] else None,
            )
        )

    def lessons(self) -> None:
        """Who finished which of the first lessons; those there are, in their order."""
        for place, name in enumerate(("lotte", "noor", "sophie", "geert", "bram", "els", "tine")):
            for number, lesson in enumerate(LESSONS[: 2 + place % 2]):
                at = self._at(-150 + 17 * place + 9 * number, 15)
                there = self._session.get(LessonRow, (self._names[name], lesson))
                if there is None:
                    self._add(
                        LessonRow(account_id=self._names[name], lesson=lesson, opened_at=at - timedelta(1), done_at=at)
                    )

    def moment(self, line: Mapping[str, Any]) -> None:
        starts = self._at(line["days"], line["hour"])
        moment = MomentRow(
            kind=line["kind"],
            title=line["title"],
            words=line["words"],
            place=line["place"],
            starts_at=starts,
            ends_at=starts + timedelta(minutes=line["minutes"]),
            zone=self._zone,
            changed_at=min(self._now, starts) - timedelta(days=10),
        )
        self._add(moment)
        for name in line["came"]:
            self._add(AttendanceRow(moment_id=moment.id, account_id=self._names[name], said_at=moment.changed_at))

    def _at(self, days: int, hour: int) -> datetime:
        """That hour of a day, counted from today, in the organisation's zone."""
        day = (self._now + timedelta(days=days)).date()
        return datetime.combine(day, time(hour), zone_named(self._zone))

    def _add(self, row: Any) -> None:
        self._session.add(row)
        self._session.flush()


def _finding(line: Mapping[str, Any]) -> Finding:
    detector = line["detector"]
    severity = {"advice": "advice", "review": "review", "blocked": "block"}[line["verdict"]]
    message: dict[Language, str] = texts(f"measure.detector.{detector}")
    return Finding(detector, detector, 1, severity, None, None, "", message)  # type: ignore[arg-type]  # one of the three


def _colleagues(services: Services) -> None:
    """Colleagues who write too; their way in is the same as everybody's."""
    for line in _lines("colleagues.jsonl"):
        try:
            services.accounts.add(
                OPERATOR,
                line["name"],
                line["display_name"],
                line["role"],
                team=line["team"],
                job=line["job"],
                language=line["language"],
            )
        except InputError:  # there already
            continue


def _pictures(services: Services, officer: Person, lines: list[dict[str, Any]]) -> None:
    for line in lines:
        if not services.engagement.kits.pictures(officer, line["theme"]):
            data = _file(f"pictures/{line['file']}").read_bytes()
            services.engagement.kits.add_picture(
                officer, line["theme"], data, alt=line["alt"], rights=line["rights"], people=line["people"]
            )


def _thanks(services: Services, officer: Person, lines: list[dict[str, Any]]) -> None:
    """To whom there is a reason to thank."""
    reasons = {one.name.split()[0].casefold(): one for one in services.engagement.thanks.reasons(officer)}
    for line in lines:
        if line["name"] in reasons:
            services.engagement.thanks.send(officer, reasons[line["name"]].about, line["words"])


def _file(name: str) -> Any:
    return files("knowledge") / "sample" / name


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in _file(name).read_text("utf-8").splitlines() if line.strip()]
