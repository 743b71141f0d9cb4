"""Lists that a reader sorts and pages through, by django-tables2, drawn by the same component as every table."""

from typing import Any, Literal

import django_tables2
from django.http import HttpRequest

from coophub.web.formats import Words
from coophub.web.tables import Column, ColumnKind, Row, Sort, Table


class ListColumn(django_tables2.Column):
    """A column of a list: its heading and how its values are written (`coophub.web.tables.Column`)."""

    def __init__(self, heading: Words, kind: ColumnKind = "text", *, empty: Words = "", **options: Any) -> None:
        super().__init__(verbose_name=heading, default=empty, **options)
        self.kind = kind


class List(django_tables2.Table):
    """Columns over a queryset. A `render_<column>` may give a `Cell` or a `Slot`.

    `Meta.attrs` hold the caption and, where j and k walk through the rows, "row_keys".
    """


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
