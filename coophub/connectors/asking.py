"""Asking something of a service of somebody else: with patience, a bound, and without being led elsewhere."""

import json
from collections.abc import Mapping
from typing import Any

import requests
import structlog

log = structlog.get_logger(__name__)

PATIENCE = (3, 10)
"""Seconds to connect, and between two pieces of the answer."""
AT_A_PAGE = (0.5, 1)
"""The same where somebody waits for the page."""
MOST_BYTES = 1_000_000


class AwayError(Exception):
    """The other did not answer, or with something else than was agreed. It can be asked again later."""


def ask(address: str, *, headers: Mapping[str, str], at_a_page: bool = False) -> dict[str, Any] | None:
    """A JSON object from an address; None when there is none there (404).

    Raises AwayError. Neither the address nor the answer goes into the log, for both may be about somebody.
    """
    try:
        with requests.get(
            address,
            headers=dict(headers),
            timeout=AT_A_PAGE if at_a_page else PATIENCE,
            allow_redirects=False,
            stream=True,
        ) as answer:
            if answer.status_code == requests.codes.not_found:
                return None
            if answer.status_code != requests.codes.ok:
                raise AwayError(f"status {answer.status_code}")
            found = json.loads(_content(answer))
    except (requests.RequestException, ValueError) as error:
        log.warning("connector_away", error=type(error).__name__)
        raise AwayError(type(error).__name__) from error
    except AwayError as error:
        log.warning("connector_away", error=str(error))
        raise
    if not isinstance(found, dict):
        raise AwayError("no object")
    return found


def _content(answer: requests.Response) -> bytes:
    content = b""
    for piece in answer.iter_content(64 * 1024):
        content += piece
        if len(content) > MOST_BYTES:
            raise AwayError("too long")
    return content
