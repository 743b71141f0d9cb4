"""The virus scanner, for whoever has one. A worker asks it: at a page nobody waits for it."""

from typing import IO

import clamd
import structlog
from django.conf import settings

log = structlog.get_logger(__name__)

PATIENCE = 30
"""Seconds without a word after which it is asked again later."""
PATIENCE_FOR_A_PING = 2


def has_scanner() -> bool:
    return bool(settings.CLAMD_ADDRESS)


def answers() -> bool:
    """Whether the scanner is there. Asked first, so that one that hangs keeps no worker for long."""
    try:
        return bool(_scanner(PATIENCE_FOR_A_PING).ping() == "PONG")
    except (clamd.ClamdError, OSError, ValueError) as error:
        log.error("virus_scanner_unreachable", error=str(error))
        return False


def is_clean(content: IO[bytes]) -> bool | None:
    """What the scanner says of it; None while it says nothing."""
    try:
        verdict, _name = _scanner(PATIENCE).instream(content)["stream"]
    except (clamd.ClamdError, OSError, ValueError) as error:
        log.error("virus_scanner_unreachable", error=str(error))
        return None
    return bool(verdict == "OK")


def _scanner(patience: int) -> clamd.ClamdNetworkSocket:
    host, _separator, port = settings.CLAMD_ADDRESS.rpartition(":")
    return clamd.ClamdNetworkSocket(host, int(port), timeout=patience)
