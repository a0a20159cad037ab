"""What the Add tab of the Knowledge page does: files and pasted text, how far each is, and stop, again or let go."""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import gradio as gr

from assistant.bootstrap import Services
from assistant.errors import InputError
from assistant.pages import knowledge_view as view
from assistant.pages.uploads import taken
from assistant.people.person import Person
from assistant.texts import text
from knowledge.records import LoadItem, Progress

Updates = dict[str, Any]
LOOK: Final = 0.4
"""Seconds between two looks at what is under way."""
REMEMBERED: Final = 200
LONGEST_NAME: Final = 80


class LoadingActions:
    """`listed` shows the documents anew, with the one that was loaded last beside them."""

    def __init__(self, services: Services, listed: Callable[..., Updates]) -> None:
        self._services, self._listed = services, listed
        self._shown: OrderedDict[str, list[Progress]] = OrderedDict()

    def opened(self, person: Person) -> Iterator[Updates]:
        """What is under way or did not succeed, also after a restart; and how it goes on."""
        yield self._lines(person)
        yield from self._watch(person, "", "all")

    def upload(self, person: Person, files: list[str] | None, search: str, which: str) -> Iterator[Updates]:
        """Keep the files and load them one by one; what was uploaded is deleted as soon as it is read."""
        if not files:
            raise InputError("knowledge.none_chosen")
        given = [taken(path) for path in files]
        self._add(person, [LoadItem(name, data) for name, data in given])
        yield {"files": None, **self._lines(person)}
        yield from self._watch(person, search, which)

    def paste(self, person: Person, title: str, words: str, search: str, which: str) -> Iterator[Updates]:
        """A text that was pasted is a document like any other; the same title again is a new version."""
        if not words.strip() or not title.strip():
            raise InputError("knowledge.paste_both")
        name = re.sub(r"[^\w]+", "-", title.strip()).strip("-")[:LONGEST_NAME] or "tekst"
        self._add(person, [LoadItem(f"{name}.md", words.encode("utf-8", "replace"), title=title.strip()[:300])])
        yield {"paste": "", "paste_title": "", **self._lines(person)}
        yield from self._watch(person, search, which)

    def cancel(self, person: Person, version_id: str | None) -> Updates:
        self._services.library.loads.cancel(person, _chosen(version_id))
        return self._lines(person)

    def retry(self, person: Person, version_id: str | None, search: str, which: str) -> Iterator[Updates]:
        self._services.library.loads.retry(person, _chosen(version_id))
        yield self._lines(person)
        yield from self._watch(person, search, which)

    def forget(self, person: Person, version_id: str | None, search: str, which: str) -> Updates:
        self._services.library.loads.forget(person, _chosen(version_id))
        return {**self._lines(person), **self._listed(person, search, which, None)}

    def _add(self, person: Person, items: Sequence[LoadItem]) -> None:
        shown = self._shown.setdefault(person.id, [])
        shown += self._services.library.loads.add(person, items)
        del shown[:-REMEMBERED]
        self._shown.move_to_end(person.id)
        while len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)

    def _progress(self, person: Person) -> list[Progress]:
        """What this person handed over since the program started, as it stands now, and what else is not done."""
        loads = self._services.library.loads
        shown = self._shown.get(person.id, [])
        now = {one.version_id: one for one in loads.progress(person, [one.version_id for one in shown])}
        mine = [now.get(one.version_id, one) for one in shown if one.version_id in now or not one.version_id]
        return mine + [one for one in loads.unfinished(person) if one.version_id not in now]

    def _lines(self, person: Person) -> Updates:
        language = person.language
        found = self._progress(person)
        lines = [
            (one.file, one.state, view.outcome(one.loaded, language) if one.loaded else view.reason(one, language))
            for one in found
        ]
        open_ones = [one for one in found if one.version_id and one.state != "ready" and one.again]
        choices = [
            (f"{one.file} · {text(f'knowledge.state_{one.state}', language)}", one.version_id) for one in open_ones
        ]
        moving = any(one.state in view.UNDER_WAY for one in open_ones)
        resting = any(one.state not in view.UNDER_WAY for one in open_ones)
        return {
            "progress": view.progress(lines, language),
            "waiting_file": gr.Dropdown(choices=choices, visible=bool(choices), value=_first(open_ones)),
            "cancel_load": gr.Button(visible=moving),
            "retry_load": gr.Button(visible=resting),
            "forget_load": gr.Button(visible=resting),
        }

    def _watch(self, person: Person, search: str, which: str) -> Iterator[Updates]:
        """Look until nothing is under way any more; then show the documents anew."""
        before: list[Progress] | None = None
        moved = False
        while True:
            found = self._progress(person)
            if found != before:
                yield self._lines(person)
                before = found
            if not any(one.state in view.UNDER_WAY for one in found):
                break
            moved = True
            time.sleep(LOOK)
        done = [one.loaded.document_id for one in found if one.loaded is not None and one.loaded.failure is None]
        if moved or done:
            yield self._listed(person, search, which, done[-1] if done else None)


def _chosen(version_id: str | None) -> str:
    if not version_id:
        raise InputError("knowledge.choose_file")
    return version_id


def _first(found: Sequence[Progress]) -> str | None:
    return found[0].version_id if found else None
