"""Reading all that belongs to one row in few queries."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.models import (
    Exists,
    ForeignKey,
    ManyToOneRel,
    Model,
    OneToOneRel,
    OuterRef,
    Prefetch,
    QuerySet,
    prefetch_related_objects,
)

from coophub.web.written_once import written_once

Lookup = str | Prefetch[Any]
M = TypeVar("M", bound=Model)

HAS = "has_any_of_"
"""Before the name of a relation: what a row that was read `with_found` says of it."""


class Related:
    """What `prefetch_related` reads, for one row of which most relations are empty: one query finds out which have
    anything, and only those are read, by questions that are written once.

    It is made once, with lookups as `prefetch_related` takes them; what is single beside many rows is read with them.
    """

    def __init__(self, model: type[Model], *lookups: Lookup) -> None:
        self.many: dict[str, _ManyRows] = {}
        self.beside: dict[str, Related] = {}
        self.others: list[Lookup] = []
        self.lookups = lookups
        groups: dict[str, list[Lookup]] = {}
        for lookup in lookups:
            groups.setdefault(_path(lookup)[0], []).append(lookup)
        for name, group in groups.items():
            field = model._meta.get_field(name)
            if isinstance(field, ManyToOneRel) and field.multiple:
                self.many[name] = _ManyRows(field, group)
            elif isinstance(field, ForeignKey) and (further := _behind(name, group)):
                self.beside[name] = Related(field.related_model, *further)
            else:
                self.others += group
        self._asks = _question(many.relation for many in self.many.values())

    def with_found(self, rows: QuerySet[M]) -> QuerySet[M]:
        """The rows, which know of themselves which relations have anything: `read` takes no query to find that out."""
        found: QuerySet[M] = rows.annotate(**{HAS + name: Exists(many.of_a_row()) for name, many in self.many.items()})
        return found

    def read(self, row: Model) -> None:
        """Reads all of it into the row."""
        self._read(row, self._filled([row]))

    def read_each(self, rows: Sequence[Model]) -> None:
        """Reads all of it into the rows of a list: as many queries for many as for one."""
        filled = self._filled(rows)
        if len(rows) == 1:
            self._read(rows[0], filled)
            return
        empty = self.many.keys() - filled
        for name in empty:
            for row in rows:
                _keep(row, name, [])
        prefetch_related_objects(rows, *(lookup for lookup in self.lookups if _path(lookup)[0] not in empty))

    def read_all(self, row: Model) -> None:
        """The same for a row of which hardly any relation is empty: it is not found out which."""
        self._read(row, self.many)

    def _read(self, row: Model, filled: Iterable[str]) -> None:
        further = [*self.others]
        for name, many in self.many.items():
            _keep(row, name, many.rows_of(row) if name in filled else [])
            further += many.further if name in filled else []
        for name, related in self.beside.items():
            if (one := getattr(row, name)) is not None:
                # All of one thing that is there anyway has rows as a rule.
                related._read(one, related.many)
        prefetch_related_objects([row], *further)

    def _filled(self, rows: Sequence[Model]) -> set[str]:
        """Of which relations there are any rows. One query, none where the rows know it."""
        if not self.many or not rows:
            return set()
        if all(HAS + name in row.__dict__ for row in rows for name in self.many):
            return {name for name in self.many if any(row.__dict__[HAS + name] for row in rows)}
        with connection.cursor() as cursor:
            cursor.execute(self._asks, [[row.pk for row in rows]] * len(self.many))
            filled = cursor.fetchone()
        return {name for name, is_filled in zip(self.many, filled, strict=True) if is_filled}


class _ManyRows:
    """A relation that may have many rows: the question for them, and the lookups that go on from there."""

    def __init__(self, relation: ManyToOneRel, lookups: list[Lookup]) -> None:
        self.relation = relation
        child = relation.related_model
        rows, single = child._default_manager.all(), []
        self.further: list[Lookup] = []
        for lookup in lookups:
            behind = _path(lookup)[1:]
            if not behind:
                rows = rows if isinstance(lookup, str) or lookup.queryset is None else lookup.queryset
            elif isinstance(lookup, str) and _is_single(child, behind):
                single.append("__".join(behind))
            else:
                self.further.append(lookup)
        found = rows.select_related(*single) if single else rows
        self.ask = written_once(lambda key: found.filter(**{relation.field.name: key}))

    def of_a_row(self) -> QuerySet[Any]:
        """Those of the row in whose question this stands."""
        found: QuerySet[Any] = self.relation.related_model._default_manager.all()
        return found.filter(**{self.relation.field.name: OuterRef("pk")})

    def rows_of(self, row: Model) -> list[Any]:
        found = self.ask(row.pk)
        for child in found:
            self.relation.field.set_cached_value(child, row)
        return found


def _path(lookup: Lookup) -> list[str]:
    return (lookup if isinstance(lookup, str) else lookup.prefetch_through).split("__")


def _behind(name: str, lookups: list[Lookup]) -> list[str]:
    """The lookups from the single row `name` on; none where one of them is more than a path from there."""
    further = [lookup.removeprefix(f"{name}__") for lookup in lookups if isinstance(lookup, str) and lookup != name]
    return further if len(further) == len(lookups) else []


def _is_single(model: type[Model], path: list[str]) -> bool:
    """Whether there is at most one of what stands at the end of it."""
    field = model._meta.get_field(path[0])
    if not isinstance(field, ForeignKey | OneToOneRel):
        return False
    return len(path) == 1 or _is_single(field.related_model, path[1:])


def _question(relations: Iterable[ManyToOneRel]) -> str:
    """The query that asks of each relation whether it has any rows."""
    quote = connection.ops.quote_name
    exists = [
        f"EXISTS (SELECT FROM {quote(each.related_model._meta.db_table)} WHERE {quote(each.field.column)} = ANY(%s))"
        for each in relations
    ]
    return f"SELECT {', '.join(exists)}"


def _keep(row: Model, name: str, found: list[Any]) -> None:
    """Leaves the relation as `prefetch_related` leaves one that it read."""
    rows = getattr(row, name).get_queryset()
    rows._result_cache, rows._prefetch_done = found, True
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = rows
