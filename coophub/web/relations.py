"""Reading all that belongs to one row in few queries."""

from functools import cache
from typing import Any

from django.db import connection
from django.db.models import ManyToOneRel, Model, Prefetch, prefetch_related_objects


def read_related(row: Model, *lookups: "str | Prefetch[Any]") -> None:
    """Does what `prefetch_related` does, for one row of which most relations are empty: one query finds out which have
    anything, and only those are read.
    """
    empty = _empty(row, frozenset(_first(lookup) for lookup in lookups))
    for name in empty:
        _mark_as_read(row, name)
    prefetch_related_objects([row], *(lookup for lookup in lookups if _first(lookup) not in empty))


def _first(lookup: "str | Prefetch[Any]") -> str:
    """The relation of the row itself with which a lookup begins."""
    path = lookup if isinstance(lookup, str) else lookup.prefetch_through
    return path.split("__")[0]


def _empty(row: Model, names: frozenset[str]) -> set[str]:
    """Which of these relations have no rows. One query."""
    many, sql = _question(type(row), names)
    if not many:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(sql, [row.pk] * len(many))
        filled = cursor.fetchone()
    return {name for name, is_filled in zip(many, filled, strict=True) if not is_filled}


@cache
def _question(model: type[Model], names: frozenset[str]) -> tuple[list[str], str]:
    """Those of the relations that may have many rows, and the query that asks of each whether it has any: written once,
    for putting it together takes longer than answering it.
    """
    relations = [(name, model._meta.get_field(name)) for name in sorted(names)]
    many = {name: relation for name, relation in relations if isinstance(relation, ManyToOneRel) and relation.multiple}
    quote = connection.ops.quote_name
    exists = [
        f"EXISTS (SELECT FROM {quote(relation.related_model._meta.db_table)} WHERE {quote(relation.field.column)} = %s)"
        for relation in many.values()
    ]
    return list(many), f"SELECT {', '.join(exists)}"


def _mark_as_read(row: Model, name: str) -> None:
    """Leaves the relation as `prefetch_related` leaves one without rows."""
    rows = getattr(row, name).get_queryset()
    rows._result_cache, rows._prefetch_done = [], True
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = rows
