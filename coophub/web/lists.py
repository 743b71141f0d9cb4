"""Lists that a reader sorts and pages through, by django-tables2, drawn by the same component as every table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import django_tables2
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coophub.web.formats import Words
from coophub.web.tables import Column, ColumnKind, Row, Sort, Table


class ListColumn(django_tables2.Column):
    """A column of a list: its heading and how its values are written (`coophub.web.tables.Column`)."""

    def __init__(self, heading: Words, kind: ColumnKind = "text", *, empty: Words = "", **options: Any) -> None:
        super().__init__(verbose_name=heading, default=empty, **options)
        self.kind = kind


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


def list_page(
    request: HttpRequest, found: List, *, layout: str, room: str, per_page: int = 50, tabs: Sequence[Tab] = ()
) -> HttpResponse:
    """A page that is one list, under the words of the list itself."""
    table = sorted_list(request, found, per_page=per_page)
    context = {"layout": layout, "room": room, "table": table, "words": found.attrs, "tabs": tabs}
    return render(request, "components/list_page.html", context)


def sorted_list(request: HttpRequest, found: List, *, per_page: int) -> Table:
    """The list as the address asks for it: sorted, and one page of it."""
    django_tables2.RequestConfig(request, paginate={"per_page": per_page}).configure(found)
    return Table(
        caption=found.attrs["caption"],
        columns=[_column(found, bound) for bound in found.columns],
        rows=[Row([cell for _column, cell in row.items()]) for row in found.paginated_rows],
        empty=found.empty_text or "",
        row_keys=bool(found.attrs.get("row_keys")),
        page=found.page,
        page_field=found.prefixed_page_field,
    )


def _column(found: List, bound: Any) -> Column:
    return Column(bound.header, bound.column.kind, sort=_sort(found, bound) if bound.orderable else None)


def _sort(found: List, bound: Any) -> Sort:
    now: Literal["", "ascending", "descending"] = ""
    if bound.is_ordered:
        now = "descending" if bound.order_by_alias.is_descending else "ascending"
    return Sort(found.prefixed_order_by_field, str(bound.order_by_alias.next), now)
