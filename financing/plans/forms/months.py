"""What a change elsewhere in the plan does to the months until the first rent."""

from collections.abc import Mapping
from typing import Any

from financing.plans.document.rows import PlanDocument

MONTH_KEYS = ("start", "construction_start", "from", "to")
NAMED_IN = {"investment.lines": ("spend", "line"), "funding": ("available", "source")}
"""Lists of which the months name the lines: where, and under which key."""


def moved(development: PlanDocument, years: int) -> PlanDocument:
    """The months so many years later: who lets the homes later does everything before it later too."""

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
    """Follows the lines of a list that got another name, and forgets those that went.

    `names` has the new name by the old one.
    """
    development = document.get("development")
    if path not in NAMED_IN or not isinstance(development, dict):
        return
    part, key = NAMED_IN[path]
    if part in development:
        development[part] = [{**entry, key: names[entry[key]]} for entry in development[part] if entry[key] in names]
