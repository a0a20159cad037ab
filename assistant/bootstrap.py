"""The only place where the parts are put together; tests pass their own clock, embedder or model here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from assistant.audit import Audit
from assistant.clock import Clock, SystemClock
from assistant.store import Store
from assistant.store.schema import prepare

if TYPE_CHECKING:
    from assistant.checking.calendar import Calendar
    from assistant.checking.checker import Checker
    from assistant.checking.embargoes import Embargoes
    from assistant.checking.rule_book import RuleBook
    from assistant.coaching.lessons import Lessons
    from assistant.conversation.chats import Chats
    from assistant.conversation.turn import Conversation
    from assistant.people.accounts import Accounts
    from assistant.people.deputies import Deputies
    from assistant.people.first import FirstAdministrator
    from assistant.people.identities import Identities
    from assistant.people.openid import OpenID
    from assistant.people.sessions import Sessions
    from assistant.privacy.service import Privacy
    from assistant.programme.engagement import Engagement
    from assistant.programme.themes import Themes
    from assistant.programme.whole import Programme
    from assistant.review.alerts import Alerts
    from assistant.review.desk import Desk
    from assistant.review.errands import Errands
    from assistant.review.hand_in import HandIns
    from assistant.review.holds import Holds
    from assistant.review.notices import Notices
    from assistant.review.notifier import Notifier
    from assistant.review.recheck import Rechecker
    from assistant.review.release import Releases
    from assistant.review.release_log import ReleaseLog
    from assistant.review.rule_hits import RuleHits
    from assistant.settings import Settings
    from assistant.writing.model import Model
    from assistant.writing.own_changes import OwnChanges
    from assistant.writing.posts import Posts
    from assistant.writing.voices import Voices
    from assistant.writing.writer import Writer
    from knowledge.documents import Library
    from knowledge.embed import Embedder


@dataclass(frozen=True)
class Services:
    """One of each service, sharing one database, clock and index."""

    settings: Settings
    clock: Clock
    store: Store
    audit: Audit
    accounts: Accounts
    first: FirstAdministrator
    openid: OpenID
    identities: Identities
    sessions: Sessions
    deputies: Deputies
    library: Library
    rule_book: RuleBook
    embargoes: Embargoes
    checker: Checker
    themes: Themes
    programme: Programme
    engagement: Engagement
    voices: Voices
    own_changes: OwnChanges
    lessons: Lessons
    writer: Writer
    posts: Posts
    chats: Chats
    conversation: Conversation
    hand_ins: HandIns
    desk: Desk
    releases: Releases
    calendar: Calendar
    rechecker: Rechecker
    notices: Notices
    holds: Holds
    release_log: ReleaseLog
    alerts: Alerts
    notifier: Notifier
    errands: Errands
    rule_hits: RuleHits
    privacy: Privacy

    def close(self) -> None:
        self.privacy.housekeeping.stop()
        self.rechecker.stop()
        self.errands.stop()
        self.library.close()
        self.store.close()


def build(
    settings: Settings, *, clock: Clock | None = None, embedder: Embedder | None = None, model: Model | None = None
) -> Services:
    """Open the data folder and put every part together. Raises `SettingsError` when the folder cannot be used."""
    from assistant.checking.calendar import Calendar
    from assistant.checking.checker import Checker
    from assistant.checking.embargoes import Embargoes
    from assistant.checking.rule_book import RuleBook
    from assistant.coaching.lessons import Lessons
    from assistant.conversation.chats import Chats
    from assistant.conversation.likeness import ExampleLikeness
    from assistant.conversation.turn import Conversation
    from assistant.people.accounts import Accounts
    from assistant.people.deputies import Deputies
    from assistant.people.first import FirstAdministrator
    from assistant.people.identities import Identities
    from assistant.people.openid import OpenID
    from assistant.people.sessions import Sessions
    from assistant.privacy.service import privacy
    from assistant.programme.engagement import build as build_engagement
    from assistant.programme.engagement import tiles_of
    from assistant.programme.themes import Themes
    from assistant.programme.whole import build as build_programme
    from assistant.review.alerts import Alerts
    from assistant.review.desk import Desk
    from assistant.review.errands import Errands
    from assistant.review.hand_in import HandIns
    from assistant.review.holds import Holds
    from assistant.review.notices import Notices
    from assistant.review.notifier import Notifier
    from assistant.review.probing import PacedChecker, Probing
    from assistant.review.recheck import Rechecker
    from assistant.review.release import Releases
    from assistant.review.release_log import ReleaseLog
    from assistant.review.rule_hits import RuleHits
    from assistant.writing.model import configured_model
    from assistant.writing.own_changes import OwnChanges
    from assistant.writing.posts import Posts
    from assistant.writing.voices import Voices
    from assistant.writing.writer import Writer
    from knowledge.documents import Library
    from knowledge.embed import configured_embedder
    from knowledge.index_chroma import ChromaIndex

    clock = clock or SystemClock()
    store = Store(settings.database_address)
    prepare(store)
    audit = Audit(store, clock)
    embedder = embedder or configured_embedder(settings)
    model = model or configured_model(settings)
    library = Library(store, clock, audit, embedder, ChromaIndex(settings.data / "index", embedder), settings)
    rule_book = RuleBook(store, clock, audit, embedder)
    embargoes = Embargoes(store, clock, audit)
    checker = Checker(rule_book, embargoes, library, embedder, clock, settings, model)
    themes = Themes(store, clock, library)
    voices = Voices(store, clock)
    own_changes = OwnChanges(store, clock, voices)
    lessons = Lessons(store, clock)
    writer = Writer(model, settings)
    paced = cast("Checker", PacedChecker(checker, Probing(store, clock, audit)))  # checks as it does, and counts
    posts = Posts(store, clock, paced)
    chats = Chats(store, clock)
    accounts = Accounts(store, clock, audit, local=settings.local_accounts)

    holds = Holds(store, clock, checker, accounts, audit, paced)
    notifier = Notifier(store, clock, audit, settings)

    programme = build_programme(store, clock, audit, themes, rule_book, embargoes, settings)
    engagement = build_engagement(store, clock, audit, themes, programme.goals, settings)
    programme.tiles.add(*tiles_of(engagement))

    def forget() -> None:
        checker.forget()
        voices.drop_remembered()

    return Services(
        settings=settings,
        clock=clock,
        store=store,
        audit=audit,
        accounts=accounts,
        first=FirstAdministrator(store, clock, audit),
        openid=OpenID(settings, clock),
        identities=Identities(store, clock, audit, settings),
        sessions=Sessions(store, clock, settings.session_hours, settings.secret.get_secret_value()),
        library=library,
        rule_book=rule_book,
        embargoes=embargoes,
        checker=checker,
        themes=themes,
        programme=programme,
        engagement=engagement,
        voices=voices,
        own_changes=own_changes,
        lessons=lessons,
        writer=writer,
        posts=posts,
        chats=chats,
        conversation=Conversation(
            chats,
            posts,
            library,
            writer,
            voices,
            themes,
            paced,
            clock,
            ExampleLikeness(embedder),
            own_changes,
            programme.inventory,
            programme.audiences,
        ),
        hand_ins=HandIns(store, clock, posts, audit),
        desk=Desk(store, clock, audit, settings.approval_days, library),
        releases=Releases(store, clock, paced, audit),
        calendar=Calendar(rule_book, embargoes, library, checker, clock),
        rechecker=Rechecker(store, clock, checker, accounts),
        notices=Notices(store, clock),
        deputies=Deputies(store, clock, audit),
        holds=holds,
        release_log=ReleaseLog(store, clock, holds),
        alerts=Alerts(store, clock),
        notifier=notifier,
        errands=Errands(holds.settle, notifier.send_due),
        rule_hits=RuleHits(store, clock),
        privacy=privacy(store, clock, audit, settings, forget=forget),
    )
