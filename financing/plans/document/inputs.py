"""Every figure of a plan document, with what it is called and written as people read it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from financing.engine import parse_plan
from financing.plans.document.rows import told_apart
from financing.plans.figures import figure_at, label_of
from financing.plans.figures.headings import part_of


@dataclass(frozen=True)
class Input:
    """`key` is the same in every plan, so that plans can be laid side by side; `row` names the line that the figure
    belongs to. A figure that is not given stands at its default.
    """

    key: tuple[str, ...]
    group: str
    row: str
    label: str
    value: str
    is_given: bool = True


def inputs_of(document: dict[str, Any], *, only_given: bool = False) -> list[Input]:
    """The figures of a valid document in the order of the plan; with `only_given` without what was left at its
    default.
    """
    plan = parse_plan(document)
    shown: dict[str, Any] = {"by_alias": True, "exclude_none": True, "exclude": {"schema_"}}
    given = list(_walk(plan.model_dump(**shown, exclude_unset=True), (), "", ""))
    if only_given:
        return given
    keys = {found.key for found in given}
    every = _walk(plan.model_dump(**shown), (), "", "")
    return [found if found.key in keys else replace(found, is_given=False) for found in every]


def _walk(value: Any, key: tuple[str, ...], path: str, row: str) -> Iterator[Input]:
    if isinstance(value, dict):
        if path.endswith(".by_year"):
            for year, rate in value.items():
                yield _input((*key, year), path, row, rate, year)
            return
        for name, inner in value.items():
            if name not in ROW_NAMES:
                yield from _walk(inner, (*key, name), f"{path}.{name}" if path else name, row)
    elif isinstance(value, list) and all(isinstance(name, str) for name in value):
        yield _input(key, path, row, value)
    elif isinstance(value, list):
        for inner, named in zip(value, told_apart(_row_name(inner, path) for inner in value), strict=True):
            title = f"{row}, {named}" if row and named else row or named
            yield from _walk(inner, (*key, named), f"{path}[]", title)
    else:
        yield _input(key, path, row, value)


ROW_NAMES = ("name", "line", "source")


def _row_name(inner: dict[str, Any], path: str) -> str:
    for name in ROW_NAMES:
        if name in inner:
            return str(inner[name])
    if "after_years" in inner:
        return _("after %(years)s years") % {"years": inner["after_years"]}
    return label_of(path) if path == "corporate_tax.brackets" else ""


def _input(key: tuple[str, ...], path: str, row: str, value: Any, year: str = "") -> Input:
    figure = figure_at(path)
    name = f"{figure.label} ({year})" if year else str(figure.label)
    return Input(key, part_of(path), row, name, figure.written(value))
