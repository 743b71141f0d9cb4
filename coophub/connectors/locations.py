"""Places in the Netherlands by what people call them: the PDOK Locatieserver of the Kadaster, version 3.1.

Source: api.pdok.nl/bzk/locatieserver/search/v3_1/ui. The address is that of the API with its version, as in
`https://api.pdok.nl/bzk/locatieserver/search/v3_1`; it needs no key.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache

from coophub.connectors.asking import AwayError, ask

MOST = 6
KINDS = ("gemeente", "woonplaats", "wijk", "buurt", "weg", "postcode", "adres")
KEPT_SECONDS = 24 * 60 * 60
MOST_CHARACTERS = 200
POINT = re.compile(r"POINT\((-?\d{1,3}(?:\.\d+)?) (-?\d{1,3}(?:\.\d+)?)\)")


@dataclass(frozen=True)
class Location:
    """What the Kadaster calls a place, where its middle is, and the code of its municipality (empty where it has
    several).
    """

    key: str
    name: str
    latitude: float
    longitude: float
    municipality: str


def is_set() -> bool:
    return bool(settings.PDOK_LOCATION_URL)


def locations_like(words: str) -> list[Location]:
    """The places that fit what somebody typed, the likeliest first: at most `MOST`. Raises AwayError.

    An answer is kept for a day, for the same words are asked twice: to choose, and once chosen.
    """
    asked = {
        "q": words,
        "fq": f"type:({' OR '.join(KINDS)})",
        "fl": "id weergavenaam centroide_ll gemeentecode",
        "rows": MOST,
    }
    address = f"{settings.PDOK_LOCATION_URL.rstrip('/')}/free?{urlencode(asked)}"
    key = f"locations:{address}"
    kept: list[Location] | None = cache.get(key)
    if kept is None:
        kept = _read(ask(address, headers={"Accept": "application/json"}, at_a_page=True))
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _read(found: dict[str, Any] | None) -> list[Location]:
    try:
        return [_location(row) for row in (found or {})["response"]["docs"][:MOST]]
    except (KeyError, TypeError, ValueError) as error:
        raise AwayError("not as described") from error


def _location(row: dict[str, Any]) -> Location:
    place = POINT.fullmatch(row["centroide_ll"])
    if place is None:
        raise ValueError("no point")
    longitude, latitude = map(float, place.groups())
    return Location(
        key=str(row["id"])[:MOST_CHARACTERS],
        name=str(row["weergavenaam"])[:MOST_CHARACTERS],
        latitude=latitude,
        longitude=longitude,
        municipality=str(row.get("gemeentecode") or ""),
    )
