"""The points of a home under the rent law, from a few facts, by the `woningwaardering` package.

The package follows the policy book of the Huurcommissie for independent homes. It knows the rules of one year;
`RULES_OF` says which. It counts in a process of its own (`financing.plans.homes.points_counter`).
"""

import datetime as dt
import json
import sys
import warnings
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 25
"""Longer nobody waits for a page."""

RULES_OF = 2026
VALUED_ON = "2025-01-01"
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
class PointsFound:
    """The points together, and by part of the rules, with what the package remarks."""

    points: int
    parts: list[tuple[str, float]]
    remarks: list[str]


def count(facts: HomeFacts) -> PointsFound:
    """Counts the points here.

    Only for a process that does nothing else: importing the package changes how the whole process calculates with
    decimals, its locale, its time zone and its warnings.
    """
    from woningwaardering import ZelfstandigeWoonruimten
    from woningwaardering.vera.bvg.generated import EenhedenEenheid

    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        rules = ZelfstandigeWoonruimten(peildatum=dt.date(RULES_OF, 7, 1))
        found = rules.waardeer(EenhedenEenheid.model_validate(_unit(facts)))
    # What comes back is filled in, though its type says that it need not be.
    groups: list[Any] = found.groepen or []
    parts = [(str(group.criterium_groep.stelselgroep.naam), float(group.punten)) for group in groups if group.punten]
    remarks = [str(warning.message) for warning in heard if issubclass(warning.category, UserWarning)]
    return PointsFound(int(found.punten or 0), parts, remarks)


def _unit(facts: HomeFacts) -> dict[str, Any]:
    """The home as the package reads it (the VERA model, with its codes)."""
    bathing = [_part("SAN", code) for code in BATHING[facts.bathing]]
    rooms = [
        _room("VTK", "WOO", facts.living_m2, is_heated=True),
        *(_room("VTK", "SLA", facts.bedroom_m2 / facts.bedrooms, is_heated=True) for _number in range(facts.bedrooms)),
        _room(
            "VTK", "KEU", facts.kitchen_m2, [_part("KEU", "AAN", lengte=round(facts.counter_m * 1000))], is_heated=True
        ),
        _room("VTK", "BAD", facts.bathroom_m2, [*bathing, _part("SAN", "WAS")], is_heated=True),
        _room("OVR", "TOI", 1.2, [_part("SAN", "CLO")]),
    ]
    if facts.storage_m2:
        rooms.append(_room("OVR", "BER", facts.storage_m2))
    if facts.outdoor_m2:
        rooms.append(_room("BTR", "BAL" if facts.is_apartment else "TUI", facts.outdoor_m2))
    for number, room in enumerate(rooms):
        room["id"] = str(number)
        for part_number, part in enumerate(room["bouwkundigeElementen"]):
            part["id"] = f"{number}-{part_number}"
    inside = facts.living_m2 + facts.bedroom_m2 + facts.kitchen_m2 + facts.bathroom_m2
    return {
        "id": "home",
        "bouwjaar": facts.built_in,
        "woningwaarderingstelsel": {"code": "ZEL"},
        "panden": [{"soort": {"code": "MGW" if facts.is_apartment else "EGW"}}],
        "monumenten": [],
        "gebruiksoppervlakte": round(inside + facts.storage_m2),
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
        "wozEenheden": [{"waardepeildatum": VALUED_ON, "vastgesteldeWaarde": facts.woz_value}],
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
            answer: dict[str, Any] = asdict(count(HomeFacts(**json.loads(line))))
        except Exception as error:  # the package fails in ways of its own; the next home can be counted still
            answer = {"error": repr(error)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
