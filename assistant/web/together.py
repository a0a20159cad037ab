"""What belongs to one's own part in the programme: the tabs of its pages, for every employee."""

from __future__ import annotations

from assistant.bootstrap import Services
from assistant.people.person import Person
from assistant.texts import text
from assistant.web.forms import tabs

_PAGES = (
    ("/my-posts", "my_posts.tab.posts"),
    ("/kits", "my_posts.tab.kits"),
    ("/moments", "my_posts.tab.moments"),
    ("/stories", "my_posts.tab.stories"),
    ("/guide", "my_posts.tab.guide"),
    ("/my-support", "my_posts.tab.support"),
)


def own_tabs(services: Services, person: Person, current: str) -> str:
    """With the survey, while one can be answered."""
    pages = [(address, text(key, person.language)) for address, key in _PAGES]
    survey = services.engagement.surveys.current(person)
    if current == "/survey" or (survey is not None and not survey.answered):
        pages.append(("/survey", text("my_posts.tab.survey", person.language)))
    return tabs(text("my_posts.tab.label", person.language), pages, current)
