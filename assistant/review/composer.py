"""Where a released text goes next: the address of a channel's composer, and the address where the post ended up."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlsplit

from assistant.errors import InputError

_COMPOSERS: Final[dict[str, str]] = {
    "linkedin": "https://www.linkedin.com/feed/?shareActive=true&text={text}",
    "x": "https://x.com/intent/post?text={text}",
    "bluesky": "https://bsky.app/intent/compose?text={text}",
}
LONGEST_ADDRESS = 2000


def link(channel: str, text: str) -> str:
    """The address that opens the composer with `text`; empty for a channel that has none."""
    return _COMPOSERS.get(channel, "").format(text=quote(text, safe=""))


def web_address(value: str) -> str:
    """The address where a post stands, as given. Raises `InputError` for what is not a web address."""
    value = value.strip()
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
    except ValueError:
        raise InputError("review.bad_address") from None
    usable = parts.scheme in ("http", "https") and "." in host and "@" not in parts.netloc
    if not usable or len(value) > LONGEST_ADDRESS or any(character.isspace() or character < " " for character in value):
        raise InputError("review.bad_address")
    return value
