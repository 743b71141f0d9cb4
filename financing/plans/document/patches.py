"""What differs between two plan documents, kept so that it can be done again, taken back, and told in words.

A patch is a list of steps. A step has the path of a value (keys and row numbers from the top), what stood there
`before` and what stands there `after`; one of the two is absent when the value came or went. A list that got longer or
shorter is one step: the whole list. No step lies inside another, so their order does not matter. A step inside a row
carries the `name` of that row, for who reads it later.
"""

from copy import deepcopy
from typing import Any

PlanDocument = dict[str, Any]
PatchStep = dict[str, Any]
PlanRow = dict[str, Any]
"""One of a list in a plan document, such as a dwelling."""
Patch = list[PatchStep]
Path = tuple[str | int, ...]


def difference(before: Any, after: Any) -> Patch:
    """The steps from one document to the other."""
    return _steps((), before, after, "")


def patched(document: PlanDocument, patch: Patch, *, backwards: bool = False) -> PlanDocument:
    """The document with these steps done, or taken back."""
    found = deepcopy(document)
    apply(found, patch, backwards=backwards)
    return found


def apply(document: PlanDocument, patch: Patch, *, backwards: bool = False) -> None:
    """Does these steps in the document itself, or takes them back."""
    for step in patch:
        _put(document, step["path"], step, "before" if backwards else "after")


def clashing(mine: Patch, theirs: Patch) -> list[tuple[PatchStep, PatchStep]]:
    """The steps of both that touch the same value, or of which one holds the other, and end differently."""
    return [
        (own, other)
        for own in mine
        for other in theirs
        if _overlap(own["path"], other["path"]) and not (own["path"] == other["path"] and _same_end(own, other))
    ]


def without(patch: Patch, steps: Patch) -> Patch:
    """The patch without these steps."""
    paths = [step["path"] for step in steps]
    return [step for step in patch if step["path"] not in paths]


def _steps(path: Path, before: Any, after: Any, name: str) -> Patch:
    if isinstance(before, dict) and isinstance(after, dict):
        name = str(before.get("name", "")) if path and isinstance(path[-1], int) else name
        steps: Patch = []
        for key in [*before, *(key for key in after if key not in before)]:
            if key in before and key in after:
                steps += _steps((*path, key), before[key], after[key], name)
            else:
                steps.append(_step((*path, key), before, after, key, name))
        return steps
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return [
            step
            for number, pair in enumerate(zip(before, after, strict=True))
            for step in _steps((*path, number), *pair, name)
        ]
    if before == after and isinstance(before, bool) == isinstance(after, bool):
        return []
    return [{"path": list(path), "before": before, "after": after, **({"name": name} if name else {})}]


def _step(path: Path, before: PlanDocument, after: PlanDocument, key: str, name: str) -> PatchStep:
    step: PatchStep = {"path": list(path), **({"name": name} if name else {})}
    if key in before:
        step["before"] = before[key]
    if key in after:
        step["after"] = after[key]
    return step


def _put(document: PlanDocument, path: list[str | int], step: PatchStep, end: str) -> None:
    place: Any = document
    for key in path[:-1]:
        place = place[key]
    if end in step:
        place[path[-1]] = deepcopy(step[end])
    else:
        place.pop(path[-1], None)


def _overlap(one: Path | list[str | int], other: Path | list[str | int]) -> bool:
    return all(mine == theirs for mine, theirs in zip(one, other, strict=False))


def _same_end(one: PatchStep, other: PatchStep) -> bool:
    return ("after" in one) == ("after" in other) and one.get("after") == other.get("after")
