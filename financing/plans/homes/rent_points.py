"""The points of a home, or of a room in a shared one, under the rent law, from a few facts, by the `woningwaardering`
package.

The package follows the policy books of the Huurcommissie for independent homes and for rooms. It knows the rules of one
year; `RULES_OF` says which. It counts in a process of its own (`financing.plans.homes.points_counter`).
"""

import csv
import datetime as dt
import json
import sys
import warnings
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 25
"""Longer nobody waits for a page."""

RULES_OF = 2026
VALUED_IN = 2025
VALUED_ON = f"{VALUED_IN}-01-01"
"""The day of the municipal valuation (WOZ) that the rules of 2026 look at."""

LABELS = ("A++++", "A+++", "A++", "A+", "A", "B", "C", "D", "E", "F", "G")
SHOWER, BATH, BOTH = "shower", "bath", "both"
BATHING = {SHOWER: ["DOU"], BATH: ["BAD"], BOTH: ["BAD", "DOU"]}


@dataclass(frozen=True)
class HomeFacts:
    """What is asked of a home.

    Areas in m²; the rest is as in a usual new home: heated rooms, one bathroom, one toilet of its own.
    """

    is_apartment: bool
    living_m2: float
    bedroom_m2: float
    bedrooms: int
    kitchen_m2: float
    bathroom_m2: float
    storage_m2: float
    outdoor_m2: float
    counter_m: float
    bathing: str
    label: str
    woz_value: float
    built_in: int


@dataclass(frozen=True)
class RoomFacts:
    """What is asked of a room in a home that so many people share, themselves included (`shared_by`).

    The room is their own; all else is shared by all of them, with one bathroom and one toilet. The value, when it is
    known, is of the whole home, and is held against that of other homes around the `municipality` (its CBS code).
    """

    is_apartment: bool
    shared_by: int
    own_m2: float
    living_m2: float
    kitchen_m2: float
    bathroom_m2: float
    storage_m2: float
    outdoor_m2: float
    counter_m: float
    bathing: str
    label: str
    woz_value: float | None
    home_m2: int
    municipality: str
    built_in: int


Facts = HomeFacts | RoomFacts


def facts_from(kept: Mapping[str, Any]) -> Facts:
    """The facts of a home or a room, as they were kept."""
    return RoomFacts(**kept) if "shared_by" in kept else HomeFacts(**kept)


@dataclass(frozen=True)
class PointsFound:
    """The points together, and by part of the rules, with what the package remarks."""

    points: int
    parts: list[tuple[str, float]]
    remarks: list[str]


def count(facts: Facts) -> PointsFound:
    """Counts the points here.

    Only for a process that does nothing else: importing the package changes how the whole process calculates with
    decimals, its locale, its time zone and its warnings.
    """
    from woningwaardering import OnzelfstandigeWoonruimten, ZelfstandigeWoonruimten
    from woningwaardering.vera.bvg.generated import EenhedenEenheid

    is_room = isinstance(facts, RoomFacts)
    unit = _room_unit(facts) if isinstance(facts, RoomFacts) else _home_unit(facts)
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        rules = (OnzelfstandigeWoonruimten if is_room else ZelfstandigeWoonruimten)(peildatum=dt.date(RULES_OF, 7, 1))
        found = rules.waardeer(EenhedenEenheid.model_validate(unit))
    # What comes back is filled in, though its type says that it need not be.
    groups: list[Any] = found.groepen or []
    parts = [(str(group.criterium_groep.stelselgroep.naam), float(group.punten)) for group in groups if group.punten]
    remarks = [str(warning.message) for warning in heard if issubclass(warning.category, UserWarning)]
    return PointsFound(int(found.punten or 0), parts, remarks)


def _home_unit(facts: HomeFacts) -> dict[str, Any]:
    """The home as the package reads it (the VERA model, with its codes)."""
    rooms = [
        _room("VTK", "WOO", facts.living_m2, is_heated=True),
        *(_room("VTK", "SLA", facts.bedroom_m2 / facts.bedrooms, is_heated=True) for _number in range(facts.bedrooms)),
        *_wet_rooms(facts),
    ]
    inside = facts.living_m2 + facts.bedroom_m2 + facts.kitchen_m2 + facts.bathroom_m2
    return {
        **_unit(facts, rooms),
        "woningwaarderingstelsel": {"code": "ZEL"},
        "gebruiksoppervlakte": round(inside + facts.storage_m2),
        "wozEenheden": [{"waardepeildatum": VALUED_ON, "vastgesteldeWaarde": facts.woz_value}],
    }


def _room_unit(facts: RoomFacts) -> dict[str, Any]:
    """The room in the same way. Without a value that can be held against others it gets the fewest points for it."""
    shared = [_room("VTK", "WOO", facts.living_m2, is_heated=True)] if facts.living_m2 else []
    shared += _wet_rooms(facts)
    for room in shared:
        room["gedeeldMetAantalOnzelfstandigeWoonruimten"] = facts.shared_by
    unit = {
        **_unit(facts, [_room("VTK", "SLA", facts.own_m2, is_heated=True), *shared]),
        "woningwaarderingstelsel": {"code": "ONZ"},
    }
    place = _a_place_in(facts.municipality)
    if facts.woz_value is None or not place:
        return unit
    return {
        **unit,
        "adres": {"woonplaats": {"code": place}},
        "adresseerbaarObjectBasisregistratie": {"bagGebruikersOppervlakte": facts.home_m2},
        "wozEenheden": [{"waardepeildatum": VALUED_ON, "vastgesteldeWaarde": facts.woz_value}],
    }


def _a_place_in(municipality: str) -> str:
    """The code of a place in the municipality, which says to the package in which region it lies: whole municipalities
    make a region. "" for one that the package does not know.
    """
    with files("woningwaardering").joinpath("data/corop/corop.generated.csv").open(encoding="utf-8") as file:
        places = csv.DictReader(file)
        code = municipality.removeprefix("GM")
        return next((place["Woonplaatscode"] for place in places if place["Gemeentecode"] == code), "")


def _wet_rooms(facts: Facts) -> list[dict[str, Any]]:
    """Kitchen, bathroom and toilet, and what lies around them."""
    bathing = [_part("SAN", code) for code in BATHING[facts.bathing]]
    counter = _part("KEU", "AAN", lengte=round(facts.counter_m * 1000))
    rooms = [
        _room("VTK", "KEU", facts.kitchen_m2, [counter], is_heated=True),
        _room("VTK", "BAD", facts.bathroom_m2, [*bathing, _part("SAN", "WAS")], is_heated=True),
        _room("OVR", "TOI", 1.2, [_part("SAN", "CLO")]),
    ]
    if facts.storage_m2:
        rooms.append(_room("OVR", "BER", facts.storage_m2))
    if facts.outdoor_m2:
        rooms.append(_room("BTR", "BAL" if facts.is_apartment else "TUI", facts.outdoor_m2))
    return rooms


def _unit(facts: Facts, rooms: list[dict[str, Any]]) -> dict[str, Any]:
    for number, room in enumerate(rooms):
        room["id"] = str(number)
        for part_number, part in enumerate(room["bouwkundigeElementen"]):
            part["id"] = f"{number}-{part_number}"
    return {
        "id": "home",
        "bouwjaar": facts.built_in,
        "panden": [{"soort": {"code": "MGW" if facts.is_apartment else "EGW"}}],
        "monumenten": [],
        "energieprestaties": [
            {
                "soort": {"code": "NTA"},
                "status": {"code": "DEF"},
                "begindatum": f"{RULES_OF}-01-01",
                "einddatum": f"{RULES_OF + 10}-01-01",
                "registratiedatum": f"{RULES_OF}-01-01T00:00:00+01:00",
                "label": {"code": facts.label, "naam": facts.label},
            }
        ],
        "ruimten": rooms,
    }


def _room(
    kind: str, detail: str, m2: float, parts: list[dict[str, Any]] | None = None, *, is_heated: bool = False
) -> dict[str, Any]:
    return {
        "soort": {"code": kind},
        "detailSoort": {"code": detail},
        "naam": detail,
        "oppervlakte": m2,
        "verwarmd": is_heated,
        "bouwkundigeElementen": parts or [],
    }


def _part(kind: str, detail: str, **more: Any) -> dict[str, Any]:
    return {"naam": detail, "soort": {"code": kind}, "detailSoort": {"code": detail}, **more}


def main() -> None:
    """Counts the points of each home on the input, a line each, with an answer of one line."""
    import woningwaardering  # noqa: F401 # loading it takes seconds: before the first home comes

    for line in sys.stdin:
        try:
            answer: dict[str, Any] = asdict(count(facts_from(json.loads(line))))
        except Exception as error:  # the package fails in ways of its own; the next home can be counted still
            answer = {"error": repr(error)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
