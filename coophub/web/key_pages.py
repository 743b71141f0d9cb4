"""Pages of a list that only grows at its front: found by the key of the row before them and not by their number.

So the thousandth takes no longer than the first, and nothing is counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import models
from django.db.models import QuerySet

M = TypeVar("M", bound=models.Model)

BEFORE, AFTER = "before", "after"
MOST_DIGITS = 18


@dataclass(frozen=True)
class KeyPage(Generic[M]):
    """Rows with the newest on top. `older` and `newer` are the keys for the address of the next pages; None without."""

    object_list: list[M]
    older: int | None
    newer: int | None


def key_page(rows: QuerySet[M], query: Mapping[str, str], *, per_page: int) -> KeyPage[M]:
    """The page that the address asks for with `before` or `after` a key; without one the newest. One query."""
    before, after = _key(query.get(BEFORE)), _key(query.get(AFTER))
    if before is None and after is not None:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: per_page + 1])
        shown = found[:per_page][::-1]
        return _page(shown, has_older=True, has_newer=len(found) > per_page)
    found = list((rows if before is None else rows.filter(pk__lt=before)).order_by("-pk")[: per_page + 1])
    return _page(found[:per_page], has_older=len(found) > per_page, has_newer=before is not None)


def _page(shown: list[M], *, has_older: bool, has_newer: bool) -> KeyPage[M]:
    return KeyPage(shown, shown[-1].pk if shown and has_older else None, shown[0].pk if shown and has_newer else None)


def _key(text: str | None) -> int | None:
    """A key in an address. What is none asks for nothing."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
