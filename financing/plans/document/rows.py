"""The rows of a plan document, each with a key that it keeps for as long as it is there.

The published `coophub.plan/1` knows no keys: its rows have a place in their list and nothing else. While a plan is
worked on, every row also says who it is, under `KEY`. So a row that comes or goes never makes a change elsewhere mean
another row. The keys are kept beside the document (`Plan.row_keys`): those of each list, by its path. In a list of
which none are kept, as in a plan that was just begun or loaded, the first row has the first key, and so on.
"""

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from financing.plans.figures import ROW
from financing.plans.models import Plan

PlanDocument = dict[str, Any]
PlanRow = dict[str, Any]
"""One of a list in a plan document, such as a dwelling."""
RowKeys = Mapping[str, list[str]]

KEY = "key"


def keyed_document(plan: Plan) -> PlanDocument:
    """The document of a plan with the keys of its rows."""
    return with_keys(plan.document, plan.row_keys)


def with_keys(document: PlanDocument, keys: RowKeys) -> PlanDocument:
    """The document in which each row has its key."""
    return dict(_with_keys(document, keys, ""))


def keyed_alike(document: PlanDocument, present: PlanDocument) -> PlanDocument:
    """A published document with the keys that its rows have in `present`: those of the rows that are called the same,
    then of those at the same place. What is new gets a new key.
    """
    return dict(_keyed_alike(document, present))


def frozen_points(plan: Plan) -> dict[str, int]:
    """The points of its homes for who reads the document without the keys that stand beside it: there the first home
    has the first key.
    """
    return _frozen(plan, plan.home_points)


def frozen_rooms(plan: Plan) -> dict[str, int]:
    """The rooms of its homes in the same way."""
    return _frozen(plan, plan.home_rooms)


def homes_by_name(document: PlanDocument) -> dict[str, PlanRow]:
    """The types of home of a document of which the rows have their keys, by names that are told apart."""
    homes = document.get("dwellings", [])
    return dict(zip(told_apart(home["name"] for home in homes), homes, strict=True))


def let_homes_in(document: PlanDocument) -> list[PlanRow]:
    """The types of home that are let, not sold."""
    return [home for home in document.get("dwellings", []) if home.get("tenure", "rent") != "sale"]


def is_room(home: Mapping[str, Any]) -> bool:
    """Whether this is a room in a home that people share, which counts as a part of a home."""
    return 0 < float(home.get("counts_as", 1)) < 1


def monthly_rent_of(home: Mapping[str, Any]) -> float:
    """What one home of a type pays a month at the price level, in euros."""
    if home.get("rent_per_m2") is not None:
        return float(home["rent_per_m2"] * home["area_m2"])
    return float(home.get("monthly_rent") or 0)


def told_apart(names: Iterable[str]) -> list[str]:
    """What rows are called where several may have the same name: the second one gets "(2)" behind it."""
    found: dict[str, None] = {}
    for name in names:
        numbered = (name if number == 1 else f"{name} ({number})" for number in count(1))
        found[next(told for told in numbered if told not in found)] = None
    return list(found)


def without_keys(document: PlanDocument) -> PlanDocument:
    """The document as it is published."""
    return dict(_without_keys(document))


def keys_of(document: PlanDocument) -> dict[str, list[str]]:
    """The keys of the rows of each list, by its path, as they are kept beside the document."""
    found: dict[str, list[str]] = {}
    _collect(document, "", found)
    return found


def are_rows(value: Any) -> bool:
    """Whether this is a list of rows. A list of names or amounts is a value like any other."""
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _frozen(plan: Plan, of_homes: Mapping[str, int]) -> dict[str, int]:
    kept, frozen = (found.get("dwellings", []) for found in (keyed_document(plan), with_keys(plan.document, {})))
    pairs = zip(kept, frozen, strict=True)
    return {row[KEY]: of_homes[home[KEY]] for home, row in pairs if home[KEY] in of_homes}


def _with_keys(value: Any, keys: RowKeys, path: str) -> Any:
    if isinstance(value, dict):
        return {name: _with_keys(inner, keys, f"{path}/{name}") for name, inner in value.items()}
    if not are_rows(value):
        return value
    known = keys.get(path, [])
    if len(known) != len(value):
        known = [UUID(int=number).hex for number in range(1, len(value) + 1)]
    return [{KEY: key, **_with_keys(row, keys, f"{path}/{ROW}{key}")} for key, row in zip(known, value, strict=True)]


def _keyed_alike(value: Any, present: Any) -> Any:
    if isinstance(value, dict):
        known = present if isinstance(present, dict) else {}
        return {name: _keyed_alike(inner, known.get(name)) for name, inner in value.items()}
    if not are_rows(value):
        return value
    rows = zip(value, _same_rows(value, present if are_rows(present) else []), strict=True)
    return [{KEY: same[KEY] if same else uuid4().hex, **_keyed_alike(row, same)} for row, same in rows]


def _same_rows(rows: list[PlanRow], present: list[PlanRow]) -> list[PlanRow | None]:
    """Of each row the one that it was."""
    by_name = dict(zip(told_apart(str(row.get("name")) for row in present), present, strict=True))
    found = [by_name.pop(name, None) for name in told_apart(str(row.get("name")) for row in rows)]
    left = {row[KEY] for row in by_name.values()}
    at_place = [row if row[KEY] in left else None for row in present[: len(rows)]]
    at_place += [None] * (len(rows) - len(at_place))
    return [same or place for same, place in zip(found, at_place, strict=True)]


def _without_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_keys(inner) for name, inner in value.items()}
    if not are_rows(value):
        return value
    return [{name: _without_keys(inner) for name, inner in row.items() if name != KEY} for row in value]


def _collect(value: Any, path: str, found: dict[str, list[str]]) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            _collect(inner, f"{path}/{name}", found)
    elif are_rows(value):
        found[path] = [row[KEY] for row in value]
        for row in value:
            _collect(row, f"{path}/{ROW}{row[KEY]}", found)
