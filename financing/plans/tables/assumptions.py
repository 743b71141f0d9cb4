"""What was filled in, in the order of the plan."""

from dataclasses import dataclass
from typing import Any

from financing.plans.document.inputs import Input, inputs_of


@dataclass(frozen=True)
class AssumptionGroup:
    """What was filled in under one heading: single figures, and lines with their figures."""

    title: str
    singles: list[Input]
    lines: list[tuple[str, list[Input]]]


def assumption_groups(document: dict[str, Any]) -> list[AssumptionGroup]:
    """Everything that was filled in, in the order of the plan."""
    singles: dict[str, list[Input]] = {}
    lines: dict[str, dict[str, list[Input]]] = {}
    for found in inputs_of(document, only_given=True):
        lines.setdefault(found.group, {})
        if found.row:
            lines[found.group].setdefault(found.row, []).append(found)
        else:
            singles.setdefault(found.group, []).append(found)
    return [AssumptionGroup(title, singles.get(title, []), list(rows.items())) for title, rows in lines.items()]
