"""The hash by which a text is known where the text itself may not stand."""

import hashlib


def text_hash(text: str) -> str:
    """SHA-256 of the UTF-8 text, hexadecimal. A lone surrogate is hashed too, so that no text can avoid it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
