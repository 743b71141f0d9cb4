"""The trade register of the KVK, for whoever has a key: API Basisprofiel, version 1.

Source: developers.kvk.nl/documentation/basisprofiel-api. The address is that of the API with its version, as in
`https://api.kvk.nl/api/v1`; `https://api.kvk.nl/test/api/v1` gives made-up firms.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from coophub.connectors.asking import AwayError, ask

MOST_CHARACTERS = 625
"""Of a name in articles of association."""


@dataclass(frozen=True)
class Registration:
    """What stands under a number: the name, by its articles where it has those, and since when it is no more."""

    name: str
    ended_on: dt.date | None


def is_set() -> bool:
    return bool(settings.KVK_API_URL and settings.KVK_API_KEY)


def registration_of(number: str) -> Registration | None:
    """What stands under a number of eight digits; None when nothing does. Raises AwayError."""
    address = f"{settings.KVK_API_URL.rstrip('/')}/basisprofielen/{number}"
    found = ask(address, headers={"apikey": settings.KVK_API_KEY, "Accept": "application/json"})
    return None if found is None else _read(found, number)


def _read(found: dict[str, Any], number: str) -> Registration:
    name = found.get("statutaireNaam") or found.get("naam")
    period = found.get("materieleRegistratie") or {}
    if found.get("kvkNummer") != number or not isinstance(name, str) or not isinstance(period, dict):
        raise AwayError("not as described")
    return Registration(name[:MOST_CHARACTERS], _day(period.get("datumEinde")))


def _day(written: object) -> dt.date | None:
    """The KVK writes days as 20261231; of some it knows only the year or the month, and writes 00."""
    if not written:
        return None
    text = str(written)
    try:
        return dt.date(int(text[:4]), max(int(text[4:6]), 1), max(int(text[6:8]), 1))
    except ValueError as error:
        raise AwayError("not as described") from error
