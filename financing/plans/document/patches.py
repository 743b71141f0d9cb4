"""What differs between two plan documents, kept so that it can be done again, taken back, and told in words.

The documents are those of which every row has its key (`financing.plans.document.rows`). A patch is a list of steps. A
step has the path of what changed: names from the top, and for a row `ROW` with its key. It has what stood there
`before` and what stands there `after`; one of the two is absent when it came or went. A row that came or went also says
which row it `follows` (None: it is the first), so that it lands in its place whatever else came and went. A row that
went to another place goes and comes. A step inside a row carries the `name` of that row, for who reads it later.
"""

from collections.abc import Sequence
from copy import deepcopy
from itertools import takewhile
from typing import Any

from financing.plans.document.rows import KEY, PlanDocument, PlanRow, are_rows
from financing.plans.figures import ROW

PatchStep = dict[str, Any]
Patch = list[PatchStep]
PlanPath = Sequence[str]

ABSENT = object()
"""Stands where there is nothing, which is another thing than null."""

NAMED_BY = ("name", "line", "source")


def difference(before: PlanDocument, after: PlanDocument) -> Patch:
    """The steps from one document to the other."""
    return _steps((), before, after, "")


def patched(document: PlanDocument, patch: Patch, *, backwards: bool = False) -> PlanDocument:
    """The document with these steps done, or taken back."""
    found = deepcopy(document)
    apply(found, patch, backwards=backwards)
    return found


def apply(document: PlanDocument, patch: Patch, *, backwards: bool = False) -> None:
    """Does these steps in the document itself, or takes them back. In what is not there nothing can be done."""
    for step in reversed(patch) if backwards else patch:
        _put(document, step, "before" if backwards else "after")


def within(patch: Patch, path: PlanPath) -> Patch:
    """The steps at this path and in what stands there."""
    return [step for step in patch if is_within(step["path"], path)]


def is_within(path: PlanPath, other: PlanPath) -> bool:
    return list(path[: len(other)]) == list(other)


def is_a_row(path: PlanPath) -> bool:
    """Whether a whole row stands at this path."""
    return path[-1].startswith(ROW)


def value_at(document: PlanDocument, path: PlanPath) -> Any:
    """What stands at a path: a value, a whole row, or ABSENT."""
    found: Any = document
    for name in path:
        found = _row(found, name) if name.startswith(ROW) else _value(found, name)
    return found


def coming(document: PlanDocument, path: PlanPath) -> PatchStep:
    """The step that puts there what this document has there."""
    found = value_at(document, path)
    step = _step(tuple(path), ABSENT, found, "")
    if is_a_row(path):
        keys = [row[KEY] for row in value_at(document, path[:-1])]
        step["follows"] = _before(keys, path[-1].removeprefix(ROW))
    return step


def makes_a_list(step: PatchStep) -> bool:
    """Whether it only lets an empty list come or go, which says nothing of the rows in it."""
    return all(step.get(end, []) == [] for end in ("before", "after")) and not is_a_row(step["path"])


def name_of(row: Any) -> str:
    """What a row is called by its own name, or by that of the line that it is about."""
    return next((str(row[name]) for name in NAMED_BY if name in row), "") if isinstance(row, dict) else ""


def _steps(path: tuple[str, ...], before: Any, after: Any, name: str) -> Patch:
    if isinstance(before, dict) and isinstance(after, dict):
        names = [*before, *(key for key in after if key not in before)]
        return [
            step
            for key in names
            if key != KEY
            for step in _steps((*path, key), before.get(key, ABSENT), after.get(key, ABSENT), name)
        ]
    if are_rows(before) or are_rows(after):
        if before is ABSENT:
            return [_step(path, ABSENT, [], name), *_row_steps(path, [], after, name)]
        if after is ABSENT:
            return [*_row_steps(path, before, [], name), _step(path, [], ABSENT, name)]
        if (before == [] or are_rows(before)) and (after == [] or are_rows(after)):
            return _row_steps(path, before, after, name)
    if before == after and isinstance(before, bool) == isinstance(after, bool):
        return []
    return [_step(path, before, after, name)]


def _row_steps(path: tuple[str, ...], before: list[PlanRow], after: list[PlanRow], name: str) -> Patch:
    """Rows go from the last to the first and come from the first to the last, so that each finds the row it follows."""
    old, new = {row[KEY]: row for row in before}, {row[KEY]: row for row in after}
    pairs = zip([key for key in old if key in new], [key for key in new if key in old], strict=True)
    stays = [one for one, _other in takewhile(lambda pair: pair[0] == pair[1], pairs)]
    went = [
        {**_row_step(path, row, name), "before": row, "follows": _before(list(old), key)}
        for key, row in reversed(old.items())
        if key not in stays
    ]
    changed = [
        step for key in stays for step in _steps((*path, ROW + key), old[key], new[key], name_of(old[key]) or name)
    ]
    came = [
        {**_row_step(path, row, name), "after": row, "follows": _before(list(new), key)}
        for key, row in new.items()
        if key not in stays
    ]
    return [*went, *changed, *came]


def _row_step(path: tuple[str, ...], row: PlanRow, name: str) -> PatchStep:
    return {"path": [*path, ROW + row[KEY]], "name": name_of(row) or name}


def _step(path: tuple[str, ...], before: Any, after: Any, name: str) -> PatchStep:
    ends = {end: value for end, value in (("before", before), ("after", after)) if value is not ABSENT}
    return {"path": list(path), **ends, **({"name": name} if name else {})}


def _before(keys: list[str], key: str) -> str | None:
    place = keys.index(key)
    return keys[place - 1] if place else None


def _put(document: PlanDocument, step: PatchStep, end: str) -> None:
    *path, last = step["path"]
    place = value_at(document, path[:-1] if is_a_row(step["path"]) else path)
    if place is ABSENT:
        return
    if is_a_row(step["path"]):
        _put_row(place.setdefault(path[-1], []), last.removeprefix(ROW), step, end)
    elif makes_a_list(step):
        _put_list(place, last, end in step)
    elif end in step:
        place[last] = deepcopy(step[end])
    else:
        place.pop(last, None)


def _put_row(rows: list[PlanRow], key: str, step: PatchStep, end: str) -> None:
    rows[:] = [row for row in rows if row[KEY] != key]
    if end not in step:
        return
    keys = [row[KEY] for row in rows]
    follows = step["follows"]
    place = 0 if follows is None else keys.index(follows) + 1 if follows in keys else len(rows)
    rows.insert(place, deepcopy(step[end]))


def _put_list(place: PlanRow, name: str, is_there: bool) -> None:
    """An empty list comes where there is none, and goes when it is empty."""
    if is_there:
        place.setdefault(name, [])
    elif place.get(name) == []:
        del place[name]


def _row(rows: Any, name: str) -> Any:
    key = name.removeprefix(ROW)
    return next((row for row in rows if row[KEY] == key), ABSENT) if are_rows(rows) else ABSENT


def _value(place: Any, name: str) -> Any:
    return place.get(name, ABSENT) if isinstance(place, dict) else ABSENT
