"""French typography, in one place: translators type a plain apostrophe and a plain space, readers get the right ones.

Spaces as the Lexique des règles typographiques en usage à l'Imprimerie nationale has them: a narrow no-break space
before ; ! ?, a no-break space before : and % and inside guillemets. None of these may begin a line.
"""

from __future__ import annotations

import re
from typing import Final

_APOSTROPHE: Final = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_NARROW: Final = re.compile(r" (?=[;!?])")
_FIXED: Final = re.compile(r" (?=[:%»])|(?<=«) ")


def french(message: str) -> str:
    """The message as a French reader is used to see it."""
    message = _APOSTROPHE.sub("’", message)
    return _FIXED.sub("\u00a0", _NARROW.sub("\u202f", message))
