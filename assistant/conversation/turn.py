"""One turn of the chat: from the employee's message to the answer, the draft and what to do next."""

from __future__ import annotations

import logging
import re
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant.clock import Clock
from assistant.coaching import advice
from assistant.conversation import answers, aside, drafting, short_replies, steering
from assistant.conversation.chats import Chats, Message, storable
from assistant.conversation.intent import Likeness, Meaning, understand
from assistant.conversation.state import ChatState
from assistant.conversation.update import DraftView, Reply, TurnUpdate
from assistant.errors import InputError, PersonError
from assistant.people.permissions import require
from assistant.people.person import Person
from assistant.texts import Language, text
from assistant.writing.guided import ANGLES, own_words_share
from assistant.writing.interview import next_question
from assistant.writing.lexicon import guess_language, words
from assistant.writing.material import Answer
from assistant.writing.model import Stop
from assistant.writing.writer import DraftPiece, Writer

if TYPE_CHECKING:
    from assistant.checking.checker import Checker
    from assistant.programme.audiences import Audiences
    from assistant.programme.inventory import Inventory
    from assistant.programme.themes import Themes
    from assistant.writing.own_changes import OwnChanges
    from assistant.writing.posts import Posts
    from assistant.writing.voices import Voices
    from knowledge.documents import Library

_log = logging.getLogger(__name__)
_USE = re.compile(
    r"^\s*(?:gebruik|neem|utilise[zr]?|prends|prenez|use|add)\s+(?:bron|source)?\s*\[?(\d)\]?\s*\.?$", re.IGNORECASE
)
_LONG_REQUEST, _RECENT = 30, 10
_ON_THE_SIDE = {"ask", "check", "coach_profile", "coach_headline", "coach_first_line", "coach_criticism", "ideas"}


@dataclass
class _Turn:
    """What one turn gathers until it is kept."""

    person: Person
    chat_id: str
    state: ChatState
    speaks: Language
    messages: list[Message]
    draft: DraftView | None = None
    replies: tuple[Reply, ...] = ()
    say: str = ""
    sources: tuple[Mapping[str, Any], ...] = ()

    def update(self, done: bool = False) -> TurnUpdate:
        return TurnUpdate(tuple(self.messages), self.draft, self.replies, done)


class Conversation:
    def __init__(
        self,
        chats: Chats,
        posts: Posts,
        library: Library,
        writer: Writer,
        voices: Voices,
        themes: Themes,
        checker: Checker,
        clock: Clock,
        likeness: Likeness | None = None,
        own_changes: OwnChanges | None = None,
        inventory: Inventory | None = None,
        audiences: Audiences | None = None,
    ) -> None:
        self._chats = chats
        self._posts = posts
        self._library = library
        self._writer = writer
        self._voices = voices
        self._themes = themes
        self._checker = checker
        self._clock = clock
        self._likeness = likeness
        self._own_changes = own_changes
        self._inventory = inventory
        self._audiences = audiences

    def turn(self, person: Person, chat_id: str, message: str, stop: Stop | None = None) -> Iterator[TurnUpdate]:
        """Answer a message. The last update is `done`, and everything it shows is kept by then."""
        require(person, "own.write")
        said = storable(message).strip()
        if not said:
            raise InputError("conversation.empty")
        turn = self._begin(person, chat_id, said)
        yield turn.update()
        try:
            for _ in self._answer(turn, said, stop):
                yield turn.update()
        except PersonError as problem:
            turn.say = problem.text(turn.speaks)
        if turn.say:
            self._chats.add(person, chat_id, "assistant", turn.say, turn.sources)
            turn.messages.append(Message("assistant", turn.say, turn.sources, self._clock.now()))
        self._chats.keep(person, chat_id, turn.state)
        yield turn.update(done=True)

    def opened(self, person: Person, chat_id: str) -> TurnUpdate:
        """The chat as it was left: after a reload, a restart, or from the history."""
        state = drafting.still_open(self._library, person, self._chats.state(person, chat_id))
        turn = _Turn(person, chat_id, state, person.language, list(self._chats.messages(person, chat_id)))
        turn.draft = self._standing(turn)
        turn.replies = self._replies(turn)
        return turn.update(done=True)

    def _begin(self, person: Person, chat_id: str, said: str) -> _Turn:
        state = drafting.still_open(self._library, person, self._chats.state(person, chat_id))
        self._chats.add(person, chat_id, "person", said)
        speaks = guess_language(said, person.language) if len(words(said)) > 3 else person.language
        turn = _Turn(person, chat_id, state, speaks, list(self._chats.messages(person, chat_id)))
        turn.draft = self._standing(turn)
        return turn

    def _answer(self, turn: _Turn, said: str, stop: Stop | None) -> Iterator[None]:
        angle = short_replies.angle_of(said)
        if angle is not None and turn.state.post_id is not None:
            turn.state = turn.state.changed(wishes=replace(turn.state.wishes, angle=angle))
            yield from self._write(turn, stop, again=True)
            return
        used = _USE.match(said)
        if used and any(offer.number == int(used[1]) for offer in turn.state.offers):
            turn.state = turn.state.changed(accepted=tuple(dict.fromkeys((*turn.state.accepted, int(used[1])))))
            yield from self._write(turn, stop, again=True)
            return
        if self._is_aside(turn, said):
            turn.replies = self._replies(turn)
            return
        meaning = understand(said, has_draft=turn.state.post_id is not None, likeness=self._likeness)
        if meaning.intent == "other" and turn.state.phase == "open" and _tells(said):
            meaning = Meaning("write")
        if turn.state.phase == "interview" and not self._leaves_interview(meaning, said):
            yield from self._heard(turn, said, stop)
        elif turn.state.phase == "translate" and meaning.intent in {"write", "other"}:
            turn.state = turn.state.changed(
                phase="interview", notes=(said,), answers=(), asked=("moment", "meaning", "takeaway"), pending=None
            )
            yield from self._write(turn, stop)
        elif meaning.intent == "write":
            yield from self._started(turn, said, stop)
        elif meaning.intent == "just_write":
            yield from self._write(turn, stop)
        elif meaning.intent.startswith("rewrite_"):
            yield from self._changed(turn, meaning, stop)
        else:
            self._aside(turn, meaning, said)
            turn.replies = self._replies(turn)

    def _is_aside(self, turn: _Turn, said: str) -> bool:
        """Yes or no to what was noticed, or a post that went wrong: answered before anything else."""
        if turn.state.noticed:
            turn.say = aside.answered(self._own_changes, turn.person, turn.state.noticed, said, turn.speaks)
            if turn.say:
                turn.state = turn.state.changed(noticed=None)
        elif advice.is_mishap(said) and len(words(said)) < _LONG_REQUEST:
            self._advised(turn, "mishap", said)
        return bool(turn.say)

    @staticmethod
    def _leaves_interview(meaning: Meaning, said: str) -> bool:
        """An answer may hold any word; only a clear request stops the questions."""
        if meaning.intent == "just_write":
            return True
        return (
            meaning.intent in _ON_THE_SIDE
            and (said.rstrip().endswith("?") or bool(meaning.quoted))
            and len(words(said)) < _LONG_REQUEST
        )

    def _started(self, turn: _Turn, said: str, stop: Stop | None) -> Iterator[None]:
        """A new subject, or more about this one."""
        state = turn.state
        language = guess_language(said, turn.person.language)
        if state.phase == "draft" and len(words(said)) < 8 and state.post_id is not None:
            turn.state = state.changed(notes=(*state.notes, said))
            yield from self._write(turn, stop, again=True)
            return
        card = self._voices.card(turn.person)
        angle = next((one for one in ANGLES if card is not None and one == card.edits.angle), ANGLES[0])
        turn.state = ChatState("interview", language, (said,), wishes=replace(state.wishes, angle=angle, opening=0))
        yield from self._ask_or_write(turn, stop)

    def _heard(self, turn: _Turn, said: str, stop: Stop | None) -> Iterator[None]:
        """The answer to the question that was asked."""
        part = turn.state.pending
        if part is None:
            turn.state = turn.state.changed(notes=(*turn.state.notes, said))
        else:
            turn.state = turn.state.changed(answers=(*turn.state.answers, Answer(part, said)), pending=None)
        yield from self._ask_or_write(turn, stop)

    def _ask_or_write(self, turn: _Turn, stop: Stop | None) -> Iterator[None]:
        state = turn.state
        question = next_question(state.notes, state.answers, state.asked, state.language)
        if question is None:
            yield from self._write(turn, stop)
            return
        turn.state = state.changed(asked=(*state.asked, question.part), pending=question.part)
        turn.say = question.text
        turn.replies = self._replies(turn)

    def _write(self, turn: _Turn, stop: Stop | None, again: bool = False) -> Iterator[None]:
        state = turn.state
        if state.material().is_empty:
            turn.state = state.changed(phase="interview", pending="moment")
            turn.say = text("conversation.needs_a_detail", turn.speaks)
            return
        if not state.offers:
            theme = self._themes.of_text(" ".join(state.said()))
            offers = drafting.offers(self._library, turn.person, state)
            state = state.changed(offers=steering.more_offers(self._themes, turn.person, theme, offers))
        hashtags = self._theme_hashtags(state)
        turn.state = state.changed(phase="draft", pending=None, wishes=replace(state.wishes, theme_hashtags=hashtags))
        card = self._voices.card(turn.person)
        last = yield from self._stream(turn, drafting.make(self._writer, turn.state, card, stop))
        self._kept(turn, last)
        turn.say = self._presented(turn, last, again)
        turn.sources = tuple(drafting.source(offer) for offer in turn.state.offers)
        turn.replies = self._replies(turn)

    def _changed(self, turn: _Turn, meaning: Meaning, stop: Stop | None) -> Iterator[None]:
        state = turn.state
        if state.post_id is None or turn.draft is None:
            turn.say = text("conversation.nothing_to_change", turn.speaks)
            return
        if meaning.intent == "rewrite_language":
            yield from self._translated(turn, meaning.target, stop)
            return
        wish = meaning.intent.removeprefix("rewrite_")
        before = turn.draft.text
        card = self._voices.card(turn.person)
        if wish == "no_emoji":
            turn.state = state.changed(wishes=replace(state.wishes, emoji=False))
        last = yield from self._stream(turn, drafting.change(self._writer, turn.state, before, wish, card, stop))
        if wish == "opening":
            turn.state = drafting.next_opening(turn.state)
        if last.text == before:
            turn.draft = self._standing(turn)
            turn.say = text(f"conversation.unchanged.{wish}", turn.speaks)
            if wish == "longer":
                turn.state = turn.state.changed(
                    phase="interview", pending="moment", asked=("moment", "meaning", "takeaway")
                )
        else:
            self._kept(turn, last)
            turn.say = " ".join(
                filter(None, (_note(last, turn.speaks), text(f"conversation.changed.{wish}", turn.speaks)))
            )
        turn.replies = self._replies(turn)

    def _translated(self, turn: _Turn, target: Language | None, stop: Stop | None) -> Iterator[None]:
        """With a model: translated. Without: asks for the person's own words, with their sentences to go by."""
        wanted = target or next(language for language in ("en", "fr", "nl") if language != turn.state.language)
        assert turn.draft is not None
        if self._writer.has_model:
            before = turn.draft.text
            turn.state = turn.state.changed(language=wanted)
            card = self._voices.card(turn.person)
            last = yield from self._stream(
                turn, drafting.change(self._writer, turn.state, before, "language", card, stop)
            )
            if last.text != before:
                self._kept(turn, last)
                turn.say = text("conversation.changed.language", turn.speaks)
                turn.replies = self._replies(turn)
                return
        lines = "\n".join(f"> {line}" for line in turn.draft.text.split("\n") if line.strip())
        name = text(f"conversation.language.{wanted}", turn.speaks)
        turn.state = turn.state.changed(phase="translate", language=wanted)
        turn.say = text("conversation.translate_yourself", turn.speaks, name=name, lines=lines)

    def _aside(self, turn: _Turn, meaning: Meaning, said: str) -> None:
        """A question, advice, ideas or thanks: the draft stays as it is."""
        if meaning.intent == "ask":
            answer = answers.from_documents(self._library, turn.person, said, turn.speaks)
            turn.say, turn.sources = answer.text, answer.sources
        elif meaning.intent == "check":
            turn.say = self._checked(turn, meaning.quoted)
        elif meaning.intent == "ideas":
            turn.say, turn.sources = self.ideas(turn.person, turn.speaks)
        elif meaning.intent == "thanks":
            turn.say = text("conversation.welcome_draft" if turn.draft else "conversation.welcome", turn.speaks)
        elif meaning.intent.startswith("coach_"):
            self._advised(turn, advice.subject_of(meaning.intent, said), said, meaning.quoted)
        else:
            turn.say = text("conversation.other", turn.speaks)

    def ideas(self, person: Person, language: Language) -> tuple[str, tuple[Mapping[str, Any], ...]]:
        """Three things this person could write about this week."""
        near = steering.nearest(self._themes, self._inventory, person)
        own = " ".join(self._voices.posts(person)[:_RECENT])
        return answers.ideas(near, self._audiences, self._library, person, language, self._clock.now(), own)

    def _advised(self, turn: _Turn, subject: advice.Subject, said: str, quoted: str = "") -> None:
        draft = turn.draft.text if turn.draft is not None else ""
        turn.say = aside.advised(subject, said, quoted, draft, turn.speaks, self._voices.card(turn.person))

    def _checked(self, turn: _Turn, quoted: str) -> str:
        if not quoted and turn.draft is None:
            return text("conversation.what_to_check", turn.speaks)
        if quoted:
            result = self._checker.check(quoted, channel="linkedin", at=self._clock.now(), person=turn.person)
        else:
            assert turn.state.post_id is not None
            result = self._posts.check(turn.person, turn.state.post_id)
        return answers.verdict(result, turn.speaks)

    def _stream(self, turn: _Turn, pieces: Iterator[DraftPiece]) -> Generator[None, None, DraftPiece]:
        """Show the pieces as they come; gives the last one back."""
        last: DraftPiece | None = None
        for piece in pieces:
            last = piece
            if not piece.done:
                turn.draft = drafting.writing(turn.state, piece)
                yield
        if last is None:
            raise RuntimeError("the writer gave nothing")
        return last

    def _kept(self, turn: _Turn, piece: DraftPiece) -> None:
        expected = None
        theme = self._themes.of_text(" ".join(turn.state.said()))
        turn.state, draft = drafting.keep(
            self._posts, turn.person, turn.chat_id, turn.state, piece, expected, None if theme is None else theme.id
        )
        turn.draft = steering.with_words_to_avoid(self._themes, draft, turn.state.language)

    def _presented(self, turn: _Turn, piece: DraftPiece, again: bool) -> str:
        lines = [_note(piece, turn.speaks)]
        lines.append(text("conversation.draft_again" if again else "conversation.draft_ready", turn.speaks))
        open_offers = [offer for offer in turn.state.offers if offer.number not in turn.state.accepted]
        if open_offers and piece.origin == "guided":
            lines.append(text("conversation.offers", turn.speaks))
            lines += [f"[{offer.number}] {offer.title}: “{offer.text}”" for offer in open_offers]
        if not again:
            asked, about = aside.noticed(self._own_changes, turn.person, turn.speaks)
            turn.state = turn.state.changed(noticed=about)
            lines.append(asked)
        return "\n\n".join(filter(None, lines))

    def _standing(self, turn: _Turn) -> DraftView | None:
        """The newest draft of this chat, as its author left it."""
        if turn.state.post_id is None:
            return None
        latest = self._posts.latest(turn.person, turn.state.post_id)
        if latest is None:
            return None
        view = drafting.writing(turn.state, DraftPiece(latest.text))
        return replace(
            view,
            number=latest.number,
            origin=latest.origin,
            sources=drafting.may_see(self._library, turn.person, latest.sources),
            drawn_from=tuple(turn.state.said()),
            own_words=own_words_share(latest.text, "\n".join(turn.state.said()), turn.state.language),
        )

    def _theme_hashtags(self, state: ChatState) -> tuple[str, ...]:
        said = set(words(" ".join(state.said())))
        for theme in self._themes.list():
            if said & {word.casefold() for word in theme.words_use}:
                return theme.hashtags[:2]
        return ()

    def _replies(self, turn: _Turn) -> tuple[Reply, ...]:
        return short_replies.replies(turn.state, turn.speaks)


def _tells(said: str) -> bool:
    """A few words without a question are a subject, at the start of a chat."""
    return len(words(said)) >= 4 and not said.endswith("?")


def _note(piece: DraftPiece, language: Language) -> str:
    return text(piece.note, language) if piece.note else ""
