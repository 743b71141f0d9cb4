"""What a figure of a plan may be at least and at most: the engine's own types say it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from annotated_types import Ge, Gt, Le
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from financing.engine import Plan

JUST_ABOVE = 1e-6


@dataclass(frozen=True)
class Bounds:
    """`low` and `high` may both be reached; None where there is no such bound.

    What must be above a value is just above it.
    """

    low: float | None = None
    high: float | None = None


@cache
def bounds_of(path: str) -> Bounds:
    """Raises KeyError for a path that the plan document does not have."""
    return _all_bounds()[path]


@cache
def _all_bounds() -> dict[str, Bounds]:
    return dict(_walk(Plan, ""))


def _walk(model: type[BaseModel], path: str) -> Iterator[tuple[str, Bounds]]:
    for name, field in model.model_fields.items():
        place = f"{path}.{field.alias or name}".lstrip(".")
        yield place, _bounds(list(_constraints(field)))
        for inner, is_list in _models_in(field.annotation):
            yield from _walk(inner, f"{place}[]" if is_list else place)


def _models_in(annotation: Any, *, is_list: bool = False) -> Iterator[tuple[type[BaseModel], bool]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation, is_list
        return
    for argument in get_args(annotation):
        yield from _models_in(argument, is_list=is_list or getattr(annotation, "__origin__", None) is list)


def _constraints(field: FieldInfo) -> Iterator[Any]:
    yield from field.metadata
    yield from _metadata_in(field.annotation)


def _metadata_in(annotation: Any) -> Iterator[Any]:
    """Also of what may be left out: the bounds then stand on one of the choices."""
    for item in getattr(annotation, "__metadata__", ()):
        yield from item.metadata if isinstance(item, FieldInfo) else (item,)
    for argument in get_args(annotation):
        yield from _metadata_in(argument)


def _bounds(constraints: list[Any]) -> Bounds:
    low = high = None
    for each in constraints:
        if isinstance(each, Ge):
            low = float(each.ge)  # type: ignore[arg-type]  # every bound of a plan is a number
        elif isinstance(each, Gt):
            low = float(each.gt) + JUST_ABOVE  # type: ignore[arg-type]  # every bound of a plan is a number
        elif isinstance(each, Le):
            high = float(each.le)  # type: ignore[arg-type]  # every bound of a plan is a number
    return Bounds(low, high)
