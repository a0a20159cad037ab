"""How the organisation's themes steer a conversation: ideas near who asks, facts to offer, words better left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.coaching.feedback import Feedback, Remark
from assistant.conversation.state import Offer
from assistant.conversation.update import DraftView
from assistant.people.person import Person
from assistant.texts import Language, text

if TYPE_CHECKING:
    from assistant.programme.audiences import Audiences
    from assistant.programme.inventory import Inventory
    from assistant.programme.themes import Theme, Themes

_MOST_REMARKS = 3
_SHORTEST, _LONGEST = 30, 320


def nearest(themes: Themes, inventory: Inventory | None, person: Person) -> list[Theme]:
    """The themes with something to start from: those this person said they know about come first."""
    known = [theme for theme in themes.list() if theme.angles]
    start = sum(map(ord, person.name)) % len(known) if known else 0
    turned = known[start:] + known[:start]
    told = set(inventory.told(person).themes) if inventory is not None else set()
    return sorted(turned, key=lambda theme: theme.id not in told)


def for_whom(audiences: Audiences | None, person: Person, theme: Theme, language: Language) -> str:
    """Whom an idea could be for, and when to be there; nothing where nobody wrote that down."""
    if audiences is None:
        return ""
    whole = audiences.list(person)
    found = next((one for one in whole if one.id in theme.for_whom or theme.id in one.themes), None)
    if found is None:
        return ""
    if not found.moments:
        return f" ({text('programme.idea.for_whom', language, audience=found.name)})"
    when = found.moments[0]
    return f" ({text('programme.idea.for_whom_when', language, audience=found.name, when=when)})"


def more_offers(themes: Themes, person: Person, theme: Theme | None, offers: tuple[Offer, ...]) -> tuple[Offer, ...]:
    """A fact that was picked for this theme, next to what the search found; offered, never forced in."""
    if theme is None or len(offers) > 1:
        return offers
    there = {offer.passage_id for offer in offers}
    for fact in themes.facts(person, theme):
        quote = " ".join(fact.text.split())
        if fact.passage_id not in there and _SHORTEST <= len(quote) <= _LONGEST:
            return (*offers, Offer(len(offers) + 1, fact.passage_id, fact.document_id, fact.file, fact.title, quote))
    return offers


def with_words_to_avoid(themes: Themes, draft: DraftView, language: Language) -> DraftView:
    """The draft with a remark about a word that a theme would rather not see."""
    found = themes.avoided(draft.text)
    if not found or draft.feedback is None:
        return draft
    theme, word = found[0]
    given = {"word": word, "theme": theme.title[language]}
    key = "use" if theme.words_use else "plain"
    remark = Remark(
        "theme_word",
        "",
        text("programme.avoid.why", language, **given),
        text(f"programme.avoid.{key}", language, words=", ".join(theme.words_use[:4])),
    )
    kept = (*draft.feedback.remarks[: _MOST_REMARKS - 1], remark)
    return replace(draft, feedback=Feedback(kept, draft.feedback.praise))
