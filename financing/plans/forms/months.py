"""What a change elsewhere in the plan does to the months until the first rent."""

from collections.abc import Mapping
from typing import Any

from financing.engine.sales import SALES
from financing.plans.document.rows import PlanDocument

MONTH_KEYS = ("start", "construction_start", "from", "to", "month")
NAMED_IN = {"investment.lines": ("spend", "line"), "funding": ("available", "source")}
"""Lists of which the months name the lines: where, and under which key."""


def let_later(document: PlanDocument, years: int) -> None:
    """Who lets the homes later does everything before it later too, and so begins with the homes that wait."""
    if document.get("development"):
        document["development"] = moved(document["development"], years)
    if document.get("early_income"):
        document["early_income"] = [moved(income, years) for income in document["early_income"]]
    for home in document.get("dwellings", []):
        if home.get("available_from") is not None:
            home["available_from"] += years


def moved(development: PlanDocument, years: int) -> PlanDocument:
    """The months so many years later."""

    def later(part: Any) -> Any:
        if isinstance(part, list):
            return [later(inner) for inner in part]
        if isinstance(part, Mapping):
            return {
                key: f"{int(value[:4]) + years:04d}{value[4:]}" if key in MONTH_KEYS else later(value)
                for key, value in part.items()
            }
        return part

    return dict(later(development))


def follow_names(document: PlanDocument, path: str, names: Mapping[str, str]) -> None:
    """Follows the lines of a list that got another name, and in the months forgets those that went.

    `names` has the new name by the old one.
    """
    if path == "dwellings":
        _follow_types(document, names)
    if path == "funding":
        for home in document.get("dwellings", []):
            if home.get("saves_in") in names:
                home["saves_in"] = names[home["saves_in"]]
    development = document.get("development")
    if path not in NAMED_IN or not isinstance(development, dict):
        return
    part, key = NAMED_IN[path]
    if part in development:
        stay = {**names, **({SALES: SALES} if path == "funding" else {})}
        development[part] = [{**entry, key: stay[entry[key]]} for entry in development[part] if entry[key] in stay]


def _follow_types(document: PlanDocument, names: Mapping[str, str]) -> None:
    """What is only for some types of home follows their names. What was only for types that went would be for all of
    them: it keeps the name, and the plan says that there is no such type.
    """
    amounts = [
        *document["investment"].get("lines", []),
        *document.get("operating_costs", []),
        *document.get("funding", []),
        document.get("maintenance_reserve") or {},
    ]
    for amount in amounts:
        if amount.get("of"):
            amount["of"] = [names[name] for name in amount["of"] if name in names] or amount["of"]
