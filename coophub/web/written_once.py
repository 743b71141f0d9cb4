"""Questions to the database that are put into SQL once.

Django writes a question anew each time that it is asked, which takes longer than PostgreSQL needs to answer it. What
every page asks, and what one page asks many of, is written once and then asked with other values; and PostgreSQL plans
it once for each connection (decision 178).
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, TypeVarTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import Aggregate, Field, ForeignKey, Lookup, QuerySet, Value
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators
from django.db.models.sql.compiler import SQLCompiler

Values = TypeVarTuple("Values")
Found = TypeVar("Found")


def written_once(write: Callable[[*Values], QuerySet[Any, Found]]) -> Callable[[*Values], list[Found]]:
    """The rows of the queryset that `write` makes of values: keys, texts, days and moments, and lists of them that are
    not empty, which it compares by `one_of`.

    It is made once, of placeholders, in whose place come the values of each who asks. So nothing else of it may follow
    from what they are, from the day or from the language of the reader.
    """
    known: dict[tuple[tuple[type, ...], ...], _Question] = {}

    @wraps(write)
    def ask(*values: *Values) -> list[Found]:
        given: tuple[Any, ...] = values
        kinds = tuple(map(_kind, given))
        if kinds not in known:
            placeholders: Any = [_placeholder(place, value) for place, value in enumerate(given)]
            known[kinds] = _written(write(*placeholders), placeholders)
        return known[kinds].asked_with(given)

    return ask


def summed(rows: QuerySet[Any], **sums: Aggregate) -> QuerySet[Any, tuple[Any, ...]]:
    """One row with sums over all rows: what `aggregate` gives at once, as a question that can be written once."""
    whole: Any = rows.order_by().annotate(whole=Value(1)).values("whole")
    found: QuerySet[Any, tuple[Any, ...]] = whole.annotate(**sums).values_list(*sums)
    return found


class OneOf(Lookup[list[Any]]):
    """`pk__one_of=[…]`: as `in`, with one parameter however many values there are, so that it can be written once."""

    lookup_name = "one_of"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*parameters, self.rhs)


Field.register_lookup(OneOf)
ForeignKey.register_lookup(OneOf)


@dataclass(frozen=True)
class _Question:
    """SQL with its parameters, the place among the values of each that is one, and how its rows are read."""

    sql: str
    parameters: Sequence[Any]
    places: Sequence[int | None]
    read: Callable[[list[Any]], list[Any]]

    def asked_with(self, values: Sequence[Any]) -> list[Any]:
        given = zip(self.parameters, self.places, strict=True)
        parameters = [parameter if place is None else values[place] for parameter, place in given]
        connection = connections[DEFAULT_DB_ALIAS]
        try:
            return self.read(self._rows(connection, parameters))
        except NotSupportedError:
            # A migration changed a column since it was prepared; on a new connection nothing was.
            if connection.in_atomic_block:
                raise
            connection.close()
            return self.read(self._rows(connection, parameters))

    def _rows(self, connection: BaseDatabaseWrapper, parameters: list[Any]) -> list[Any]:
        """Asked with the values apart, so that PostgreSQL plans once for each connection what is asked often."""
        connection.close_if_health_check_failed()
        connection.ensure_connection()
        apart = ServerBindingCursor(connection.connection)  # type: ignore[call-arg] # a cursor of psycopg
        with connection._prepare_cursor(apart) as cursor:  # type: ignore[attr-defined] # of every backend
            cursor.execute(self.sql, parameters)
            found: list[Any] = cursor.fetchall()
        return found


def _written(rows: QuerySet[Any, Any], placeholders: list[Any]) -> _Question:
    compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
    sql, parameters = compiler.as_sql()
    places = [placeholders.index(value) if value in placeholders else None for value in parameters]
    if missed := set(range(len(placeholders))) - set(places):
        raise TypeError(f"These values are not in the question as they were given: {sorted(missed)}")
    if any(isinstance(value, dt.date) for value, place in zip(parameters, places, strict=True) if place is None):
        raise TypeError("A question that is written once would keep the day of today: give it as a value.")
    return _Question(sql, parameters, places, _reader(rows, compiler))


def _kind(value: Any) -> tuple[type, ...]:
    return (list, type(value[0])) if isinstance(value, list) else (type(value),)


def _placeholder(place: int, value: object) -> Any:
    """A value of the same kind that nobody asks with."""
    if isinstance(value, list):
        return [_placeholder(place, value[0])]
    if isinstance(value, dt.datetime):
        return dt.datetime(1, 1, 1, second=place, tzinfo=dt.UTC)
    if isinstance(value, dt.date):
        return dt.date(1, 1, 1 + place)
    if isinstance(value, str):
        return f"\N{REPLACEMENT CHARACTER}{place}"
    if isinstance(value, UUID):
        return UUID(int=place)
    if isinstance(value, int) and not isinstance(value, bool):
        return 2_000_000_000 - place
    raise TypeError(f"Nothing can stand in for {value!r}.")


def _reader(rows: QuerySet[Any, Any], compiler: SQLCompiler) -> Callable[[list[Any]], list[Any]]:
    """What makes rows of models, or tuples, of what the database gives: as Django does, prepared once."""
    if rows._prefetch_related_lookups:  # type: ignore[attr-defined]
        raise TypeError("What is read beside the rows is not read by a question that is written once.")
    converters = compiler.get_converters([column[0] for column in compiler.select])
    converted = (lambda found: compiler.apply_converters(found, converters)) if converters else iter
    if rows._iterable_class is ValuesListIterable:
        return lambda found: [tuple(row) for row in converted(found)]
    if rows._iterable_class is not ModelIterable:
        raise TypeError("A question that is written once gives rows of models, or tuples.")
    make = _maker(compiler)
    return lambda found: [make(row) for row in converted(found)]


def _maker(compiler: SQLCompiler) -> Callable[[Sequence[Any]], Any]:
    info = compiler.klass_info
    model, columns = info["model"], info["select_fields"]
    start, end = columns[0], columns[-1] + 1
    names = [column[0].target.attname for column in compiler.select[start:end]]
    beside = get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg] # types of a later Django
    annotations = list(compiler.annotation_col_map.items())

    def make(row: Sequence[Any]) -> Any:
        made = model.from_db(DEFAULT_DB_ALIAS, names, row[start:end])
        for populator in beside:
            populator.populate(row, made)
        for name, place in annotations:
            setattr(made, name, row[place])
        return made

    return make
