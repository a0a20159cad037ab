"""An unexpected fault: logged under an id, and the id is all that a person gets to see."""

from __future__ import annotations

import logging
import secrets

log = logging.getLogger(__name__)


def fault_id(fault: BaseException) -> str:
    """Log an unexpected fault under a new id, which finds it back."""
    number = secrets.token_hex(4)
    log.error("fault %s", number, exc_info=fault)
    return number
