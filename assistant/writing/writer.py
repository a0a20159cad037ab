"""Writes a draft: with the model where there is one, else, or when it fails, with the guided writer and a note."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from assistant.texts import Language, text
from assistant.writing import guided, model_writer
from assistant.writing.guided import Wishes
from assistant.writing.material import Material
from assistant.writing.model import LiteLLMModel, Model, ModelFailure, Stop
from assistant.writing.model_writer import Passage
from assistant.writing.rewrite import Change, rewrite
from assistant.writing.voice import VoiceCard

if TYPE_CHECKING:
    from assistant.settings import Settings

_log = logging.getLogger(__name__)
Origin = Literal["guided", "model", "rewrite"]
ANGLE_NOTE = "angle "
"""Stands in a guided draft's `prompt`, with the angle it was written in."""


@dataclass(frozen=True)
class DraftRequest:
    material: Material
    wishes: Wishes = field(default_factory=Wishes)
    card: VoiceCard | None = None
    passages: tuple[Passage, ...] = ()
    """What the author may see and a model may cite; the guided writer takes only `material.facts`."""
    guided_only: bool = False


@dataclass(frozen=True)
class RewriteRequest:
    text: str
    change: Change | Literal["language"]
    material: Material
    language: Language
    card: VoiceCard | None = None
    unused: tuple[str, ...] = ()
    turn: int = 0


@dataclass(frozen=True)
class DraftPiece:
    """The draft so far; the last piece is `done`."""

    text: str
    done: bool = False
    origin: Origin = "guided"
    unused: tuple[str, ...] = ()
    cited: tuple[int, ...] = ()
    prompt: str = ""
    note: str | None = None
    """Key of what to tell about how it came to be."""


class Writer:
    def __init__(self, model: Model | None, settings: Settings | None = None) -> None:
        self._model = model
        self._settings = settings

    @property
    def has_model(self) -> bool:
        return self._model is not None

    def warm(self) -> None:
        """Bring the model's library in, so that the first draft does not wait for it."""
        if isinstance(self._model, LiteLLMModel):
            self._model.warm().join()

    def draft(self, request: DraftRequest, stop: Stop | None = None) -> Iterator[DraftPiece]:
        """A draft in pieces. Never raises for a model that fails: then the guided writer writes, and says so."""
        note = None
        if self._model is not None and not request.guided_only:
            try:
                yield from self._with_model(self._model, request, stop)
                return
            except ModelFailure as problem:
                _log.warning("the guided writer takes over: model %s", problem.kind)
                note = problem.key
        yield self._guided(request, note)

    def rewrite(self, request: RewriteRequest, stop: Stop | None = None) -> Iterator[DraftPiece]:
        """The draft changed. Without a model the rules do it; another language then gives the same text back."""
        note = None
        if self._model is not None:
            try:
                yield from self._model_rewrite(self._model, request, stop)
                return
            except ModelFailure as problem:
                _log.warning("the rules take over: model %s", problem.kind)
                note = problem.key
        if request.change == "language":
            yield DraftPiece(request.text, True, "rewrite", note=note)
            return
        changed = rewrite(request.text, request.change, request.language, unused=request.unused, turn=request.turn)
        yield DraftPiece(changed, True, "rewrite", note=note)

    def _guided(self, request: DraftRequest, note: str | None) -> DraftPiece:
        habits = request.card.for_language(request.material.language) if request.card else None
        card = request.card
        made = guided.write(
            request.material,
            request.wishes,
            habits,
            card.nearness if card else None,
            card.edits.never if card else (),
        )
        angle = f"{ANGLE_NOTE}{request.wishes.angle}"
        return DraftPiece(made.text, True, "guided", made.unused, prompt=angle, note=note)

    def _with_model(self, model: Model, request: DraftRequest, stop: Stop | None) -> Iterator[DraftPiece]:
        wishes = request.wishes
        pieces = model_writer.draft(
            model,
            request.material,
            request.passages,
            angle=wishes.angle,
            channel_name=wishes.channel,
            card=request.card,
            stop=stop,
        )
        for piece in pieces:
            yield DraftPiece(piece.text, piece.done, "model", (), piece.cited, f"{piece.prompt} {model.name}")

    def _model_rewrite(self, model: Model, request: RewriteRequest, stop: Stop | None) -> Iterator[DraftPiece]:
        change = text(f"writing.change.{request.change}", "en")
        pieces = model_writer.rewrite(
            model, request.text, change, request.material, request.language, card=request.card, stop=stop
        )
        for piece in pieces:
            yield DraftPiece(piece.text, piece.done, "model", (), piece.cited, f"{piece.prompt} {model.name}")
