"""Lists of coaching, a page at a time."""

from collections.abc import Sequence
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

PER_PAGE = 20
"""What one reads before going on: a page costs what it shows, however many there are."""

Row = TypeVar("Row", bound=Model)


def page_of(request: HttpRequest, found: QuerySet[Row]) -> Page[Row]:
    """The page that the address asks for, and the nearest one for a page that is not there."""
    return Paginator(found, PER_PAGE).get_page(request.GET.get("page"))


def keys_on_page(request: HttpRequest, keys: Sequence[int]) -> Page[int]:
    """The same of keys, for a list that was put in order outside the database."""
    return Paginator(keys, PER_PAGE).get_page(request.GET.get("page"))
