"""Whether a document that somebody works on is a plan: the engine's judgement, with rows by their keys."""

import re
from dataclasses import replace
from typing import Any

from financing import engine
from financing.plans.document.rows import KEY, PlanDocument, without_keys
from financing.plans.figures import ROW

PART = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
"""A part of a path as the engine writes it: a name, or the number of a row."""


def check_plan(document: PlanDocument) -> engine.Plan:
    """The plan that this document is.

    Raises PlanError with everything that is wrong. The paths of its problems are those of patches, put together with /.
    """
    try:
        return engine.parse_plan(without_keys(document))
    except engine.PlanError as error:
        problems = [replace(problem, path="/".join(keyed_path(document, problem.path))) for problem in error.problems]
        raise engine.PlanError(problems) from error


def keyed_path(document: PlanDocument, path: str) -> list[str]:
    """The path of a value as patches have it, for one that counts rows: `funding[2].rate`."""
    found: list[str] = []
    place: Any = document
    for name, number in PART.findall(path):
        row = place[int(number)] if number and isinstance(place, list) and int(number) < len(place) else None
        found.append(name or (f"{ROW}{row[KEY]}" if isinstance(row, dict) and KEY in row else number))
        place = row if number else place.get(name) if isinstance(place, dict) else None
    return found
