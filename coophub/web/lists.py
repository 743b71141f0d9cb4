"""Lists that a reader sorts and pages through: described and sorted by django-tables2, drawn as every table is."""

import inspect
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, Literal

import django_tables2
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_tables2.utils import Accessor, OrderBy

from coophub.web.formats import Words
from coophub.web.tables import Column, ColumnKind, Row, Sort, Table

PER_PAGE = 25


class ListColumn(django_tables2.Column):
    """A column of a list: its heading and how its values are written (`coophub.web.tables.Column`)."""

    def __init__(self, heading: Words, kind: ColumnKind = "text", *, empty: Words = "", **options: Any) -> None:
        super().__init__(verbose_name=heading, default=empty, **options)
        self.kind = kind

    def __deepcopy__(self, _known: dict[int, Any]) -> "ListColumn":
        """A list gets columns of its own; what they hold never changes."""
        return copy(self)


class List(django_tables2.Table):
    """Columns over a queryset. A `render_<column>` may give a `Cell` or a `Slot`.

    `Meta.attrs` hold the caption and, where j and k walk through the rows, "row_keys". A list with a page of its own
    (`list_page`) has there also its "lead", a sentence, and what it says without rows: "none" and "about_none".
    """


@dataclass(frozen=True)
class Tab:
    """Another choice of rows for the same list."""

    label: Words
    url: str
    is_present: bool
    count: int | None = None


def list_page(
    request: HttpRequest,
    found: List,
    *,
    layout: str,
    room: str,
    per_page: int = PER_PAGE,
    tabs: Sequence[Tab] = (),
    filter_form: Form | None = None,
) -> HttpResponse:
    """A page that is one list, under the words of the list itself; `filter_form` narrowed it down."""
    table = sorted_list(request, found, per_page=per_page)
    context = {
        "layout": layout,
        "room": room,
        "table": table,
        "words": found.attrs,
        "tabs": tabs,
        "filter_form": filter_form,
    }
    return render(request, "components/list_page.html", context)


def sorted_list(request: HttpRequest, found: List, *, per_page: int, count: int | None = None) -> Table:
    """The list as the address asks for it: sorted, and one page of it. `count` is the number of rows where it is known
    already.
    """
    django_tables2.RequestConfig(request, paginate=False).configure(found)
    rows = found.data.data
    paginator = Paginator(rows, per_page)
    if count is not None:
        paginator.count = count
    page = paginator.get_page(request.GET.get(found.prefixed_page_field))
    page.object_list = records_of(rows, page)
    readers = [_reader(found, bound) for bound in found.columns]
    return Table(
        caption=found.attrs["caption"],
        columns=[_column(found, bound) for bound in found.columns],
        rows=[Row([read(record) for read in readers]) for record in page],
        empty=found.empty_text or "",
        row_keys=bool(found.attrs.get("row_keys")),
        page=page,
        page_field=found.prefixed_page_field,
    )


def records_of(rows: QuerySet[Any] | list[Any], page: Page[Any]) -> list[Any]:
    """The rows of a page. Of one further on the keys are sought first, so that no row before it is read whole."""
    if page.number == 1 or not isinstance(rows, QuerySet):
        return list(page)
    keys = list(rows.values_list("pk", flat=True)[page.start_index() - 1 : page.end_index()])
    found = rows.order_by().in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _reader(found: List, bound: Any) -> Callable[[Any], Any]:
    """How a column reads its cell from a row: as its `render_<column>` says, or the value itself. What a row does not
    change is found out once.
    """
    draw = getattr(found, f"render_{bound.name}", None)
    wanted = [] if draw is None else list(inspect.signature(draw).parameters)
    value_of, empty_values = _value_reader(bound.accessor), bound.column.empty_values

    def read(record: Any) -> Any:
        value = value_of(record)
        if value in empty_values:
            return bound.default
        return value if draw is None else draw(**{name: {"value": value, "record": record}[name] for name in wanted})

    return read


def _value_reader(accessor: Accessor) -> Callable[[Any], Any]:
    """What gives the value at the end of a path; of a choice its words. django-tables2 tries each step in three ways,
    which takes five times as long.
    """
    *way, name = accessor.bits
    words = f"get_{name}_display"

    def value_of(record: Any) -> Any:
        owner = record
        for step in way:
            owner = _part(owner, step)
        in_words = getattr(owner, words, None)
        return _part(owner, name) if in_words is None else in_words()

    return value_of


def _part(owner: Any, name: str) -> Any:
    """What is not there is nothing."""
    return owner.get(name) if isinstance(owner, dict) else getattr(owner, name, None)


def _column(found: List, bound: Any) -> Column:
    return Column(bound.header, bound.column.kind, sort=_sort(found, bound) if bound.orderable else None)


def _sort(found: List, bound: Any) -> Sort:
    now: Literal["", "ascending", "descending"] = ""
    # Rows with the same value have a second order: one column alone is the one that the reader sorts by.
    if bound.is_ordered and OrderBy(found.order_by[0]).bare == bound.name:
        now = "descending" if bound.order_by_alias.is_descending else "ascending"
    return Sort(found.prefixed_order_by_field, str(bound.order_by_alias.next), now)
