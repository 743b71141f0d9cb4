"""What stands at an address: the BAG of the Kadaster by its API Individuele Bevragingen, version 2.

Source: lvbag.github.io/BAG-API, operation `adressenuitgebreid`. The address is that of the API with its version, as in
`https://api.bag.kadaster.nl/lvbag/individuelebevragingen/v2`; the Kadaster gives the key.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache

from coophub.connectors.asking import AwayError, ask

MOST = 100
"""On a page of the API, which is all that is asked: more doors than that have no house number in common."""
KEPT_SECONDS = 24 * 60 * 60
MOST_CHARACTERS = 200
LARGEST_M2 = 100_000
"""The register writes 999999 where nobody measured."""
FOR_LIVING = "woonfunctie"


@dataclass(frozen=True)
class RegisteredSpace:
    """A home, shop or office as the register has it. `year` is that in which its building was finished first."""

    address: str
    area_m2: int
    year: int
    is_home: bool


@dataclass(frozen=True)
class SpacesFound:
    """What stands there; `has_more` than was asked for."""

    spaces: list[RegisteredSpace]
    has_more: bool


def is_set() -> bool:
    return bool(settings.BAG_API_URL and settings.BAG_API_KEY)


def spaces_at(postcode: str, number: int) -> SpacesFound:
    """What stands at a house number, with every letter and addition. Raises AwayError.

    An answer is kept for a day: it is asked to choose from, and again once chosen.
    """
    asked = {"postcode": postcode, "huisnummer": number, "exacteMatch": "false", "page": 1, "pageSize": MOST}
    address = f"{settings.BAG_API_URL.rstrip('/')}/adressenuitgebreid?{urlencode(asked)}"
    key = f"buildings:{address}"
    kept: SpacesFound | None = cache.get(key)
    if kept is None:
        # Where the API gives coordinates it has to be told which; we use none.
        headers = {
            "X-Api-Key": settings.BAG_API_KEY,
            "Accept": "application/hal+json",
            "Accept-Crs": "epsg:28992",
        }
        kept = _read(ask(address, headers=headers, at_a_page=True))
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _read(found: dict[str, Any] | None) -> SpacesFound:
    try:
        told = found or {}
        rows = told.get("_embedded", {}).get("adressen", [])
        spaces = [space for row in rows[:MOST] if (space := _space(row)) is not None]
        return SpacesFound(spaces, "next" in told.get("_links", {}))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise AwayError("not as described") from error


def _space(row: dict[str, Any]) -> RegisteredSpace | None:
    """None for a place where a caravan or a ship lies, which has no area, and for one that nobody measured."""
    area = row.get("oppervlakte")
    years = [int(year) for year in row.get("oorspronkelijkBouwjaar", []) if year]
    if area is None or not years or not 0 < int(area) < LARGEST_M2:
        return None
    address = str(row["adresregel5"])[:MOST_CHARACTERS]
    return RegisteredSpace(address, int(area), min(years), FOR_LIVING in row.get("gebruiksdoelen", []))
