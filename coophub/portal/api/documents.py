"""What documents of the API have in common, and lists of them, which are paged by the key of their last row.

A list can grow while somebody reads it: by key nobody misses a row or gets one twice, and the last page takes no longer
than the first.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Generic, TypeVar, TypeVarTuple
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_noop
from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, PlainSerializer, WithJsonSchema
from pydantic.alias_generators import to_camel
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from coophub.web.written_once import written_once

Row = TypeVar("Row")
Stored = TypeVar("Stored", bound=Model)
Item = TypeVar("Item")
Whose = TypeVarTuple("Whose")

MARK = "here-comes-the-slug"

Euros = Annotated[
    Decimal,
    PlainSerializer(lambda amount: f"{amount:.2f}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+\.\d{2}$", "examples": ["125000.00"]}),
]
"""As text, so that no program rounds it."""

UtcMoment = Annotated[
    dt.datetime,
    PlainSerializer(lambda at: at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2027-03-01T08:00:00Z"]}),
]
"""In UTC."""


class CodesInPlace:
    """Writes the codes of a choice where they stand, instead of as a type by the name of its class: several are called
    Kind, and in one document of the API the last of those would count for all.
    """

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler.resolve_ref_schema(handler(schema))}


class CamelDocument(BaseModel):
    """Keys in camelCase, as the rules for APIs of the Dutch government ask."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, from_attributes=True, frozen=True)


class PageQuery(CamelDocument):
    """Which part of a list is asked for."""

    cursor: str | None = Field(
        None, max_length=200, description=gettext_noop("Where to go on: it stands in the address under `next`.")
    )
    limit: int = Field(25, ge=1, le=100, description=gettext_noop("How many at a time."))


class NumberedQuery(PageQuery):
    """Of a list in the order of numbers."""

    cursor: str | None = Field(
        None,
        pattern=r"^[0-9]{1,20}$",
        max_length=20,
        description=gettext_noop("Where to go on: it stands in the address under `next`."),
    )


class PageOf(CamelDocument, Generic[Item]):
    """A part of a list. `next` is the address of what follows; null at the end."""

    items: list[Item]
    next: str | None = Field(
        json_schema_extra={"format": "uri"}, description=gettext_noop("The address of what follows; null at the end.")
    )


def page_url(view: str, slug: str) -> str:
    """The whole address of a page that has a slug in it."""
    before, behind = _around_slug(view)
    return f"{settings.SITE_URL}{before}{slug}{behind}"


@cache
def _around_slug(view: str) -> tuple[str, str]:
    """What stands before and behind the slug. A list has many of one view, and Django looks long for each."""
    before, _mark, behind = reverse(view, args=[MARK]).partition(MARK)
    return before, behind


def page_of(
    request: HttpRequest,
    query: PageQuery,
    found: Sequence[Row],
    *,
    written: Callable[[Row], Any],
    key: Callable[[Row], str],
) -> dict[str, Any]:
    """The rows that were found behind the cursor, one more than are shown when there are more."""
    shown = found[: query.limit]
    following = None
    if len(found) > query.limit:
        kept = {name: value for name, value in request.GET.items() if name != "cursor"}
        following = f"{settings.SITE_URL}{request.path}?{urlencode({**kept, 'cursor': key(shown[-1])})}"
    return {"items": [written(row) for row in shown], "next": following}


def rows_behind(rows: QuerySet[Stored], query: PageQuery, key: str) -> list[Stored]:
    """Of a list in the database: those behind the cursor in the order of this column, as `page_of` takes them. Nothing
    else of it is read.
    """
    return list(behind(rows, query, key))


def pages(rows: Callable[[*Whose], QuerySet[Stored]], key: str) -> Callable[[PageQuery, *Whose], list[Stored]]:
    """The same of lists that follow from values, such as the number of their group. The first page is what programs ask
    most, so for each length it is put into SQL once.
    """

    @cache
    def first_page(limit: int) -> Callable[[*Whose], list[Stored]]:
        def write(*whose: *Whose) -> QuerySet[Stored]:
            return behind(rows(*whose), PageQuery(limit=limit), key)

        return written_once(write)

    def page(query: PageQuery, *whose: *Whose) -> list[Stored]:
        return first_page(query.limit)(*whose) if query.cursor is None else rows_behind(rows(*whose), query, key)

    return page


def behind(rows: QuerySet[Stored], query: PageQuery, key: str) -> QuerySet[Stored]:
    """The same, not read yet."""
    if query.cursor is not None:
        rows = rows.filter(**{f"{key}__gt": query.cursor})
    return rows.order_by(key)[: query.limit + 1]


def number_key(row: Model) -> str:
    """The number of a row as a cursor."""
    return f"{row.pk:020}"


def behind_cursor(rows: Sequence[Row], query: PageQuery, key: Callable[[Row], str]) -> list[Row]:
    """Of a short list in memory: those behind the cursor in the order of their keys, as `page_of` takes them."""
    behind = [row for row in sorted(rows, key=key) if query.cursor is None or key(row) > query.cursor]
    return behind[: query.limit + 1]
